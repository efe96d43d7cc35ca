"""Corrections for accounts in China's partition; see corrections.py for what a correction is."""

import functools
import json
import uuid

import partitions
import resources
from corrections import correction, handler_message


@correction
def china_partition():
    """In regions of China ARNs are arn:aws-cn: and hosts end in amazonaws.com.cn (MiniStack: arn:aws: and amazonaws.com everywhere)."""
    resources.wrappers.append(partitions.translating)

    def in_china(attributes, region):
        return partitions.hosts_in_china(attributes, region) if partitions.is_china(region) else attributes

    resources.finish_attributes.append(in_china)


@correction
def buckets_per_partition():
    """A bucket is found in its own partition only, and its name is free in the other (MiniStack: one namespace for all regions)."""
    from ministack.core.responses import get_region
    from ministack.services import s3

    def owner(name):
        china = partitions.is_china(get_region())
        for (account, bucket), record in list(s3._buckets._data.items()):
            if bucket == name and partitions.is_china(record.get("region") or "") == china:
                return account
        return None

    s3._bucket_owner_account = owner


@correction
def policies_of_one_partition():
    """IAM refuses a policy with an ARN of another partition (MiniStack takes it)."""
    from ministack.core import iam_evaluator
    from ministack.core.responses import get_region
    from ministack.services import iam

    # China's own ARNs are arn:aws: in here, see partitions.py.
    real_names = {"aws-outside": "aws"}

    def foreign(text):
        parts = text.split(":")
        if len(parts) < 6 or parts[0] != "arn" or get_region().startswith("us-gov-"):
            return None
        return None if parts[1] == "aws" or "*" in parts[1] else real_names.get(parts[1], parts[1])

    def problem(document):
        for statement in statements(document):
            for element in ("Resource", "NotResource"):
                for text in texts(statement.get(element)):
                    partition = foreign(text)
                    if partition:
                        return f'Partition "{partition}" is not valid for resource "{text}".'
            principal = statement.get("Principal")
            for text in texts(principal.get("AWS")) if isinstance(principal, dict) else []:
                if foreign(text):
                    return f'Invalid principal in policy: "AWS":"{text}"'
        return None

    def checked(own):
        @functools.wraps(own)
        def check(document):
            return own(document) or problem(document)

        return check

    iam.validate_policy_document = iam_evaluator.validate_policy_document = checked(iam_evaluator.validate_policy_document)
    iam._trust_policy_not_principal_error = checked(iam._trust_policy_not_principal_error)

    def refuse_foreign(kind, properties):
        if not kind.startswith("AWS::IAM::"):
            return
        documents = [properties.get("AssumeRolePolicyDocument"), properties.get("PolicyDocument")]
        documents += [policy.get("PolicyDocument") for policy in properties.get("Policies") or []]
        for document in documents:
            text = problem(document)
            if text:
                text = f"{text} (Service: Iam, Status Code: 400, Request ID: {uuid.uuid4()})"
                raise resources.Refused(handler_message(text, "InvalidRequest"))

    resources.before_write.append(refuse_foreign)


@correction
def boundaries_of_one_partition():
    """IAM has no managed policy of another partition to bound a role by (MiniStack takes any)."""
    from ministack.services import iam

    own = iam._put_role_permissions_boundary

    @functools.wraps(own)
    def put(p):
        arn = iam._p(p, "PermissionsBoundary")
        # China's own ARNs are arn:aws: in here, see partitions.py.
        if arn.startswith("arn:aws:"):
            return own(p)
        return iam._error(404, "NoSuchEntity", f"Scope ARN: {arn} does not exist or is not attachable.", ns="iam")

    iam._IAM_HANDLERS["PutRolePermissionsBoundary"] = put


def statements(document):
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except ValueError:
            return []
    found = document.get("Statement") if isinstance(document, dict) else None
    return [statement for statement in (found if isinstance(found, list) else [found]) if isinstance(statement, dict)]


def texts(value):
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)]
