"""Positions for decisions of later rooms that move numbers: a list taken in, a weight changed."""

from datetime import datetime

from lantian.observations import models, queries


def next_position() -> int:
    """The position of what is decided now, given to nobody else before the caller's transaction ends."""
    list(models.RecorderPosition.objects.select_for_update().filter(consumer="lake").values_list("pk"))
    return queries.act_position()


def take_position(*, about: str, now: datetime) -> int:
    """A journal position that no flag and no other act has: what was computed before it knows nothing of it.

    Call it in the transaction that writes what is decided.
    """
    position = next_position()
    models.Act.objects.create(position=position, about=about, at=now)
    return position
