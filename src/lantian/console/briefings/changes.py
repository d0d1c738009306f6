"""What has come since a briefing was written: which figures move, and what writing it again would change."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.accounts.rules import Actor
from lantian.console import air, words
from lantian.reporting import queries as reporting
from lantian.reporting.queries import Moved, Since
from lantian.ui import formats


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRow:
    """A figure that comes out differently now."""

    name: str
    printed: str
    now: str
    url: str
    now_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What moved since, in one sentence and figure by figure; no sentence when nothing has come."""

    sentence: str
    rows: tuple[ChangedRow, ...]

    @property
    def number(self) -> int:
        """How many figures come out differently."""
        return len(self.rows)


def changes(number: str, by: Actor, *, is_draft: bool, now: datetime) -> Changes:
    """What has come since a briefing was written."""
    since = reporting.since_written(number, by, now=now)
    return Changes(sentence=_sentence(since, is_draft=is_draft), rows=tuple(_row(one) for one in since.moved))


def _row(one: Moved) -> ChangedRow:
    return ChangedRow(
        name=_last_words(one.before["zh"] if words.is_chinese() else one.before["en"]),
        printed=f"{one.printed} {one.unit}".strip() if one.printed else _("not said yet"),
        now=f"{one.now} {one.unit}".strip() if one.now else _("not said any more"),
        url=air.explain_url(one.explain) if one.explain else "",
        now_url=air.explain_url(one.address) if one.address else "",
    )


def _last_words(text: str) -> str:
    for mark in "，。；：、,;:（(":
        text = text.rpartition(mark)[2].strip() or text
    return text.strip(" （(，。；：、,;:")


def _sentence(since: Since, *, is_draft: bool) -> str:
    number = len(since.moved)
    if not number and not (is_draft and since.has_newer):
        return ""
    if not is_draft:
        return ngettext(
            "%d figure comes out differently now; what was issued stays as it was printed.",
            "%d figures come out differently now; what was issued stays as it was printed.",
            number,
        ) % number  # fmt: skip
    newest = since.newest_hour
    until = formats.when_short(newest + air.HOUR) if newest else formats.MISSING
    if not number:
        return _("Newer data have come, up to %(until)s; no figure of this draft changes.") % {"until": until}
    return ngettext(
        "Updating the draft changes %(number)d figure; data are in up to %(until)s now.",
        "Updating the draft changes %(number)d figures; data are in up to %(until)s now.",
        number,
    ) % {"number": number, "until": until}  # fmt: skip
