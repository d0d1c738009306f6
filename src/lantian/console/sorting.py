"""Tables that a click on a heading sorts: `?sort=column`, downward with a minus; what is missing is last."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from django.http import Http404, QueryDict

from lantian.ui.parts import SortHeading

Key = str | int | Decimal | datetime | None
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """By which column, and whether the largest comes first."""

    column: str
    is_down: bool = False

    def __str__(self) -> str:
        return f"-{self.column}" if self.is_down else self.column

    def of(self, rows: Iterable[Row], key: Callable[[Row], Key]) -> list[Row]:
        """The rows in order; those alike stay as they were, those without a value come last either way."""
        held = [(key(row), row) for row in rows]
        known = [(found, row) for found, row in held if found is not None]
        known.sort(key=lambda pair: pair[0], reverse=self.is_down)
        return [row for _found, row in known] + [row for found, row in held if found is None]

    def heading(
        self,
        column: str,
        label: str,
        address: Callable[[str], str],
        *,
        is_number: bool = True,
        is_down_first: bool = False,
    ) -> SortHeading:
        """The heading of a column: a click sorts by it, the next click the other way round."""
        is_on = column == self.column
        turned = Order(column=column, is_down=not self.is_down if is_on else is_down_first)
        return SortHeading(
            label=label,
            url=address(str(turned)),
            direction=("descending" if self.is_down else "ascending") if is_on else "",
            is_number=is_number,
        )


def order(given: QueryDict, columns: Collection[str], *, usual: str) -> Order:
    """Read the order asked for, the usual one where nothing is; a column that is not there is not found."""
    said = given.get("sort") or usual
    found = Order(column=said.removeprefix("-"), is_down=said.startswith("-"))
    if said != usual and found.column not in columns:
        raise Http404(f"nothing is sorted by {found.column!r}")
    return found
