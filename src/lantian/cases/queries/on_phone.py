"""What the phone asks of cases: what is open around its grids, and whether a mending came before."""

from collections.abc import Collection

from lantian.accounts.rules import Actor
from lantian.cases import models, permissions, rules
from lantian.cases.states import OPEN_STATES


def open_near(by: Actor, *, grids: Collection[int], most: int) -> list[models.Case]:
    """Open cases in some grids that a person may see, the newest first."""
    seen = permissions.visible_cases(by).filter(grid__in=list(grids), state__in=OPEN_STATES)
    return list(seen.order_by("-pk")[:most])


def has_mending(number: str, work: rules.Mending, by: Actor) -> bool:
    """Whether this person handed in exactly this view after before: its answer was lost on the way."""
    rows = models.Rectification.objects.filter(case__number=number, by_id=by.id)
    return rows.filter(after__key=work.after_key, what_was_done=work.what_was_done).exists()
