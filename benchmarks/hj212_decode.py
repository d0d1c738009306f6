"""HJ 212: packets a second of reading a header, decoding, and cutting a stream.

    python benchmarks/hj212_decode.py [--seconds 1.0]

Prints the rows of a Markdown table. The peer is the parser one writes first (checksum byte by byte over a
table, `str.split`, `float`), timed in the same process on the same frames. Times are CPU seconds of this
process, the best of ten rounds, taken in turns so that a busy machine strikes all alike.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from decimal import Decimal

import hj212

FRAMES_A_ROUND = 200
ROUNDS = 10
FACTOR_CODES = ("a21026", "a21004", "a21005", "a05024", "a34002", "a34004")
WEATHER = ("a01001", "a01002", "a01006", "a01007", "a01008")

_TABLE = []
for _register in range(256):
    for _ in range(8):
        _register = (_register >> 1) ^ (0xA001 if _register & 1 else 0)
    _TABLE.append(_register)


def frames_of(codes: Sequence[str]) -> list[bytes]:
    """Sound minute frames with a mean and a mark for each code."""
    frames = []
    for number in range(FRAMES_A_ROUND):
        header = hj212.Header(
            qn=f"20260301{number // 60 % 24:02d}{number % 60:02d}00{number % 1000:03d}",
            st="22",
            cn="2051",
            pw="123456",
            mn=f"010000A8900016F000{number:06d}",
            flag=5,
        )
        fields = {"DataTime": "20260301080000"}
        for rank, code in enumerate(codes):
            fields[f"{code}-Avg"] = str(Decimal(number * 7 + rank * 13) / 10)
            fields[f"{code}-Flag"] = "N"
        frames.append(hj212.encode(header, fields))
    return frames


def peer(frame: bytes) -> tuple[dict[str, str], dict[str, float | str]]:
    """The parser one writes first."""
    segment = frame[6 : 6 + int(frame[2:6])]
    register = 0xFFFF
    for byte in segment:
        register = _TABLE[(register >> 8) ^ byte]
    if f"{register:04X}".encode() != frame[len(segment) + 6 : len(segment) + 10]:
        raise ValueError("checksum")
    head, _, area = segment.decode().partition("CP=&&")
    header = dict(part.split("=") for part in head.rstrip(";").split(";"))
    fields: dict[str, float | str] = {}
    for group in area.removesuffix("&&").split(";"):
        for field in group.split(","):
            name, _, text = field.partition("=")
            fields[name] = float(text) if name.endswith("-Avg") else text
    return header, fields


def decode_numbers(frame: bytes) -> list[Decimal | None]:
    """Decode, and take every mean as an exact decimal."""
    return [reading.number("Avg") for reading in hj212.decode(frame).readings]


def split(frames: Sequence[bytes]) -> None:
    """Cut a stream that arrives one frame a read, as from a quiet device."""
    splitter = hj212.FrameSplitter()
    for frame in frames:
        splitter.feed(frame)


def each(act: Callable[[bytes], object]) -> Callable[[Sequence[bytes]], None]:
    def run(frames: Sequence[bytes]) -> None:
        for frame in frames:
            act(frame)

    return run


RUNS: dict[str, Callable[[Sequence[bytes]], None]] = {
    "peer: byte-loop checksum + str.split + float": each(peer),
    "hj212.FrameSplitter.feed": split,
    "hj212.crc16 (of the whole frame)": each(hj212.crc16),
    "hj212.read_header": each(hj212.read_header),
    "hj212.read_header + acknowledge": each(lambda frame: hj212.acknowledge(hj212.read_header(frame))),
    "hj212.decode": each(hj212.decode),
    "hj212.decode + decimals": each(decode_numbers),
}


def seconds_a_frame(frames: Sequence[bytes], *, seconds: float) -> dict[str, float]:
    """Best CPU seconds a frame of each run."""
    best = dict.fromkeys(RUNS, float("inf"))
    for _ in range(ROUNDS):
        for name, run in RUNS.items():
            count, begun = 0, time.process_time()
            while (spent := time.process_time() - begun) < seconds / ROUNDS:
                run(frames)
                count += len(frames)
            best[name] = min(best[name], spent / count)
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=1.0, help="CPU seconds for each row (default 1)")
    chosen = parser.parse_args()
    print("| frame | what | µs a frame | packets/s | × peer |")
    print("|---|---|---:|---:|---:|")
    for label, codes in (("6 values", FACTOR_CODES), ("11 values", (*FACTOR_CODES, *WEATHER))):
        frames = frames_of(codes)
        best = seconds_a_frame(frames, seconds=chosen.seconds)
        of_peer = next(iter(best.values()))
        for name, spent in best.items():
            print(
                f"| {label}, {len(frames[-1])} bytes | {name} | {spent * 1e6:.1f} "
                f"| {1 / spent:,.0f} | {of_peer / spent:.1f} |"
            )


if __name__ == "__main__":
    main()
