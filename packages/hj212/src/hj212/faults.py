"""What may be wrong with a frame: typed facts, never exceptions.

Reading is lenient and the record is strict. Whatever could be read is returned, and everything that departs
from the standard stands beside it as a fault. A fault says what was seen, what was needed, and names the
offender in one sentence.

Two ranks: *damage* (``is_damage``) means the bytes themselves cannot be trusted; every other fault is a
departure from the letter of the standard by a frame that arrived whole.
"""

from dataclasses import asdict, dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One departure of one frame from the standard.

    ``is_damage`` tells whether the bytes were damaged or cut on the way, so that the values must not be used.
    """

    is_damage: ClassVar[bool] = False
    sentence: ClassVar[str] = ""

    @property
    def name(self) -> str:
        """The kind of fault, for example ``BadCrc``."""
        return type(self).__name__

    @property
    def message(self) -> str:
        """One sentence: what was seen and what was needed."""
        return self.sentence.format_map(asdict(self))

    def as_dict(self) -> dict[str, str | int]:
        """The fault as plain values: its ``fault`` name, its ``message`` and what it holds."""
        return {"fault": self.name, "message": self.message, **asdict(self)}

    def __str__(self) -> str:
        return f"{self.name}: {self.message}"


# --- damage -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class NoHeader(Fault):
    """The bytes do not begin with ``##`` and a length of four digits."""

    is_damage: ClassVar[bool] = True
    sentence: ClassVar[str] = "the bytes begin with {seen!r}; ## and a length of four digits are needed"
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Truncated(Fault):
    """The frame stops before the length it announces."""

    is_damage: ClassVar[bool] = True
    sentence: ClassVar[str] = "the frame stops after {counted} bytes; {needed} were announced"
    counted: int
    needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoChecksum(Fault):
    """The frame does not close with ``&&`` and a checksum, and its length does not tell where to look."""

    is_damage: ClassVar[bool] = True
    sentence: ClassVar[str] = "the frame closes with {seen!r}; && and four hexadecimal digits are needed"
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BadCrc(Fault):
    """The checksum sent is not the checksum of the bytes received."""

    is_damage: ClassVar[bool] = True
    sentence: ClassVar[str] = "the frame carries checksum {seen!r}; its data segment needs {needed}"
    seen: str
    needed: str


# --- departures -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLength(Fault):
    """The length field does not count the data segment."""

    sentence: ClassVar[str] = "the length field says {seen}; the data segment has {counted} bytes"
    seen: int
    counted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Oversize(Fault):
    """The data segment is longer than the standard allows."""

    sentence: ClassVar[str] = "the data segment has {seen} bytes; at most {allowed} are allowed"
    seen: int
    allowed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailingBytes(Fault):
    """Bytes follow the checksum that are not the closing CR LF."""

    sentence: ClassVar[str] = "{count} bytes follow the checksum; only CR LF may"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingField(Fault):
    """A field that the standard asks for is absent or empty."""

    sentence: ClassVar[str] = "the field {field} is missing or empty"
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateField(Fault):
    """A field appears again; the first value stands, the later one is kept here."""

    sentence: ClassVar[str] = "the field {field} appears again as {text!r}; the first value stands"
    field: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OddField(Fault):
    """A piece of text that cannot be read as a field of its place."""

    sentence: ClassVar[str] = "the text {text!r} is not a field that can be read here"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OddOrder(Fault):
    """The header's fields do not come in the order of the standard."""

    sentence: ClassVar[str] = "the header comes in the order {seen}; {needed} is needed"
    seen: str
    needed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BadQn(Fault):
    """The request number is not a moment of 17 digits."""

    sentence: ClassVar[str] = "QN is {seen!r}; a moment YYYYMMDDhhmmsszzz of 17 digits is needed"
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BadMn(Fault):
    """The device number cannot be one."""

    sentence: ClassVar[str] = "MN is {seen!r}; 1 to 24 letters, digits, dots, hyphens, underscores are needed"
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BadEncoding(Fault):
    """The data area is not UTF-8; it was read with another encoding."""

    sentence: ClassVar[str] = "the data area is not UTF-8; it was read as {used}"
    used: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BadDataTime(Fault):
    """A moment in the data area is not a moment of 14 digits."""

    sentence: ClassVar[str] = "{field} is {seen!r}; a moment YYYYMMDDhhmmss of 14 digits is needed"
    field: str
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueNotANumber(Fault):
    """A measured value is not a plain decimal number."""

    sentence: ClassVar[str] = "{field} is {text!r}; a decimal number is needed"
    field: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownMark(Fault):
    """A data mark is none of those of the standard."""

    sentence: ClassVar[str] = "{field} is {text!r}; one of the marks {needed} is needed"
    field: str
    text: str
    needed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownCommand(Fault):
    """The command number is none of the editions 2017 and 2025."""

    sentence: ClassVar[str] = "CN is {seen!r}, which is no command of HJ 212-2017 or HJ 212-2025"
    seen: str
