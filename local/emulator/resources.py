"""The endpoint through which our CloudFormation reaches MiniStack's resource handlers: POST /_local/resources.

Request:  {"operation": "create" | "update" | "delete", "accountId", "region", "type", "logicalId", "stackName", "stackId",
           "properties", "tags": [{"key", "value"}], and for update and delete "physicalId", for update "oldProperties",
           "attributes", for delete "withItsStack": whether the stack is being deleted, too}
Answer:   200 {"physicalId", "attributes"} | 200 {} after a delete
          422 {"error": "failed", "message"}: AWS would refuse it, the message says why
          422 {"error": "unsupported", "message"}: the emulator has no such type
          500 {"error": "internal", "message"}: the emulator broke
"""

import json
import logging
import traceback
import uuid

PATH = "/_local/resources"
# Travels in the attributes, so that the caller's record of a resource is the only one: the seed of its generated name, and
# the stack tags that it was given last.
OWN = "_emulator"

logger = logging.getLogger("local")


class Refused(Exception):
    """What AWS would refuse; the text becomes the resource's status reason."""


# Hooks that corrections fill: (type, properties, stackName, logicalId) before a create, (type, physicalId) before a delete.
before_create = []
before_delete = []
# (request) after a delete.
after_delete = []
# (type, properties) before a create and an update.
before_write = []
# Hooks that change properties before MiniStack sees them.
prepare_properties = []
# What an answer's attributes become: (attributes, region).
finish_attributes = []
# What is put around the whole ASGI application, our endpoint included.
wrappers = []


def wrapped(app):
    for wrap in wrappers:
        app = wrap(app)
    return app


def with_endpoints(app, endpoints):
    """The ASGI application with endpoints of our own before it: what answers a request, by path."""

    async def answering(scope, receive, send):
        if scope["type"] == "http" and scope["path"] in endpoints and scope["method"] == "POST":
            status, answer = await endpoints[scope["path"]](json.loads(await read_body(receive)))
            body = json.dumps(answer, default=str).encode()
            headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body})
            return
        await app(scope, receive, send)

    return answering


async def read_body(receive):
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body


async def answer_to(request):
    from ministack.core.concurrency import run_reentrant
    from ministack.core.responses import request_scope
    from ministack.services.cloudformation import provisioners
    from ministack.services.cloudformation.stacks import _runs_on_worker_thread

    kind = request["type"]
    # MiniStack takes any AWS::CloudFormation::* without a handler for a placeholder, and runs custom resources itself; the
    # front has its own way with both.
    if kind not in provisioners._RESOURCE_HANDLERS:
        return 422, {"error": "unsupported", "message": f"Unrecognized resource types: [{kind}]"}
    operate = {"create": create, "update": update, "delete": delete}[request["operation"]]
    try:
        with request_scope(request["accountId"], request["region"]):
            if _runs_on_worker_thread(kind):
                return 200, await run_reentrant(operate, request)
            return 200, operate(request)
    except (Refused, ValueError) as error:
        return 422, {"error": "failed", "message": str(error)}
    except Exception as error:  # a handler may stumble over anything that a template holds
        logger.error("%s of %s %s broke:\n%s", request["operation"], kind, request["logicalId"], traceback.format_exc())
        return 500, {"error": "internal", "message": f"{type(error).__name__}: {error}"}


def create(request):
    from ministack.services.cloudformation import provisioners

    # AWS ends a generated name in random characters; MiniStack derives them from stack and logical id alone, so that a
    # leftover of an earlier stack of the same name would be taken for the new resource.
    seed = uuid.uuid4().hex[:8]
    token = provisioners._NAME_SEED.set(seed)
    try:
        for check in before_create:
            check(request["type"], request["properties"], request["stackName"], request["logicalId"])
        check_write(request)
        physical_id, attributes = provisioners._provision_resource(
            request["type"], request["logicalId"], tagged(request, request["properties"], request["tags"]), request["stackName"]
        )
        return provisioned(request, physical_id, attributes, provisioners._NAME_SEED.get())
    finally:
        provisioners._NAME_SEED.reset(token)


def update(request):
    from ministack.services.cloudformation import provisioners

    check_write(request)
    attributes = dict(request.get("attributes") or {})
    own = attributes.pop(OWN, {})
    old = tagged(request, request["oldProperties"], own.get("tags", request["tags"]))
    new = tagged(request, request["properties"], request["tags"])
    superseded = []
    seed_token = provisioners._NAME_SEED.set(own.get("seed", ""))
    superseded_token = provisioners._DEFERRED_PREDECESSOR_DELETES.set(superseded)
    try:
        physical_id, changed = provisioners._update_resource(
            request["type"], request["physicalId"], old, new, request["stackName"], request["logicalId"], attributes
        )
        seed = provisioners._NAME_SEED.get()
    finally:
        provisioners._DEFERRED_PREDECESSOR_DELETES.reset(superseded_token)
        provisioners._NAME_SEED.reset(seed_token)
    if physical_id == request["physicalId"]:
        # Replaced under the same physical id: the caller can't see it, so nobody else would delete the old one.
        for remove, arguments, keywords in superseded:
            remove(*arguments, **keywords)
        changed = {**attributes, **(changed or {})}
    return provisioned(request, physical_id, changed, seed)


def delete(request):
    from ministack.services.cloudformation import provisioners

    for check in before_delete:
        check(request["type"], request["physicalId"])
    provisioners._delete_resource(
        request["type"],
        request["physicalId"],
        tagged(request, request["properties"], []),
        request["stackName"],
        request["logicalId"],
    )
    for follow in after_delete:
        follow(request)
    return {}


def tagged(request, properties, tags):
    from ministack.services.cloudformation import provisioners

    for prepare in prepare_properties:
        properties = prepare(properties)
    pairs = [{"Key": tag["key"], "Value": tag["value"]} for tag in tags]
    return provisioners._with_stack_tags(
        request["type"], properties, pairs, request["stackName"], request["stackId"], request["logicalId"]
    )


def check_write(request):
    for check in before_write:
        check(request["type"], request["properties"])


def provisioned(request, physical_id, attributes, seed):
    attributes = attributes or {}
    for finish in finish_attributes:
        attributes = finish(attributes, request["region"])
    return {"physicalId": physical_id, "attributes": {**attributes, OWN: {"seed": seed, "tags": request["tags"]}}}
