"""Corrections of ECS; see corrections.py for what a correction is."""

from datetime import datetime

from corrections import correction


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
