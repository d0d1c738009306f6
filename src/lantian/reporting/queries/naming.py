"""What things are called where a briefing or the way down names them, and the address that leads to them.

A candidate source is never named: an order and a visit are called by their number and the grid they lie in.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from lantian.assessment.models import Episode
from lantian.cases.models import Case
from lantian.diagnosis.models import Suspicion
from lantian.dispatch.models import Order
from lantian.inspections.models import Visit
from lantian.reporting.rules import words
from lantian.reporting.rules.facts import Named
from lantian.reporting.rules.sheet import Words, both


def named(addresses: Iterable[str]) -> dict[str, Named]:
    """A name for each address whose thing is known; the address of a name is that of the thing's page."""
    keys: dict[str, list[str]] = {}
    for address in addresses:
        prefix, _, key = address.partition(":")
        keys.setdefault(prefix, []).append(key)
    found: dict[str, Named] = {}
    for prefix, wanted in keys.items():
        finder = _FINDERS.get(prefix)
        if finder is not None:
            found.update((f"{prefix}:{key}", name) for key, name in finder(wanted).items())
    return found


def each_once(addresses: Sequence[str], names: Mapping[str, Named]) -> tuple[Named, ...]:
    """The names of some addresses in their order, each once with how often it came."""
    found: dict[str, Named] = {}
    for address in addresses:
        name = names.get(address, Named(address=address, name=both(address, address)))
        known = found.get(name.address)
        found[name.address] = Named(
            address=name.address, name=name.name, times=1 if known is None else known.times + 1
        )
    return tuple(found.values())


def _cases(numbers: list[str]) -> dict[str, Named]:
    rows = Case.objects.filter(number__in=numbers).select_related("grid", "source")
    return {
        case.number: Named(
            address=f"cases.case:{case.number}",
            name=both(
                f"{case.number} {case.title}（{case.grid.name_zh}）",
                f"{case.number} {_english_title(case)} ({case.grid.name_en})",
            ),
        )
        for case in rows
    }


def _english_title(case: Case) -> str:
    """A title that is the place's own name is said in English; what somebody wrote stays as it is."""
    source = case.source
    return source.name_en if source is not None and case.title == source.name_zh else case.title


def _orders(numbers: list[str]) -> dict[str, Named]:
    rows = Order.objects.filter(number__in=numbers).select_related("grid", "what")
    return {order.number: Named(address=_order(order), name=_called(order)) for order in rows}


def _visits(keys: list[str]) -> dict[str, Named]:
    rows = Visit.objects.filter(key__in=keys).select_related("order__grid", "order__what", "finding")
    return {
        str(visit.key): Named(address=_order(visit.order), name=_called(visit.order, visit=visit))
        for visit in rows
    }


def _order(order: Order) -> str:
    return f"dispatch.order:{order.number}"


def _called(order: Order, *, visit: Visit | None = None) -> Words:
    """An order by its grid and what it asks; a visit by what it found, where it found a problem."""
    finding = getattr(visit, "finding", None)
    asked = both(order.what.name_zh, order.what.name_en)
    seen = words.category(finding.category) if finding is not None and finding.category else asked
    return both(
        f"{order.number} {order.grid.name_zh}（{seen['zh']}）",
        f"{order.number} {order.grid.name_en} ({seen['en']})",
    )


def _suspicions(numbers: list[str]) -> dict[str, Named]:
    rows = Suspicion.objects.filter(number__in=numbers).select_related("episode__station")
    return {
        one.number: Named(
            address=f"diagnosis.suspicion:{one.number}",
            name=both(
                f"{one.number} {one.episode.station.name_zh}", f"{one.number} {one.episode.station.name_en}"
            ),
        )
        for one in rows
    }


def _episodes(numbers: list[str]) -> dict[str, Named]:
    rows = Episode.objects.filter(number__in=numbers).select_related("station")
    return {
        one.number: Named(address=f"assessment.episode:{one.number}", name=_where_and_what(one))
        for one in rows
    }


def _where_and_what(episode: Episode) -> Words:
    station, what = episode.station, words.POLLUTANT_NAMES.get(episode.parameter, "")
    return both(
        " ".join(part for part in (station.name_zh, what) if part) + f"（{episode.number}）",
        " ".join(part for part in (station.name_en, what) if part) + f" ({episode.number})",
    )


_FINDERS: Mapping[str, Callable[[list[str]], dict[str, Named]]] = {
    "cases.case": _cases,
    "dispatch.order": _orders,
    "inspections.visit": _visits,
    "diagnosis.suspicion": _suspicions,
    "assessment.episode": _episodes,
}
