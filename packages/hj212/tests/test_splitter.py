import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hj212 import FrameSplitter, Header, Kind, Piece, decode, encode

ONE = encode(
    Header(qn="20160801085857223", st="22", cn="2061", pw="123456", mn="A01", flag=5), {"a34004-Avg": "14"}
)
TWO = encode(Header(qn="20160801085857224", st="22", cn="2011", pw="123456", mn="A02", flag=9), {})
BARE_ONE, BARE_TWO = ONE[:-2], TWO[:-2]

# Bytes made of what frames are made of find more than random bytes do.
scraps = st.sampled_from(
    [
        ONE,
        TWO,
        BARE_ONE,
        BARE_TWO,
        ONE[:40],
        ONE[40:],
        b"##",
        b"#",
        b"##0010",
        b"##0020QN=",
        b"##9999ST=",
        b"&&",
        b"&&00A1",
        b"&&00A1\r\n",
        b"\r\n",
        b"\n",
        b"\r",
        b"junk",
        b"##0008CP=&&&&0000",
        b"\x00\xff",
    ]
)
streams = st.lists(scraps | st.binary(max_size=8), max_size=12).map(b"".join)


def pieces_of(stream, *, cuts=(), max_frame=10009):
    splitter = FrameSplitter(max_frame=max_frame)
    edges = [0, *sorted(cuts), len(stream)]
    given_out = [
        piece
        for start, end in zip(edges, edges[1:], strict=False)
        for piece in splitter.feed(stream[start:end])
    ]
    return given_out + splitter.finish()


def frames_of(stream, **how):
    return [piece.raw for piece in pieces_of(stream, **how) if piece.kind is Kind.FRAME]


def joined(pieces):
    return b"".join(piece.raw for piece in pieces)


def test_frames_come_without_their_line_ends_and_line_ends_as_pieces():
    assert pieces_of(ONE + TWO) == [
        Piece(Kind.FRAME, BARE_ONE),
        Piece(Kind.LINE_END, b"\r\n"),
        Piece(Kind.FRAME, BARE_TWO),
        Piece(Kind.LINE_END, b"\r\n"),
    ]


@pytest.mark.parametrize("between", [b"", b"\n", b"\r", b"\r\n\r\n", b" junk ", b"#", b"##", b"##12"])
def test_frames_are_found_whatever_stands_between_them(between):
    assert frames_of(BARE_ONE + between + BARE_TWO) == [BARE_ONE, BARE_TWO]


def test_junk_is_given_out_as_junk():
    assert pieces_of(b"hello" + ONE + b"bye") == [
        Piece(Kind.JUNK, b"hello"),
        Piece(Kind.FRAME, BARE_ONE),
        Piece(Kind.LINE_END, b"\r\n"),
        Piece(Kind.JUNK, b"bye"),
    ]


def test_a_frame_is_given_out_with_its_last_digit_not_with_its_line_end():
    splitter = FrameSplitter()
    assert splitter.feed(BARE_ONE[:-1]) == []
    assert splitter.feed(BARE_ONE[-1:]) == [Piece(Kind.FRAME, BARE_ONE)]


@pytest.mark.parametrize("length", [b"0000", b"0001", b"0030", b"0099", b"0500", b"9999"])
@pytest.mark.parametrize("end", [b"\r\n", b"\n", b""])
def test_a_wrong_length_costs_only_the_length(length, end):
    wrong = b"##" + length + BARE_ONE[6:]
    assert frames_of(wrong + end + TWO + ONE) == [wrong, BARE_TWO, BARE_ONE]


def test_a_cut_frame_does_not_swallow_the_next():
    assert frames_of(ONE[:50] + TWO) == [ONE[:50], BARE_TWO]
    assert frames_of(ONE[:50] + b"\r\n" + TWO + ONE * 3) == [ONE[:50] + b"\r\n", BARE_TWO, *[BARE_ONE] * 3]


def test_a_frame_without_checksum_ends_at_its_line_end_once_its_length_failed():
    broken = BARE_ONE[:-6]
    assert frames_of(broken + b"\r\n") == [broken]


def test_a_line_end_inside_an_encrypted_area_does_not_cut_it():
    segment = TWO[6:-8] + b"\r\n##\x00;&&" + b"&&"
    frame = b"##%04d%bAB12" % (len(segment), segment)
    assert frames_of(frame + b"\r\n" + ONE) == [frame, BARE_ONE]


def test_the_last_frame_of_a_stream_is_given_out_though_it_never_ended():
    assert pieces_of(ONE + TWO[:30])[-1] == Piece(Kind.FRAME, TWO[:30])
    assert decode(TWO[:30]).faults


def test_a_cut_at_every_byte_gives_the_same_frames():
    wrong = b"##0400" + BARE_ONE[6:] + b"\r\n"
    stream = b"x" + ONE + TWO[:33] + wrong + BARE_TWO + b"\n" + BARE_ONE + b"##1" + TWO
    whole = frames_of(stream)
    assert whole == [BARE_ONE, TWO[:33], wrong[:-2], BARE_TWO, BARE_ONE, BARE_TWO]
    for cut in range(len(stream) + 1):
        assert frames_of(stream, cuts=[cut]) == whole, cut
    assert frames_of(stream, cuts=range(1, len(stream))) == whole


@given(streams, st.data(), st.sampled_from([64, 90, 10009]))
@example(b"##0020QN=##0020QN=&&00A1\r\n", None, 64)
def test_how_the_stream_was_sliced_changes_no_frame_and_loses_no_byte(stream, data, max_frame):
    cuts = data.draw(st.lists(st.integers(0, len(stream)), max_size=8)) if data else range(len(stream))
    whole, sliced = pieces_of(stream, max_frame=max_frame), pieces_of(stream, cuts=cuts, max_frame=max_frame)
    by_byte = pieces_of(stream, cuts=range(len(stream)), max_frame=max_frame)
    assert joined(whole) == joined(sliced) == joined(by_byte) == stream
    frames = [piece for piece in whole if piece.kind is Kind.FRAME]
    assert [piece for piece in sliced if piece.kind is Kind.FRAME] == frames
    assert [piece for piece in by_byte if piece.kind is Kind.FRAME] == frames


@given(st.binary(max_size=2000))
def test_random_bytes_lose_no_byte(stream):
    assert joined(pieces_of(stream)) == stream


@given(st.lists(st.sampled_from([BARE_ONE, BARE_TWO]), max_size=8), st.sampled_from([b"\r\n", b"\n", b""]))
def test_sound_frames_come_out_as_they_went_in(frames, end):
    assert frames_of(end.join(frames)) == frames


ATTACKS = {
    "openings": b"##9999\n",
    "openings without line ends": b"##9999",
    "followers": b"##9990QN=",
    "closings": b"&&00A1",
    "closings of nothing": b"&&00A1\n",
    "signs": b"#",
    "frames of nothing": b"##0002&&0000",
    "short lengths": b"##0000x",
    "line ends": b"\r\n",
    "sound frames": ONE,
    "an opening before sound frames": b"##9999" + BARE_ONE,
}


def nested_frames(count):
    """Frames inside each other that all announce the same end."""
    heads = b"".join(b"##%04dQN=" % (9 * (count - number) - 6 + 2) for number in range(count))
    return heads + b"&&0000"


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.parametrize("max_frame", [64, 2000, 10009])
def test_the_work_grows_with_the_bytes_however_hostile(name, max_frame):
    for size in (20_000, 40_000, 80_000):
        stream = (ATTACKS[name] * (size // len(ATTACKS[name]) + 1))[:size]
        splitter = FrameSplitter(max_frame=max_frame)
        out = splitter.feed(stream) + splitter.finish()
        assert joined(out) == stream
        assert splitter.examined <= 8 * size


def test_frames_nested_in_each_other_cost_no_more_than_others():
    stream = nested_frames(1000) * 10
    splitter = FrameSplitter()
    assert joined(splitter.feed(stream) + splitter.finish()) == stream
    assert splitter.examined <= 8 * len(stream)


@pytest.mark.parametrize("name", ATTACKS)
def test_the_work_grows_with_the_bytes_when_they_come_one_by_one(name):
    # Each byte is looked at again at most once for every byte an expression may reach back.
    size = 12_000
    stream = (ATTACKS[name] * (size // len(ATTACKS[name]) + 1))[:size]
    splitter = FrameSplitter()
    out = [piece for at in range(size) for piece in splitter.feed(stream[at : at + 1])] + splitter.finish()
    assert joined(out) == stream
    assert splitter.examined <= 32 * size


@pytest.mark.parametrize("name", ATTACKS)
def test_what_waits_never_exceeds_the_limit(name):
    splitter = FrameSplitter(max_frame=200)
    for _ in range(2000):
        splitter.feed(ATTACKS[name])
        assert splitter.pending < 200


def test_a_frame_above_the_limit_is_cut_there_and_the_next_is_found():
    splitter = FrameSplitter(max_frame=100)
    endless = b"##0500QN=" + b"x" * 300
    out = splitter.feed(endless + TWO)
    assert [piece.kind for piece in out] == [Kind.FRAME, Kind.JUNK, Kind.FRAME, Kind.LINE_END]
    assert len(out[0].raw) == 100
    assert out[2].raw == BARE_TWO


def test_refuses_a_limit_below_any_frame():
    with pytest.raises(ValueError, match="at least 64 bytes are needed"):
        FrameSplitter(max_frame=10)
