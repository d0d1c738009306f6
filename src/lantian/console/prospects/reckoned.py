"""One allowance as a page: what it is to hold, the formula, every step with its rounding, and every input."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lantian.assessment.queries.reckoning import DAY, MONTH, PASS, TARGET, TIE, Reckoning
from lantian.console import air, words
from lantian.console.prospects.page import IMPOSSIBLE, why
from lantian.console.ranking.page import span_words
from lantian.ui import formats

HOLDS: dict[str, Promise] = {
    TARGET: gettext_lazy("the target of the period"),
    PASS: gettext_lazy("the value that passes the one ahead"),
    TIE: gettext_lazy("the value that ties with the one ahead"),
    DAY: gettext_lazy("the limit of the day"),
    MONTH: gettext_lazy("what the day may come to so that the month holds its target"),
}
STEPS: dict[str, Promise] = {
    "bound": gettext_lazy("Published at most, hence exactly"),
    "held": gettext_lazy("The days so far, unrounded"),
    "held_hours": gettext_lazy("The hours so far, unrounded"),
    "room": gettext_lazy("Sum that is left for the rest"),
    "each": gettext_lazy("Each day, rounded down"),
    "today": gettext_lazy("Today at most, rounded down"),
    "met": gettext_lazy("Proof: with it"),
    "one_more": gettext_lazy("Proof: one published step more"),
    "even_zero": gettext_lazy("Proof: even with 0 from now on"),
    "over": gettext_lazy("The period is over"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """One line of the arithmetic."""

    label: str
    before: str
    after: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fed:
    """One hour or day that went in."""

    when: str
    value: str
    url: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReckonedPage:
    """Everything the page shows."""

    sentence: str
    facts: tuple[str, ...]
    is_impossible: bool
    allowed: str
    unit: str
    formula: str
    worked: tuple[Worked, ...]
    fed: tuple[Fed, ...]
    back_url: str


def compose(found: Reckoning, *, name: str, group: str, code: str, kind: str) -> ReckonedPage:
    """An allowance in words."""
    said = {
        "name": name,
        "span": span_words(found.over),
        "what": formats.substance(found.pollutant),
        "held": words.word(HOLDS, found.what),
        "target": f"{found.target:f}",
        "unit": found.unit,
        "allowed": "" if found.allowed is None else f"{found.allowed:f}",
        "why": why(found.reason),
    }
    return ReckonedPage(
        sentence=_sentence(found) % said,
        facts=_facts(found),
        is_impossible=found.reason in IMPOSSIBLE,
        allowed=formats.MISSING if found.allowed is None else f"≤ {found.allowed:f}",
        unit=found.unit,
        formula=_formula(found),
        worked=tuple(
            Worked(
                label=words.word(STEPS, one.label),
                before=one.before.replace("-", "−"),
                after=one.after.replace("-", "−"),
                clause=one.clause,
            )
            for one in found.steps
        ),
        fed=tuple(_fed(found)),
        back_url=reverse("console:prospects", args=[group, code]) + f"?kind={kind}",
    )


def _sentence(found: Reckoning) -> str:
    if found.reason in IMPOSSIBLE:
        return _("%(span)s, %(name)s: %(what)s ≤ %(target)s %(unit)s, %(held)s, is out of reach: %(why)s.")
    if found.allowed is None:
        return _("%(span)s, %(name)s: %(what)s ≤ %(target)s %(unit)s, %(held)s: %(why)s.")
    if found.is_of_hours:
        return _(
            "%(span)s, %(name)s: each hour to midnight may be %(allowed)s %(unit)s of %(what)s at most for"
            " ≤ %(target)s, %(held)s."
        )
    return _(
        "%(span)s, %(name)s: each day that remains may be %(allowed)s %(unit)s of %(what)s at most for"
        " ≤ %(target)s, %(held)s."
    )


def _facts(found: Reckoning) -> tuple[str, ...]:
    said = {"n": found.n, "remaining": found.remaining}
    if found.is_of_hours:
        counted = _("%(n)d valid hours so far, %(remaining)d to come") % said
    else:
        counted = _("%(n)d valid days so far, %(remaining)d to come") % said
    return counted, _("published values are rounded once, a half to the even digit (GB/T 8170)")


def _formula(found: Reckoning) -> str:
    unit = "h" if found.is_of_hours else "d"
    if found.pollutant == "o3" and found.is_of_hours:
        return "max(C₀₋₈, C₁₋₉, …, C₁₆₋₂₄) ≤ T"
    if found.pollutant in ("co", "o3") and not found.is_of_hours:
        return _("percentile %(percent)d of all days ≤ T; X(k), k = 1 + (n − 1) p") % {
            "percent": 95 if found.pollutant == "co" else 90
        }
    return f"(Σ + r·L) / (n + r) ≤ T  ⇒  L ≤ (T′ (n + r) − Σ) / r  [{unit}]"


def _fed(found: Reckoning) -> Iterator[Fed]:
    for one in found.inputs:
        yield Fed(
            when=_when(one.label),
            value=one.value or formats.MISSING,
            url=air.explain_url(one.address) if one.address else "",
            note=_("does not count") if one.note == "does_not_count" else words.missing(one.note),
        )


def _when(label: str) -> str:
    if "T" not in label:
        return formats.day(date.fromisoformat(label))
    begins_at = datetime.fromisoformat(label)
    return f"{formats.day(begins_at)} {formats.hour_label(begins_at)}"
