"""The data area: ``name=value`` fields, and the readings of the upload commands.

Values keep the text of the source. A comma joins the values of one factor, a semicolon parts the factors
(HJ 212-2017, 6.3.5); nothing here depends on which of the two was sent, because devices mix them.
"""

import re
from collections.abc import Iterable, Mapping, Set
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from hj212.faults import (
    BadDataTime,
    BadEncoding,
    DuplicateField,
    Fault,
    OddField,
    UnknownMark,
    ValueNotANumber,
)

# Suffixes of numbers: real-time, mean, least, greatest, amount; Zs… are converted to reference conditions.
NUMBER_SUFFIXES: Final = frozenset(
    {"Rtd", "Avg", "Min", "Max", "Cou", "ZsRtd", "ZsAvg", "ZsMin", "ZsMax", "ZsCou"}
)
MARK_SUFFIX: Final = "Flag"
EQUIPMENT_MARK_SUFFIX: Final = "EFlag"
SAMPLE_TIME_SUFFIX: Final = "SampleTime"
_NOTE_SUFFIXES = (EQUIPMENT_MARK_SUFFIX, SAMPLE_TIME_SUFFIX)
DATA_TIME: Final = "DataTime"

# HJ 212-2017, 6.6.4 (table 8): normal, stopped, maintenance, set by hand, fault, calibration, over range,
# no link.
MARKS: Final[dict[str, str]] = {
    "N": "正常",
    "F": "停运",
    "M": "维护",
    "S": "手工设定",
    "D": "故障",
    "C": "校准",
    "T": "超上限",
    "B": "通讯异常",
}
ALL_MARKS: Final = frozenset(MARKS)

# Two digits of exponent: some devices print tiny values as 1E-05; more would make monsters of Decimal.
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
_MOMENT = re.compile(r"[0-9]{8}(?:[01][0-9]|2[0-3])[0-9]{4}")
# A value may be a log text between // and //, which holds commas and semicolons (HJ 212-2017, appendix B,
# i11001).
_TOKEN = re.compile(r"[^;,=]*=//.*?//|[^;,]+", re.DOTALL)


class Reading(NamedTuple):
    """What a packet says about one factor.

    ``values`` holds the source's own text by suffix (``Avg``, ``Min`` …), also of suffixes no edition lists.
    ``mark`` is the data mark (``N`` normal …), ``equipment_mark`` the maker's own (EFlag), ``sampled_at`` the
    device's local time of the sample, without zone; None where the packet does not say.
    """

    code: str
    values: Mapping[str, str]
    mark: str | None = None
    equipment_mark: str | None = None
    sampled_at: datetime | None = None

    def number(self, suffix: str) -> Decimal | None:
        """Value of a suffix as an exact decimal; None where it is absent or not a number.

        Parameters
        ----------
        suffix : str
            ``Rtd``, ``Avg``, ``Min``, ``Max``, ``Cou``, ``ZsAvg`` …

        Returns
        -------
        Decimal or None
            With the digits of the source. Its unit is a matter of the device, never of the code.

        Examples
        --------
        >>> Reading("a34004", {"Avg": "14.0"}, "N").number("Avg")
        Decimal('14.0')
        """
        text = self.values.get(suffix)
        return Decimal(text) if text is not None and _is_number(text) else None


def _is_number(text: str) -> bool:
    # The first question answers for nearly every value and is three times as fast as the expression.
    return (text.isascii() and text.replace(".", "", 1).isdecimal()) or _NUMBER.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def _place(name: str) -> tuple[str | None, str, bool]:
    """A field's factor and suffix, and whether its value is a number.

    Remembered, because a device sends the same few names in every packet.
    """
    code, hyphen, suffix = name.rpartition("-")
    return (code, suffix, suffix in NUMBER_SUFFIXES) if hyphen else (None, name, False)


def area_text(area: bytes, faults: list[Fault]) -> str:
    """Text of a data area: UTF-8, or GBK as older devices send it.

    Parameters
    ----------
    area : bytes
        The bytes between the two ``&&``.
    faults : list of Fault
        Receives ``BadEncoding`` when it is not UTF-8.

    Returns
    -------
    str
        The text; bytes that fit neither encoding become U+FFFD.

    Examples
    --------
    >>> area_text("Info=正常".encode("gbk"), faults := []), faults[0].name
    ('Info=正常', 'BadEncoding')
    """
    try:
        return area.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = area.decode("gbk")
        faults.append(BadEncoding(used="gbk"))
    except UnicodeDecodeError:
        text = area.decode("utf-8", "replace")
        faults.append(BadEncoding(used="utf-8 with replaced bytes"))
    return text


def split_fields(text: str, faults: list[Fault]) -> dict[str, str]:
    """Fields of a data area in their order.

    Parameters
    ----------
    text : str
        The text between the two ``&&``.
    faults : list of Fault
        Receives ``OddField`` and ``DuplicateField``.

    Returns
    -------
    dict of str to str
        Value by name; of a repeated name the first value.

    References
    ----------
    HJ 212-2017, 6.3.5 (table 5).

    Examples
    --------
    >>> split_fields("DataTime=20220513162600;a21004-Avg=4,a21004-Flag=N", [])
    {'DataTime': '20220513162600', 'a21004-Avg': '4', 'a21004-Flag': 'N'}
    """
    fields: dict[str, str] = {}
    tokens = _TOKEN.findall(text) if "//" in text else text.replace(",", ";").split(";")
    for token in tokens:
        name, equals, value = token.partition("=")
        if not equals or not name:
            if token:
                faults.append(OddField(text=token))
        elif name in fields:
            faults.append(DuplicateField(field=name, text=value))
        else:
            fields[name] = value
    return fields


def moment(text: str) -> datetime | None:
    """Local moment of 14 digits ``YYYYMMDDhhmmss``, without zone.

    Parameters
    ----------
    text : str
        As sent; digits after the fourteenth (milliseconds of some devices) are left out.

    Returns
    -------
    datetime or None
        Naive: the device's local time. None when the first 14 characters are no moment.

    Examples
    --------
    >>> moment("20190924220000")
    datetime.datetime(2019, 9, 24, 22, 0)
    """
    if not _MOMENT.match(text):
        return None
    try:
        return datetime.fromisoformat(f"{text[:8]}T{text[8:14]}")
    except ValueError:
        return None


def read_moment(fields: Mapping[str, str], name: str, faults: list[Fault]) -> datetime | None:
    """Moment of a field; a text that is not exactly 14 digits of a moment becomes ``BadDataTime``.

    Parameters
    ----------
    fields : mapping of str to str
        Fields of a data area.
    name : str
        ``DataTime``, ``BeginTime``, ``a34004-SampleTime`` …
    faults : list of Fault
        Receives ``BadDataTime``.

    Returns
    -------
    datetime or None
        Naive local moment; None where the field is absent or no moment.

    Examples
    --------
    >>> read_moment({"DataTime": "2021"}, "DataTime", faults := []), faults[0].name
    (None, 'BadDataTime')
    """
    text = fields.get(name)
    if text is None:
        return None
    found = moment(text)
    if found is None or len(text) != 14:
        faults.append(BadDataTime(field=name, seen=text))
    return found


def read_readings(
    fields: Mapping[str, str], faults: list[Fault], *, marks: Set[str] = ALL_MARKS
) -> tuple[Reading, ...]:
    """Readings of an upload, one a factor, in the order of the packet.

    Parameters
    ----------
    fields : mapping of str to str
        Fields of a data area.
    faults : list of Fault
        Receives ``ValueNotANumber``, ``UnknownMark`` and ``BadDataTime``.
    marks : set of str
        Letters allowed as a data mark; empty to allow any.

    Returns
    -------
    tuple of Reading
        Fields without a factor (``DataTime`` …) are not among them.

    Notes
    -----
    A code is whatever stands before the last hyphen: codes of 2005 (``02``) and home-made ones (``O3``) pass.

    Examples
    --------
    >>> read_readings({"a34004-Avg": "14", "a34004-Flag": "N"}, [])
    (Reading(code='a34004', values={'Avg': '14'}, mark='N', equipment_mark=None, sampled_at=None),)
    """
    values: dict[str, dict[str, str]] = {}
    mark_of: dict[str, str] = {}
    has_notes = False
    for name, text in fields.items():
        code, suffix, is_number = _place(name)
        if code is None:
            continue
        of_code = values.get(code)
        if of_code is None:
            of_code = values[code] = {}
        if suffix == MARK_SUFFIX:
            mark_of[code] = text
        elif suffix in _NOTE_SUFFIXES:
            has_notes = True
        else:
            of_code[suffix] = text
            if is_number and not _is_number(text):
                faults.append(ValueNotANumber(field=name, text=text))
    for code, mark in mark_of.items() if marks else ():
        if mark not in marks:
            needed = " ".join(letter for letter in MARKS if letter in marks)
            faults.append(UnknownMark(field=f"{code}-{MARK_SUFFIX}", text=mark, needed=needed))
    found = tuple([Reading(code, numbers, mark_of.get(code)) for code, numbers in values.items()])
    return _with_notes(found, fields, faults) if has_notes else found


def _with_notes(
    readings: Iterable[Reading], fields: Mapping[str, str], faults: list[Fault]
) -> tuple[Reading, ...]:
    return tuple(
        reading._replace(
            equipment_mark=fields.get(f"{reading.code}-{EQUIPMENT_MARK_SUFFIX}"),
            sampled_at=read_moment(fields, f"{reading.code}-{SAMPLE_TIME_SUFFIX}", faults),
        )
        for reading in readings
    )


def upload_fields(readings: Iterable[Reading], *, data_time: datetime) -> dict[str, str]:
    """Fields of an upload, ready for :func:`hj212.encode`.

    Parameters
    ----------
    readings : iterable of Reading
        What was measured.
    data_time : datetime
        Local time of the device: start of the interval, or the moment of a real-time value. [local]

    Returns
    -------
    dict of str to str
        ``DataTime`` first, then the fields of each reading.

    References
    ----------
    HJ 212-2017, appendix C (tables C.7 and following): DataTime is when the measurement began.

    Examples
    --------
    >>> from datetime import datetime
    >>> at_four = datetime.fromisoformat("2022-05-13T16:00")
    >>> upload_fields([Reading("a34004", {"Avg": "14"}, "N")], data_time=at_four)
    {'DataTime': '20220513160000', 'a34004-Avg': '14', 'a34004-Flag': 'N'}
    """
    fields = {DATA_TIME: f"{data_time:%Y%m%d%H%M%S}"}
    for reading in readings:
        if reading.sampled_at is not None:
            fields[f"{reading.code}-{SAMPLE_TIME_SUFFIX}"] = f"{reading.sampled_at:%Y%m%d%H%M%S}"
        fields.update({f"{reading.code}-{suffix}": text for suffix, text in reading.values.items()})
        if reading.mark is not None:
            fields[f"{reading.code}-{MARK_SUFFIX}"] = reading.mark
        if reading.equipment_mark is not None:
            fields[f"{reading.code}-{EQUIPMENT_MARK_SUFFIX}"] = reading.equipment_mark
    return fields
