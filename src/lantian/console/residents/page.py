"""The values of the pages on which the desk reads and answers residents."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.accounts.rules import Actor
from lantian.cases import queries as cases
from lantian.cases.rules import Contact
from lantian.cases.states import State
from lantian.console import maps, words
from lantian.console.photos import page as photos
from lantian.console.residents import forms
from lantian.inspections import queries as inspections
from lantian.residents import queries, rules
from lantian.residents.models import HandOn, Kind, Saying
from lantian.residents.queries import Teller
from lantian.ui import formats
from lantian.ui.figures import scene
from lantian.ui.parts import KeyValue, Photo


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the list."""

    url: str
    number: str
    title: str
    said: str
    when: str
    state: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The list."""

    sentence: str
    rows: tuple[Row, ...]
    only_waiting: bool
    next_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One telling."""

    number: str
    facts: tuple[KeyValue, ...]
    sayings: tuple[str, ...]
    publish: forms.Publish
    contact_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A photo of the case, and whether residents see it."""

    photo: Photo | None
    is_shown: bool
    form: forms.ShowPhoto


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything of one case that concerns residents."""

    number: str
    title: str
    sentence: str
    case_url: str
    tellers: tuple[Told, ...]
    replies: tuple[KeyValue, ...]
    pictures: tuple[Picture, ...]
    map: str
    handed_on: tuple[KeyValue, ...]
    reply: forms.Reply
    hand_on: forms.HandOn | None
    contact: Contact | None
    contact_of: str
    contact_url: str


def listing(by: Actor, *, only_waiting: bool, before: int | None) -> Listing:
    """The newest reports of residents; those nobody has looked at are counted in the sentence."""
    found, after = queries.rows(by, only_waiting=only_waiting, before=before)
    waiting = queries.waiting(by)
    kinds = _kinds()
    sentence = (
        ngettext(
            "%(count)d report of residents waits for somebody to look.",
            "%(count)d reports of residents wait for somebody to look.",
            waiting,
        )
        % {"count": waiting}
        if waiting
        else _("Somebody has looked at every report of residents.")
    )
    narrowed = "only=waiting&" if only_waiting else ""
    return Listing(
        sentence=sentence,
        rows=tuple(_row(one, kinds) for one in found),
        only_waiting=only_waiting,
        next_url=f"{reverse('console:residents')}?{narrowed}before={after}" if after else "",
    )


def page(
    number: str, by: Actor, *, reply: forms.Reply | None = None, contact: Contact | None = None, of: str = ""
) -> Page:
    """One case; Case.DoesNotExist when absent or not for this person."""
    found = queries.desk(number, by)
    kinds = _kinds()
    neighbours = [(one.code, words.name(one)) for one in queries.neighbours()]
    count = len(found.tellers)
    return Page(
        number=number,
        title=found.title,
        sentence=ngettext(
            "%(count)d resident told of it: %(state)s.", "%(count)d residents told of it: %(state)s.", count
        )
        % {"count": count, "state": words.word(words.CASE_STATES, found.state)},
        case_url=reverse("console:case", args=[number]),
        tellers=tuple(_told(one, kinds) for one in found.tellers),
        replies=tuple(
            KeyValue(key=formats.when_short(one.at), value=one.words, note=words.name(one.by))
            for one in found.replies
        ),
        pictures=tuple(
            Picture(
                photo=photos.shown(
                    inspections.photo_view(one), alt=_("Photo of the case"), by_name=words.name(one.by), by=by
                ),
                is_shown=one.key in found.shown,
                form=forms.ShowPhoto(initial={"key": one.key}, auto_id=f"id_{one.pk}_%s"),
            )
            for one in found.photos
        ),
        map=_map(found.tellers),
        handed_on=tuple(_handed(one) for one in found.handed_on),
        reply=reply or forms.Reply(),
        hand_on=forms.HandOn(neighbours=neighbours) if neighbours else None,
        contact=contact,
        contact_of=of,
        contact_url=""
        if found.tellers or cases.contact(number, by) is None
        else reverse("console:residents-contact", args=[number]),
    )


def _kinds() -> dict[str, str]:
    return {one.code: words.name(one) for one in Kind.objects.order_by("valid_from")}


def _row(one: queries.Row, kinds: dict[str, str]) -> Row:
    marks = [
        _("says it is not mended") if one.is_not_fixed else "",
        "" if one.is_answered or one.state is State.MERGED else _("not answered"),
        one.jurisdiction,
    ]
    return Row(
        url=reverse("console:residents-case", args=[one.number]),
        number=one.number,
        title=f"{one.title.split('：')[0]} · {kinds.get(one.kind, one.kind)}",
        said=one.words,
        when=formats.when_short(one.told_at),
        state=words.word(words.CASE_STATES, one.state),
        marks=tuple(mark for mark in marks if mark),
    )


def _told(one: Teller, kinds: dict[str, str]) -> Told:
    rough = _("middle of the area they chose, not a point") if one.is_rough else ""
    same = (
        ngettext(
            "%(count)d other report has the same words",
            "%(count)d other reports have the same words",
            one.same_words,
        )
        % {"count": one.same_words}
        if one.same_words
        else ""
    )
    facts = (
        KeyValue(key=_("Sent"), value=formats.when(one.told_at), note=one.jurisdiction),
        KeyValue(key=_("What"), value=kinds.get(one.kind, one.kind)),
        KeyValue(key=_("Their words"), value=one.words, note=same),
        KeyValue(key=_("Place"), value=one.address or f"{one.lon:.4f}, {one.lat:.4f}", note=rough),
        KeyValue(key=_("Photo elsewhere"), value=one.media_url, note=_("not fetched")),
    )
    return Told(
        number=one.number,
        facts=tuple(fact for fact in facts if fact.value),
        sayings=tuple(_said(saying) for saying in one.sayings),
        publish=forms.Publish(
            initial={"number": one.number, "words": one.public_words}, auto_id=f"id_{one.number}_%s"
        ),
        contact_url=reverse("console:residents-contact", args=[one.number]) if one.has_contact else "",
    )


def _said(one: Saying) -> str:
    when = formats.when_short(one.at)
    if one.kind == rules.THANKS:
        return _("%(when)s: it is in order.") % {"when": when}
    return _("%(when)s: it is not mended: %(words)s") % {"when": when, "words": one.words}


def _handed(one: HandOn) -> KeyValue:
    if one.error:
        value, note = _("could not be sent"), one.error
    elif one.sent_at is None:
        value, note = _("waits to be sent"), ""
    else:
        value = " ".join(part for part in (_("taken as"), one.foreign_id or one.token) if part)
        note = " ".join(part for part in (one.status, one.status_notes) if part)
    return KeyValue(key=words.name(one.jurisdiction), value=value, note=note)


def _map(tellers: tuple[Teller, ...]) -> str:
    """Where each of them said it is."""
    region = maps.our_district()
    kinds = {"plot": _("where it is said to be")}
    if region is None or not tellers:
        return ""
    return maps.draw(
        scene.DistrictMap(
            label=_("Where residents say it is"),
            words=replace(maps.legend_words(), levels=(), kinds=kinds),
            townships=maps.townships(region),
            sources=tuple(
                scene.Source(name=str(place), kind="plot", lon=one.lon, lat=one.lat)
                for place, one in enumerate(tellers, start=1)
            ),
            key="residents",
        )
    )
