"""Answers CloudFormation for every custom resource of a release, having done nothing.

A property `FailWith` makes create and update fail with that reason.
"""

import hashlib
import json
import urllib.request


def physical_id(event):
    # CloudFormation takes another ID on update for a replacement and deletes the old one.
    if event.get("PhysicalResourceId"):
        return event["PhysicalResourceId"]
    kind = event["ResourceType"].split("::")[-1]
    seed = f"{event['StackId']}/{event['LogicalResourceId']}"
    return f"custom:{kind}:{hashlib.sha256(seed.encode()).hexdigest()[:12]}"


def answer(event):
    reason = event.get("ResourceProperties", {}).get("FailWith")
    # A delete always works: a stack with a failing resource must be able to roll back.
    failed = bool(reason) and event["RequestType"] != "Delete"
    return {
        "Status": "FAILED" if failed else "SUCCESS",
        "Reason": reason if failed else "",
        "PhysicalResourceId": physical_id(event),
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "Data": {"Handled": event["RequestType"]},
    }


def handler(event, context):
    body = json.dumps(answer(event)).encode()
    print(f"{event['RequestType']} {event['ResourceType']} {event['LogicalResourceId']}")
    # CloudFormation signs its URL without a content type, so none may be sent.
    request = urllib.request.Request(event["ResponseURL"], data=body, method="PUT", headers={"Content-Type": ""})
    with urllib.request.urlopen(request, timeout=30) as response:
        response.read()
