"""QR codes as drawings inside a page."""

from __future__ import annotations

import segno


def drawing(text: str) -> str:
    """SVG for a page whose policy allows no style attribute; black on white in any light.

    Arguments:
        text: what a camera reads.
    """
    code = segno.make(text, error="m", micro=False)
    return str(
        code.svg_inline(
            omitsize=True, border=4, light="white", dark="black", svgclass="qr", lineclass=None
        )
    )
