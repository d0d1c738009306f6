"""When a visit is complete, and which checklist it takes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import time

from lantian.inspections.rules.checklists import ALWAYS, MOSTLY, NEVER, NO, NOTHING, PROBLEM, SEEN, Answered
from lantian.inspections.rules.refusals import (
    AnswersMissing,
    CategoryMissing,
    PhotoMissing,
    PlaceUnexplained,
    ProblemWithoutPhoto,
    ResultContradicts,
    WordsMissing,
)

# a night check is one between 18:00 and 06:00 (Sanhe's grid rules of 2015)
NIGHT_BEGINS, NIGHT_ENDS = time(18), time(6)


def check_place(*, lon: float | None, lat: float | None, place_note: str) -> None:
    """Raise PlaceUnexplained unless there is a place or words for it."""
    if (lon is None or lat is None) and not place_note.strip():
        raise PlaceUnexplained()


def check_finding(
    *, result: str, answers: Sequence[Answered], words: str, category: str, has_photo: bool
) -> None:
    """Raise unless the finding is complete and agrees with the answers and photos."""
    not_met = [a for a in answers if a.value in {NO, MOSTLY}]
    if result == PROBLEM:
        _check_problem(answers, not_met=not_met, words=words, category=category, has_photo=has_photo)
    elif result == NOTHING:
        _check_answered(answers)
        failed = [a.text for a in not_met if a.value == NO]
        if failed:
            raise ResultContradicts(failed)
        _check_photos(answers)
    elif not words.strip():
        raise WordsMissing()


def _check_problem(
    answers: Sequence[Answered], *, not_met: Sequence[Answered], words: str, category: str, has_photo: bool
) -> None:
    _check_answered(answers)
    if not not_met and not words.strip():
        raise WordsMissing()
    if not category:
        raise CategoryMissing()
    _check_photos(answers)
    if not has_photo:
        raise ProblemWithoutPhoto()


def _check_answered(answers: Sequence[Answered]) -> None:
    open_items = [a.text for a in answers if a.value is None]
    if open_items:
        raise AnswersMissing(open_items)


def _check_photos(answers: Sequence[Answered]) -> None:
    bare = [a.text for a in answers if wants_photo(a) and not a.has_photo]
    if bare:
        raise PhotoMissing(bare)


def wants_photo(item: Answered) -> bool:
    """Whether the answer asks for a photo; what was not seen or does not apply never does."""
    return (item.photo == ALWAYS and item.value in SEEN) or (item.photo != NEVER and item.value == NO)


def gravest_category(answers: Sequence[Answered]) -> str:
    """The category of the heaviest item that is not met; empty when all are."""
    not_met = [a for a in answers if a.value == NO] or [a for a in answers if a.value == MOSTLY]
    return max(not_met, key=lambda a: a.weight).category if not_met else ""


def is_night(local: time) -> bool:
    """Whether a local time of day counts as a night check."""
    return local >= NIGHT_BEGINS or local < NIGHT_ENDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """A checklist that suits an order, and how closely it was made for it."""

    id: int
    part_of_day: str
    names_purpose: bool
    names_source: bool


def best_template(fitting: Collection[Fitting], *, is_night: bool) -> int | None:
    """The one made for this purpose, else this part of the day, else this kind of place; first of equals."""
    now = "night" if is_night else "day"
    wanted = [one for one in fitting if one.part_of_day in {now, "any"}]
    if not wanted:
        return None
    return max(wanted, key=lambda one: (one.names_purpose, one.part_of_day == now, one.names_source)).id
