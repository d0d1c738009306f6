"""From a number down to its packets: each kind of address has one tracer."""

from collections.abc import Callable, Mapping

from django.core.exceptions import ObjectDoesNotExist

from lantian.accounts.rules import Actor, NotAllowed, Verb
from lantian.kernel.references import Address, BadAddress, parse_address
from lantian.observations import queries as observations
from lantian.reporting.queries import way_down_air, way_down_packets, way_down_reports, way_down_things
from lantian.reporting.queries.tree import CannotTrace, NotYet, Step, Trace, Walk

Tracer = Callable[[Address, Walk], Step]
DEEPEST = 12


def trace(address: Address | str, *, by: Actor | None = None) -> Trace:
    """The way down from an address, as far as a person may see it; CannotTrace (a LookupError) otherwise.

    Without a person it is the operator at the machine who asks. A text that is no address raises BadAddress,
    a position that lies in the future NotYet.
    """
    parsed = parse_address(address) if isinstance(address, str) else address
    if by is not None and not by.may(Verb.EXPLAIN):
        raise NotAllowed(Verb.EXPLAIN, by)
    if parsed.as_of is not None and parsed.as_of > (newest := observations.newest_position()):
        raise NotYet(str(parsed), as_of=parsed.as_of, newest=newest)
    return Trace(address=str(parsed), top=_opened(parsed, by=by, depth=0))


def _opened(address: Address, *, by: Actor | None, depth: int) -> Step:
    tracer = _TRACERS.get((address.room, address.kind))
    if tracer is None:
        raise CannotTrace(str(address), f"no room keeps anything under {address.room}.{address.kind}")
    if depth > DEEPEST:
        raise CannotTrace(str(address), f"it lies more than {DEEPEST} steps below the first one")

    def below(text: str) -> Step:
        try:
            further = parse_address(text)
        except BadAddress as error:
            raise CannotTrace(text, str(error)) from error
        return _opened(further, by=by, depth=depth + 1)

    try:
        return tracer(address, Walk(by, below))
    except CannotTrace:
        raise
    except ObjectDoesNotExist as error:
        raise CannotTrace(str(address), "nothing is registered under this name") from error
    except (LookupError, ValueError) as error:
        raise CannotTrace(str(address), str(error)) from error


_TRACERS: Mapping[tuple[str, str], Tracer] = {
    ("reporting", "figure"): way_down_reports.figure,
    ("reporting", "count"): way_down_reports.count,
    ("reporting", "weather"): way_down_reports.weather,
    ("reporting", "effect"): way_down_reports.effect,
    ("assessment", "hour"): way_down_air.assessed,
    ("assessment", "day"): way_down_air.assessed,
    ("assessment", "composite"): way_down_air.assessed,
    ("assessment", "rank"): way_down_air.assessed,
    ("observations", "reading"): way_down_air.reading,
    ("observations", "packet"): way_down_packets.packet,
    ("cases", "case"): way_down_things.case,
    ("dispatch", "order"): way_down_things.order,
    ("inspections", "visit"): way_down_things.visit,
    ("diagnosis", "suspicion"): way_down_things.suspicion,
    ("assessment", "episode"): way_down_things.episode,
}
