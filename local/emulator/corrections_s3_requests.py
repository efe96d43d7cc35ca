"""Corrections of what S3 answers to requests; see corrections.py for what a correction is."""

import functools

from corrections import correction

# https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
MOST_AT_ONCE = 1000


@correction
def bucket_denies():
    """What a bucket's policy denies is denied to the bucket's own account, too (MiniStack asks the policy for other accounts only)."""

    def refusal(s3, method, bucket, key, headers, body, query):
        from ministack.core.iam_evaluator import evaluate_resource_policy

        policy = s3._bucket_policies.get(bucket)
        if not policy:
            return None
        context = request_context(s3, method, bucket, key, headers, body, query)
        if evaluate_resource_policy(policy, context).decision != "Deny":
            return None
        return s3._error(
            "AccessDenied",
            f"User: {context.principal_arn} is not authorized to perform: {context.action} on resource: "
            f'"{context.resource_arn}" with an explicit deny in a resource-based policy',
            403,
            f"/{bucket}/{key}" if key else f"/{bucket}",
        )

    before_request(refusal)


@correction
def expected_owners():
    """A request that expects another account to own the bucket is refused (MiniStack does not look)."""

    def refusal(s3, method, bucket, key, headers, body, query):
        from ministack.core.responses import get_account_id

        expected = headers.get("x-amz-expected-bucket-owner")
        if not expected or bucket not in s3._buckets or expected == get_account_id():
            return None
        return s3._error("AccessDenied", "Access Denied", 403, f"/{bucket}")

    before_request(refusal)


@correction
def a_thousand_at_once():
    """One request deletes 1,000 objects at most, more are refused as malformed (MiniStack takes any number)."""
    from ministack.services import s3

    own = s3._delete_objects

    @functools.wraps(own)
    def delete_objects(bucket, body, *rest):
        if body.count(b"<Object>") > MOST_AT_ONCE:
            return s3._error("MalformedXML", s3._MALFORMED_XML, 400)
        return own(bucket, body, *rest)

    s3._delete_objects = delete_objects


@correction
def lifecycle_rules():
    """A lifecycle rule has an action, a name of its own, and not both an age and expired markers (MiniStack takes any rule)."""
    from ministack.services import s3

    own = s3._lifecycle_rules_error
    actions = (
        "Expiration",
        "Transitions",
        "NoncurrentVersionExpiration",
        "NoncurrentVersionTransitions",
        "AbortIncompleteMultipartUpload",
    )

    def problem(rules):
        names = [rule["ID"] for rule in rules if rule.get("ID")]
        if len(set(names)) < len(names):
            return "InvalidArgument", "Rule ID must be unique. Found same ID for more than one rule"
        for rule in rules:
            if not any(action in rule for action in actions):
                return "InvalidRequest", "At least one action needs to be specified in a rule"
            if {"Days", "ExpiredObjectDeleteMarker"} <= rule.get("Expiration", {}).keys():
                return "MalformedXML", s3._MALFORMED_XML
        return None

    def rules_error(rules):
        found = problem(rules)
        return s3._error(*found, 400) if found else own(rules)

    s3._lifecycle_rules_error = rules_error


def before_request(refusal):
    """Has `refusal` asked before a request that the bucket's own account makes."""
    from ministack.services import s3

    own = s3._dispatch

    @functools.wraps(own)
    def dispatch(method, bucket, key, headers, body, query):
        return refusal(s3, method, bucket, key, headers, body, query) or own(method, bucket, key, headers, body, query)

    s3._dispatch = dispatch


def request_context(s3, method, bucket, key, headers, body, query):
    from ministack.core.iam_actions import _s3_action, s3_service_context
    from ministack.core.iam_evaluator import AuthError, EvalContext, resolve_principal
    from ministack.core.responses import get_account_id, get_region

    path = f"/{bucket}/{key}" if key else f"/{bucket}"
    action = f"s3:{_s3_action(method, path, query) or method}"
    account = get_account_id()
    found = resolve_principal(s3._request_access_key(method, key, headers, query, body), account)
    root = isinstance(found, AuthError)
    return EvalContext(
        principal_arn=f"arn:aws:iam::{account}:root" if root else found.arn,
        principal_type="Root" if root else found.type,
        principal_account=account,
        action=action,
        resource_arn=f"arn:aws:s3:::{path[1:]}",
        region=get_region(),
        # Nothing here has TLS, and what asks for it would meet a refusal that it doesn't meet on AWS.
        secure_transport=True,
        service_context={name.lower(): value for name, value in s3_service_context(action, query, path, headers).items()},
        principal_keys={} if root else found.keys,
    )
