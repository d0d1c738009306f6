"""What shows the problem and its mending: photos, and the monitor against the background."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor
from lantian.assessment import permissions as assessment
from lantian.assessment.queries import latest_hour
from lantian.assessment.queries.hours import HOUR
from lantian.cases.queries import CaseView
from lantian.console import air, words
from lantian.console.photos import page as photos
from lantian.inspections.queries import PhotoView
from lantian.registry import queries as registry
from lantian.registry.models import Source, Station
from lantian.ui import formats
from lantian.ui.figures import line
from lantian.ui.parts import Caption, Photo

BEFORE = timedelta(hours=12)
LONGEST = 120
FEWEST = 2
PARAMETER = "pm10"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The figure and what it says."""

    svg: str
    title: str
    caption: Caption


def before(view: CaseView, by: Actor) -> Photo | None:
    """The view before: of the last round, or the first photo of the problem."""
    found = view.rounds[-1].before if view.rounds else (view.photos[0] if view.photos else None)
    return _shown(found, view, by)


def after(view: CaseView, by: Actor) -> Photo | None:
    """The view after, once a mending was reported."""
    return _shown(view.rounds[-1].after if view.rounds else None, view, by)


def others(view: CaseView, by: Actor) -> tuple[Photo, ...]:
    """The other photos of the problem, and the recheckers' own."""
    paired = {photo.key for done in view.rounds for photo in (done.before, done.after)}
    first = {view.photos[0].key} if view.photos and not view.rounds else set()
    rest = [photo for photo in view.photos if photo.key not in paired | first]
    rest += [photo for look in view.rechecks for photo in look.photos]
    return tuple(photo for one in rest if (photo := _shown(one, view, by)))


def _shown(found: PhotoView | None, view: CaseView, by: Actor) -> Photo | None:
    if found is None:
        return None
    name = words.name(accounts.names([found.by_id]).get(found.by_id))
    return photos.shown(found, alt=_("Photo of %(title)s") % {"title": view.title}, by_name=name, by=by)


def effect(view: CaseView, by: Actor, *, now: datetime) -> Effect | None:
    """The site's monitor minus the background, before and after; None without a monitor this person may see."""
    monitor = _monitor(view, by)
    last = latest_hour()
    if monitor is None or last is None:
        return None
    first = (view.reported_at - BEFORE).replace(minute=0, second=0, microsecond=0)
    length = min(int((last - first) / HOUR) + 1, LONGEST)
    background = _background(monitor)
    if length < FEWEST or not background:
        return None
    until = min(last, first + (length - 1) * HOUR)
    found = air.hours([monitor.code, *background], until=until, length=length)
    own = air.values(found.get(monitor.code, {}), PARAMETER, until=until, length=length)
    around = air.mean_of([air.values(found.get(code, {}), PARAMETER, until=until, length=length) for code in background])
    above = tuple(None if a is None or b is None else a - b for a, b in zip(own, around, strict=True))
    if sum(value is not None for value in above) < FEWEST:
        return None
    return _drawn(view, monitor, above, first=first, until=until)


def _monitor(view: CaseView, by: Actor) -> Station | None:
    """The monitor of the case's source."""
    source = Source.objects.select_related("monitor").filter(code=view.source_code).first() if view.source_code else None
    if source is None or source.monitor is None:
        return None
    return assessment.visible_stations(by).filter(pk=source.monitor_id).first()


def _background(monitor: Station) -> list[str]:
    """The official stations of the monitor's district."""
    own = registry.company().get(monitor.code)
    return list(own.background) if own else []


def _drawn(view: CaseView, monitor: Station, above: tuple[float | None, ...], *, first: datetime, until: datetime) -> Effect:
    mended = view.rounds[-1].submitted_at if view.rounds else None
    split = None if mended is None else (mended - first) / HOUR
    moments = [line.Moment(index=(view.reported_at - first) / HOUR, text=_("found"))]
    if split is not None and split < len(above):
        moments.append(line.Moment(index=split, text=_("mended")))
    figure = line.LineFigure(
        label=_("%(monitor)s minus the mean of the official stations") % {"monitor": words.name(monitor)},
        lines=(line.Line(values=above),),
        ticks=air.ticks(until, len(above)),
        moments=tuple(moments),
        shade_from=split if split is not None and split < len(above) else None,
        height=130,
    )
    known = sum(value is not None for value in above)
    return Effect(
        svg=line.line_figure(figure),
        title=_("%(substance)s above the background") % {"substance": formats.substance(PARAMETER)},
        caption=Caption(
            sentence=_means(above, split),
            place=_("%(monitor)s minus the official stations") % {"monitor": words.name(monitor)},
            period=_("to %(hour)s") % {"hour": f"{formats.day(until)} {formats.hour_label(until)}"},
            averaging=_("hourly means, %(unit)s") % {"unit": formats.unit(PARAMETER)},
            completeness=f"{known}/{len(above)} h",
        ),
    )


def _means(above: tuple[float | None, ...], split: float | None) -> str:
    """Mean before and after, each with its n."""
    if split is None or split >= len(above):
        return ""
    early = [value for value in above[: int(split)] if value is not None]
    late = [value for value in above[int(split) :] if value is not None]
    if not early or not late:
        return ""
    return _("Before: mean %(before)s (n = %(n)d h); after: %(after)s (n = %(m)d h).") % {
        "before": formats.number(sum(early) / len(early)),
        "n": len(early),
        "after": formats.number(sum(late) / len(late)),
        "m": len(late),
    }
