"""Corrections of Secrets Manager; see corrections.py for what a correction is."""

import functools

from corrections import correction


@correction
def secrets_without_value():
    """A secret that is created without a value has no version (MiniStack: one with nothing in it, staged as current)."""
    from ministack.services import secretsmanager

    own = secretsmanager._store_new_secret

    @functools.wraps(own)
    def store(name, secret_string=None, secret_binary=None, **more):
        arn, version = own(name, secret_string=secret_string, secret_binary=secret_binary, **more)
        if secret_string is None and secret_binary is None:
            secretsmanager._secrets[name]["Versions"] = {}
        return arn, version

    secretsmanager._store_new_secret = store


@correction
def secret_times():
    """A secret and its versions tell to the millisecond when they were changed (MiniStack: in whole seconds, the rest cut off)."""
    from ministack.services import secretsmanager

    # The module has no other use of int() for a number with a fraction than that of the time.
    secretsmanager.int = lambda value: round(value, 3) if isinstance(value, float) else int(value)


@correction
def secrets_on_their_way_out():
    """A name stays taken while its secret waits to be deleted, and the refusal says so (MiniStack: that there is such a secret)."""
    from ministack.core.responses import error_response_json
    from ministack.services import secretsmanager

    own = secretsmanager._create_secret

    def create(data):
        if (secretsmanager._secrets.get(data.get("Name")) or {}).get("DeletedDate"):
            text = "You can't create this secret because a secret with this name is already scheduled for deletion."
            return error_response_json("InvalidRequestException", text, 400)
        return own(data)

    secretsmanager._create_secret = create
