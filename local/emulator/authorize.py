"""The endpoint through which the front asks whether a caller may do something: POST /_local/authorize.

Request:  {"accessKeyId", "accountId", "region"} and what the caller sent,
          {"request": {"service", "method", "url": path and query, "headers", "body": base64}},
          or what CloudFormation does for it, {"checks": [{"action", "resource"}]}
Answer:   {"principal": ARN, null for an account's root user and for keys that nobody has, who are not asked about,
           "asked": [{"action", "resource", "allowed"}],
           "refusal": {"status", "headers", "body"}, AWS's answer to what is not allowed, or null}

MiniStack can enforce policies itself (AUTH=true), for itself alone: our CloudFormation and CodeBuild are not in it, and the
front's own calls, which nobody signs, would be refused. Its evaluator is asked instead, with the policies of the caller's
identity; policies of resources are left to the services.
"""

import base64
import json
import uuid
from urllib.parse import parse_qs, unquote, urlsplit

import partitions

PATH = "/_local/authorize"

# Actions that need no permission: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
FREE = {"sts:GetCallerIdentity"}

# Signing names of which MiniStack knows no actions.
UNKNOWN_NAMESPACES = {"servicequotas"}


async def answer_to(request):
    from ministack.core.responses import request_scope

    with request_scope(request["accountId"], request["region"]):
        return 200, answer_in_scope(request)


def answer_in_scope(request):
    from ministack.core.iam_evaluator import AuthError, resolve_principal

    principal = resolve_principal(request["accessKeyId"], request["accountId"])
    if isinstance(principal, AuthError) or principal.policies is None:
        return {"principal": None, "asked": [], "refusal": None}
    china = partitions.is_china(request["region"])
    sent = Sent(request["request"], request["accountId"], request["region"]) if "request" in request else None
    # What CloudFormation does with its caller's permissions it does by forward access sessions.
    via = {"aws:CalledVia": ["cloudformation.amazonaws.com"]}
    checks = sent.checks() if sent else [(check["action"], inside(check["resource"], china), via) for check in request["checks"]]
    asked = [
        {"action": action, "resource": resource, "allowed": decision(principal, action, resource, request["region"], context)}
        for action, resource, context in checks
        if action not in FREE
    ]
    denied = next((check for check in asked if check["allowed"] != "Allow"), None)
    refusal = refusal_of(sent, principal, denied) if sent and denied else None
    answer = {
        "principal": principal.arn,
        "asked": [{**check, "allowed": check["allowed"] == "Allow"} for check in asked],
        "refusal": refusal,
    }
    return json.loads(partitions.outwards(json.dumps(answer).encode())) if china else answer


def decision(principal, action, resource, region, context):
    from ministack.core.iam_evaluator import EvalContext, evaluate

    told = EvalContext(
        principal_arn=principal.arn,
        principal_type=principal.type,
        principal_account=principal.account,
        action=action,
        resource_arn=resource,
        region=region,
        secure_transport=True,
        service_context={name.lower(): value for name, value in context.items()},
        principal_keys=principal.keys,
    )
    return evaluate(told, principal.policies, *principal.limits).decision


def refusal_of(sent, principal, denied):
    from ministack.core.iam_actions import access_denied_response, identity_denial_message

    action, resource = denied["action"], denied["resource"]
    message = identity_denial_message(action, principal.arn, resource, denied["allowed"] == "Deny")
    status, headers, body = access_denied_response(
        sent.service, action, principal.arn, str(uuid.uuid4()), headers=sent.headers, message=message, resource_arn=resource
    )
    return {"status": status, "headers": headers, "body": body.decode()}


def inside(text, china):
    return partitions.inwards(text.encode()).decode() if china else text


class Sent:
    """A request as its actions and resources are read from it."""

    def __init__(self, request, account, region):
        china = partitions.is_china(region)
        self.account, self.region = account, region
        self.service, self.method = request["service"], request["method"]
        self.headers = {name: inside(value, china) for name, value in request["headers"].items()}
        url = urlsplit(inside(request["url"], china))
        self.path = unquote(url.path)
        body = base64.b64decode(request["body"])
        self.body = partitions.inwards(body) if china else body
        self.query = parse_qs(url.query, keep_blank_values=True)
        self.form = self.query
        if "form-urlencoded" in self.headers.get("content-type", ""):
            self.form = {**parse_qs(self.body.decode(), keep_blank_values=True), **self.query}

    def checks(self):
        """What AWS asks: action, resource and the request's own condition keys."""
        action = self.action()
        also = []
        if self.service == "s3":
            from ministack.core.iam_actions import s3_additional_checks, s3_service_context

            context = s3_service_context(action, self.query, self.path, self.headers)
            also = [(more, arn, {}) for more, arn in s3_additional_checks(self.method, self.path, self.headers, self.body, self.query)]
            return [(action, self.resources()[0], context), *also]
        if self.service == "cloudformation":
            # A role is passed with each operation that names one, a template is read with the caller's permissions.
            role, template = self.value("RoleARN"), self.value("TemplateURL")
            if role:
                also.append(("iam:PassRole", role, {"iam:PassedToService": "cloudformation.amazonaws.com"}))
            if template:
                also.append(("s3:GetObject", object_at(template), {}))
        return [*((action, resource, {}) for resource in self.resources()), *also]

    def action(self):
        from ministack.core.iam_actions import extract_iam_action

        if self.service in UNKNOWN_NAMESPACES:
            return f"{self.service}:{self.headers.get('x-amz-target', '').rsplit('.', 1)[-1]}"
        if self.service == "guardduty" and self.method == "GET" and self.path == "/detector":
            return "guardduty:ListDetectors"
        if self.service == "lambda" and self.path.endswith("/account-settings"):
            return "lambda:GetAccountSettings"
        action = extract_iam_action(self.service, self.method, self.path, self.headers, self.body, self.form)
        # Better refused than let through: nobody would see that this is not known here.
        return action or f"{self.service}:{self.method}{self.path}"

    def resources(self):
        """ARNs as the Service Authorization Reference has them, where MiniStack's are others."""
        from ministack.core.iam_actions import extract_resource_arn

        own = {"codebuild": self.projects, "logs": self.streams, "ecs": self.services, "iam": self.identities, "ssm": self.parameters}.get(self.service)
        found = own() if own else None
        if found:
            return found
        change_set = self.value("ChangeSetName")
        if change_set.startswith("arn:") and not self.value("StackName"):
            return [change_set]
        # Named by the detection's ID, of no stack.
        if self.service in UNKNOWN_NAMESPACES or self.value("Action") == "DescribeStackDriftDetectionStatus":
            return ["*"]
        return [
            extract_resource_arn(
                self.service, self.method, self.path, self.headers, self.body, self.form, self.region, self.account
            )
        ]

    def projects(self):
        sent = self.json()
        builds = [build.split(":")[0] for build in sent.get("ids", [])]
        names = sent.get("names") or builds or [sent.get("projectName") or sent.get("name")]
        return [self.arn("codebuild", f"project/{name}") for name in dict.fromkeys(names) if name]

    def streams(self):
        sent = self.json()
        if "logStreamName" not in sent:
            return None
        return [self.arn("logs", f"log-group:{sent.get('logGroupName')}:log-stream:{sent['logStreamName']}")]

    def services(self):
        sent = self.json()
        names = sent.get("services") or [sent[key] for key in ("service", "serviceName") if key in sent]
        cluster = sent.get("cluster", "default").rsplit("/", 1)[-1]
        return [name if name.startswith("arn:") else self.arn("ecs", f"service/{cluster}/{name}") for name in names]

    def identities(self):
        source, certificate = self.value("PolicySourceArn"), self.value("ServerCertificateName")
        if certificate:
            return [f"arn:aws:iam::{self.account}:server-certificate/{certificate}"]
        return [source] if source else None

    def parameters(self):
        # Public ones belong to no account.
        names = self.json().get("Names") or []
        return [f"arn:aws:ssm:{self.region}::parameter{name}" for name in names if name.startswith("/aws/service/")]

    def arn(self, service, rest):
        return f"arn:aws:{service}:{self.region}:{self.account}:{rest}"

    def value(self, name):
        return (self.form.get(name) or [""])[0]

    def json(self):
        return json.loads(self.body or b"{}")


def object_at(url):
    """The ARN of a template, by the ways that an object's URL is written."""
    parts = urlsplit(url)
    host, path = parts.hostname or "", unquote(parts.path).lstrip("/")
    bucket = host.split(".s3")[0] if ".s3" in host else None
    return f"arn:aws:s3:::{bucket}/{path}" if bucket else f"arn:aws:s3:::{path}"
