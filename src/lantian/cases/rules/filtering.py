"""What a saved filter may hold."""

from collections.abc import Mapping

from lantian.kernel.refusals import Refused, gettext_noop

FIELDS = frozenset(
    {"tab", "q", "category", "level", "grid", "unit", "overdue", "refused", "reopened", "mine", "cell"}
)
MOST = 20  # of one person; design default
LONGEST_NAME = 40
LONGEST_VALUE = 60


class FilterNameMissing(Refused):
    sentence = gettext_noop("Give the saved filter a name.")


class FilterNameTooLong(Refused):
    sentence = gettext_noop("The name “{name}” is longer than {most} characters; shorten it.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name, most=LONGEST_NAME)


class FilterNameTaken(Refused):
    sentence = gettext_noop("You have a saved filter “{name}” already; choose another name.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class FilterEmpty(Refused):
    sentence = gettext_noop("The list is narrowed to nothing yet; narrow it first, then save the filter.")


class FilterUnknown(Refused):
    sentence = gettext_noop("A list of cases cannot be narrowed by “{field}”; nothing was saved.")

    def __init__(self, field: str) -> None:
        super().__init__(field=field)


class TooManyFilters(Refused):
    sentence = gettext_noop("You have {most} saved filters; remove one first.")

    def __init__(self) -> None:
        super().__init__(most=MOST)


def check_filter(name: str, asked: Mapping[str, str], *, has: int) -> None:
    """Refuse a filter without a name or without anything to narrow by, an unknown field, one too many."""
    if not name.strip():
        raise FilterNameMissing()
    if len(name) > LONGEST_NAME:
        raise FilterNameTooLong(name)
    for field, value in asked.items():
        if field not in FIELDS or len(value) > LONGEST_VALUE:
            raise FilterUnknown(field)
    if not any(value for field, value in asked.items() if field != "tab"):
        raise FilterEmpty()
    if has >= MOST:
        raise TooManyFilters()
