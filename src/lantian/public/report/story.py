"""How a report stands, in plain words: what happened, when, and what comes next."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.calendar import queries as calendar
from lantian.console import words
from lantian.public.report import forms
from lantian.residents import queries, rules
from lantian.residents.models import Kind
from lantian.residents.queries import Standing
from lantian.residents.rules import Stage
from lantian.ui import formats
from lantian.ui.parts import Photo


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step on the way, done or still to come."""

    word: str
    when: str
    note: str
    is_now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Something that was said, and when."""

    when: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The page behind a private link."""

    number: str
    sentence: str
    next: str
    kind: str
    words: str
    address: str
    is_rough: bool
    told: str
    steps: tuple[Step, ...]
    before: tuple[Photo, ...]
    after: tuple[Photo, ...]
    replies: tuple[Words, ...]
    sayings: tuple[Words, ...]
    form: forms.Say | None
    may_thank: bool
    say_until: str
    has_phone: bool
    is_new: bool


def page(token: str, *, now: datetime, form: forms.Say, is_new: bool) -> Page:
    """The values of the page; Report.DoesNotExist for a link that is not known."""
    view = queries.standing(token, now=now)
    may_complain = view.may_say and not view.said_not_fixed
    photos = [(one, _photo(token, one)) for one in view.photos]
    return Page(
        number=view.number,
        sentence=_sentence(view, now=now),
        next=_next(view),
        kind=kind_word(view.kind, now=now),
        words=view.words,
        address=view.address,
        is_rough=view.is_rough,
        told=formats.when(view.moments.told_at),
        steps=_steps(view),
        before=tuple(shown for one, shown in photos if not one.is_after),
        after=tuple(shown for one, shown in photos if one.is_after),
        replies=tuple(Words(when=formats.when(at), text=text) for at, text in view.replies),
        sayings=tuple(Words(when=formats.when(one.at), text=_said(one)) for one in view.sayings),
        form=form if may_complain or form.errors else None,
        may_thank=view.may_say and not view.said_thanks and not view.said_not_fixed,
        say_until=formats.when(view.say_until) if view.say_until else "",
        has_phone=view.has_phone,
        is_new=is_new,
    )


def kind_word(code: str, *, now: datetime) -> str:
    """What a resident chose, in the reader's language; of a kind no longer offered its last name."""
    today = [one for one in queries.kinds(on=calendar.local_day(now)) if one.code == code]
    found = today[0] if today else Kind.objects.filter(code=code).order_by("valid_from").last()
    return words.name(found) if found else code


def stage_sentence(stage: Stage, *, is_said: bool = False, due_at: datetime | None = None) -> str:
    """How far it is, in one sentence; no firm, no unit and no name is in any of them."""
    if stage is Stage.MENDING and due_at is not None:
        return _("It was looked at and is true. It is being mended, by %(due)s.") % {
            "due": formats.when(due_at)
        }
    if stage is Stage.CLOSED and is_said:
        return _("You say it is not mended: somebody who had no part in the mending looks again.")
    return str(_sentences()[stage])


def _sentences() -> dict[Stage, str]:
    return {
        Stage.RECEIVED: _("Your report has arrived. Nobody has looked at the place yet."),
        Stage.LOOKING: _("Somebody is on the way to look whether it is so."),
        Stage.CONFIRMED: _("It was looked at and is true. Now it is settled who mends it."),
        Stage.MENDING: _("It was looked at and is true. It is being mended."),
        Stage.WAITING: _("It cannot be mended at the moment; what can be done meanwhile is being done."),
        Stage.MENDED: _("It is said to be mended. Somebody who had no part in it goes to check."),
        Stage.CHECKED: _("Somebody who had no part in the mending looked and found it mended."),
        Stage.CLOSED: _("It was mended, checked by somebody else, and closed."),
        Stage.AGAIN: _("It was looked at again and is not mended: it is open again, one level higher."),
        Stage.NOT_TAKEN: _("It was looked at and is not taken up as a problem. The desk's answer says why."),
    }


def _sentence(view: Standing, *, now: datetime) -> str:
    if view.due_at is not None and view.due_at < now:
        return _(
            "It is being mended and late: it should have been done by %(due)s. The office presses for it."
        ) % {"due": formats.when(view.due_at)}
    return stage_sentence(view.stage, is_said=view.said_not_fixed, due_at=view.due_at)


def _next(view: Standing) -> str:
    """What comes next; for a report that others made too, that it goes on with theirs."""
    if view.is_merged:
        return _("Others told of the same problem. Yours goes on together with theirs; this page follows it.")
    if view.shown_until is not None:
        return _("It is shown until %(until)s; until then you can say that it is not mended.") % {
            "until": formats.when(view.shown_until)
        }
    if view.stage is Stage.NOT_TAKEN and not view.replies:
        return _("The answer is not written yet; look here again.")
    return ""


def _steps(view: Standing) -> tuple[Step, ...]:
    if view.stage is Stage.NOT_TAKEN:
        rows = [(_("Received"), view.moments.told_at, ""), (_("Looked at: not taken up"), None, "")]
        return _numbered(rows, now=1)
    at = view.moments
    rows = [
        (_("Received"), at.told_at, ""),
        (_("Looked at"), at.confirmed_at, ""),
        (_("Being mended"), at.assigned_at, _until(view.due_at)),
        (_("Mended"), at.mended_at, ""),
        (_("Checked by somebody else"), at.checked_at, ""),
        (_("Finished"), at.closed_at, ""),
    ]
    here = {
        Stage.RECEIVED: 0,
        Stage.LOOKING: 1,
        Stage.CONFIRMED: 1,
        Stage.AGAIN: 2,
        Stage.MENDING: 2,
        Stage.WAITING: 2,
        Stage.MENDED: 3,
        Stage.CHECKED: 4,
        Stage.CLOSED: 5,
    }[view.stage]
    return _numbered(rows, now=here)


def _numbered(rows: list[tuple[str, datetime | None, str]], *, now: int) -> tuple[Step, ...]:
    """Steps after the one where we stand have not happened, whatever an earlier round left behind."""
    return tuple(
        Step(
            word=word,
            when=formats.when_short(at) if at is not None and place <= now else "",
            note=note if place == now else "",
            is_now=place == now,
        )
        for place, (word, at, note) in enumerate(rows)
    )


def _until(due_at: datetime | None) -> str:
    return _("by %(due)s") % {"due": formats.when_short(due_at)} if due_at else ""


def _said(one: object) -> str:
    if getattr(one, "kind", "") == rules.THANKS:
        return _("You said that it is in order.")
    led = {
        "look": _("Somebody independent looks at it again."),
        "objection": _("It is an objection: the supervisors decide on it."),
    }
    return (
        _("You said that it is not mended: %(words)s") % {"words": getattr(one, "words", "")}
        + " "
        + led.get(getattr(one, "led_to", ""), "")
    )


def _photo(token: str, one: queries.Shown) -> Photo:
    return Photo(
        url=reverse("public:report-photo", args=[token, one.key]),
        alt=_("Your photo") if one.is_own else _("Photo of the mending") if one.is_after else _("Photo"),
        taken=formats.when_short(one.at),
        by=_("yours") if one.is_own else "",
    )
