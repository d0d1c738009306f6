"""The words of the quality desk: checks, how sure they are, how a flag stands, data levels."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from airshed.quality import registry as checks
from lantian.console import words
from lantian.observations.models import Flag

SEVERITIES: dict[str, Promise] = {
    "note": gettext_lazy("worth knowing"),
    "doubtful": gettext_lazy("look before use"),
    "impossible": gettext_lazy("cannot be"),
}
FLAG_STATES: dict[str, Promise] = {
    "proposed": pgettext_lazy("flag", "to be judged"),
    "accepted": pgettext_lazy("flag", "accepted, not counted"),
    "rejected": pgettext_lazy("flag", "rejected, counts"),
    "lifted": pgettext_lazy("flag", "restored, counts again"),
}
LEVELS: dict[str, Promise] = {
    "real_time": gettext_lazy("real-time"),
    "reviewed": pgettext_lazy("data level", "reviewed"),
    "verified": pgettext_lazy("data level", "verified"),
}
GROUPS: dict[str, Promise] = {
    "districts": gettext_lazy("among districts"),
    "stations": gettext_lazy("among official stations"),
    "townships": gettext_lazy("among townships"),
    "cities": gettext_lazy("among cities"),
}


def check(code: str) -> str:
    """A check by its name in the reader's language; a person's flag has none."""
    known = {row.check.code: row.check for row in checks.CHECKS}
    if code not in known:
        return code
    return known[code].name_zh if words.is_chinese() else known[code].name_en


def seen(flag: Flag) -> str:
    """What a check saw, or why a person set the flag."""
    text = flag.evidence.get("seen_zh" if words.is_chinese() else "seen_en")
    return str(text or flag.reason)


def parameters(flag: Flag) -> str:
    """The rule as it was run, one name and value after the other."""
    return _(", ").join(f"{name} = {_plain(value)}" for name, value in sorted(flag.check_parameters.items()))


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_plain(part)}" for name, part in sorted(value.items())) + "}"
    return f"{value:g}" if isinstance(value, float) else str(value)
