"""The values of the case page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor, Verb
from lantian.cases import queries as cases
from lantian.cases.queries import CaseView, RefusedRecheck, SecondLook
from lantian.console import words
from lantian.console.cases import acts, answering, excess, likeness, objections, sentences, standing, story
from lantian.console.photos import page as photos
from lantian.diagnosis import queries as diagnosis
from lantian.diagnosis.models import Suspicion
from lantian.diagnosis.queries import SuspicionView
from lantian.inspections.queries import PhotoView
from lantian.registry import rules as geodesy
from lantian.ui import formats
from lantian.ui.parts import ChainRow, ClockBar, KeyValue, Photo, TimelineRow

MOST_CANDIDATES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The view before and after, with what a person should know of them."""

    before: Photo | None
    after: Photo | None
    note: str
    hints: tuple[str, ...]
    others: tuple[Photo, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A source that was to be checked."""

    name: str
    direction: str
    distance: str
    score: str
    standing: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Where the alarm pointed, for those who look into it."""

    note: str
    url: str
    rows: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """One case."""

    number: str
    title: str
    sentence: str
    level: str
    state: str
    facts: tuple[str, ...]
    is_late: bool
    timeline: tuple[TimelineRow, ...]
    period: str
    pair: Pair
    figure: excess.Shown
    candidates: Candidates | None
    clocks: tuple[ClockBar, ...]
    chain: tuple[ChainRow, ...]
    answering: answering.Answering
    recheckers: standing.Choices | None
    objections: objections.Objections | None
    likely: tuple[likeness.Likely, ...]
    known: tuple[KeyValue, ...]
    points: tuple[KeyValue, ...]
    offers: tuple[acts.Offer, ...]

    @property
    def main(self) -> acts.Offer | None:
        """The one likely act."""
        return next((offer for offer in self.offers if offer.is_main), None)

    @property
    def others(self) -> tuple[acts.Offer, ...]:
        """What else may be done."""
        return tuple(offer for offer in self.offers if not offer.is_main and not offer.barred)

    @property
    def barred(self) -> tuple[acts.Offer, ...]:
        """What is shown and cannot be chosen."""
        return tuple(offer for offer in self.offers if offer.barred)


def detail(number: str, by: Actor, *, now: datetime) -> CasePage:
    """One case; Case.DoesNotExist when absent or not for this person."""
    view = cases.case(number, by, now=now)
    case = cases.seen(number, by)
    lines = cases.history(number, by)
    left = sentences.left_of(view, now=now)
    told = story.story(view, lines, by)
    return CasePage(
        number=number,
        title=view.title,
        sentence=sentences.sentence(view, lines, now=now),
        level=words.word(words.CASE_LEVELS, view.level),
        state=words.word(words.CASE_STATES, view.state),
        facts=_facts(view, now=now),
        is_late=left is not None and left < timedelta(0),
        timeline=told.rows,
        period=told.period,
        pair=_pair(view, by),
        figure=excess.shown(view, case, lines, by, now=now),
        candidates=_candidates(view, by),
        clocks=standing.clocks(view, lines, now=now),
        chain=standing.chain(view, case, lines, now=now),
        answering=answering.answering(case, by, now=now),
        recheckers=standing.recheckers(view, case, by, now=now),
        objections=objections.objections(view, by),
        likely=likeness.of_case(view, case, by, now=now),
        known=_known(view, by),
        points=standing.points(number, by),
        offers=acts.offers(view, by, now=now),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What the page of an act says of its case."""

    number: str
    title: str
    sentence: str
    level: str
    state: str
    facts: tuple[str, ...]
    pair: Pair | None
    known: tuple[KeyValue, ...]
    likely: tuple[likeness.Likely, ...]


def heading(number: str, by: Actor, *, now: datetime) -> Heading:
    """The head of one case; Case.DoesNotExist when absent or not for this person."""
    view = cases.case(number, by, now=now)
    return Heading(
        number=number,
        title=view.title,
        sentence=sentences.sentence(view, cases.history(number, by), now=now),
        level=words.word(words.CASE_LEVELS, view.level),
        state=words.word(words.CASE_STATES, view.state),
        facts=_facts(view, now=now),
        pair=_pair(view, by) if view.rounds else None,
        known=_known(view, by),
        likely=likeness.of_case(view, cases.seen(number, by), by, now=now),
    )


def figure_file(number: str, by: Actor, *, now: datetime, suffix: str) -> tuple[str, str] | None:
    """The case's figure as a file; None where there is none."""
    view, case = cases.case(number, by, now=now), cases.seen(number, by)
    return excess.file(view, case, cases.history(number, by), by, now=now, suffix=suffix)


def _facts(view: CaseView, *, now: datetime) -> tuple[str, ...]:
    facts = [f"{words.name(view.grid)} · {words.category(view.category)}"]
    since, said = (
        (view.filed_at, _("filed %(when)s")) if view.filed_at else (view.reported_at, _("reported %(when)s"))
    )
    ago = formats.ago(since, now)
    facts.append(said % {"when": formats.when_short(since)} + (_(", ") + ago if ago else ""))
    due_at, clock = sentences.limit_of(view)
    if due_at is not None:
        facts.append(
            _("due %(due)s on the %(clock)s")
            % {"due": formats.when_short(due_at), "clock": words.word(words.CLOCKS, clock)}
        )
    return tuple(facts)


def _pair(view: CaseView, by: Actor) -> Pair:
    last = view.rounds[-1] if view.rounds else None
    before = last.before if last else next(iter(view.photos), None)
    after = last.after if last else None
    paired = {photo.key for photo in (before, after) if photo}
    looked = [photo for look in view.rechecks for photo in look.photos]
    rest = [photo for photo in (*view.photos, *looked) if photo.key not in paired]
    people = accounts.names({photo.by_id for photo in (before, after, *rest) if photo})
    names = {person_id: words.name(person) for person_id, person in people.items()}
    return Pair(
        before=_photo(before, _("Before the mending: %(title)s") % {"title": view.title}, names, by),
        after=_photo(after, _("After the mending: %(title)s") % {"title": view.title}, names, by),
        note=_apart(before, after),
        hints=_hints((before, after, *rest)),
        others=tuple(
            shown
            for photo in rest
            if (shown := _photo(photo, _("Photo of the case: %(title)s") % {"title": view.title}, names, by))
        ),
    )


def _photo(view: PhotoView | None, alt: str, names: dict[int, str], by: Actor) -> Photo | None:
    return photos.shown(view, alt=alt, by_name=names.get(view.by_id, ""), by=by) if view else None


def _apart(before: PhotoView | None, after: PhotoView | None) -> str:
    """How far apart the two were taken, where both know their place."""
    kept = _("The original keeps time, place and checksum and is never changed.")
    if before is None or after is None or None in (before.lon, before.lat, after.lon, after.lat):
        return kept if before or after else ""
    metres = geodesy.distance_m(before.lon, before.lat, after.lon, after.lat)
    return _("Taken %(metres)s m apart. %(kept)s") % {"metres": f"{metres:.1f}", "kept": kept}


def _hints(found: Sequence[PhotoView | None]) -> tuple[str, ...]:
    """What a person should look at; a hint accuses nobody."""
    codes = {hint for photo in found if photo for hint in photo.hints}
    return tuple(words.word(words.PHOTO_HINTS, code) for code in words.PHOTO_HINTS if code in codes)


def _candidates(view: CaseView, by: Actor) -> Candidates | None:
    if not view.suspicion_number or not by.may(Verb.SEE_SUSPICIONS):
        return None
    try:
        found = diagnosis.suspicion(view.suspicion_number, by)
    except Suspicion.DoesNotExist:
        return None
    return Candidates(
        note=_pointed(found),
        url=reverse("console:suspicion", args=[found.number]),
        rows=tuple(
            Candidate(
                name=words.name(one),
                direction=words.direction(one.bearing),
                distance=f"{one.distance_km:.1f} km",
                score=f"{one.score:.2f}",
                standing=_("confirmed on the spot") if one.code in found.confirmed else _("to be checked"),
                is_confirmed=one.code in found.confirmed,
            )
            for one in found.candidates[:MOST_CANDIDATES]
        ),
    )


def _pointed(found: SuspicionView) -> str:
    station = found.station_name_zh if words.is_chinese() else found.station_name_en
    said = _("%(hour)s, %(station)s high") % {"hour": formats.hour_label(found.begins_at), "station": station}
    if found.wedge is None:
        return said
    speed = formats.number(found.wind_speed, "ws")
    wind = _("wind from the %(direction)s %(speed)s m/s") % {
        "direction": words.direction(found.wedge.wind_from),
        "speed": speed,
    }
    return f"{said} · {wind} · ±{round(found.wedge.half_angle)}°"


def _known(view: CaseView, by: Actor) -> tuple[KeyValue, ...]:
    """The facts of the file that are told nowhere else on the page."""
    facts = [
        KeyValue(
            key=_("Reported by"),
            value=words.name(view.reported_by),
            note=words.word(words.CHANNELS, view.channel),
        ),
        KeyValue(key=_("What was seen"), value=view.words, note=_seen_at(view)),
        *_told_by(view, by),
        KeyValue(
            key=_("Clause not met"),
            value=view.standard_code,
            note=_("violation") if view.is_violation else "",
        ),
        KeyValue(key=_("Assignment"), value=view.order_number),
    ]
    if by.may(Verb.SEE_SUSPICIONS):
        url = f"{reverse('console:explain')}?{urlencode({'a': view.reading_address})}"
        facts.append(KeyValue(key=_("What pointed here"), value=view.reading_address, url=url))
    if view.rounds:
        last = view.rounds[-1]
        cost = "" if last.cost_fen is None else _("%(yuan)s yuan") % {"yuan": f"{last.cost_fen / 100:,.2f}"}
        facts += [
            KeyValue(key=_("What was done"), value=last.what_was_done, note=cost),
            KeyValue(key=_("Penalty record"), value=last.penalty_record),
        ]
    facts += _attempts(view)
    for plan in view.plans:
        steps = _("; ").join(f"{what} ({formats.day(by_on)})" for what, by_on in plan.measures)
        facts.append(KeyValue(key=_("Plan"), value=plan.target, note=steps))
    return tuple(fact for fact in facts if fact.value)


def _seen_at(view: CaseView) -> str:
    return formats.when_short(view.happened_at) if view.happened_at else ""


def _told_by(view: CaseView, by: Actor) -> list[KeyValue]:
    """The way to whoever told us, for the desk alone; the contact itself is behind a button."""
    if not by.may(Verb.SEE_CONTACT) or cases.contact(view.number, by) is None:
        return []
    url = reverse("console:residents-case", args=[view.number])
    return [KeyValue(key=_("Who told us"), value=_("kept apart; looking it up is written down"), url=url)]


def _attempts(view: CaseView) -> list[KeyValue]:
    """Every recheck that was tried, in order: refused before it began, or held and passed or not."""
    tried = sorted(
        [*view.refused, *view.rechecks],
        key=lambda one: (
            one.round,
            isinstance(one, SecondLook),
            one.at,
        ),  # a look that is held ends its round
    )
    return [
        KeyValue(
            key=_("Recheck %(number)d") % {"number": number},
            value=_result(one),
            note=_(", ").join(part for part in (*_who_and_when(one), *_how_and_why(one)) if part),
        )
        for number, one in enumerate(tried, start=1)
    ]


def _result(one: SecondLook | RefusedRecheck) -> str:
    if isinstance(one, RefusedRecheck):
        return _("refused, not held")
    return _("passed") if one.has_passed else _("not passed")


def _who_and_when(one: SecondLook | RefusedRecheck) -> tuple[str, str, str]:
    return words.name(one.by), words.name(one.unit), formats.when_short(one.at)


def _how_and_why(one: SecondLook | RefusedRecheck) -> tuple[str, ...]:
    if isinstance(one, RefusedRecheck):
        return (words.word(words.DEPENDENCE, one.reason),)
    return _("on site") if one.is_on_site else _("from the paired photos"), one.reasons
