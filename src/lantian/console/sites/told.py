"""What machines say of a site's day, and the parts of a plate, as pages print them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.accounts.rules import KEEPERS, Actor, Verb
from lantian.console import words
from lantian.console.sites import wording
from lantian.inspections.models import Item
from lantian.registry.models import Source
from lantian.sites.queries import DayFacts, Weather
from lantian.sites.rules import Part
from lantian.ui import formats
from lantian.ui.parts import KeyValue


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """One part of a plate: what was seen, what green and red ask, and the things it rests on."""

    code: str
    name: str
    colour: str
    word: str
    value: str
    green: str
    red: str
    window: str
    deed: str
    is_missing: bool
    links: tuple[tuple[str, str], ...]


def machine_rows(facts: DayFacts) -> tuple[KeyValue, ...]:
    """What filled itself in: dust, weather, gate."""
    return (*_dust_rows(facts), _weather_row(facts.weather), _gate_row(facts))


def part_rows(parts: tuple[Part, ...], source: Source, by: Actor) -> tuple[PartRow, ...]:
    """The parts of a plate in the rule's order."""
    return tuple(
        PartRow(
            code=part.code,
            name=words.word(wording.PARTS, part.code),
            colour=part.colour.value,
            word=words.word(wording.COLOURS, part.colour) if part.is_applied else _("does not apply"),
            value=wording.number(part.code, part.value),
            green=wording.asks(part),
            red=wording.asks_not(part),
            window=_("last %(days)d days") % {"days": part.days} if part.days else _("now"),
            deed=wording.deed(part) if part.is_missing else "",
            is_missing=part.is_missing,
            links=tuple(_link(address, source, by) for address in part.because),
        )
        for part in parts
    )


def _dust_rows(facts: DayFacts) -> tuple[KeyValue, ...]:
    dust = facts.dust
    if dust is None:
        return (KeyValue(key=_("Monitor"), value=_("no monitor stands there")),)
    share = "" if dust.share is None else f"{100 * dust.share:.0f} %"
    said = {"online": dust.online, "of": dust.of}
    highest = formats.number(dust.highest, "pm10")
    at = formats.hour_label(dust.highest_at) if dust.highest_at else ""
    over = ", ".join(f"{formats.hour_label(moment)} +{above:.0f}" for moment, above in dust.over[:6])
    limit = formats.number(dust.limit, "pm10")
    return (
        KeyValue(key=_("Monitor online"), value=_("%(online)d of %(of)d hours") % said, note=share),
        KeyValue(key="PM10", value=f"{formats.number(dust.mean, 'pm10')} µg/m³", note=_("mean of the hours")),
        KeyValue(key=_("Highest hour"), value=f"{highest} µg/m³", note=at),
        KeyValue(
            key=_("Hours over the limit"),
            value=str(len(dust.over)),
            note=over or _("limit: %(limit)s µg/m³ above the background") % {"limit": limit},
        ),
    )


def _weather_row(weather: Weather | None) -> KeyValue:
    if weather is None:
        return KeyValue(key=_("Weather"), value=_("no weather data"))
    wind = _("%(direction)s wind") % {"direction": words.direction(weather.wind_from)}
    told = [wind if weather.wind_from is not None else _("calm")]
    told += [f"{weather.wind_speed:.1f} m/s"] if weather.wind_speed is not None else []
    told += [f"{weather.temperature:.0f} °C"] if weather.temperature is not None else []
    told += [f"{weather.humidity:.0f} %"] if weather.humidity is not None else []
    station = weather.station_zh if words.is_chinese() else weather.station_en
    return KeyValue(key=_("Weather"), value=" · ".join(told), note=station)


def _gate_row(facts: DayFacts) -> KeyValue:
    if facts.trips is None:
        return KeyValue(key=_("Vehicles at the gate"), value=_("no gate data"))
    return KeyValue(key=_("Vehicles at the gate"), value=str(facts.trips))


def _link(address: str, source: Source, by: Actor) -> tuple[str, str]:
    """A thing a part rests on: its words and its page, empty where this person has none."""
    kind, _colon, key = address.partition(":")
    return _LINKS[kind](key, source, by)


def _case(number: str, source: Source, by: Actor) -> tuple[str, str]:
    if by.role in KEEPERS:
        return number, reverse("console:site-case", args=[source.code, number])
    return number, reverse("console:case", args=[number]) if by.may(Verb.SEE_CASES) else ""


def _day(day: str, source: Source, by: Actor) -> tuple[str, str]:
    return day, reverse("console:site-sheet", args=[source.code, day])


def _week(day: str, source: Source, by: Actor) -> tuple[str, str]:
    return _("week of %(day)s") % {"day": day}, reverse("console:site-week", args=[source.code, day])


def _shift(day: str, source: Source, by: Actor) -> tuple[str, str]:
    return day, reverse("console:site-roster", args=[source.code])


def _demand(number: str, source: Source, by: Actor) -> tuple[str, str]:
    return number, reverse("console:site-reply", args=[source.code, number])


def _station(code: str, source: Source, by: Actor) -> tuple[str, str]:
    name = words.name(source.monitor) or code
    return name, "" if by.role in KEEPERS else reverse("console:station", args=[code])


def _visit(key: str, source: Source, by: Actor) -> tuple[str, str]:
    return _("the last check"), _site(source) + "#visits"


def _item(code: str, source: Source, by: Actor) -> tuple[str, str]:
    item = Item.objects.filter(code=code).order_by("-pk").first()
    name = "" if item is None else (item.text_zh if words.is_chinese() else item.text_en)
    return name or code, ""


def _red_line(code: str, source: Source, by: Actor) -> tuple[str, str]:
    return words.word(wording.RED_LINES, code), ""


def _site(source: Source) -> str:
    return reverse(
        "console:plant" if source.kind == Source.Kind.PLANT else "console:site", args=[source.code]
    )


_LINKS = {
    "cases.case": _case,
    "sites.day": _day,
    "sites.week": _week,
    "sites.shift": _shift,
    "sites.demand": _demand,
    "registry.station": _station,
    "inspections.visit": _visit,
    "inspections.item": _item,
    "sites.red_line": _red_line,
}
