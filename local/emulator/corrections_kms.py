"""Corrections of KMS; see corrections.py for what a correction is."""

import functools

from corrections import correction


@correction
def keys_on_their_way_out():
    """A key that waits for its deletion is not scheduled again (MiniStack gives it another date)."""
    from ministack.core.responses import error_response_json
    from ministack.services import kms

    own = kms._schedule_key_deletion

    @functools.wraps(own)
    def schedule(data):
        key = kms._resolve_key(data.get("KeyId", ""))
        if key and key.get("KeyState") == "PendingDeletion":
            return error_response_json("KMSInvalidStateException", f"{key['Arn']} is pending deletion.", 400)
        return own(data)

    kms._schedule_key_deletion = schedule
