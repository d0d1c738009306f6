"""One demand for a reply: the alarm it rests on, the countdown, the reply, and the desk's decision."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.accounts.rules import KEEPERS, Actor, Verb
from lantian.calendar import queries as calendar
from lantian.console import air, words
from lantian.console.sites import forms, sheet, wording
from lantian.registry.models import Source
from lantian.sites import permissions
from lantian.sites import queries as sites
from lantian.sites.models import Demand
from lantian.ui import formats
from lantian.ui.parts import KeyValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The page."""

    number: str
    code: str
    name: str
    place_url: str
    sentence: str
    facts: tuple[KeyValue, ...]
    reply: tuple[KeyValue, ...]
    photos: tuple[str, ...]
    decision: tuple[KeyValue, ...]
    form: forms.Reply | None
    decide: forms.Decide | None
    kept: tuple[str, ...]


def compose(
    source: Source,
    number: str,
    by: Actor,
    *,
    filled: forms.Reply | None = None,
    decide: forms.Decide | None = None,
    now: datetime,
) -> Page:
    """One demand; Demand.DoesNotExist for another place's."""
    found = sites.demand(number, by)
    demand = found.demand
    if demand.source_id != source.pk:
        raise Demand.DoesNotExist(number)
    is_waiting = demand.state in {"open", "missed"} and demand.decided_at is None
    has_failed = demand.state in {"missed", "late"} and demand.decided_at is None
    may_decide = by.may(Verb.DECIDE_REPLY) and permissions.decided_demands(by).filter(pk=demand.pk).exists()
    may_reply = by.may(Verb.REPLY) and sites.keeps(by, source)
    return Page(
        number=number,
        code=source.code,
        name=words.name(source),
        place_url=sheet.place_url(source),
        sentence=_sentence(found, is_waiting=is_waiting, now=now),
        facts=_facts(found, by),
        reply=_reply(demand),
        photos=tuple(
            reverse("console:site-photo", args=[photo.evidence.key])
            for photo in demand.photos.select_related("evidence")
        ),
        decision=_decision(demand, by),
        form=(filled or forms.Reply()) if is_waiting and may_reply else None,
        decide=(decide or forms.Decide()) if has_failed and may_decide else None,
        kept=tuple(reverse("console:site-photo", args=[key]) for key in (filled.kept if filled else ())),
    )


def _sentence(found: sites.DemandView, *, is_waiting: bool, now: datetime) -> str:
    demand = found.demand
    above = formats.number(found.above, "pm10")
    said = {"place": words.name(demand.source), "above": above, "due": formats.when_short(demand.due_at)}
    if is_waiting:
        left = calendar.remaining(now=now, due=demand.due_at, clock=demand.clock)
        said["left"] = formats.remaining(left)
        return (
            _("%(place)s stood %(above)s µg/m³ above the background: a reply is due by %(due)s, %(left)s.")
            % said
        )
    said["state"] = words.word(wording.DEMAND_STATES, demand.state)
    return _("%(place)s stood %(above)s µg/m³ above the background: %(state)s.") % said


def _facts(found: sites.DemandView, by: Actor) -> tuple[KeyValue, ...]:
    rows = []
    for alarm in found.alarms[:6]:
        url = air.explain_url(alarm.address) if alarm.address and by.may(Verb.EXPLAIN) else ""
        rows.append(
            KeyValue(
                key=f"{formats.day(alarm.begins_at)} {formats.hour_label(alarm.begins_at)}",
                value=f"{formats.number(float(alarm.observed), 'pm10')} µg/m³",
                note=_("background %(mean)s of %(n)d stations, limit +%(limit)s")
                % {
                    "mean": formats.number(float(alarm.reference), "pm10"),
                    "n": alarm.peers,
                    "limit": alarm.threshold,
                },
                url=url,
            )
        )
    demand = found.demand
    rows.append(
        KeyValue(
            key=_("Due"),
            value=formats.when_short(demand.due_at),
            note=words.word(words.CLOCKS, demand.clock),
        )
    )
    return tuple(rows)


def _reply(demand: Demand) -> tuple[KeyValue, ...]:
    if demand.replied_at is None:
        return ()
    return (
        KeyValue(key=_("Cause"), value=demand.cause),
        KeyValue(key=_("What was done"), value=demand.measure),
        KeyValue(
            key=_("Answered"),
            value=formats.when_short(demand.replied_at),
            note=words.name(demand.replied_by),
        ),
    )


def _decision(demand: Demand, by: Actor) -> tuple[KeyValue, ...]:
    """What the desk decided; a keeper reads of a case once it was given to a unit, elsewhere."""
    if demand.decided_at is None:
        return ()
    when = formats.when_short(demand.decided_at)
    if demand.case_number and by.role in KEEPERS:
        return (KeyValue(key=_("Decided by the desk"), value=_("taken further"), note=when),)
    if demand.case_number:
        url = reverse("console:case", args=[demand.case_number])
        return (KeyValue(key=_("Case"), value=demand.case_number, note=when, url=url),)
    return (KeyValue(key=_("Set aside"), value=demand.decision, note=when),)
