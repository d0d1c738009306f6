"""What an administrator does to people and units, and a person to what is theirs."""

from lantian.accounts.actions.accounts import (
    add_organisation,
    change_role,
    close_account,
    make_token,
    record_sign_in,
    revoke_token,
    set_password,
    window,
)
from lantian.accounts.actions.leaving import end_leave, set_leave
from lantian.accounts.actions.means import add_means, confirm_means, end_means
from lantian.accounts.actions.units import add_alias, end_head, set_command, set_head

__all__ = [
    "add_alias",
    "add_means",
    "add_organisation",
    "change_role",
    "close_account",
    "confirm_means",
    "end_head",
    "end_leave",
    "end_means",
    "make_token",
    "record_sign_in",
    "revoke_token",
    "set_command",
    "set_head",
    "set_leave",
    "set_password",
    "window",
]
