"""Pictures made for the purpose: to be taken for something else, or to take all there is."""

from __future__ import annotations

import io
import struct
import zlib
from zipfile import ZipFile

from PIL import Image

from tests.support.photographs import animation, picture, scene

PROGRAM = b"*/=1;alert(document.domain)//"


def short(form: str) -> bytes:
    made = io.BytesIO()
    scene((300, 200)).save(made, form)
    return made.getvalue()[: len(made.getvalue()) * 2 // 3]


def with_chunk(kind: bytes, content: bytes) -> bytes:
    """A PNG with something more behind its head."""
    whole = picture("PNG")
    check = struct.pack(">I", zlib.crc32(kind + content))
    chunk = struct.pack(">I", len(content)) + kind + content + check
    return whole[:33] + chunk + whole[33:]


def swelling() -> bytes:
    """50 KB that become 50 million bytes."""
    return zlib.compress(bytes(50_000_000), 9)


def a_zip() -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr("picture.jpg", picture("JPEG"))
    return made.getvalue()


def of_scans(count: int) -> bytes:
    """A JPEG that goes over its picture so many times."""
    made = io.BytesIO()
    Image.new("L", (640, 480), 128).save(made, "JPEG", progressive=True)
    whole = made.getvalue()
    last = whole.rindex(b"\xff\xc4")
    return whole[:-2] + whole[last:-2] * count + b"\xff\xd9"


def gif(width: int, height: int, frames: int = 1) -> bytes:
    """One of which a single pixel is drawn, in so many frames."""
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return head + frame * frames + b";"


HOSTILE: dict[str, bytes] = {
    **{f"a {form} that ends early": short(form) for form in ("GIF", "WEBP", "AVIF")},
    "a GIF of 65,535 x 65,535 pixels": gif(65535, 65535),
    "a GIF of 400 frames that cover much": gif(4000, 4000, 400),
    "a GIF that is a program": gif(0x2A2F, 1) + PROGRAM,
    "a GIF with nothing in it": b"GIF89a",
    "an AVIF that moves": animation(3, "AVIF"),
    "a PNG whose words swell": with_chunk(b"zTXt", b"x\0\0" + swelling()),
    "a PNG whose colours swell": with_chunk(b"iCCP", b"x\0\0" + swelling()),
    "a JPEG of 3,000 scans": of_scans(3000),
    "an SVG with a prologue": b'<?xml version="1.0"?><!-- x --><svg onload="alert(1)"/>',
    "a ZIP": a_zip(),
    "a film": b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + bytes(100),
    "a WebP of no size": b"RIFF\0\0\0\0WEBP",
    "an AVIF of no parts": b"\0\0\0\x14ftypavif\0\0\0\0avif",
    "a PNG with a head alone": picture("PNG")[:33],
}

NAMES = [
    "../../../../etc/passwd",
    "a\0b.png",
    "\N{RIGHT-TO-LEFT OVERRIDE}gpj.exe",
    "x" * 10_000 + ".png",
    "<script>alert(1)</script>.png",
    "\N{RIGHT-TO-LEFT OVERRIDE}",
    ".",
    "\ufffd\N{COMBINING ACUTE ACCENT}.png",
    "C:\\pictures\\bridge.png",
]


def looping_exif() -> bytes:
    """A JPEG whose EXIF directory follows itself for ever."""
    entry = struct.pack("<HHII", 0x8769, 4, 1, 8)
    directory = b"II*\0\x08\0\0\0" + struct.pack("<H", 1) + entry + struct.pack("<I", 8)
    return picture("JPEG", exif=b"Exif\0\0" + directory)


def swollen_profile() -> bytes:
    """A JPEG with a profile of a megabyte that claims four thousand million parts."""
    profile = bytearray(1_000_000)
    profile[:4], profile[36:40] = struct.pack(">I", len(profile)), b"acsp"
    profile[128:132] = b"\xff" * 4
    return picture("JPEG", icc_profile=bytes(profile))
