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
    section: str
    text: str
    help: str
    note: str
    photo: str
    photos: int
    is_red_line: bool
    is_asked: bool
    stages: str
    asked_if: int | None
    asked_if_values: str
    options: tuple[Option, ...]

    @property
    def is_one_by_one(self) -> bool:
        """Whether it is never answered together with the rest."""
        return self.is_red_line or self.photo == "always" or bool(self.asked_if)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One item that cost points."""

    text: str
    answer: str
    lost: str
    is_red_line: bool


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
        "total": found.asked,
        "act_label": act_label(found.asked - found.answered),
        "template_id": found.template_id,
        "checklist": checklist_name(found),
        "stages": stages(found.stages, found.stage_code),
        "costs": costs(found),
        "is_failed": bool(found.red_lines),
        "checklist_url": reverse("field:checklist", args=[found.key]),
        "result": words.word(words.FINDINGS, found.result) if found.result else "",
        "category": words.word(words.CATEGORIES, found.category) if found.category else "",
        "words": found.words,
        "score": found.score,
        "filed_at": found.filed_at,
        "answer_url": reverse("field:answer", args=[found.key]),
        "order_number": found.order_number,
        "finding_url": reverse("field:finding", args=[found.key]),
        "visit_url": reverse("field:visit", args=[found.key]),
        "record_url": record_url(found.kind_of_going, "field:record", found.key),
    }


def record_url(kind: str, page: str, key: str) -> str:
    """Where the record of an inspection is written; a patrol from public ground has none."""
    return reverse(page, args=[key]) if kind != "public_patrol" else ""


def frame_ahead(order: Order, form: visits.FormView) -> dict[str, object]:
    """The same for an order nobody has checked in for: the phone fills in the visit's key itself."""
    return {
        "key": "",
        "order_number": order.number,
        "place": words.name(order.source) or words.name(order.grid),
        "arrived": _("checked in on this phone; sent by itself when there is a signal"),
        "kind": words.word(words.KINDS_OF_GOING, order.kind),
        "terms": words.word(words.GOING_RULES, order.kind),
        "answered": 0,
        "total": sum(item.is_asked for item in form.items),
        "act_label": _("Finish the visit"),
        "template_id": form.template_id,
        "checklist": checklist_name(form),
        "stages": stages(form.stages, form.stage_code),
        "visit_url": reverse("field:ahead", args=[order.number]),
        "record_url": record_url(order.kind, "field:ahead-record", order.number),
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


def act_label(left: int) -> str:
    """What the one button says."""
    if not left:
        return _("Finish the visit")
    return ngettext("Finish the visit, %(n)d item left", "Finish the visit, %(n)d items left", left) % {
        "n": left
    }


def items(form: Sequence[visits.ItemView], *, may_enter: bool) -> list[ItemShown]:
    """The questions; what cannot be seen from public ground may be said so."""
    values = [value for value in Answer.Value.values if value != "unseen" or not may_enter]
    chinese = words.is_chinese()
    return [
        ItemShown(
            id=item.id,
            position=item.position,
            section=item.section_zh if chinese else item.section_en,
            text=item.text_zh if chinese else item.text_en,
            help=item.help_zh if chinese else item.help_en,
            note=item.note,
            photo=item.photo,
            photos=len(item.photos),
            is_red_line=item.is_red_line,
            is_asked=item.is_asked,
            stages=" ".join(item.stages),
            asked_if=item.asked_if,
            asked_if_values=" ".join(item.asked_if_values),
            options=tuple(
                Option(value=value, label=words.word(words.ANSWERS, value), is_chosen=value == item.value)
                for value in values
            ),
        )
        for item in form
    ]


def checklist_name(form: visits.FormView | visits.VisitView) -> str:
    """What the checklist is called."""
    return form.template_zh if words.is_chinese() else form.template_en


def stages(known: Sequence[visits.StageView], chosen: str) -> list[Option]:
    """Stages of work to choose from; none where the checklist asks the same in all of them."""
    return [
        Option(
            value=stage.code,
            label=stage.name_zh if words.is_chinese() else stage.name_en,
            is_chosen=stage.code == chosen,
        )
        for stage in known
    ]


def costs(found: visits.VisitView) -> list[Cost]:
    """What cost points, red lines first, then the dearest."""
    lost = [
        item for item in found.items if item.lost is not None or (item.is_red_line and item.value == "no")
    ]
    lost.sort(
        key=lambda item: (not (item.is_red_line and item.value == "no"), -(item.lost or 0), item.position)
    )
    return [
        Cost(
            text=item.text_zh if words.is_chinese() else item.text_en,
            answer=words.word(words.ANSWERS, item.value or ""),
            lost=f"−{item.lost.normalize():f}" if item.lost else "",
            is_red_line=item.is_red_line and item.value == "no",
        )
        for item in lost
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
    asked = [item for item in found.items if item.is_asked]
    failed = [item for item in asked if item.value == "no"] or [
        item for item in asked if item.value == "mostly"
    ]
    failed.sort(key=lambda item: -item.weight)  # of equals the first, as the rules have it
    unseen = asked and all(item.value in {"unseen", "na"} for item in asked)
    result = "problem" if failed else "unseen" if unseen else "nothing"
    notes = [item.note for item in asked if item.note]
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


def case_as_it_stands(state: str) -> str:
    """What the server has where a case went on without the phone."""
    return _("On the server: the case is %(state)s.") % {"state": state}


def trouble(form: BaseForm) -> str:
    """Why something was not kept, as one sentence."""
    return " ".join(str(error) for errors in form.errors.values() for error in errors)
