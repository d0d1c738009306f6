"""Cutting a byte stream into frames without losing a byte.

The end of a frame is decided by whatever proves it first, byte by byte, so the cuts do not depend on how the
stream was sliced into reads:

1. the announced length, when ``&&`` and four hexadecimal digits stand there;
2. ``&&``, four hexadecimal digits and then a line end or ``##``, before the announced length;
3. the beginning of another frame (``##``, four digits and a header field), before the announced length;
4. once the announced length proved wrong: the first line end;
5. the limit of bytes a frame may have.

Encrypted data areas may hold any byte, line ends among them, which is why a bare line end counts only after
the announced length has failed.
"""

import re
from enum import Enum
from typing import Final, NamedTuple

LARGEST_FRAME: Final = 6 + 9999 + 4  # what the length's four digits can announce, without CR LF
SMALLEST_LIMIT: Final = 64

_OPENING_SIZE = 6
_CRC_SIZE = 4
_CLOSING = re.compile(rb"&&[0-9A-Fa-f]{4}(?:[\r\n]|##)")
_NEXT_FRAME = re.compile(rb"##[0-9]{4}(?:QN|ST|CN|PW|MN)=")
_LINE_END = re.compile(rb"[\r\n]")
_OPENING = re.compile(rb"##[0-9]{4}")
_END = re.compile(rb"&&[0-9A-Fa-f]{4}")
_LINE_ENDS_OR_NOT = re.compile(rb"[\r\n]+|[^\r\n]+")
# An opening that the next read may complete.
_OPENING_BEGUN = re.compile(rb"#(?:#[0-9]{0,3})?\Z")


class Kind(Enum):
    """What a piece of the stream is."""

    FRAME = "frame"  # begins with ## and a length; whole or not is for the decoder to say
    LINE_END = "line end"  # CR and LF between frames
    JUNK = "junk"  # anything else between frames


class Piece(NamedTuple):
    """A piece of the stream, in its order; all pieces together are the stream."""

    kind: Kind
    raw: bytes


_CR_LF = Piece(Kind.LINE_END, b"\r\n")


class _Finder:
    """First match of an expression at or after a position, never looking at a byte twice for nothing.

    Positions are counted from the start of the stream. ``reach`` is the longest match; starts never go back.
    """

    __slots__ = ("_expression", "_found_at", "_reach", "_seen_to", "examined")

    def __init__(self, expression: re.Pattern[bytes], *, reach: int) -> None:
        self._expression = expression
        self._reach = reach
        self._found_at = -1  # the last match
        self._seen_to = 0  # nothing begins between the last start asked for and here
        self.examined = 0

    def first(self, buffer: bytearray, start: int, *, base: int) -> int:
        """Position in ``buffer`` of the first match from ``start`` on, -1 if none yet.

        ``base`` is where in the stream the buffer begins.
        """
        if self._found_at >= base + start:
            return self._found_at - base
        begin = max(start, self._seen_to - base)
        match = self._expression.search(buffer, begin)
        if match is None:
            self.examined += max(len(buffer) - begin, 0)
            self._seen_to = base + max(begin, len(buffer) - self._reach + 1)
            return -1
        self.examined += match.end() - begin
        self._found_at = self._seen_to = base + match.start()
        return match.start()


class FrameSplitter:
    """Cuts the stream of one connection into pieces.

    Parameters
    ----------
    max_frame : int
        Most bytes a frame may have, CR LF not counted. A longer one is cut there; its rest is junk. [bytes]

    Attributes
    ----------
    examined : int
        Bytes looked at so far; grows in proportion to the bytes fed, whatever they are.
    pending : int
        Bytes waiting for more; never more than ``max_frame``.

    Notes
    -----
    Frames are given without their CR LF, as soon as the checksum's last digit arrived: a device that sends no
    line end is not left waiting for its reply.

    Examples
    --------
    >>> splitter = FrameSplitter()
    >>> splitter.feed(b"??##0007CP=&&&")
    [Piece(kind=<Kind.JUNK: 'junk'>, raw=b'??')]
    >>> splitter.feed(b"&5F40")
    [Piece(kind=<Kind.FRAME: 'frame'>, raw=b'##0007CP=&&&&5F40')]
    """

    def __init__(self, *, max_frame: int = LARGEST_FRAME) -> None:
        if max_frame < SMALLEST_LIMIT:
            raise ValueError(f"max_frame is {max_frame}; at least {SMALLEST_LIMIT} bytes are needed")
        self._max_frame = max_frame
        self._buffer = bytearray()
        self._base = 0  # where in the stream the buffer begins
        self._examined_plainly = 0
        self._closings = _Finder(_CLOSING, reach=8)
        self._next_frames = _Finder(_NEXT_FRAME, reach=9)
        self._line_ends = _Finder(_LINE_END, reach=1)
        self._openings = _Finder(_OPENING, reach=6)

    @property
    def examined(self) -> int:
        finders = (self._closings, self._next_frames, self._line_ends, self._openings)
        return self._examined_plainly + sum(finder.examined for finder in finders)

    @property
    def pending(self) -> int:
        return len(self._buffer)

    def feed(self, chunk: bytes) -> list[Piece]:
        """Take the next bytes of the stream.

        Parameters
        ----------
        chunk : bytes
            Any bytes, any number of them.

        Returns
        -------
        list of Piece
            The pieces that are decided now, in the order of the stream.
        """
        self._buffer += chunk
        return self._cut(is_over=False)

    def finish(self) -> list[Piece]:
        """The stream is over: give out what is left.

        Returns
        -------
        list of Piece
            A frame that never came to its end is among them as a frame.
        """
        return self._cut(is_over=True)

    def _cut(self, *, is_over: bool) -> list[Piece]:
        pieces: list[Piece] = []
        buffer, at, size = self._buffer, 0, len(self._buffer)
        while at < size:
            end = self._plain_frame_end(at)
            if end > 0:
                pieces.append(Piece(Kind.FRAME, bytes(buffer[at:end])))
                at = end
                if buffer.startswith(b"\r\n", at):
                    pieces.append(_CR_LF)
                    at += 2
                continue
            opening = self._openings.first(buffer, at, base=self._base)
            junk_end = opening if opening >= 0 else self._junk_end(at, is_over=is_over)
            self._give_junk(pieces, at, junk_end)
            at = junk_end
            if opening < 0:
                break
            end = self._frame_end(at, is_over=is_over)
            if end < 0:
                break
            pieces.append(Piece(Kind.FRAME, bytes(buffer[at:end])))
            at = end
        del buffer[:at]
        self._base += at
        return pieces

    def _plain_frame_end(self, start: int) -> int:
        """End of a frame that closes where it announced, with nothing in it that could prove another end.

        -1 says that the frame, if it is one, needs the longer look of ``_frame_end``.
        """
        buffer = self._buffer
        if not _OPENING.match(buffer, start):
            return -1
        body = start + _OPENING_SIZE
        told = body + int(buffer[start + 2 : body]) + _CRC_SIZE
        if told > min(len(buffer), start + self._max_frame) or not _END.match(buffer, told - 6):
            return -1
        # This look comes first: where it finds something near, the others must not run far ahead.
        opening = buffer.find(b"##", body, told)
        self._examined_plainly += (opening if opening >= 0 else told) - body
        if opening >= 0:
            return -1
        self._examined_plainly += 2 * (told - body)
        return told if buffer.find(b"\n", body, told) < 0 and buffer.find(b"\r", body, told) < 0 else -1

    def _junk_end(self, start: int, *, is_over: bool) -> int:
        """Where junk surely ends when no opening is in sight: before an opening that has only begun."""
        size = len(self._buffer)
        if is_over:
            return size
        begun = _OPENING_BEGUN.search(self._buffer, max(start, size - _OPENING_SIZE + 1))
        return begun.start() if begun else size

    def _give_junk(self, pieces: list[Piece], start: int, end: int) -> None:
        for run in _LINE_ENDS_OR_NOT.findall(self._buffer[start:end]):
            pieces.append(Piece(Kind.LINE_END if run[0] in b"\r\n" else Kind.JUNK, bytes(run)))

    def _frame_end(self, start: int, *, is_over: bool) -> int:
        """Where the frame that begins at ``start`` ends; -1 while that is open.

        Each way to prove an end is a pair (byte at which it is proved, end); the earliest proof wins.
        """
        buffer, size = self._buffer, len(self._buffer)
        body = start + _OPENING_SIZE
        told = body + int(buffer[start + 2 : body]) + _CRC_SIZE
        limit = start + self._max_frame
        proofs: list[tuple[int, int]] = []
        if told <= min(size, limit) and _END.match(buffer, told - 6):
            proofs.append((told, told))
        else:
            is_told_wrong_at = min(told, limit, size) if is_over else min(told, limit)
            proofs.extend(self._weak_proofs(body, is_told_wrong_at))
        closing = self._closings.first(buffer, body, base=self._base)
        if closing >= 0:
            proofs.append((closing + 8 if buffer[closing + 6] == 0x23 else closing + 7, closing + 6))
        follower = self._next_frames.first(buffer, body, base=self._base)
        if follower >= 0:
            proofs.append((follower + 9, follower))
        if size >= limit:
            proofs.append((limit, limit))
        elif is_over:
            proofs.append((size + 1, size))
        return min(proofs)[1] if proofs else -1

    def _weak_proofs(self, body: int, is_told_wrong_at: int) -> list[tuple[int, int]]:
        """The first line end, once the announced length is known to be wrong."""
        if len(self._buffer) < is_told_wrong_at:
            return []
        line_end = self._line_ends.first(self._buffer, body, base=self._base)
        return [(max(line_end + 1, is_told_wrong_at), line_end)] if line_end >= 0 else []
