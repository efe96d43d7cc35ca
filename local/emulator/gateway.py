"""The endpoint through which the front learns what a deployed REST API would say to a request: POST /_local/gateway.

Request:  {"apiId", "region", "stage", "method", "path": after the stage, "key": of x-api-key, may be null}
Answer:   {"kind": "forbidden"}: no such API or stage
          {"kind": "no-method"}: nothing at that path
          {"kind": "refused"}: a key is needed, and this one does not open it
          {"kind": "open", "api": its name, "resource": the path, "keySeconds": since the key opens it, null when that is long ago}

MiniStack has a way to call an API itself. It serves one account's APIs only, and knows no key that takes time to work.
"""

import time

PATH = "/_local/gateway"

# (account, region, plan, key): when it was put on the plan. What an earlier process has put there was long ago.
_attached = {}


def remember_attachments():
    from ministack.core.responses import get_account_id, get_region
    from ministack.services import apigateway_v1 as gateway

    own = gateway._create_usage_plan_key

    def put(plan_id, data):
        answer = own(plan_id, data)
        if answer[0] < 300:
            _attached[(get_account_id(), get_region(), plan_id, data.get("keyId"))] = time.monotonic()
        return answer

    gateway._create_usage_plan_key = put


async def answer_to(request):
    from ministack.core.responses import request_scope
    from ministack.services import apigateway_v1 as gateway

    api_id, region = request["apiId"], request["region"]
    owner = next((key[0] for key, _ in gateway._rest_apis.all_items() if key[1:] == (region, api_id)), None)
    if owner is None:
        return 200, {"kind": "forbidden"}
    with request_scope(owner, region):
        if request["stage"] not in (gateway._stages_v1.get(api_id) or {}):
            return 200, {"kind": "forbidden"}
        resource, _ = gateway._match_resource_tree(api_id, [part for part in request["path"].split("/") if part])
        methods = (resource or {}).get("resourceMethods") or {}
        method = methods.get(request["method"]) or methods.get("ANY")
        if method is None:
            return 200, {"kind": "no-method"}
        opened = {"kind": "open", "api": gateway._rest_apis[api_id]["name"], "resource": resource["path"], "keySeconds": None}
        if not method.get("apiKeyRequired"):
            return 200, opened
        return 200, by_key(gateway, owner, region, request, opened)


def by_key(gateway, owner, region, request, opened):
    key = next((key for key in gateway._api_keys.values() if key.get("value") == request.get("key")), None)
    if key is None or key.get("enabled", True) is not True:
        return {"kind": "refused"}
    stage = {"apiId": request["apiId"], "stage": request["stage"]}
    ages = [
        _attached.get((owner, region, plan_id, key["id"]))
        for plan_id, plan in gateway._usage_plans.items()
        if key["id"] in (gateway._usage_plan_keys.get(plan_id) or {})
        and any({name: entry.get(name) for name in stage} == stage for entry in plan.get("apiStages") or [])
    ]
    if not ages:
        return {"kind": "refused"}
    return {**opened, "keySeconds": None if None in ages else time.monotonic() - min(ages)}
