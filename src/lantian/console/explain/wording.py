"""The words of the explain page: what the way down keeps as codes, msgids and UTC stamps."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lantian.console import history, words
from lantian.kernel.references import parse_address
from lantian.registry.models import Region, Station
from lantian.reporting.queries import Step, StepKind
from lantian.ui import formats

PARAMETERS: dict[str, Promise | str] = {
    "ws": _("Wind speed"),
    "wd": _("Wind direction"),
    "t": _("Air temperature"),
    "rh": _("Relative humidity"),
    "p": _("Air pressure"),
    "o3_8h": _("O3 8 h"),
    "o3_1h_max": _("O3 1 h max"),
    "aqi": "AQI",
    "composite": _("composite index"),
}
STEPS: dict[str, Promise] = {
    "rounded": _("rounded"),
    "sub_index": _("sub-index"),
    "outside": _("outside the table"),
    "single": _("single index"),
    "index": _("index"),
    "mean": _("mean"),
    "hours": _("valid hours"),
    "days": _("valid days"),
    "stations": _("valid stations"),
    "windows": _("valid 8-hour windows"),
    "largest": _("largest"),
    "percentile": _("percentile"),
}
# Each convention a number is computed by, as a sentence: what was agreed, for every name and value there is.
CONVENTIONS: dict[tuple[str, str], Promise] = {
    ("rounding", "ceil"): _("sub-indices go up to the next whole number"),
    ("rounding", "half_up"): _("sub-indices are rounded to whole numbers, a half upwards"),
    ("rounding", "singles_half_even"): _("each single index is rounded half to even, then they are added"),
    ("rounding", "sum_half_even"): _("the exact sum of the single indices is rounded half to even"),
    ("rounding", "singles_half_up"): _("each single index is rounded, a half upwards, then they are added"),
    ("concentrations", "law"): _("concentrations are rounded first, as the standard says"),
    ("concentrations", "none"): _("concentrations are taken as they came, without rounding"),
    ("gaps", "by_law"): _("where a pollutant is missing, the standard decides whether there is an index"),
    ("gaps", "left_out"): _("pollutants this station does not send are left out; a clue, no official index"),
    ("provisional", "True"): _("provisional: the stretch is not made of whole months"),
    ("provisional", "False"): _("not provisional: whole months"),
    ("group", "districts"): _("ranked among districts"),
    ("group", "stations"): _("ranked among official stations"),
    ("group", "micro"): _("ranked among micro-stations"),
}
COUNTED: dict[str, Promise] = {"ranked": _("ranked"), "of": pgettext_lazy("completeness", "of")}
CLAUSES: dict[str, Promise] = {
    "table": _("table"),
    "note": _("note"),
    "annex": _("annex"),
    "second grade": _("second grade"),
    "equal values, equal place": _("equal values, equal place"),
    "mean over stations; 75 % of four or more, half of fewer": _(
        "mean over stations; 75 % of four or more, half of fewer"
    ),
    "transition": _("transition"),
}
_IN_CLAUSES = re.compile("|".join(rf"\b{re.escape(words)}\b" for words in CLAUSES))
WITH_FIGURE = ("assessment.hour", "assessment.day", "assessment.composite")
EVENTS: dict[str, Promise] = {
    "assessment.alarm_raised": _("rule met"),
    "assessment.alarm_withdrawn": _("rule no longer met"),
    "diagnosis.suspicion_ordered": _("somebody was sent"),
    "diagnosis.suspicion_answered": _("answered on the spot"),
    "inspections.answered": _("item answered"),
    "inspections.photo_kept": _("photo kept"),
    "scoring.scored": _("points given"),
}
_STAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_INDEX = re.compile(r"\b([A-Z]|ΣC)_([a-z])\b")
NO_READINGS = "no readings lie under"
_EVENT = re.compile(r"[a-z]+\.[a-z_]+")


@dataclass(slots=True)
class Names:
    """Names of stations and regions by their codes, read once a page."""

    known: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "Names":
        """The names in the reader's language."""
        known: dict[str, str] = {}
        for model in (Region, Station):
            for row in model.objects.only("code", "name_zh", "name_en"):
                known[row.code] = words.name(row)
        return cls(known)

    def of(self, text: str) -> str:
        """A label or a list of facts with every code, hour and day in words."""
        return " ".join(self._one(part) for part in text.split(" "))

    def pairs(self, text: str) -> str:
        """`pm25 24, pm10 24, of 24` in words; a pair whose reason is a code says the reason."""
        return gettext(", ").join(self.of(pair) for pair in text.split(", "))

    def _one(self, part: str) -> str:
        if part in self.known:
            return self.known[part]
        said = _time(part)
        if said:
            return said
        if part in PARAMETERS or part in formats.SUBSTANCES:
            return parameter(part)
        return str(COUNTED.get(part, reason(part)))


def conventions(text: str) -> str:
    """`rounding ceil, gaps left_out` as sentences."""
    return gettext("; ").join(_convention(pair) for pair in text.split(", "))


def _convention(pair: str) -> str:
    name, _space, value = pair.partition(" ")
    if name == "by":
        return gettext("ranked by %(what)s, the lowest first") % {"what": parameter(value)}
    return str(CONVENTIONS.get((name, value), pair))


def parameter(code: str) -> str:
    """PM2.5 for pm25, wind speed for ws."""
    return str(PARAMETERS.get(code, formats.substance(code)))


def reason(code: str) -> str:
    """Why there is no value: a code, or a sentence the way down ended with."""
    if code.startswith(NO_READINGS):
        return gettext("no readings lie under this address")
    said = words.missing(code)
    return gettext(said) if said == code and code else said


def formula(text: str) -> str:
    """A formula without the underscores of its indices."""
    return _INDEX.sub(r"\1\2", text)


def flag(text: str) -> str:
    """`invalid: rain gauge (duty)` with the kind in words."""
    kind, colon, rest = text.partition(": ")
    between = "：" if words.is_chinese() else ": "
    return f"{words.word(words.FLAG_KINDS, kind)}{between}{rest}" if colon else text


def step_label(label: str, names: Names) -> str:
    """`so2:rounded` as SO2 rounded; of a ranking the unit's name."""
    code, colon, what = label.partition(":")
    if colon:
        return f"{parameter(code)} {words.word(STEPS, what)}"
    return words.word(STEPS, label) if label in STEPS else names.of(label)


def clause(text: str) -> str:
    """A standard's clause; its own name stays, what is said of it is translated."""
    return _IN_CLAUSES.sub(lambda found: str(CLAUSES[found[0]]), text)


def hour(moment: datetime) -> str:
    """21 Nov 2026 13:00–14:00, the hour that begins then."""
    return f"{formats.day(moment)} {formats.hour_label(moment)}"


def stamps(text: str) -> str:
    """UTC stamps inside a text as local moments, names of events in the office's words."""
    said = _STAMP.sub(lambda found: moment(_utc(found[0], "%Y-%m-%d %H:%M:%SZ")), text)
    titles = {**EVENTS, **history.TITLES}
    return _EVENT.sub(lambda found: str(titles.get(found[0], found[0])), said)


def interval(text: str) -> str:
    """Two UTC stamps as the local day with both ends: 21 Nov 2026 13:00–14:00."""
    begins_at, ends_at = (_utc(found[0], "%Y-%m-%d %H:%M:%SZ") for found in _STAMP.finditer(text))
    end = f"{formats.local(ends_at):%H:%M}"
    last = "24:00" if end == "00:00" and ends_at > begins_at else end
    return f"{formats.day(begins_at)} {formats.local(begins_at):%H:%M}–{last}"


def moment(at: datetime) -> str:
    """A moment to the second, as packets are looked up."""
    return f"{formats.when(at)}:{formats.local(at):%S}"


def when(step: Step) -> str:
    """The hour, day or stretch a step is about; of a packet or an event the moment."""
    if step.at is not None and step.kind in (StepKind.PACKET, StepKind.ITEM):
        return moment(step.at)
    if step.at is not None:
        return hour(step.at)
    said = next((each for part in _parts(step.address) if (each := _time(part))), "")
    return said or (formats.day(step.day) if step.day else "")


def figure(step: Step) -> str:
    """The parameter an address names: NO2 of a daily value; empty for an index."""
    parts, kind = _parts(step.address), step.address.partition(":")[0]
    if kind == "observations.reading" and len(parts) > 1:
        return parameter(parts[1])
    return parameter(parts[3]) if kind in WITH_FIGURE and len(parts) > 3 else ""


def title(step: Step) -> str:
    """What a step is, in words: daily value of NO2."""
    said, code = gettext(step.what), figure(step)
    return gettext("%(what)s, %(code)s") % {"what": said, "code": code} if code else said


def place(step: Step, names: Names) -> str:
    """Whose number it is."""
    if step.of is None:
        return ""
    text = step.of.zh if words.is_chinese() else step.of.en
    return names.of(text) if step.of.zh == step.of.en else text


def fact(step: Step, label: str) -> str:
    """What is known about a step under a label; empty when nothing is."""
    return next((one.text for one in step.facts if one.label == label), "")


def named_fact(step: Step, label: str) -> str:
    """A fact that has a name in both languages, in the reader's."""
    found = next((one for one in step.facts if one.label == label), None)
    if found is None:
        return ""
    return found.zh if found.zh and words.is_chinese() else found.text


def with_unit(text: str, unit: str) -> str:
    """57 µg/m³; 35% without a gap."""
    if not unit or text == formats.MISSING:
        return text
    return f"{text}{unit}" if unit in ("%", "°") else f"{text} {unit}"


def _parts(address: str) -> tuple[str, ...]:
    return parse_address(address).parts if address else ()


def _time(part: str) -> str:
    """An hour, a day or a stretch of days as addresses spell them; empty for anything else."""
    if _MOMENT.fullmatch(part):
        return hour(_utc(part[:16], "%Y-%m-%dT%H:%M"))
    days = part.split("..")
    if len(days) > 2 or not all(_DAY.fullmatch(one) for one in days):
        return ""
    return " – ".join(dict.fromkeys(formats.day(date.fromisoformat(one)) for one in days))


def _utc(text: str, pattern: str) -> datetime:
    return datetime.strptime(text, pattern).replace(tzinfo=UTC)
