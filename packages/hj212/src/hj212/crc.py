"""The checksum of HJ 212, which is not CRC-16/MODBUS.

Both use the polynomial 0xA001, but HJ 212 (HJ 212-2017, appendix A) replaces the register by
``high byte XOR data byte`` before each eight shifts, so the low byte of the register is thrown away with
every byte read. The result takes only 256 different values: it detects a damaged frame in 255 of 256 cases
at best, and must not serve to tell frames apart.

The per-byte step keeps a state of eight bits, ``state = H(state ^ byte)`` with ``H = TABLE >> 8``. ``H`` is
linear over GF(2) and applied eight times it is the identity, so bytes that stand eight apart may be XORed
together first. That folds a frame to eight bytes with a handful of big-integer operations, exactly.
"""

_POLYNOMIAL = 0xA001
_INITIAL_HIGH_BYTE = 0xFF  # the register starts as 0xFFFF; its low byte never matters


def _table() -> tuple[int, ...]:
    rows = []
    for register in range(256):
        for _ in range(8):
            register = (register >> 1) ^ (_POLYNOMIAL if register & 1 else 0)
        rows.append(register)
    return tuple(rows)


_TABLE = _table()


def _table_at(distance: int) -> tuple[int, ...]:
    """What a byte contributes to the checksum when ``distance`` bytes follow it."""
    rows = []
    for byte in range(256):
        for _ in range(distance):
            byte = _TABLE[byte] >> 8
        rows.append(_TABLE[byte])
    return tuple(rows)


_C0, _C1, _C2, _C3, _C4, _C5, _C6, _C7 = (_table_at(distance) for distance in range(8))

# Each step drops the upper part of the number onto the lower one; 8 bytes remain.
_FOLDS = tuple((8 * width, (1 << 8 * width) - 1) for width in (256, 128, 64, 32, 16, 8))
_FOLDS_REACH = 512


def crc16(segment: bytes) -> int:
    """Checksum of a data segment.

    Parameters
    ----------
    segment : bytes
        The data segment, from ``QN=`` to the closing ``&&``; any length.

    Returns
    -------
    int
        0 to 65535; 0xFFFF for an empty segment.

    References
    ----------
    HJ 212-2017, appendix A; HJ 212-2025, appendix A.1 (unchanged).

    Examples
    --------
    >>> hex(crc16(b"QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;"
    ...           b"Flag=5;CP=&&RtdInterval=30&&"))
    '0x1c80'
    """
    size = len(segment)
    if size == 0:
        return 0xFFFF
    folded = int.from_bytes(segment, "big") ^ (_INITIAL_HIGH_BYTE << 8 * size - 8)
    if size > _FOLDS_REACH:
        width = 1 << (size - 1).bit_length() - 1
        while width >= _FOLDS_REACH:
            folded = (folded >> 8 * width) ^ (folded & ((1 << 8 * width) - 1))
            width >>= 1
    for shift, mask in _FOLDS:
        folded = (folded >> shift) ^ (folded & mask)
    return (
        _C0[folded & 255]
        ^ _C1[folded >> 8 & 255]
        ^ _C2[folded >> 16 & 255]
        ^ _C3[folded >> 24 & 255]
        ^ _C4[folded >> 32 & 255]
        ^ _C5[folded >> 40 & 255]
        ^ _C6[folded >> 48 & 255]
        ^ _C7[folded >> 56]
    )


def crc_text(segment: bytes) -> str:
    """Checksum of a data segment as it is sent: four upper-case hexadecimal digits, high byte first.

    Parameters
    ----------
    segment : bytes
        The data segment, from ``QN=`` to the closing ``&&``.

    Returns
    -------
    str
        Four characters of ``0-9A-F``.

    Examples
    --------
    >>> crc_text(b"QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&")
    '2200'
    """
    return f"{crc16(segment):04X}"
