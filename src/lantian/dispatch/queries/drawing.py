"""The bases lots are drawn from, the draws as they were, and the draw drawn again."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Q

from lantian.accounts.models import Person
from lantian.accounts.rules import Actor
from lantian.dispatch import models, permissions, rules
from lantian.dispatch.queries import going
from lantian.dispatch.rules import KindOfGoing
from lantian.dispatch.states import RUNNING, State
from lantian.registry.models import Source

INSPECTED = (Source.Kind.SITE, Source.Kind.PLANT, Source.Kind.STOCKPILE, Source.Kind.MIXING)
USUAL_CLASS = "general"
KEEPERS = "keepers__person__organisation"
AT_CAP, ON_THE_WAY, DRAWN_BEFORE = "at_cap", "on_the_way", "drawn_before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What lots are drawn from on a day."""

    shares: dict[str, Fraction]
    objects: tuple[rules.Object, ...]
    inspectors: tuple[rules.Inspector, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A draw drawn again from what was recorded."""

    is_same: bool
    digest: str
    picks: tuple[rules.Pick, ...]


def shares(*, on: date) -> list[models.DrawShare]:
    """The share of each class on a day, the largest first."""
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    newest = {
        row.code: row
        for row in models.DrawShare.objects.filter(current, valid_from__lte=on).order_by(
            "valid_from", "version"
        )
    }
    return sorted(newest.values(), key=lambda row: -row.share)


def base(by: Actor, *, on: date) -> Base:
    """The object base and the inspector base of a person's area, with why somebody is left out."""
    left_out = _left_out(on)
    return Base(
        shares={row.code: Fraction(row.share) for row in shares(on=on)},
        objects=tuple(
            rules.Object(
                code=one.code,
                object_class=class_of(one),
                unit_path=one.answerable.path,
                excluded=left_out(one),
            )
            for one in places(by)
        ),
        inspectors=tuple(
            rules.Inspector(username=one.username, unit_path=one.organisation.path)
            for one in inspectors(by, on=on)
        ),
    )


def places(by: Actor) -> list[Source]:
    """Places of the object base in a person's area, by code."""
    found = Source.objects.filter(kind__in=INSPECTED, grid__organisation__path__startswith=by.area_path)
    return list(
        found.select_related("answerable", "draw_object", "grid").prefetch_related(KEEPERS).order_by("code")
    )


def class_of(source: Source) -> str:
    """The class a place is drawn in; the general one unless somebody set another."""
    listed = getattr(source, "draw_object", None)
    return listed.object_class if listed else USUAL_CLASS


def inspectors(by: Actor, *, on: date) -> list[Person]:
    """People of the inspector base in a person's area: certificate holders who may be sent."""
    asked = going.terms(KindOfGoing.STATUTORY_INSPECTION, on=on)
    found = Person.objects.filter(
        is_active=True, role__in=asked.may_go, organisation__path__startswith=by.area_path
    )
    return list(found.exclude(certificate="").select_related("organisation").order_by("username"))


def drawn_again(found: models.Draw) -> Again:
    """The draw once more from its recorded lists, shares and seed; whether it comes to the same."""
    shares_then = {name: Fraction(share) for name, share in found.shares_json.items()}
    objects = tuple(rules.Object(**row) for row in found.objects_json)
    people = tuple(rules.Inspector(**row) for row in found.inspectors_json)
    picks = rules.draw(seed=found.seed, shares=shares_then, objects=objects, inspectors=people)
    digest = digest_of(
        seed=found.seed, shares=found.shares_json, objects=objects, inspectors=people, picks=picks
    )
    is_same = digest == found.digest and as_rows(picks) == found.picks_json
    return Again(is_same=is_same, digest=digest, picks=picks)


def digest_of(
    *,
    seed: str,
    shares: dict[str, str],
    objects: tuple[rules.Object, ...],
    inspectors: tuple[rules.Inspector, ...],
    picks: tuple[rules.Pick, ...],
) -> str:
    """SHA-256 over everything a draw rests on and gave."""
    said = {
        "seed": seed,
        "shares": shares,
        "objects": as_rows(objects),
        "inspectors": as_rows(inspectors),
        "picks": as_rows(picks),
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def as_rows(things: tuple[Any, ...]) -> list[dict[str, Any]]:  # Any: frozen records and their JSON
    """Frozen records as JSON keeps them."""
    return [json.loads(json.dumps(asdict(one))) for one in things]


def draws(by: Actor) -> list[models.Draw]:
    """The draws a person may see, the newest first."""
    return list(permissions.visible_draws(by).select_related("by", "what").order_by("-at")[:100])


def draw(number: str, by: Actor) -> models.Draw:
    """One draw; Draw.DoesNotExist when absent or not for this person."""
    return permissions.visible_draws(by).select_related("by", "what", "published_by").get(number=number)


def _left_out(on: date) -> Callable[[Source], str]:
    """Why a place is left out of a draw on a day; empty for those that are in."""
    kind = KindOfGoing.STATUTORY_INSPECTION
    cap = going.terms(kind, on=on).yearly_cap
    visits = models.Order.objects.filter(kind=kind)
    running = set(
        visits.filter(state__in=RUNNING, source__isnull=False).values_list("source__code", flat=True)
    )
    counted = visits.filter(uses_cap=True, planned_on__year=on.year).exclude(state=State.WITHDRAWN)
    used = Counter(counted.values_list("firm", flat=True))
    drawn = _drawn_in(rules.quarter_of(on))

    def why(source: Source) -> str:
        if source.code in drawn:
            return DRAWN_BEFORE
        if source.code in running:
            return ON_THE_WAY
        return AT_CAP if cap is not None and used[going.firm_of(source)[0]] >= cap else ""

    return why


def _drawn_in(quarter: str) -> set[str]:
    """Places that were drawn in a quarter before."""
    rows = models.Draw.objects.filter(quarter=quarter).values_list("picks_json", flat=True)
    return {pick["code"] for picks in rows for pick in picks}
