"""Corrections of times: AWS tells them to the millisecond, and what came first counts; see corrections.py for what a correction is."""

from datetime import datetime

from corrections import correction


@correction
def secret_times():
    """A secret and its versions tell to the millisecond when they were changed (MiniStack: in whole seconds, the rest cut off)."""
    from ministack.services import secretsmanager

    # The module has no other use of int() for a number with a fraction than that of the time.
    secretsmanager.int = lambda value: round(value, 3) if isinstance(value, float) else int(value)


@correction
def deployment_times():
    """ECS tells to the millisecond when a deployment was made (MiniStack: in whole seconds, the rest cut off)."""
    from ministack.services import ecs

    own = ecs._ts_to_epoch

    def with_fraction(value):
        seconds = own(value)
        if not isinstance(value, str) or not isinstance(seconds, int):
            return seconds
        return round(datetime.fromisoformat(value.replace("Z", "+00:00")).timestamp(), 3)

    ecs._ts_to_epoch = with_fraction
