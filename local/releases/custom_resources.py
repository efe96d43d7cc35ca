"""Answers CloudFormation for every custom resource of a release, having done nothing but what a teardown needs.

A property `FailWith` makes create and update fail with that reason.
"""

import hashlib
import json
import urllib.request

import teardown


def physical_id(event):
    # CloudFormation takes another ID on update for a replacement and deletes the old one.
    if event.get("PhysicalResourceId"):
        return event["PhysicalResourceId"]
    kind = event["ResourceType"].split("::")[-1]
    seed = f"{event['StackId']}/{event['LogicalResourceId']}"
    return f"custom:{kind}:{hashlib.sha256(seed.encode()).hexdigest()[:12]}"


def failure(event):
    """Why it fails; empty when it does not."""
    if event["RequestType"] != "Delete":
        return event.get("ResourceProperties", {}).get("FailWith") or ""
    # A delete works as a rule: a stack with a failing resource must be able to roll back.
    if event["ResourceType"] != "Custom::PantherTeardown":
        return ""
    try:
        teardown.run(event["ResourceProperties"])
    except teardown.Refused as error:
        return str(error)
    return ""


def answer(event):
    reason = failure(event)
    return {
        "Status": "FAILED" if reason else "SUCCESS",
        "Reason": reason,
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
