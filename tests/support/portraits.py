"""Pictures as people send them, and worse."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw

LEFT, RIGHT = (220, 30, 30), (30, 30, 220)
PLACE = b"48.8584 N, 2.2945 E"


def picture(form: str = "PNG", size: tuple[int, int] = (400, 300), **options: Any) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    drawn = Image.new("RGB", size, LEFT)
    ImageDraw.Draw(drawn).rectangle((size[0] // 2, 0, *size), fill=RIGHT)
    made = io.BytesIO()
    drawn.save(made, form, **options)
    return made.getvalue()


def telling_picture(form: str) -> bytes:
    """One that lies on its side and tells where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it clockwise
    exif[0x010E] = PLACE.decode()
    return picture(form, exif=exif, **({"comment": PLACE} if form == "JPEG" else {}))


def bomb(side: int) -> bytes:
    """A square PNG of one bit a pixel: a small file, many pixels."""
    rows = zlib.compress(b"\0" * (side * (side // 8 + 1)), 9)
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    )


HTML = b"<script>alert(document.domain)</script>"
REFUSED = {
    "nothing": b"",
    "a bomb of 20,000 x 20,000 pixels": bomb(20_000),
    "a truncated JPEG": picture("JPEG", (800, 600))[:900],
    "a truncated PNG": picture("PNG", (800, 600))[:200],
    "an SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "HTML that begins like a GIF": b"GIF89a/*" + HTML + b"*/=1;",
    "HTML that begins like a JPEG": b"\xff\xd8\xff\xe0" + HTML,
    "a page": b"<!doctype html>" + HTML,
    "text": b"portrait.png",
    "a TIFF": picture("TIFF", (40, 30)),
    "an EPS": picture("EPS", (40, 30)),
    "a PDF": b"%PDF-1.7\n1 0 obj\n",
    "noise": bytes(range(256)) * 40,
}
