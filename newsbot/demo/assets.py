"""The outlet's pictures, style sheet and scripts as bytes: small, but real files that any decoder reads."""

import struct
import zlib

from newsbot.demo.scripts import SCRIPTS

_STYLE = b"body{direction:rtl;font-family:serif}.related a{display:block}\n"
_SIDE = 8


def asset(name: str) -> tuple[str, bytes]:
    """Return the content type and bytes of ``style.css``, of a script or a picture; any picture name has one."""
    if name == "style.css":
        return "text/css", _STYLE
    if name in SCRIPTS:
        return "text/javascript", SCRIPTS[name].encode()
    shade = zlib.crc32(name.encode())
    if name.endswith(".png"):
        return "image/png", _png(bytes(shade >> shift & 0xFF for shift in (16, 8, 0)))
    return "image/jpeg", _jpeg()


def _png(colour: bytes) -> bytes:
    """Draw a square of one colour, given as red, green, blue."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)
    rows = (b"\0" + colour * _SIDE) * _SIDE
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def _jpeg() -> bytes:
    """Write a grey block of 8 by 8 pixels: one-code Huffman tables, a zero difference and an end of block."""

    def segment(marker: int, data: bytes) -> bytes:
        return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data

    one_code = bytes([1]) + bytes(15) + b"\0"
    return b"".join(
        (
            b"\xff\xd8",
            segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
            segment(0xDB, b"\0" + b"\x01" * 64),
            segment(0xC0, struct.pack(">BHHB", 8, _SIDE, _SIDE, 1) + b"\x01\x11\0"),
            segment(0xC4, b"\0" + one_code),
            segment(0xC4, b"\x10" + one_code),
            segment(0xDA, b"\x01\x01\0\0\x3f\0"),
            b"\x3f\xff\xd9",
        )
    )
