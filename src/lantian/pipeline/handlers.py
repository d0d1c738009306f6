"""Event → reactions: the only file that knows both ends.

A reaction is idempotent: the delivery that carries an event is marked in the transaction of what it does.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from lantian.assessment import actions as assessment
from lantian.campaign import actions as campaign
from lantian.cases import actions as cases
from lantian.diagnosis import actions as diagnosis
from lantian.dispatch import actions as dispatch
from lantian.dispatch import queries as orders
from lantian.kernel import clock
from lantian.kernel.models import Event
from lantian.kernel.outbox import Handler, Together
from lantian.observations import queries as observations
from lantian.observations.models import Flag
from lantian.residents import actions as residents
from lantian.scoring import actions as scoring
from lantian.scoring import queries as scored
from lantian.scoring import rules as scoring_rules
from lantian.sites import actions as sites


def assess_batch(event: Event) -> None:
    """Readings reached the lake: the hours and days they touch are assessed, alarms raised."""
    if "1h" in event.facts["periods"]:
        assessment.assess_batch(
            stretches=_stretches(event),
            stations=tuple(event.facts["stations"]),
            position=int(event.facts["position"]),
            now=clock.now(),
        )


def assess_flagged(event: Event) -> None:
    """Readings were taken out or count again: what rests on them is assessed, alarms raised or withdrawn.

    It is assessed as things stand now, so that a number computed since from a later packet is met as well.
    """
    if event.facts["kind"] == Flag.Kind.INVALID and event.facts["period"] == "1h":
        assessment.assess_batch(
            stretches=_stretches(event),
            stations=(event.facts["station"],),
            position=observations.lake_position(),
            now=clock.now(),
        )


def note_list(event: Event) -> None:
    """Days are left out of periods or count again: what that moved is kept."""
    is_withdrawn = event.name == "assessment.list_withdrawn"
    assessment.note_list(list_id=event.facts["list_id"], is_withdrawn=is_withdrawn, now=clock.now())


def assess_members(event: Event) -> None:
    """Another station counts for a region, or one with another weight: its days are assessed again."""
    last = event.facts["last"]
    assessment.assess_members(
        region=event.facts["region"],
        first=date.fromisoformat(event.facts["first"]),
        last=None if last is None else date.fromisoformat(last),
        position=int(event.facts["position"]),
        reason=event.facts["reason"],
        now=clock.now(),
    )


@Together
def suspect(events: Sequence[Event]) -> None:
    """Episodes opened, or another alarm joined them: look upwind, once there is a reason to."""
    diagnosis.suspect_each(episode_numbers=[event.facts["number"] for event in events], now=clock.now())


def demand_reply(event: Event) -> None:
    """A site's monitor stood over its limit: its keepers owe a reply, once for an episode."""
    sites.demand_reply(episode_number=event.facts["number"], now=clock.now())


def lift_demand(event: Event) -> None:
    """The readings an episode rested on were corrected: no reply is due any more."""
    sites.lift_demand(episode_number=event.facts["number"], now=event.at)


def answer_suspicion(event: Event) -> None:
    """An officer filed what they found: the suspicion is answered, the order done unless it is a recheck."""
    if not orders.is_recheck(event.facts["order_number"]):
        dispatch.finish(number=event.facts["order_number"], by_id=event.by_id, now=event.at)
    if event.facts.get("suspicion_number"):
        diagnosis.record_verdict(
            number=event.facts["suspicion_number"],
            source_code=event.facts.get("source_code") or None,
            is_confirmed=event.facts["result"] == "problem",
            visit_ref=event.about,
            now=event.at,
            by_id=event.by_id,
        )


def end_sending(event: Event) -> None:
    """Somebody rechecked a case: whoever was sent to do it need not go any more."""
    sent = orders.running_order_about(event.about.removeprefix("cases.case:"))
    if sent is not None:
        dispatch.finish(number=sent.number, by_id=event.by_id, now=event.at)


def open_case(event: Event) -> None:
    """A finding of a problem is reported as a case, with the on-site order if there is one."""
    if event.facts["result"] == "problem":
        key = event.facts["visit_key"]
        cases.order_on_site(visit_key=key, now=event.at) or cases.report_finding(visit_key=key, now=event.at)


def give_points(event: Event) -> None:
    """Rules in force at the event's time give or take points."""
    scoring.score(event, now=clock.now())


def note_progress(event: Event) -> None:
    """What happened is a sign of life of a mechanism."""
    campaign.record_progress(
        kind=event.name, about=event.about, words=_words(event), event_uuid=event.uuid, at=event.at
    )


def note_report(event: Event) -> None:
    """A case moved: a report that residents made of it has changed."""
    residents.note_change(number=event.about.removeprefix("cases.case:"), at=event.at)


TELLING = ("words", "order_number", "reason")

HANDLERS: Mapping[str, Sequence[Handler]] = {
    "observations.batch_recorded": (assess_batch,),
    "observations.reading_flagged": (assess_flagged,),
    "observations.flag_accepted": (assess_flagged,),
    "observations.flag_lifted": (assess_flagged,),
    "assessment.list_imported": (note_list,),
    "assessment.list_withdrawn": (note_list,),
    "registry.membership_set": (assess_members,),
    "assessment.episode_opened": (suspect,),
    "assessment.alarm_raised": (suspect, demand_reply),
    "assessment.episode_voided": (lift_demand,),
    "inspections.finding_filed": (answer_suspicion, open_case, give_points, note_progress),
    "cases.reported": (give_points,),
    "cases.filed": (give_points,),
    "cases.voided": (give_points,),
    "cases.assigned": (note_progress,),
    "cases.returned": (note_progress,),
    "cases.submitted": (give_points,),
    "cases.recheck_passed": (give_points, end_sending),
    "cases.recheck_failed": (give_points, end_sending),
    "cases.closed": (give_points,),
    "cases.reopened": (give_points,),
    "reporting.briefing_issued": (note_progress,),
    "scoring.scored": (note_progress,),
}

# the moves of a case that whoever asks for changed reports wants to hear of
TOLD_OF = (
    "cases.verification_asked", "cases.filed", "cases.voided", "cases.merged", "cases.assigned",
    "cases.returned", "cases.accepted", "cases.started", "cases.parked", "cases.resumed", "cases.submitted",
    "cases.recheck_passed", "cases.recheck_failed", "cases.publicised", "cases.closed", "cases.reopened",
)  # fmt: skip
HANDLERS = {**HANDLERS, **{name: (*HANDLERS.get(name, ()), note_report) for name in TOLD_OF}}


def _stretches(event: Event) -> list[tuple[datetime, datetime]]:
    """The stretches an event names; without any, everything between its ends."""
    named = event.facts.get("stretches") or [[event.facts["first_begins_at"], event.facts["last_begins_at"]]]
    return [(datetime.fromisoformat(first), datetime.fromisoformat(last)) for first, last in named]


def _words(event: Event) -> str:
    """What the board says of it beside its kind."""
    if event.name == "scoring.scored":
        points = scoring_rules.signed(Decimal(event.facts["points"]))
        return f"{points} · {scored.rule_name(event.facts['rule'])}"
    return str(next((event.facts[name] for name in TELLING if event.facts.get(name)), ""))
