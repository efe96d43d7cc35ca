"""Corrections of API Gateway's keys and usage plans; see corrections.py for what a correction is."""

import functools
import json
import secrets
import string

from corrections import correction


@correction
def api_key_values():
    """An API key's value is told to who makes it or asks for it, and has 40 letters and digits (MiniStack: always told, 32 digits of hex)."""
    from ministack.services import apigateway_v1 as gateway

    create, own = gateway._create_api_key, gateway.handle_request
    alphabet = string.ascii_letters + string.digits

    def with_value(data):
        return create(data if data.get("value") else {**data, "value": "".join(secrets.choice(alphabet) for _ in range(40))})

    @functools.wraps(own)
    async def telling_who_asks(method, path, headers, body, query):
        answer = await own(method, path, headers, body, query)
        parts = path.strip("/").split("/")
        if parts[0] != "apikeys" or method == "POST":
            return answer
        asked = gateway._qp(query, "includeValue" if len(parts) > 1 else "includeValues", "false")
        return answer if method == "GET" and str(asked).lower() == "true" else without_values(answer)

    gateway._create_api_key, gateway.handle_request = with_value, telling_who_asks


def without_values(answer):
    status, headers, body = answer[:3]
    if status >= 300 or not body:
        return answer
    told = json.loads(body)
    for key in told.get("item", [told]):
        key.pop("value", None)
    return status, {name: value for name, value in headers.items() if name.lower() != "content-length"}, json.dumps(told).encode()


@correction
def api_key_switch():
    """A key is switched on and off by "true" and "false", the strings of a patch (MiniStack keeps the string, and "false" counts as on)."""
    from ministack.services import apigateway_v1 as gateway

    own = gateway._update_api_key

    def update(key_id, data):
        operations = [
            {**operation, "value": str(operation.get("value")).lower() == "true"} if operation.get("path") == "/enabled" else operation
            for operation in data.get("patchOperations", [])
        ]
        return own(key_id, {**data, "patchOperations": operations})

    gateway._update_api_key = update


@correction
def keys_of_usage_plans():
    """Only a key that exists is put on a usage plan, once; a deleted one is taken off; plans are listed by key (MiniStack: none of it)."""
    from ministack.services import apigateway_v1 as gateway

    put, delete, plans = gateway._create_usage_plan_key, gateway._delete_api_key, gateway._get_usage_plans

    def put_once(plan_id, data):
        key_id = data.get("keyId", "")
        if plan_id in gateway._usage_plans and key_id not in gateway._api_keys:
            return gateway._v1_error("NotFoundException", "Invalid API Key identifier specified", 404)
        if key_id in (gateway._usage_plan_keys.get(plan_id) or {}):
            return gateway._v1_error("ConflictException", "API Key is already associated with the usage plan", 409)
        return put(plan_id, data)

    def delete_everywhere(key_id):
        for keys in gateway._usage_plan_keys.values():
            keys.pop(key_id, None)
        return delete(key_id)

    def plans_of_key(query):
        key_id = gateway._qp(query, "keyId")
        if not key_id:
            return plans(query)
        found = [plan for plan_id, plan in gateway._usage_plans.items() if key_id in (gateway._usage_plan_keys.get(plan_id) or {})]
        return gateway._v1_paginated_response(found, query)

    gateway._create_usage_plan_key, gateway._delete_api_key, gateway._get_usage_plans = put_once, delete_everywhere, plans_of_key
