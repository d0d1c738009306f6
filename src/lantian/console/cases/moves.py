"""Every move of a case as pages offer it: its form, filled in, and what it will do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor, Role
from lantian.calendar import queries as calendar
from lantian.cases import permissions
from lantian.cases import queries as cases
from lantian.cases.models import Case, Limit
from lantian.cases.queries import CaseView
from lantian.cases.rules import NoRoute
from lantian.cases.states import Move
from lantian.console import words
from lantian.console.cases import deeds, forms
from lantian.inspections import permissions as inspections
from lantian.inspections.models import Finding
from lantian.ui import formats

FINDINGS_SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a form may need to be filled in."""

    view: CaseView
    by: Actor
    now: datetime
    data: Any = None  # Any: Django's QueryDict
    files: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One move: its address, its form and deed, and whether its button needs no page of its own."""

    slug: str
    label: Promise
    moves: tuple[Move, ...]
    deed: deeds.Deed
    form: Callable[[Context], Form]
    consequence: Callable[[Context], str]
    done: Promise


def offer(slug: str) -> Offer | None:
    """The move with this address."""
    return next((one for one in OFFERS if one.slug == slug), None)


def offered(view: CaseView) -> list[tuple[Offer, str]]:
    """What this person may try now, with why it would be refused."""
    refusals = {act.move: act.refusal for act in view.acts}
    return [
        (one, next(refusals[move] for move in one.moves if move in refusals))
        for one in OFFERS
        if any(move in refusals for move in one.moves)
    ]


def _plain(form: type[Form]) -> Callable[[Context], Form]:
    return lambda asked: form(asked.data)


def _model(asked: Context) -> Case:
    found = permissions.visible_cases(asked.by).select_related("source__answerable", "grid__organisation")
    return found.get(number=asked.view.number)


def _file(asked: Context) -> Form:
    initial = {"level": asked.view.level, "standard_code": forms.CLAUSES.get(asked.view.category, "")}
    return forms.File(asked.data, initial=initial)


def _assign(asked: Context) -> Form:
    case = _model(asked)
    due_at, clock = cases.due(Limit.Step.RECTIFY, case, now=asked.now)
    try:
        proposed = cases.route(case, on=calendar.local_day(asked.now)).code
    except NoRoute:
        proposed = ""
    units = [(unit.code, words.name(unit)) for unit in accounts.units_under_command()]
    initial = {"unit_code": proposed, "due_at": due_at.astimezone(calendar.local_zone()), "clock": clock}
    return forms.Assign(asked.data, initial=initial, units=units)


def _accept(asked: Context) -> Form:
    under = asked.by.organisation_path
    handlers = accounts.people_with(Role.HANDLER, under=under)
    people = [(person.pk, f"{words.name(person)} · {words.name(person.organisation)}") for person in handlers]
    initial = {"handler_id": asked.by.id if asked.by.role is Role.HANDLER else None}
    return forms.Accept(asked.data, initial=initial, people=people)


def _submit(asked: Context) -> Form:
    photos = [
        (photo.key, _("photo of %(when)s") % {"when": formats.when_short(photo.taken_at or photo.received_at)})
        for photo in asked.view.photos
    ]
    return forms.Submit(asked.data, asked.files, photos=photos, is_violation=asked.view.is_violation)


def _recheck(asked: Context) -> Form:
    return forms.Recheck(asked.data, asked.files)


def _reopen(asked: Context) -> Form:
    since = asked.view.closed_at or asked.now
    visits = inspections.visible_visits(asked.by).values("pk")
    found = Finding.objects.filter(
        visit__in=visits, result=Finding.Result.PROBLEM, at__gt=since, category=asked.view.category, case=None
    )
    choices = [
        (str(one.visit.key), f"{formats.when_short(one.at)} · {words.category(one.category)} · {one.words}")
        for one in found.select_related("visit").order_by("-at")[:FINDINGS_SHOWN]
    ]
    return forms.Reopen(asked.data, findings=choices)


def _says(text: Promise) -> Callable[[Context], str]:
    return lambda asked: str(text) % {
        "unit": words.name(asked.view.unit) if asked.view.unit else "",
        "handler": words.name(asked.view.handler) if asked.view.handler else "",
        "finder": words.name(asked.view.reported_by),
    }


def _limit_says(step: str, text: Promise) -> Callable[[Context], str]:
    """A consequence that names the limit that would start."""

    def say(asked: Context) -> str:
        due_at, clock = cases.due(step, _model(asked), now=asked.now)
        said = {"due": formats.when_short(due_at), "clock": words.word(words.CLOCKS, clock)}
        return str(text) % said

    return say


OFFERS: tuple[Offer, ...] = (
    Offer(
        slug="file", label=words.CASE_MOVES["file"], moves=(Move.FILE,), deed=deeds.file, form=_file,
        consequence=_says(gettext_lazy("It becomes a case with this level; %(finder)s is told.")),
        done=gettext_lazy("Filed. Next: assign it to the unit."),
    ),
    Offer(
        slug="assign", label=words.CASE_MOVES["assign"], moves=(Move.ASSIGN,), deed=deeds.assign, form=_assign,
        consequence=_says(gettext_lazy("The unit's head sees it at once, and the clock starts. The unit may return it inside the window.")),
        done=gettext_lazy("Assigned. The clock runs."),
    ),
    Offer(
        slug="accept", label=words.CASE_MOVES["accept"], moves=(Move.ACCEPT,), deed=deeds.accept, form=_accept,
        consequence=_says(gettext_lazy("%(unit)s answers for the mending; the named handler sees it at once.")),
        done=gettext_lazy("Accepted."),
    ),
    Offer(
        slug="plan", label=words.CASE_MOVES["plan"], moves=(Move.PLAN,), deed=deeds.plan, form=_plain(forms.Plan),
        consequence=_says(gettext_lazy("The mending begins by this plan; it is kept as it is now.")),
        done=gettext_lazy("The plan is kept; the mending has begun."),
    ),
    Offer(
        slug="start", label=words.CASE_MOVES["start"], moves=(Move.START,), deed=deeds.start, form=_plain(forms.Nothing),
        consequence=_says(gettext_lazy("The mending begins. The limit does not change.")),
        done=gettext_lazy("Started. Report it with a photo from the same angle when it is done."),
    ),
    Offer(
        slug="submit", label=words.CASE_MOVES["submit"], moves=(Move.SUBMIT,), deed=deeds.submit, form=_submit,
        consequence=_limit_says("recheck", gettext_lazy("Somebody of another unit looks again by %(due)s (%(clock)s).")),
        done=gettext_lazy("Reported. Somebody of another unit looks again."),
    ),
    Offer(
        slug="recheck", label=gettext_lazy("Recheck"), moves=(Move.RECHECK_PASS, Move.RECHECK_FAIL), deed=deeds.recheck,
        form=_recheck,
        consequence=_limit_says("rectify", gettext_lazy(
            "All tests without a no: it passes. Any no: it goes back with your reasons and a new limit, %(due)s (%(clock)s)."
        )),
        done=gettext_lazy("The recheck is written down."),
    ),
    Offer(
        slug="publicise", label=words.CASE_MOVES["publicise"], moves=(Move.PUBLICISE,), deed=deeds.publicise,
        form=_plain(forms.Nothing),
        consequence=_limit_says("publicity", gettext_lazy("It is shown in public until %(due)s (%(clock)s); after that it can be closed.")),
        done=gettext_lazy("Made public."),
    ),
    Offer(
        slug="close", label=words.CASE_MOVES["close"], moves=(Move.CLOSE,), deed=deeds.close, form=_plain(forms.Nothing),
        consequence=_says(gettext_lazy("The case is signed off in your name. If the same comes back inside the window, it reopens one level higher.")),
        done=gettext_lazy("Closed."),
    ),
    Offer(
        slug="reopen", label=words.CASE_MOVES["reopen"], moves=(Move.REOPEN,), deed=deeds.reopen, form=_reopen,
        consequence=_says(gettext_lazy("It reopens one level higher and goes back to the desk.")),
        done=gettext_lazy("Reopened, one level higher."),
    ),
    Offer(
        slug="return", label=words.CASE_MOVES["return"], moves=(Move.RETURN,), deed=deeds.return_, form=_plain(forms.Reason),
        consequence=_says(gettext_lazy("The desk gets it back and reads why; the returns are counted.")),
        done=gettext_lazy("Returned; the desk reads why."),
    ),
    Offer(
        slug="void", label=words.CASE_MOVES["void"], moves=(Move.VOID,), deed=deeds.void, form=_plain(forms.Reason),
        consequence=_says(gettext_lazy("It is no case. %(finder)s is told why; it stays in the history.")),
        done=gettext_lazy("Declared void; the finder is told why."),
    ),
)  # fmt: skip
