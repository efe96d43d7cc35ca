"""Corrections of what Lambda writes to CloudWatch Logs; see corrections.py for what a correction is."""

import functools
import uuid

import resources
from corrections import correction

GROUPS = "/aws/lambda/"


@correction
def silenced_functions():
    """A function whose role is bounded by AWSDenyAll writes no log (MiniStack: it does, and makes the log group for it)."""
    from ministack.services import lambda_svc

    own = lambda_svc._emit_lambda_logs

    @functools.wraps(own)
    def unless_silenced(function, *arguments, **keywords):
        if not is_silenced(function):
            own(function, *arguments, **keywords)

    lambda_svc._emit_lambda_logs = unless_silenced


@correction
def late_logs():
    """A function that has run writes once more after its stack has deleted its log group, which is there again (MiniStack: it stays gone)."""
    from ministack.core.responses import get_account_id, get_region
    from ministack.services import cloudwatch_logs, lambda_svc

    # Functions that a stack has deleted: theirs is the last log, too, in whatever order the two are deleted.
    gone = {}
    written = set()

    def place(name):
        return get_account_id(), get_region(), name

    def note(kind, physical_id):
        if kind == "AWS::Lambda::Function" and physical_id in lambda_svc._functions:
            gone[place(physical_id)] = lambda_svc._functions[physical_id]
        if kind == "AWS::Logs::LogGroup" and (cloudwatch_logs._log_groups.get(physical_id) or {}).get("streams"):
            written.add(place(physical_id))

    def write(request):
        group = request["physicalId"]
        if request["type"] != "AWS::Logs::LogGroup" or not group.startswith(GROUPS):
            return
        if place(group) not in written or not request.get("withItsStack"):
            return
        written.discard(place(group))
        name = group[len(GROUPS) :]
        function = lambda_svc._functions.get(name) or gone.pop(place(name), None)
        if function:
            lambda_svc._emit_lambda_logs(function, str(uuid.uuid4()), "", False, 1)

    resources.before_delete.append(note)
    resources.after_delete.append(write)


def is_silenced(function):
    from ministack.services import iam

    role = iam._roles.get((function.get("config") or function).get("Role", "").rsplit("/", 1)[-1]) or {}
    return (role.get("PermissionsBoundary") or "").endswith(":policy/AWSDenyAll")
