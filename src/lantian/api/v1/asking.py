"""What may be asked: parameters that are checked by name, and how each question of /v1/ is declared."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import wraps
from typing import Annotated, Any, get_type_hints
from urllib.parse import urlencode

from ninja import Router, Schema
from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema

from lantian.accounts.rules import Verb, require
from lantian.api.entry import Caller
from lantian.api.exports.files import TYPES, Format
from lantian.api.v1.shapes import Trouble
from lantian.assessment.rules.keys import YEARS
from lantian.kernel.refusals import gettext_noop

Answer = Callable[..., Any]  # Any: what a question answers is declared beside it
LIMIT = 1000
CODE = r"^[\w.\-]+$"
MOMENT_NEEDED = "a moment with its zone such as 2026-11-21T05:00Z"
DAY_NEEDED = "a day such as 2026-11-21"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Unaskable(ValueError):
    """A question that has no answer as it was put; the sentence names the offender."""

    def __init__(self, seen: str, *, needed: str) -> None:
        self.seen, self.needed = seen, needed
        super().__init__(f"{seen}; {needed} is needed")


class NotThere(LookupError):
    """Nothing of that name is registered, or it is not this person's to see: both look alike."""

    def __init__(self, what: str, name: str) -> None:
        self.what, self.name = what, name
        super().__init__(f"there is no {what} {name!r} here, or it is not yours to see")


class SubjectKind(StrEnum):
    __doc__ = gettext_noop("Whether stations or regions are meant.")

    STATION = "station"
    REGION = "region"


def read_moment(text: object) -> datetime:
    """The moment a text says; ValueError saying what is needed otherwise."""
    said = str(text).strip().replace(" ", "+")  # a plus sign that nobody escaped arrives as a blank
    if not _MOMENT.fullmatch(said):
        raise ValueError(MOMENT_NEEDED)
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        raise ValueError(MOMENT_NEEDED) from None
    if found.year not in YEARS:
        raise ValueError(f"a year from {YEARS[0]} to {YEARS[-1]}")
    return found.astimezone(UTC)


def read_day(text: object) -> date:
    """The day a text says; ValueError saying what is needed otherwise."""
    said = str(text).strip()
    if not _DAY.fullmatch(said):
        raise ValueError(DAY_NEEDED)
    try:
        found = date.fromisoformat(said)
    except ValueError:
        raise ValueError(DAY_NEEDED) from None
    if found.year not in YEARS:
        raise ValueError(f"a year from {YEARS[0]} to {YEARS[-1]}")
    return found


Moment = Annotated[
    datetime,
    BeforeValidator(read_moment),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Day = Annotated[
    date,
    BeforeValidator(read_day),
    WithJsonSchema({"type": "string", "format": "date"}),
]
Nothing = SkipJsonSchema[None]  # a parameter that may be left out; null is no value of it
Code = Annotated[
    str,
    StringConstraints(min_length=1, max_length=40, pattern=CODE),
    Field(description=gettext_noop("A code, as /v1/stations and /v1/regions list them.")),
]
Id = Annotated[int, Field(ge=1, le=2**62, description=gettext_noop("The number of a list."))]
Whose = Annotated[
    list[Code], Field(max_length=200, description=gettext_noop("Codes; all in sight where none is given."))
]
Form = Annotated[
    Format, Field(description=gettext_noop("A file holds the whole stretch, whatever the limit."))
]
Limit = Annotated[int, Field(ge=1, le=LIMIT, description=gettext_noop("How many rows at most."))]
Key = Annotated[
    str,
    Field(max_length=100, description=gettext_noop("Go on behind this row; `next` of an answer holds it.")),
]


class Asked(Schema):
    """Parameters of a question."""

    model_config = ConfigDict(frozen=True)


def answers(
    router: Router,
    path: str,
    shape: Any,  # Any: a Schema, or a list of one
    *,
    summary: str,
    verb: Verb = Verb.SEE_DESK,
    has_files: bool = False,
) -> Callable[[Answer], Answer]:
    """Declare a question with every answer it can have, and refuse parameters it does not know."""
    troubles = dict.fromkeys((401, 403, 404, 422), Trouble)

    def decorate(view: Answer) -> Answer:
        known = _parameters(view)

        @wraps(view)
        def enter(request: Caller, *args: Any, **kwargs: Any) -> Any:
            require(verb, request.actor)
            unknown = sorted(set(request.GET) - known)
            if unknown:
                raise Unaskable(f"{unknown[0]!r} is no parameter here", needed=_listed(known))
            return view(request, *args, **kwargs)

        register = router.get(
            path,
            summary=summary,
            response={200: shape, **troubles},
            operation_id=view.__name__,
            url_name=view.__name__.replace("_", "-"),
            exclude_unset=True,
            openapi_extra=_files() if has_files else None,
        )
        return register(enter)

    return decorate


def next_url(request: Caller, key: str) -> str:
    """The same question, going on behind a row."""
    said = [(name, value) for name in request.GET for value in request.GET.getlist(name) if name != "after"]
    return f"{request.path}?{urlencode([*said, ('after', key)])}"


def ordered(since: datetime, until: datetime) -> None:
    """Refuse a stretch of time that ends before it begins."""
    if until <= since:
        raise Unaskable(f"until is {until:%Y-%m-%dT%H:%MZ}", needed=f"a moment after {since:%Y-%m-%dT%H:%MZ}")


def ordered_days(first: date, last: date) -> None:
    """Refuse a stretch of days that ends before it begins."""
    if last < first:
        raise Unaskable(f"last is {last}", needed=f"{first} or a later day")


def _parameters(view: Answer) -> set[str]:
    """The names of a question's parameters: the fields of its `given`."""
    given = get_type_hints(view).get("given")
    return set() if given is None else set(given.model_fields)


def _listed(names: set[str]) -> str:
    return f"one of {', '.join(sorted(names))}" if names else "a question without parameters"


def _files() -> dict[str, Any]:
    """The other forms in which the answer comes."""
    content = {
        TYPES[kind]: {"schema": {"type": "string", "format": "binary"}}
        for kind in Format
        if kind is not Format.JSON
    }
    return {"responses": {200: {"content": content}}}
