"""What a kind of going allows on a day, and how many visits of the year a firm has had."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from lantian.calendar import queries as calendar
from lantian.dispatch import models
from lantian.dispatch.permissions import SECRET
from lantian.dispatch.rules import KindOfGoing, Terms
from lantian.dispatch.states import State
from lantian.registry.models import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """A firm's visits of a kind in a year: how many are used, and how many there may be."""

    firm: str
    year: int
    used: int
    cap: int | None

    @property
    def left(self) -> int | None:
        """How many visits remain; None where there is no cap."""
        return None if self.cap is None else max(0, self.cap - self.used)


def terms(kind: KindOfGoing | str, *, on: date) -> Terms:
    """What a kind of going allows on a day; GoingTerms.DoesNotExist when no row is in force."""
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    rows = models.GoingTerms.objects.filter(current, kind=str(kind), valid_from__lte=on)
    row = rows.order_by("-valid_from", "-version").first()
    if row is None:
        raise models.GoingTerms.DoesNotExist(f"no terms of {kind} are in force on {on}")
    return _terms(row)


def terms_of(order: models.Order) -> Terms:
    """What the kind of an order allowed when it was issued."""
    return terms(order.kind, on=calendar.local_day(order.issued_at))


def all_terms(*, on: date) -> list[Terms]:
    """What each kind of going allows on a day, in their own order."""
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    rows = models.GoingTerms.objects.filter(current, valid_from__lte=on).order_by("valid_from", "version")
    newest = {row.kind: row for row in rows}
    return [_terms(newest[kind]) for kind in KindOfGoing if kind in newest]


def firm_of(source: Source) -> tuple[str, str]:
    """The key and the name of the firm that runs a place: its keepers' unit, else the place by itself."""
    kept = sorted(source.keepers.all(), key=lambda one: (one.valid_from, one.pk))
    for unit in (one.person.organisation for one in reversed(kept)):
        if unit.kind == "firm":
            return f"accounts.organisation:{unit.code}", unit.name_zh
    return f"registry.source:{source.code}", source.name_zh


def allowance(source: Source, *, kind: KindOfGoing | str, on: date) -> Allowance:
    """A firm's visits of a kind in the year of a day."""
    firm, name = firm_of(source)
    cap = terms(kind, on=on).yearly_cap
    return Allowance(firm=name, year=on.year, used=used_in(firm, kind=kind, year=on.year), cap=cap)


def used_in(firm: str, *, kind: KindOfGoing | str, year: int) -> int:
    """How many visits of a year a firm has had or is to have; withdrawn ones give theirs back."""
    rows = models.Order.objects.filter(firm=firm, kind=str(kind), uses_cap=True, planned_on__year=year)
    return rows.exclude(state=State.WITHDRAWN).count()


def firms_at_cap(*, on: date) -> set[str]:
    """The firms that have had all inspections of the year that may enter: public ground and data are left."""
    asked = terms(KindOfGoing.STATUTORY_INSPECTION, on=on)
    if asked.yearly_cap is None:
        return set()
    rows = models.Order.objects.filter(kind=asked.kind, uses_cap=True, planned_on__year=on.year)
    rows = rows.exclude(state=State.WITHDRAWN).exclude(SECRET)
    used = rows.values("firm").annotate(number=Count("pk")).filter(number__gte=asked.yearly_cap)
    return set(used.values_list("firm", flat=True))


def _terms(row: models.GoingTerms) -> Terms:
    return Terms(
        kind=KindOfGoing(row.kind),
        may_enter_firm=row.may_enter_firm,
        may_go=tuple(row.may_go),
        certificates_needed=row.certificates_needed,
        needs_basis=row.needs_basis,
        needs_plan=row.needs_plan,
        yearly_cap=row.yearly_cap,
        cap_spares_clues=row.cap_spares_clues,
        merge_within_days=row.merge_within_days,
        needs_scan_in=row.needs_scan_in,
        radius_m=row.radius_m,
        may_be_unannounced=row.may_be_unannounced,
        penalty_may_follow=row.penalty_may_follow,
        score_may_follow=row.score_may_follow,
        what_may_follow=tuple(row.what_may_follow),
        basis=row.basis,
    )
