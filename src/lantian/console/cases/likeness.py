"""What may be the same problem as a case, with both photos side by side; a person decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor
from lantian.cases import models
from lantian.cases import queries as cases
from lantian.cases.queries import CaseView, Duplicate, Likeness
from lantian.cases.states import Move
from lantian.console import words
from lantian.console.photos import page as photos
from lantian.inspections.queries import PhotoView
from lantian.ui import formats
from lantian.ui.parts import Photo


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """One open case that may be the same problem, and why."""

    number: str
    url: str
    title: str
    why: str
    ours: Photo | None
    theirs: Photo | None


def of_case(view: CaseView, case: models.Case, by: Actor, *, now: datetime) -> tuple[Likely, ...]:
    """What a case may be the same as, for somebody who could merge it now."""
    if not any(act.move is Move.MERGE for act in view.acts):
        return ()
    return likely(cases.duplicates(case, by, now=now), by)


def likely(found: Sequence[Duplicate], by: Actor) -> tuple[Likely, ...]:
    """Open cases that may be the same, in words."""
    people = accounts.names(
        {photo.by_id for one in found for photo in (one.ours, one.theirs) if photo is not None}
    )
    names = {person_id: words.name(person) for person_id, person in people.items()}
    return tuple(
        Likely(
            number=one.number,
            url=reverse("console:case", args=[one.number]),
            title=one.title,
            why=_why(one),
            ours=_photo(one.ours, _("Photo of this problem"), names, by),
            theirs=_photo(one.theirs, _("Photo of %(number)s") % {"number": one.number}, names, by),
        )
        for one in found
    )


def _why(one: Duplicate) -> str:
    said = {"metres": round(one.metres), "when": formats.when_short(one.reported_at)}
    if one.likeness is Likeness.PHOTO:
        return _("shows the same photo, %(metres)d m away, reported %(when)s") % said
    return _("same kind of problem %(metres)d m away, reported %(when)s") % said


def _photo(view: PhotoView | None, alt: str, names: dict[int, str], by: Actor) -> Photo | None:
    return photos.shown(view, alt=alt, by_name=names.get(view.by_id, ""), by=by) if view else None
