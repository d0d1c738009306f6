from hypothesis import given
from hypothesis import strategies as st

from hj212.crc import crc16, crc_text


def slow_crc(segment: bytes) -> int:
    """The standard's algorithm as printed, bit by bit (HJ 212-2017, appendix A)."""
    register = 0xFFFF
    for byte in segment:
        register = (register >> 8) ^ byte
        for _ in range(8):
            register = (register >> 1) ^ 0xA001 if register & 1 else register >> 1
    return register


def modbus(segment: bytes) -> int:
    register = 0xFFFF
    for byte in segment:
        register ^= byte
        for _ in range(8):
            register = (register >> 1) ^ 0xA001 if register & 1 else register >> 1
    return register


def test_agrees_with_the_printed_algorithm_at_every_length_to_1100():
    stream = bytes((index * index * 31 + index * 7 + 11) % 256 for index in range(1100))
    for size in range(1101):
        assert crc16(stream[:size]) == slow_crc(stream[:size]), size


def test_agrees_with_the_printed_algorithm_around_each_power_of_two_and_beyond():
    for size in (2047, 2048, 2049, 4095, 4096, 4097, 9999, 20000):
        segment = bytes((index * 197 + size) % 256 for index in range(size))
        assert crc16(segment) == slow_crc(segment), size


@given(st.binary(max_size=1200))
def test_agrees_with_the_printed_algorithm_on_any_bytes(segment):
    assert crc16(segment) == slow_crc(segment)


def test_gives_the_checksums_of_the_standard():
    head = b"QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;"
    example = head + b"CP=&&RtdInterval=30&&"
    assert crc_text(example) == "1C80"
    assert crc16(example) != modbus(example)


def test_is_written_with_four_digits_and_the_high_byte_first():
    assert crc_text(b"") == "FFFF"
    assert all(len(crc_text(bytes([byte]))) == 4 for byte in range(256))


def test_takes_only_256_values_so_it_tells_no_frames_apart():
    values = {crc16(bytes([high, low, 7])) for high in range(256) for low in range(256)}
    assert len(values) == 256


@given(st.binary(min_size=1, max_size=300), st.data())
def test_finds_every_single_damaged_byte(segment, data):
    at = data.draw(st.integers(0, len(segment) - 1))
    other = data.draw(st.integers(1, 255))
    damaged = segment[:at] + bytes([segment[at] ^ other]) + segment[at + 1 :]
    assert crc16(damaged) != crc16(segment)
