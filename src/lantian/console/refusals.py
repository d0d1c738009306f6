"""Refusals become a sentence on the page that was being filled in; what was entered stays.

The sentences are the rooms' own (`Refused.sentence`, an English msgid); here they are put into the reader's
language, and their facts into the office's words.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from lantian.accounts.rules import Role
from lantian.calendar.rules import ClockKind
from lantian.campaign.actions import BadTask
from lantian.cases import states as case_states
from lantian.cases.rules import Dependence
from lantian.console import words
from lantian.console.quality import wording as quality
from lantian.diagnosis import actions as diagnosis
from lantian.diagnosis import states as diagnosis_states
from lantian.dispatch import states as order_states
from lantian.dispatch.rules import KindOfGoing
from lantian.kernel.refusals import Refused
from lantian.observations import states as flag_states
from lantian.ui import formats

ENUMS = {
    Role: words.ROLES,
    ClockKind: words.CLOCKS,
    KindOfGoing: words.KINDS_OF_GOING,
    case_states.State: words.CASE_STATES,
    case_states.Level: words.CASE_LEVELS,
    case_states.Move: words.CASE_MOVES,
    Dependence: words.DEPENDENCE,
    order_states.State: words.ORDER_STATES,
    flag_states.State: quality.FLAG_STATES,
}


DIAGNOSIS: dict[type[Exception], Promise] = {
    diagnosis.ReasonMissing: gettext_lazy("Say in a few words why nobody goes; it stays in the history."),
    diagnosis.SuspicionMoved: gettext_lazy(
        "Somebody else decided about it while you were at it; nothing of yours was written. "
        "Reload the page and look again."
    ),
    diagnosis_states.MoveRefused: gettext_lazy(
        "It was already decided about; nothing was changed. Reload the page to see how it stands."
    ),
}


CODES = (
    words.ORDER_MOVES,
    words.REASONS,
    words.DEPENDENCE,
    words.CATEGORIES,
    words.CASE_LEVELS,
    words.ACCEPTANCE,
    words.KINDS_OF_GOING,
    words.REBOUND,
)


def attempt(form: BaseForm, act: Callable[[], object]) -> bool:
    """Do it; when it is refused, say so on the form and keep what was entered."""
    try:
        act()
    except Refused as refused:
        form.add_error(None, ValidationError(sentence(refused), code=type(refused).__name__))
        return False
    except BadTask as refused:
        form.add_error(None, str(words.BAD_TASKS.get(refused.code, refused)))
        return False
    except tuple(DIAGNOSIS) as refused:
        form.add_error(None, DIAGNOSIS[type(refused)])
        return False
    except ValidationError as wrong:
        form.add_error(None, wrong)
        return False
    return True


def sentence(refused: Refused) -> str:
    """What happened, why, and what to do, in the reader's language."""
    shown = {key: fact_words(value) for key, value in refused.facts.items()}
    return gettext(refused.sentence).format(**shown)


def fact_words(value: object) -> str:
    """One fact of a refusal as a reader expects it."""
    if isinstance(value, Enum):
        return words.word(ENUMS.get(type(value), {}), value.value)
    if isinstance(value, datetime):
        return formats.when(value)
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, timedelta):
        return formats.span(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, tuple | list | set | frozenset):
        return gettext(", ").join(fact_words(one) for one in value)
    return str(value)


def _text(value: str) -> str:
    """A code or a moment in words; a name stays a name."""
    for table in CODES:
        if value in table:
            return str(table[value])
        parts = value.split(", ")  # several codes in one fact
        if all(part in table for part in parts):
            return gettext(", ").join(str(table[part]) for part in parts)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return gettext(value) if value else ""
    return formats.when(moment) if moment.tzinfo else value
