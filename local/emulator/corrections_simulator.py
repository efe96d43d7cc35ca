"""Corrections of IAM's policy simulator; see corrections.py for what a correction is."""

import contextvars
import json
from xml.sax.saxutils import escape

from corrections import correction

_request = contextvars.ContextVar("simulation", default={})


@correction
def simulated_context():
    """The simulator uses the condition keys that it is given and no other, tells which statements decided, and asks service
    control policies level by level, of whose statements it tells none (MiniStack: does none of it)."""
    from ministack.core import iam_evaluator
    from ministack.services import iam

    own_results = iam._build_simulate_results_real
    own_resolve = iam_evaluator._resolve_condition_key

    class Simulated(iam_evaluator.EvalContext):
        """A request that is only asked about."""

    def with_request(simulate):
        def simulated(p):
            token = _request.set(p)
            try:
                return simulate(p)
            finally:
                _request.reset(token)

        return simulated

    def results(actions, resource, principal, account, policies):
        if not (p := _request.get()):
            return own_results(actions, resource, principal, account, policies)
        entries = members(p, "ContextEntries")
        keys = {text(p, f"{entry}.ContextKeyName").lower(): given(p, entry) for entry in entries}
        documents = [text(p, name) for name in members(p, "PolicyInputList")]
        levels = [
            [text(p, name) for name in members(p, f"{level}.ServiceControlPolicyInputList")]
            for level in members(p, "OrderedOrganizationPolicyInputList")
        ]
        answer = ""
        for action in actions:
            context = context_of(keys, action, resource, principal, account)
            decision = decided(context, policies)
            by_organization = [decided(context, [parsed(one) for one in level]) for level in levels]
            stopped = any(one != "allowed" for one in by_organization)
            if stopped:
                decision = "explicitDeny" if "explicitDeny" in by_organization else "implicitDeny"
            matched = [] if stopped else list(deciding(context, documents, decision))
            answer += (
                f"<member><EvalActionName>{action}</EvalActionName><EvalResourceName>{escape(resource)}</EvalResourceName>"
                f"<EvalDecision>{decision}</EvalDecision><MatchedStatements>{''.join(matched)}</MatchedStatements>"
                + (organization(not stopped) if levels else "")
                + "</member>"
            )
        return answer

    def context_of(keys, action, resource, principal, account):
        # What of it stands for a condition key is not asked: see resolved.
        return Simulated(
            principal_arn=principal,
            principal_type="AssumedRole" if ":role/" in principal else "User",
            principal_account=account,
            action=action,
            resource_arn=resource,
            region=iam.get_region(),
            service_context=keys,
        )

    def resolved(key, context):
        if isinstance(context, Simulated):
            return context.service_context.get(key.lower())
        return own_resolve(key, context)

    def decided(context, policies):
        said = iam_evaluator.evaluate(context, [one for one in policies if one]).decision
        return {"Allow": "allowed", "Deny": "explicitDeny"}.get(said, "implicitDeny")

    def parsed(document):
        return iam_evaluator.parse_policy_document(document)

    def deciding(context, documents, decision):
        """A deny alone is told where there is one; AWS tells the statement's beginning and end."""
        for number, document in enumerate(documents, 1):
            for statement, line in statements(document):
                own = decided(context, [parsed({"Statement": statement})])
                if own == decision and own != "implicitDeny":
                    yield (
                        f"<member><SourcePolicyId>PolicyInputList.{number}</SourcePolicyId>"
                        f"<StartPosition><Line>{line}</Line><Column>2</Column></StartPosition></member>"
                    )

    iam_evaluator._resolve_condition_key = resolved
    iam._build_simulate_results_real = results
    iam._simulate_custom_policy = with_request(iam._simulate_custom_policy)
    iam._simulate_principal_policy = with_request(iam._simulate_principal_policy)
    # Handlers stand in a table by the operation's name.
    for name, table in vars(iam).items():
        if isinstance(table, dict) and "SimulateCustomPolicy" in table:
            table["SimulateCustomPolicy"] = iam._simulate_custom_policy
            table["SimulatePrincipalPolicy"] = iam._simulate_principal_policy


def text(p, name):
    value = p.get(name, "")
    return value[0] if isinstance(value, list) else value


def members(p, prefix):
    """Names of a list's members in a form, as far as they go."""
    number = 1
    while any(key == (name := f"{prefix}.member.{number}") or key.startswith(f"{name}.") for key in p):
        yield name
        number += 1


def given(p, entry):
    values = [text(p, name) for name in members(p, f"{entry}.ContextKeyValues")]
    return values if text(p, f"{entry}.ContextKeyType").endswith("List") else "".join(values[:1])


def organization(allowed):
    return (
        "<OrganizationsDecisionDetail><AllowedByOrganizations>"
        f"{str(allowed).lower()}</AllowedByOrganizations></OrganizationsDecisionDetail>"
    )


def statements(document):
    """The statements of a JSON document, each with the line that it begins on."""
    decoder = json.JSONDecoder()
    at = document.find('"Statement"')
    at = document.find(":", at) + 1 if at >= 0 else len(document)
    while at < len(document):
        if document[at] == "{":
            statement, end = decoder.raw_decode(document, at)
            yield statement, document.count("\n", 0, at) + 1
            at = end
        elif document[at] in "[,: \n\r\t":
            at += 1
        else:
            return
