"""Corrections of IAM; see corrections.py for what a correction is."""

import json
import re
from xml.sax.saxutils import escape

from corrections import correction


@correction
def simulated_resources():
    """The policy simulator answers for every resource that it is asked about (MiniStack: for the first alone)."""
    from ministack.services import iam

    own_parameters = iam._extract_simulate_params
    own_results = iam._build_simulate_results_real

    def all_parameters(p):
        actions, first = own_parameters(p)
        resources = []
        while resource := iam._p(p, f"ResourceArns.member.{len(resources) + 1}"):
            resources.append(resource)
        return actions, resources if len(resources) > 1 else first

    def of_action(action, resources, rest):
        each = [(resource, own_results([action], resource, *rest)) for resource in resources]
        decisions = [(resource, re.search(r"<EvalDecision>(\w+)<", text)[1]) for resource, text in each]
        told = [decision for _, decision in decisions]
        worst = next((one for one in ("explicitDeny", "implicitDeny") if one in told), "allowed")
        members = "".join(
            f"<member><EvalResourceName>{escape(resource)}</EvalResourceName>"
            f"<EvalResourceDecision>{decision}</EvalResourceDecision>{part(text, 'MatchedStatements')}</member>"
            for (resource, decision), (_, text) in zip(decisions, each)
        )
        # Of several resources AWS tells what the organization says once, for the action.
        organization = min((part(text, "OrganizationsDecisionDetail") for _, text in each), key=lambda one: "true" in one)
        return (
            f"<member><EvalActionName>{action}</EvalActionName><EvalResourceName>*</EvalResourceName>"
            f"<EvalDecision>{worst}</EvalDecision>"
            f"<ResourceSpecificResults>{members}</ResourceSpecificResults>{organization}</member>"
        )

    def part(text, name):
        return found[0] if (found := re.search(f"<{name}>.*?</{name}>", text, re.DOTALL)) else ""

    def all_results(actions, resources, *rest):
        if isinstance(resources, str):
            return own_results(actions, resources, *rest)
        return "".join(of_action(action, resources, rest) for action in actions)

    iam._extract_simulate_params = all_parameters
    iam._build_simulate_results_real = all_results


@correction
def an_administrator_in_each_account():
    """An account's number as access key is its IAM user `administrator`, who may do anything (MiniStack: the root user)."""
    from ministack.core import iam_evaluator
    from ministack.services import iam

    own_identity = iam_evaluator.resolve_caller_identity
    name = "administrator"
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}

    def identity(access_key_id):
        found = own_identity(access_key_id)
        if not found or not found["userArn"].endswith(":root"):
            return found
        if name not in iam._users:
            iam._create_user({"UserName": [name]})
            iam._user_inline_policies[name] = {"everything": json.dumps(everything)}
        user = iam._users[name]
        return {**found, "userArn": user["Arn"], "userId": user["UserId"]}

    iam_evaluator.resolve_caller_identity = identity
