"""Corrections of S3 and of the buckets that stacks make; see corrections.py for what a correction is."""

import functools
import uuid

import resources
from corrections import correction, handler_message, refuse_with

NOT_EMPTY = "The bucket you tried to delete is not empty"
# What S3 adds for a bucket that has versioning, or had it once.
VERSIONS = ". You must delete all versions in the bucket."


@correction
def filled_buckets():
    """A stack does not delete a bucket that holds objects, versions or delete markers: its deletion fails, they stay."""
    from ministack.services import s3

    def filled_bucket_message(kind, physical_id):
        if kind != "AWS::S3::Bucket" or physical_id not in s3._buckets:
            return None
        if not s3._buckets[physical_id].get("objects") and not s3._bucket_has_versions(physical_id):
            return None
        text = NOT_EMPTY + (VERSIONS if s3._bucket_versioning.get(physical_id) else "")
        return handler_message(
            f"{text} (Service: S3, Status Code: 409, Request ID: {uuid.uuid4().hex[:16].upper()}) (SDK Attempt Count: 1)",
            "GeneralServiceException",
        )

    resources.before_delete.append(refuse_with(filled_bucket_message))


@correction
def versions_in_the_way():
    """S3 refuses to delete a filled versioned bucket in words that name the versions (MiniStack: as one without versioning)."""
    from ministack.services import s3

    own = s3._delete_bucket

    @functools.wraps(own)
    def delete_bucket(name):
        answer = own(name)
        if answer[0] != 409 or not s3._bucket_versioning.get(name):
            return answer
        return s3._error("BucketNotEmpty", NOT_EMPTY + VERSIONS, 409, f"/{name}")

    s3._delete_bucket = delete_bucket


@correction
def bucket_tags():
    """A bucket has its template's tags, the stack's and the three of CloudFormation (MiniStack: none, so that nothing finds it by tags)."""
    from ministack.services import s3
    from ministack.services.cloudformation import provisioners

    provisioners._STACK_TAG_PROPERTY["AWS::S3::Bucket"] = ("Tags", "list")

    def tag(name, properties):
        s3._bucket_tags[name] = {entry["Key"]: str(entry["Value"]) for entry in properties.get("Tags") or []}

    after_write(tag)


@correction
def bucket_lifecycles():
    """A bucket has the lifecycle rules of its template (MiniStack: none)."""
    from ministack.services import s3

    def apply(name, properties):
        rules = (properties.get("LifecycleConfiguration") or {}).get("Rules")
        if rules:
            s3._bucket_lifecycle[name] = [lifecycle_rule(rule) for rule in rules]

    after_write(apply)


def lifecycle_rule(rule):
    """A rule of a template as MiniStack keeps those that it is given through S3's API."""
    kept = {"Status": rule["Status"], "Filter": {"Prefix": rule.get("Prefix", "")}}
    if "Id" in rule:
        kept["ID"] = rule["Id"]
    if "ExpirationInDays" in rule:
        kept["Expiration"] = {"Days": int(rule["ExpirationInDays"])}
    noncurrent = (rule.get("NoncurrentVersionExpiration") or {}).get("NoncurrentDays")
    if noncurrent is not None:
        kept["NoncurrentVersionExpiration"] = {"NoncurrentDays": int(noncurrent)}
    days = (rule.get("AbortIncompleteMultipartUpload") or {}).get("DaysAfterInitiation")
    if days is not None:
        kept["AbortIncompleteMultipartUpload"] = {"DaysAfterInitiation": int(days)}
    moves = [
        {"Days": int(move["TransitionInDays"]), "StorageClass": move["StorageClass"]} for move in rule.get("Transitions") or []
    ]
    return {**kept, "Transitions": moves} if moves else kept


def after_write(apply):
    """Has `apply` called with a bucket's name and properties after a stack has made or updated it."""
    from ministack.services.cloudformation import provisioners

    handlers = provisioners._RESOURCE_HANDLERS["AWS::S3::Bucket"]

    def wrapped(own, place):
        @functools.wraps(own)
        def write(*arguments):
            made = own(*arguments)
            apply(made[0], arguments[place])
            return made

        return write

    handlers["create"] = wrapped(handlers["create"], 1)
    handlers["update"] = wrapped(handlers["update"], 2)
