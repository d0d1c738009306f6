"""What the visit's pages show, made from the visit as it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BaseForm
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.console import words
from lantian.dispatch.models import Order
from lantian.inspections import queries as visits
from lantian.inspections.models import Answer
from lantian.registry import queries as registry
from lantian.ui import formats

NEAR_M = 1500.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer that may be given."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShown:
    """One question on the page."""

    id: int
    position: int
    text: str
    note: str
    photo: str
    photos: int
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoShown:
    """One photo that is on the server."""

    key: str
    url: str
    hints: tuple[str, ...]


def frame(found: visits.VisitView) -> dict[str, object]:
    """What every page of a visit shows above and below."""
    return {
        "key": found.key,
        "place": found.place_zh if words.is_chinese() else found.place_en,
        "arrived": arrived(found),
        "kind": words.word(words.KINDS_OF_GOING, found.kind_of_going),
        "terms": words.word(words.GOING_RULES, found.kind_of_going),
        "answered": found.answered,
        "total": len(found.items),
        "act_label": act_label(found),
        "result": words.word(words.FINDINGS, found.result) if found.result else "",
        "category": words.word(words.CATEGORIES, found.category) if found.category else "",
        "words": found.words,
        "score": found.score,
        "filed_at": found.filed_at,
        "answer_url": reverse("field:answer", args=[found.key]),
        "order_number": found.order_number,
        "finding_url": reverse("field:finding", args=[found.key]),
        "visit_url": reverse("field:visit", args=[found.key]),
    }


def frame_ahead(order: Order, form: Sequence[visits.ItemView]) -> dict[str, object]:
    """The same for an order nobody has checked in for: the phone fills in the visit's key itself."""
    return {
        "key": "",
        "order_number": order.number,
        "place": words.name(order.source) or words.name(order.grid),
        "arrived": _("checked in on this phone; sent by itself when there is a signal"),
        "kind": words.word(words.KINDS_OF_GOING, order.kind),
        "terms": words.word(words.GOING_RULES, order.kind),
        "answered": 0,
        "total": len(form),
        "act_label": _("Finish the visit"),
        "visit_url": reverse("field:ahead", args=[order.number]),
        "finding_url": reverse("field:ahead-finding", args=[order.number]),
    }


def arrived(found: visits.VisitView) -> str:
    """When the officer came, and how far from the place."""
    at = formats.clock_time(found.said_at or found.checked_in_at)
    if found.said_at:
        sent = formats.clock_time(found.checked_in_at)
        return _("arrived %(at)s by the phone's clock, sent later at %(sent)s") % {"at": at, "sent": sent}
    if found.distance_m is None:
        return _("arrived %(at)s, no place from the phone") % {"at": at}
    metres = f"{found.distance_m:.0f}"
    return _("arrived %(at)s, %(metres)s m from the place") % {"at": at, "metres": metres}


def act_label(found: visits.VisitView) -> str:
    """What the one button says."""
    left = len(found.items) - found.answered
    if not left:
        return _("Finish the visit")
    return ngettext("Finish the visit, %(n)d item left", "Finish the visit, %(n)d items left", left) % {
        "n": left
    }


def items(form: Sequence[visits.ItemView], *, may_enter: bool) -> list[ItemShown]:
    """The questions; what cannot be seen from public ground may be said so."""
    values = [value for value in Answer.Value.values if value != "unseen" or not may_enter]
    return [
        ItemShown(
            id=item.id,
            position=item.position,
            text=item.text_zh if words.is_chinese() else item.text_en,
            note=item.note,
            photo=item.photo,
            photos=len(item.photos),
            options=tuple(
                Option(value=value, label=words.word(words.ANSWERS, value), is_chosen=value == item.value)
                for value in values
            ),
        )
        for item in form
    ]


def photos(taken: Sequence[visits.PhotoView]) -> list[PhotoShown]:
    """The photos that are on the server."""
    return [
        PhotoShown(key=photo.key, url=reverse("console:photo", args=[photo.key]), hints=tuple(photo.hints))
        for photo in taken
    ]


def sources(found: visits.VisitView) -> list[tuple[str, str]]:
    """The places it may be: the one that was to be looked at, then those near where the officer stands."""
    lon, lat = found.lon, found.lat
    near = registry.sources_near(lon, lat, within_m=NEAR_M) if lon is not None and lat is not None else []
    listed = {source.code: words.name(source) for source in near}
    if found.source_code:
        place = found.place_zh if words.is_chinese() else found.place_en
        listed = {found.source_code: place, **listed}
    return list(listed.items())


def categories(found: visits.VisitView) -> list[str]:
    """Kinds of problem, those on the checklist first."""
    return list(dict.fromkeys([*(item.category for item in found.items), *words.CATEGORIES]))


def proposed(found: visits.VisitView) -> dict[str, str]:
    """What the answers already say, so that nobody writes it twice."""
    failed = [item for item in found.items if item.value == "no"] or [
        item for item in found.items if item.value == "mostly"
    ]
    unseen = found.items and all(item.value in {"unseen", "na"} for item in found.items)
    result = "problem" if failed else "unseen" if unseen else "nothing"
    notes = [item.note for item in found.items if item.note]
    return {
        "result": result,
        "category": failed[0].category if failed else "",
        "words": "；".join(notes),
        "source_code": found.source_code,
    }


def as_it_stands(found: visits.VisitView) -> str:
    """What the server has of a visit that was filed, for a phone that holds something else; else empty."""
    if not found.filed_at:
        return ""
    return _("On the server, filed %(at)s: %(result)s %(words)s") % {
        "at": formats.when(found.filed_at),
        "result": words.word(words.FINDINGS, found.result),
        "words": found.words,
    }


def trouble(form: BaseForm) -> str:
    """Why something was not kept, as one sentence."""
    return " ".join(str(error) for errors in form.errors.values() for error in errors)
