"""The Flag byte: ``V5 V4 V3 V2 V1 V0 D A``.

Bit 0 (A) asks for a reply, bit 1 (D) says that the packet is a part and carries PNUM and PNO, the upper six
bits number the edition (HJ 212-2017, table 3). HJ 212-2025 swaps the two names in its text; the meaning of
the bits did not change.
"""

from enum import IntEnum

_NEEDS_REPLY = 0b01
_IS_PART = 0b10
FLAG_LIMIT = 0xFF


class Edition(IntEnum):
    """An edition of the standard, by its year; ``version`` is what the upper bits of Flag hold."""

    HJ212_2005 = 2005
    HJ212_2017 = 2017
    HJ212_2025 = 2025

    @property
    def version(self) -> int:
        return _VERSION_OF[self]


_VERSION_OF = {Edition.HJ212_2005: 0, Edition.HJ212_2017: 1, Edition.HJ212_2025: 2}
_EDITION_OF = {version: edition for edition, version in _VERSION_OF.items()}


def edition(flag: int | None) -> Edition | None:
    """Edition that a Flag names.

    Parameters
    ----------
    flag : int or None
        The Flag byte; None where the frame has none.

    Returns
    -------
    Edition or None
        None without a Flag and for version numbers no edition has.

    Examples
    --------
    >>> edition(5), edition(9), edition(0)
    (<Edition.HJ212_2017: 2017>, <Edition.HJ212_2025: 2025>, <Edition.HJ212_2005: 2005>)
    """
    return None if flag is None else _EDITION_OF.get(flag >> 2)


def needs_reply(flag: int | None) -> bool:
    """Whether bit A asks for a reply.

    Parameters
    ----------
    flag : int or None
        The Flag byte; None where the frame has none.

    Returns
    -------
    bool
        False without a Flag.

    Examples
    --------
    >>> needs_reply(5), needs_reply(4)
    (True, False)
    """
    return flag is not None and bool(flag & _NEEDS_REPLY)


def is_part(flag: int | None) -> bool:
    """Whether bit D says that the packet is one part of several, numbered by PNUM and PNO.

    Parameters
    ----------
    flag : int or None
        The Flag byte; None where the frame has none.

    Returns
    -------
    bool
        False without a Flag.

    Examples
    --------
    >>> is_part(7), is_part(5)
    (True, False)
    """
    return flag is not None and bool(flag & _IS_PART)


def compose(of: Edition, *, needs_reply: bool = False, is_part: bool = False) -> int:
    """Build a Flag byte.

    Parameters
    ----------
    of : Edition
        The edition the sender speaks.
    needs_reply : bool
        Whether the receiver must answer.
    is_part : bool
        Whether PNUM and PNO follow.

    Returns
    -------
    int
        The Flag byte.

    References
    ----------
    HJ 212-2017, table 3: 4 to 7. HJ 212-2025, table 3: 8 to 11.

    Examples
    --------
    >>> compose(Edition.HJ212_2017, needs_reply=True), compose(Edition.HJ212_2025)
    (5, 8)
    """
    return of.version << 2 | (_IS_PART if is_part else 0) | (_NEEDS_REPLY if needs_reply else 0)
