"""Corrections of MiniStack 1.5.33: one function each, its docstring says what AWS does and MiniStack does not.

All reach into private functions of that release, hence the exact pin. For each there is a guard test, which fails when a
newer release makes the correction wrong, and when it makes it needless (the gap is gone even with `--without` it).
"""

import ast
import functools
import json
import re
import secrets
import string
import uuid

import resources

ALL = {}


def correction(apply):
    ALL[apply.__name__.replace("_", "-")] = apply
    return apply


@correction
def api_gateway_identifiers():
    """Identifiers of REST APIs, their resources, deployments, authorizers, keys and usage plans have 10 characters (MiniStack: 8)."""
    from ministack.services import apigateway_v1

    class Identifier(str):
        """MiniStack cuts each identifier to 8 characters where it uses it: that one cut is refused, others are not."""

        def __getitem__(self, key):
            return str(self) if key == slice(None, 8, None) else str.__getitem__(self, key)

    apigateway_v1._new_id = lambda: Identifier(uuid.uuid4().hex[:10])


@correction
def cognito_client_identifiers():
    """Identifiers of user pools' app clients are small letters and digits (MiniStack: capitals, too)."""
    from ministack.services import cognito

    alphabet = string.digits + string.ascii_lowercase
    cognito._client_id = lambda: "".join(secrets.choice(alphabet) for _ in range(26))


@correction
def taken_names():
    """A create fails when another resource has the name (MiniStack overwrites or adopts many kinds of resources)."""
    from names import taken_name_message

    resources.before_create.append(refuse_with(taken_name_message))


@correction
def code_in_other_accounts():
    """Lambda code and layers are read from any bucket whose policy lets the caller, a vendor's too (MiniStack: own buckets only)."""
    from ministack.core.responses import get_account_id, get_region, request_scope
    from ministack.services import s3

    own = s3._get_object_data

    @functools.wraps(own)
    def from_owner(bucket, key, version_id=None):
        owner = s3._bucket_owner_account(bucket)
        if owner is None or owner == get_account_id():
            return own(bucket, key, version_id)
        if not s3._foreign_bucket_allows(owner, bucket, key, "GET", {}, get_account_id()):
            return None
        with request_scope(owner, get_region()):
            return own(bucket, key, version_id)

    s3._get_object_data = from_owner


@correction
def missing_code():
    """A function or layer whose code is not in S3 fails to be created or updated (MiniStack makes one without code)."""
    from ministack.core.responses import get_account_id
    from ministack.services import s3
    from ministack.services.cloudformation import provisioners

    def reason(bucket, key):
        owner = s3._bucket_owner_account(bucket)
        if owner is None:
            return "NoSuchBucket", "The specified bucket does not exist"
        if owner != get_account_id() and not s3._foreign_bucket_allows(owner, bucket, key, "GET", {}, get_account_id()):
            return "AccessDenied", "Access Denied"
        return "NoSuchKey", "The specified key does not exist."

    def refuse_missing(properties, place):
        code = properties.get(place) or {}
        bucket, key = code.get("S3Bucket"), code.get("S3Key")
        if not bucket or not key or s3._get_object_data(bucket, key, code.get("S3ObjectVersion")) is not None:
            return
        error, text = reason(bucket, key)
        raise resources.Refused(
            handler_message(
                f"Error occurred while GetObject. S3 Error Code: {error}. S3 Error Message: {text} "
                f"(Service: Lambda, Status Code: 400, Request ID: {uuid.uuid4()}) (SDK Attempt Count: 1)",
                "InvalidRequest",
            )
        )

    for kind, place in (("AWS::Lambda::Function", "Code"), ("AWS::Lambda::LayerVersion", "Content")):
        handlers = provisioners._RESOURCE_HANDLERS[kind]

        def create(logical_id, properties, stack_name, own=handlers["create"], place=place):
            refuse_missing(properties, place)
            return own(logical_id, properties, stack_name)

        handlers["create"] = create
        if "update" in handlers:

            def update(physical_id, old, new, *rest, own=handlers["update"], place=place):
                refuse_missing(new, place)
                return own(physical_id, old, new, *rest)

            handlers["update"] = update


@correction
def readable_reasons():
    """A failed resource's reason is the service's message in the resource handler's words (MiniStack: raw bytes, or an exception's name)."""
    from ministack.services.cloudformation import provisioners

    raw = re.compile(r"^AWS::\S+ .*failed: (b(?:'.*'|\".*\"))$", re.DOTALL)

    def readable(error):
        found = raw.match(str(error))
        if not found:
            return error
        body = ast.literal_eval(found.group(1)).decode()
        in_xml = re.search(r"<Message>(.*?)</Message>", body, re.DOTALL)
        try:
            text = in_xml.group(1) if in_xml else json.loads(body)["message"]
        except (ValueError, KeyError, TypeError):
            return error
        return in_words(text)

    def in_words(text):
        return resources.Refused(handler_message(text, "AlreadyExists" if "already exists" in text else "InvalidRequest"))

    def service_error(error):
        """A service's own exception carries the code and the message that its API would answer."""
        texts = [getattr(error, name, None) for name in ("code", "message")]
        return type(error).__module__.startswith("ministack.") and all(isinstance(text, str) for text in texts)

    def reworded(own):
        @functools.wraps(own)
        def wrapped(*arguments, **keywords):
            try:
                return own(*arguments, **keywords)
            except ValueError as error:
                raise readable(error) from error
            except Exception as error:
                if not service_error(error):
                    raise
                raise in_words(error.message) from error

        return wrapped

    for name in ("_provision_resource", "_update_resource", "_delete_resource"):
        setattr(provisioners, name, reworded(getattr(provisioners, name)))


@correction
def typed_values():
    """Numbers and booleans reach a service as such, also from a parameter, which is a string (MiniStack breaks on some, takes "false" for true)."""
    from types_of_values import typed

    resources.prepare_properties.append(typed)


@correction
def deleted_functions_stop():
    """A deleted function's execution environments end (MiniStack keeps the process of one deleted by a stack running)."""
    from ministack.core import lambda_runtime
    from ministack.core.responses import get_account_id, get_region
    from ministack.services.cloudformation import provisioners

    handlers = provisioners._RESOURCE_HANDLERS["AWS::Lambda::Function"]
    own = handlers["delete"]

    def delete(physical_id, properties):
        own(physical_id, properties)
        lambda_runtime.invalidate_worker(physical_id, account=get_account_id(), region=get_region())

    handlers["delete"] = delete


def refuse_with(message):
    def check(*arguments):
        text = message(*arguments)
        if text:
            raise resources.Refused(text)

    return check


def handler_message(text, code):
    """A resource handler's error as CloudFormation words it in a status reason."""
    return f'Resource handler returned message: "{text}" (RequestToken: {uuid.uuid4()}, HandlerErrorCode: {code})'


def end_functions():
    """Ends the processes of Lambda functions and removes their folders."""
    from ministack.core import lambda_runtime

    lambda_runtime.reset()


@correction
def tags_of_deleted_tables():
    """A table that a stack has deleted is no tagged resource any more (MiniStack goes on listing its tags)."""
    from ministack.services import dynamodb

    def forget(kind, physical_id):
        table = dynamodb._tables.get(physical_id) if kind == "AWS::DynamoDB::Table" else None
        if table:
            dynamodb._tags.pop(table["TableArn"], None)

    resources.before_delete.append(forget)
