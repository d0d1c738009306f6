"""``hj212 decode [FILE]``: frames in, one JSON object a line out."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from hj212.packet import decode
from hj212.splitter import FrameSplitter, Kind, Piece

_BLOCK = 1 << 16

_DESCRIPTION = "Read frames of HJ 212 (the telemetry protocol of Chinese environmental monitoring)."
_DECODE_HELP = "Print each frame as one JSON object a line."
_DECODE_DESCRIPTION = """\
Print each frame as one JSON object a line, in the order of the input.

keys:
  qn, st, cn, mn   request number, system, command and device number, as text
  flag, pnum, pno  Flag byte, number of parts, number of this part
  fields           the data area: value by name, both as text
  faults           what is wrong with the frame; empty when it is sound
                   (each with its kind, one sentence, and what was seen)
A key is null where the frame does not say. Bytes that are no frame are printed
as an object of their own with the fault NoHeader; line ends are passed over.

Frames may follow each other with CR LF, with line ends of any kind, or directly."""
_DECODE_EPILOG = """\
examples:
  hj212 decode capture.txt
  nc -l 9000 | hj212 decode | grep BadCrc

exit code: 0 when the input was read, also when frames are faulty;
           2 when it could not be read."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        Words after the program's name; those of the process by default.

    Returns
    -------
    int
        Exit code: 0 when the input was read, 2 when it could not be.
    """
    chosen = _parser().parse_args(arguments)
    try:
        if chosen.file in (None, "-"):
            _decode_stream(sys.stdin.buffer)
        else:
            with open(chosen.file, "rb") as stream:
                _decode_stream(stream)
    except BrokenPipeError:
        # The reader (head, less) has enough. Python would complain again when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        source = chosen.file or "standard input"
        print(f"hj212: cannot read {source}: {error.strerror or error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hj212", description=_DESCRIPTION)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    reader = commands.add_parser(
        "decode",
        help=_DECODE_HELP,
        description=_DECODE_DESCRIPTION,
        epilog=_DECODE_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    reader.add_argument("file", nargs="?", metavar="FILE", help="frames; standard input if left out or -")
    return parser


def _decode_stream(stream: BinaryIO) -> None:
    splitter = FrameSplitter()
    # read1 gives what has arrived instead of waiting for a full block.
    read = getattr(stream, "read1", stream.read)
    while block := read(_BLOCK):
        _print(splitter.feed(block))
    _print(splitter.finish())


def _print(pieces: Iterable[Piece]) -> None:
    # Bytes, not text: a console that is not UTF-8 must not stop the output half-way.
    for piece in pieces:
        if piece.kind is not Kind.LINE_END:
            sys.stdout.buffer.write(_line(piece.raw).encode() + b"\n")
    sys.stdout.buffer.flush()


def _line(frame: bytes) -> str:
    packet = decode(frame)
    header = packet.header
    return json.dumps(
        {
            "qn": header.qn,
            "st": header.st,
            "cn": header.cn,
            "mn": header.mn,
            "flag": header.flag,
            "pnum": header.pnum,
            "pno": header.pno,
            "fields": dict(packet.fields),
            "faults": [fault.as_dict() for fault in packet.faults],
        },
        ensure_ascii=False,
    )
