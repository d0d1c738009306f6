"""Questions about the way of a photo: what is hinted at, what was decided, masked, opened and sealed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from lantian.accounts.rules import Actor, Verb
from lantian.inspections import models, permissions, rules
from lantian.kernel.models import Event

MOST_HINTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """An event about a photo and whether the chain holds it by now."""

    event_id: int
    name: str
    at: datetime
    by_id: int | None
    facts: dict[str, object]
    sequence: int | None
    digest: str
    sealed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HintNeed:
    """Hints that wait for somebody's word."""

    kind: str = "hints"
    number: str = ""
    title: str = ""
    detail: str = ""
    due_at: datetime | None = None
    clock: str = ""
    is_overdue: bool = False
    act: str = "judge"


def hint_policy(*, on: date) -> models.HintPolicy | None:
    """The row in force on a day."""
    until = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return models.HintPolicy.objects.filter(until, valid_from__lte=on).order_by("-valid_from").first()


def bounds_of(policy: models.HintPolicy) -> rules.Bounds:
    return rules.Bounds(
        most_kmh=policy.most_kmh,
        least_metres=policy.least_metres,
        far_metres=policy.far_metres,
        late_minutes=policy.late_minutes,
    )


def retention(*, kinds: tuple[str, ...], on: date) -> list[models.Retention]:
    """How long files of these kinds are kept, by the rows in force on a day."""
    until = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    rows = models.Retention.objects.filter(until, kind__in=kinds, valid_from__lte=on)
    newest = {row.kind: row for row in rows.order_by("valid_from")}
    return [newest[kind] for kind in kinds if kind in newest]


def about(found: models.Evidence) -> str:
    """How events call a photo."""
    return f"inspections.evidence:{found.key}"


def hints_of(found: models.Evidence) -> QuerySet[models.Hint]:
    """The hints about a photo, in the order in which they were raised."""
    return found.hint_rows.select_related("decided_by").order_by("pk")


def masks_of(found: models.Evidence) -> QuerySet[models.Mask]:
    """The masked copies of a photo, oldest first."""
    return found.masks.select_related("by").order_by("version")


def happened(found: models.Evidence) -> list[Sealed]:
    """Every event about this photo, its arrival first, with the seal that holds it."""
    kept = Q(name="inspections.photo_kept", facts__key=str(found.key))
    if found.visit is not None:
        kept &= Q(about=f"inspections.visit:{found.visit.key}")
    else:
        kept &= Q(about=about(found))
    events = Event.objects.filter(kept | Q(about=about(found))).select_related("seal").order_by("id")
    return [_sealed(one) for one in events]


def _sealed(event: Event) -> Sealed:
    seal = getattr(event, "seal", None)
    return Sealed(
        event_id=event.id,
        name=event.name,
        at=event.at,
        by_id=event.by_id,
        facts=event.facts,
        sequence=seal.sequence if seal else None,
        digest=seal.digest if seal else "",
        sealed_at=seal.sealed_at if seal else None,
    )


def undecided(by: Actor) -> QuerySet[models.Hint]:
    """Hints nobody decided about, on photos of the people this person oversees; their own left out."""
    theirs = permissions.overseen_evidence(by, Verb.JUDGE_HINT)
    return (
        models.Hint.objects.filter(decision="", evidence__in=theirs, evidence__signature__isnull=True)
        .exclude(evidence__by_id__in=by.ids)
        .select_related("evidence__by__organisation", "evidence__visit__order", "evidence__visit__source")
        .order_by("-raised_at", "pk")
    )


def decided(by: Actor, *, since: datetime) -> QuerySet[models.Hint]:
    """Hints somebody decided about lately."""
    theirs = permissions.overseen_evidence(by, Verb.JUDGE_HINT)
    return (
        models.Hint.objects.filter(evidence__in=theirs, decided_at__gte=since)
        .exclude(decision="")
        .select_related("evidence__by__organisation", "decided_by")
        .order_by("-decided_at")
    )


def hints_wait(by: Actor) -> list[HintNeed]:
    """One row for all hints that wait for this person; nothing where none does."""
    if not by.may(Verb.JUDGE_HINT):
        return []
    photos = undecided(by).order_by().values("evidence").distinct().count()
    return [HintNeed(title=str(photos))] if photos else []


def is_not_accepted(found: models.Evidence) -> bool:
    """Whether somebody decided that a photo proves nothing."""
    return found.hint_rows.filter(decision=rules.NOT_ACCEPTED).exists()
