"""What Custom::PantherTeardown does when its stack goes: layers and log groups that no template knows of.

The last step keeps the function from making its own log group anew, once CloudFormation has deleted it.
"""

import json
import os
import re
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

LAYER = "panther-engine-globals"
GROUPS = "/aws/lambda/panther-"


class Refused(Exception):
    pass


def run(properties):
    own_group, role = properties.get("CustomResourceLogGroupName"), properties.get("CustomResourceRoleName")
    if not own_group or not role:
        return
    for version in layer_versions():
        call("lambda", "DELETE", f"/2018-10-31/layers/{LAYER}/versions/{version}")
    for group in log_groups():
        if group != own_group:
            logs("DeleteLogGroup", {"logGroupName": group})
    form = {
        "Action": "PutRolePermissionsBoundary",
        "Version": "2010-05-08",
        "RoleName": role,
        "PermissionsBoundary": f"arn:{partition()}:iam::aws:policy/AWSDenyAll",
    }
    try:
        call("iam", "POST", "/", urllib.parse.urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"})
    except Refused as error:
        raise Refused(f"failed to add iam permission boundary to self: {error}") from error


def partition():
    # Older code names the partition in the ARN, and so fails in China.
    literal = (Path(__file__).parent / "PARTITION").read_text().strip()
    return literal or ("aws-cn" if region().startswith("cn-") else "aws")


def layer_versions():
    answer = call("lambda", "GET", f"/2018-10-31/layers/{LAYER}/versions", accepted=(404,))
    return [version["Version"] for version in json.loads(answer or "{}").get("LayerVersions", [])]


def log_groups():
    found, token = [], None
    while True:
        page = logs("DescribeLogGroups", {"logGroupNamePrefix": GROUPS, **({"nextToken": token} if token else {})})
        found += [group["logGroupName"] for group in page.get("logGroups", [])]
        token = page.get("nextToken")
        if not token:
            return found


def logs(action, given):
    headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": f"Logs_20140328.{action}"}
    return json.loads(call("logs", "POST", "/", json.dumps(given), headers) or "{}")


def region():
    return os.environ["AWS_REGION"]


def call(service, method, path, body="", headers=None, accepted=()):
    """One call of AWS's API. Local AWS looks at the signature's scope alone: there is no SDK in here."""
    scope = f"{os.environ['AWS_ACCESS_KEY_ID']}/20260101/{region()}/{service}/aws4_request"
    signed = {**(headers or {}), "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"}
    request = urllib.request.Request(
        os.environ["AWS_ENDPOINT_URL"] + path, data=body.encode() or None, method=method, headers=signed
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.read().decode()
    except urllib.error.HTTPError as error:
        if error.code in accepted:
            return ""
        raise Refused(told(error.read().decode())) from error


def told(text):
    """Code and message of a refusal, whichever of AWS's forms it has."""
    found = re.search(r"<Code>(.*?)</Code>\s*<Message>(.*?)</Message>", text, re.DOTALL)
    return f"{found[1]}: {found[2]}" if found else text
