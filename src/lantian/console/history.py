"""Events in the office's words: the lines of a timeline."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from lantian.accounts import queries as accounts
from lantian.accounts.models import Organisation, Person
from lantian.calendar import queries as calendar
from lantian.console import words
from lantian.ui import formats
from lantian.ui.parts import RowKind, TimelineRow

TITLES: dict[str, Promise] = {
    "assessment.episode_opened": gettext_lazy("Alarm"),
    "assessment.episode_over": gettext_lazy("Alarm over"),
    "assessment.episode_voided": gettext_lazy("Alarm void"),
    "diagnosis.suspicion_made": gettext_lazy("Traced"),
    "diagnosis.suspicion_dismissed": gettext_lazy("No order"),
    "diagnosis.verdict_recorded": gettext_lazy("Checked on the spot"),
    "dispatch.order_issued": gettext_lazy("Order issued"),
    "dispatch.order_arrived": gettext_lazy("On the spot"),
    "dispatch.order_finished": gettext_lazy("Order done"),
    "dispatch.order_withdrawn": gettext_lazy("Order withdrawn"),
    "dispatch.unannounced_planned": gettext_lazy("Unannounced visit planned"),
    "dispatch.orders_merged": gettext_lazy("Made one visit"),
    "dispatch.scanned_in": gettext_lazy("Scanned in at the gate"),
    "inspections.record_kept": gettext_lazy("Record written"),
    "inspections.signed": gettext_lazy("Signed on glass"),
    "reporting.paper_printed": gettext_lazy("Paper printed"),
    "reporting.letter_printed": gettext_lazy("Letter printed"),
    "inspections.checked_in": gettext_lazy("Checked in"),
    "inspections.finding_filed": gettext_lazy("Finding"),
    "cases.reported": gettext_lazy("Reported"),
    "cases.filed": gettext_lazy("Filed"),
    "cases.responsibility_fixed": gettext_lazy("Who answers is written down"),
    "cases.letter_sent": gettext_lazy("Letter sent"),
    "cases.letter_answered": gettext_lazy("Letter answered"),
    "cases.ledger_opened": gettext_lazy("Entered in the superior's ledger"),
    "cases.step_taken": gettext_lazy("Step of the ledger taken"),
    "cases.progress_reported": gettext_lazy("Progress of the month reported"),
    "cases.sweep_ordered": gettext_lazy("Sweep of the district ordered"),
    "cases.place_swept": gettext_lazy("Place of the sweep answered"),
    "cases.sweep_excused": gettext_lazy("Part of the sweep excused"),
    "cases.sweep_closed": gettext_lazy("Sweep closed"),
    "cases.transferred": gettext_lazy("Handed over to enforcement"),
    "cases.enforcement_step_taken": gettext_lazy("Step of enforcement"),
    "cases.warned": gettext_lazy("Three quarters of the limit gone"),
    "cases.rung_declined": gettext_lazy("Drafted rung not taken"),
    "cases.look_asked": gettext_lazy("Another look asked for"),
    "cases.extension_lapsed": gettext_lazy("Request for more time lapsed"),
    "cases.contact_read": gettext_lazy("Contact of whoever told us was read"),
    "inspections.hint_judged": gettext_lazy("Hint about a photo decided"),
    "inspections.original_opened": gettext_lazy("Original photo opened"),
    "inspections.photo_masked": gettext_lazy("Photo masked"),
    "inspections.stage_named": gettext_lazy("Stage of work named"),
    "residents.told": gettext_lazy("A resident reported"),
    "residents.said": gettext_lazy("The resident said more"),
    "residents.replied": gettext_lazy("The resident was answered"),
    "residents.photo_shown": gettext_lazy("Photo shown to the resident"),
    "residents.words_published": gettext_lazy("Words published for the resident"),
    "residents.handed_on": gettext_lazy("Handed on to another district"),
    "cases.voided": gettext_lazy("Void"),
    "cases.assigned": gettext_lazy("Assigned"),
    "cases.returned": gettext_lazy("Returned"),
    "cases.accepted": gettext_lazy("Accepted"),
    "cases.started": gettext_lazy("Mending started"),
    "cases.planned": gettext_lazy("Plan set"),
    "cases.verification_asked": gettext_lazy("To be verified"),
    "cases.merged": gettext_lazy("Merged"),
    "cases.absorbed": gettext_lazy("Another report came in"),
    "cases.kept_apart": gettext_lazy("A problem of its own"),
    "cases.handed_down": gettext_lazy("Handed down"),
    "cases.extension_asked": gettext_lazy("More time asked for"),
    "cases.extension_granted": gettext_lazy("More time granted"),
    "cases.extension_refused": gettext_lazy("More time refused"),
    "cases.parked": gettext_lazy("Parked"),
    "cases.resumed": gettext_lazy("Goes on"),
    "cases.self_check_passed": gettext_lazy("Signed by the unit"),
    "cases.self_check_failed": gettext_lazy("Sent back by the unit"),
    "cases.objected": gettext_lazy("Objection"),
    "cases.objection_dismissed": gettext_lazy("Objection dismissed"),
    "cases.objection_upheld": gettext_lazy("Objection upheld"),
    "cases.later_look_held": gettext_lazy("Looked at again: holds"),
    "cases.submitted": gettext_lazy("Mending reported"),
    "cases.recheck_passed": gettext_lazy("Recheck passed"),
    "cases.recheck_failed": gettext_lazy("Recheck not passed"),
    "cases.recheck_refused": gettext_lazy("Recheck refused"),
    "cases.publicised": gettext_lazy("Made public"),
    "cases.closed": gettext_lazy("Closed"),
    "cases.reopened": gettext_lazy("Reopened"),
    "cases.rung_drafted": gettext_lazy("Next step of the ladder drafted"),
    "cases.rung_taken": gettext_lazy("Step of the ladder taken"),
    "inspections.template_drafted": gettext_lazy("Draft made"),
    "inspections.template_described": gettext_lazy("What it is for changed"),
    "inspections.item_written": gettext_lazy("Item written"),
    "inspections.item_moved": gettext_lazy("Item moved"),
    "inspections.items_replaced": gettext_lazy("Items taken from a sheet"),
    "inspections.template_published": gettext_lazy("Published"),
    "inspections.template_withdrawn": pgettext_lazy("checklist", "Withdrawn"),
    "reporting.briefing_written": gettext_lazy("Briefing written"),
    "reporting.briefing_issued": gettext_lazy("Briefing issued"),
}
KINDS: dict[str, RowKind] = {
    "cases.recheck_refused": "refused",
    "cases.voided": "no",
    "assessment.episode_voided": "no",
    "dispatch.order_withdrawn": "no",
}

PEOPLE = ("officer", "companion", "handler", "finder")
UNITS = ("unit", "sub_unit", "rechecker_unit", "finder_unit")


class Told(Protocol):
    """What a line is made of; events are told as they were written."""

    @property
    def name(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def by_id(self) -> int | None: ...
    @property
    def facts(self) -> dict[str, Any]: ...


def rows(events: Sequence[Told]) -> list[TimelineRow]:
    """The events that have words, oldest first, each stamped with what changed since the line before."""
    told = [event for event in events if event.name in TITLES]
    people = accounts.names(_ids(told, PEOPLE) | {event.by_id for event in told if event.by_id})
    units = accounts.units(_ids(told, UNITS))
    shown = []
    previous: datetime | None = None
    for event in told:
        shown.append(
            TimelineRow(
                when=stamp(event.at, previous),
                title=str(TITLES[event.name]),
                text=_text(event, people, units),
                kind=KINDS.get(event.name, ""),
            )
        )
        previous = event.at
    return shown


def stamp(moment: datetime, previous: datetime | None) -> str:
    """周三 09:42, or 09:51 alone on the same day."""
    if previous is not None and calendar.local_day(previous) == calendar.local_day(moment):
        return formats.clock_time(moment)
    return formats.when_short(moment)


def _ids(events: Iterable[Told], keys: Iterable[str]) -> set[int]:
    """The ids that stand under some keys of the facts."""
    return {event.facts[key] for event in events for key in keys if isinstance(event.facts.get(key), int)}


def _text(event: Told, people: Mapping[int, Person], units: Mapping[int, Organisation]) -> str:
    """Who, and what the facts say of it."""
    parts = [words.name(people.get(event.by_id))] if event.by_id else []
    teller = TELLERS.get(event.name)
    if teller:
        known = dict(event.facts)
        known |= {key: words.name(people.get(known.get(key) or 0)) for key in PEOPLE}
        known |= {key: words.name(units.get(known.get(key) or 0)) for key in UNITS}
        parts.append(teller(known))
    return _(", ").join(part for part in parts if part)


Facts = dict[str, Any]  # a JSON object, by the event's own dataclass


def _moment(value: object) -> str:
    try:
        return formats.when_short(datetime.fromisoformat(str(value)))
    except ValueError:
        return ""


def _clock(facts: Facts) -> str:
    return words.word(words.CLOCKS, str(facts.get("clock", "")))


def _opened(facts: Facts) -> str:
    rule = words.word(words.RULES, str(facts["rule"]))
    return f"{formats.substance(str(facts['parameter']))} {rule}".strip()


def _suspected(facts: Facts) -> str:
    number = int(facts["candidates"])
    return ngettext("%d source to be checked", "%d sources to be checked", number) % number


def _issued(facts: Facts) -> str:
    if facts.get("case"):
        return _("%(officer)s is to recheck it by %(due)s on the %(clock)s") % {
            "officer": facts.get("officer", ""),
            "due": _moment(facts.get("due_at")),
            "clock": _clock(facts),
        }
    return _("%(kind)s by %(officer)s, due %(due)s on the %(clock)s") % {
        "kind": words.word(words.KINDS_OF_GOING, str(facts.get("kind", ""))),
        "officer": facts.get("officer", ""),
        "due": _moment(facts.get("due_at")),
        "clock": _clock(facts),
    }


def _arrived(facts: Facts) -> str:
    return _("in time") if facts.get("is_on_time") else _("late")


def _reason(facts: Facts) -> str:
    return str(facts.get("reason") or facts.get("reasons") or "")


def _checked_in(facts: Facts) -> str:
    distance = facts.get("distance_m")
    if isinstance(distance, int | float):
        return _("%(metres)d m from the place") % {"metres": round(distance)}
    return str(facts.get("place_note") or "")


def _finding(facts: Facts) -> str:
    said = [
        words.word(words.FINDINGS, str(facts.get("result", ""))),
        words.category(str(facts.get("category") or "")),
    ]
    if facts.get("photos"):
        said.append(_("%(number)d photos") % {"number": facts["photos"]})
    return _(", ").join(part for part in said if part)


def _reported(facts: Facts) -> str:
    said = [words.category(str(facts["category"])), words.word(words.CHANNELS, str(facts["channel"]))]
    return _(", ").join(said)


def _filed(facts: Facts) -> str:
    said = [words.word(words.CASE_LEVELS, str(facts["level"])), words.category(str(facts["category"]))]
    return _(", ").join([*said, str(facts["standard_code"])])


def _assigned(facts: Facts) -> str:
    return _("to %(unit)s, due %(due)s on the %(clock)s") % {
        "unit": facts["unit"],
        "due": _moment(facts["due_at"]),
        "clock": _clock(facts),
    }


def _accepted(facts: Facts) -> str:
    return _("handled by %(handler)s") % {"handler": facts["handler"]}


def _submitted(facts: Facts) -> str:
    return _("in time; to be rechecked") if facts["is_on_time"] else _("late; to be rechecked")


def _rechecked(facts: Facts) -> str:
    how = _("on site") if facts["is_on_site"] else _("from the paired photos")
    return _("%(how)s, %(unit)s") % {"how": how, "unit": facts["rechecker_unit"]}


def _failed(facts: Facts) -> str:
    due = _("new limit %(due)s") % {"due": _moment(facts["due_at"])}
    return _(", ").join(part for part in (_rechecked(facts), str(facts["reasons"]), due) if part)


def _refused(facts: Facts) -> str:
    why = words.word(words.DEPENDENCE, str(facts["reason"]))
    return _("%(why)s. The case and its limit are unchanged.") % {"why": why}


def _reopened(facts: Facts) -> str:
    level = words.word(words.CASE_LEVELS, str(facts["level"]))
    return _("%(reason)s; now %(level)s") % {
        "reason": words.word(words.REASONS, str(facts["reason"])),
        "level": level,
    }


def _merged(facts: Facts) -> str:
    return _(", ").join([str(facts["into"]), str(facts["reason"])])


def _kept_apart(facts: Facts) -> str:
    return _("not the same as %(other)s") % {"other": facts["other"]}


def _absorbed(facts: Facts) -> str:
    return _("%(merged)s, %(number)d photos") % {"merged": facts["merged"], "number": facts["photos"]}


def _handed_down(facts: Facts) -> str:
    said = [facts.get("sub_unit"), facts.get("handler")]
    return _("to %(who)s") % {"who": _(", ").join(str(one) for one in said if one)}


def _asked(facts: Facts) -> str:
    return _("until %(until)s: %(words)s") % {"until": _moment(facts["until"]), "words": facts["letter"]}


def _granted(facts: Facts) -> str:
    return _("new limit %(due)s") % {"due": _moment(facts["due_at"])} + _(", ") + str(facts["reason"])


def _parked(facts: Facts) -> str:
    return _("until %(until)s, %(why)s; meanwhile: %(interim)s (%(minutes)s)") % {
        "until": _moment(facts["review_at"]),
        "why": facts["reason"],
        "interim": facts["interim"],
        "minutes": facts["minutes"],
    }


def _goes_on(facts: Facts) -> str:
    return _("due %(due)s") % {"due": _moment(facts["due_at"])}


def _objected(facts: Facts) -> str:
    return str(facts["words"])


def _decided(facts: Facts) -> str:
    return str(facts["decision"])


def _later(facts: Facts) -> str:
    how = _("on site") if facts["is_on_site"] else _("from the paired photos")
    return _("%(days)d days after closing, %(how)s") % {"days": facts["days"], "how": how}


def _rung(facts: Facts) -> str:
    kind = words.word(words.RUNGS, str(facts["kind"]))
    return _("%(kind)s, because %(reason)s; a person takes it") % {
        "kind": kind,
        "reason": words.word(words.REASONS, str(facts["reason"])),
    }


def _signed(facts: Facts) -> str:
    return _("the unit's person, on this phone") if facts["is_present"] else ""


def _made_one(facts: Facts) -> str:
    return str(facts["merged"])


TELLERS: dict[str, Callable[[Facts], str]] = {
    "inspections.signed": _signed,
    "dispatch.orders_merged": _made_one,
    "assessment.episode_opened": _opened,
    "diagnosis.suspicion_made": _suspected,
    "dispatch.order_issued": _issued,
    "dispatch.order_arrived": _arrived,
    "dispatch.order_withdrawn": _reason,
    "diagnosis.suspicion_dismissed": _reason,
    "inspections.checked_in": _checked_in,
    "inspections.finding_filed": _finding,
    "cases.reported": _reported,
    "cases.filed": _filed,
    "cases.voided": _reason,
    "cases.assigned": _assigned,
    "cases.returned": _reason,
    "cases.accepted": _accepted,
    "cases.merged": _merged,
    "cases.absorbed": _absorbed,
    "cases.kept_apart": _kept_apart,
    "cases.handed_down": _handed_down,
    "cases.extension_asked": _asked,
    "cases.extension_granted": _granted,
    "cases.extension_refused": _reason,
    "cases.parked": _parked,
    "cases.resumed": _goes_on,
    "cases.self_check_failed": _reason,
    "cases.objected": _objected,
    "cases.objection_dismissed": _decided,
    "cases.objection_upheld": _decided,
    "cases.later_look_held": _later,
    "cases.submitted": _submitted,
    "cases.recheck_passed": _rechecked,
    "cases.recheck_failed": _failed,
    "cases.recheck_refused": _refused,
    "cases.reopened": _reopened,
    "cases.rung_drafted": _rung,
}
