"""The values of the page that shows who can be reached."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from lantian.accounts.rules import Actor, Verb
from lantian.cases.queries import reach
from lantian.console import answer_words, words
from lantian.ui import formats


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to reach somebody; the address only for those who may read it."""

    id: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One post on the way."""

    part: str
    name: str
    stand_in: str
    ways: tuple[Way, ...]
    confirmed: str
    hole: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """The way of one unit's cases."""

    name: str
    facts: str
    holes: int
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The page."""

    sentence: str
    units: tuple[Unit, ...]
    may_confirm: bool


def listing(by: Actor, *, now: datetime) -> Listing:
    """Every unit with open cases and the people on its way."""
    chains = reach.chains(by, now=now)
    holes = sum(len(chain.holes) for chain in chains)
    said = _("%(units)d units have open cases; %(holes)d people on the way of a rung cannot be reached.")
    if not holes:
        said = _("%(units)d units have open cases; everybody on the way of a rung can be reached.")
    may = by.may(Verb.SEE_MEANS)
    return Listing(
        sentence=said % {"units": len(chains), "holes": holes},
        units=tuple(_unit(chain, may_read=may) for chain in chains),
        may_confirm=may,
    )


def _unit(chain: reach.Chain, *, may_read: bool) -> Unit:
    facts = _("%(cases)d open cases") % {"cases": chain.cases}
    if chain.next_due:
        facts += " · " + _("next limit %(due)s") % {"due": formats.when_short(chain.next_due)}
    return Unit(
        name=words.name(chain.unit),
        facts=facts,
        holes=len(chain.holes),
        links=tuple(_link(one, may_read=may_read) for one in chain.links),
    )


def _link(one: reach.Link, *, may_read: bool) -> Link:
    return Link(
        part=words.word(answer_words.PARTS, one.part),
        name=words.name(one.person) if one.person else "—",
        stand_in=_("on leave until %(until)s; %(name)s stands in")
        % {"until": formats.when_short(one.leave.ends_at), "name": words.name(one.leave.stand_in)}
        if one.leave
        else "",
        ways=tuple(
            Way(
                id=means.pk,
                text=words.word(answer_words.MEANS, means.kind) + (f" {means.address}" if may_read else ""),
            )
            for means in one.means
        ),
        confirmed=formats.when_short(one.confirmed_at) if one.confirmed_at else "—",
        hole=words.word(answer_words.HOLES, one.hole) if one.hole else "",
    )
