"""What answers are made of: numbers as decimal text, moments in UTC, days in local time, and troubles."""

from typing import Annotated, Any

from ninja import Schema
from pydantic import Field


def _text(description: str, example: str, **schema: Any) -> Any:  # Any: pydantic's field has no public type
    return Field(description=description, examples=[example], json_schema_extra=schema or None)


Number = Annotated[
    str, _text("A number as its shortest decimal, never rounded.", "35.2", pattern=r"^-?[0-9]+(\.[0-9]+)?$")
]
Exact = Annotated[
    str,
    _text(
        "An exact number: a decimal, or a fraction such as 361/3.",
        "361/3",
        pattern=r"^-?[0-9]+(\.[0-9]+|/[0-9]+)?$",
    ),
]
Moment = Annotated[str, _text("A moment in UTC.", "2026-11-21T05:00:00Z", format="date-time")]
Day = Annotated[str, _text("A local day.", "2026-11-21", format="date")]
Address = Annotated[
    str,
    _text("Names one number; /v1/explain leads down from it.", "assessment.day:region/410800/2026-11-20@88"),
]


class Trouble(Schema):
    """Why there is no answer, in one sentence that names the offender."""

    error: Annotated[
        str, _text("What was seen and what is needed.", "limit is '5000'; 1000 or less is needed")
    ]
    request: Annotated[str, _text("Tell this to the operator if it stays.", "4f1c09a7be12")]


class Names(Schema):
    """A name in both languages."""

    zh: str
    en: str
