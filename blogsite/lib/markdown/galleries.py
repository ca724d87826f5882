"""Pictures that stand together, put into rows as a book would: each whole, no row left ragged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from .depicting import GALLERY, SHARE, Drawing

MOST_IN_A_ROW = 3

_NARROWEST, _WIDEST = 0.6, 2.4  # width to height; what is beyond is cut to that
_BEST = 2.7  # of a row: as high as a hand on a wide screen, as a thumb on a telephone
_PANORAMA = 1.9  # may have a row of its own
_ALONE, _NEVER = 1.5, 1000.0


def gather_galleries(tokens: Sequence[Token], drawing: Drawing) -> None:
    """Make rows of what stands together: several pictures and nothing else in a paragraph.

    A title behind the address of one is its caption.
    """
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type != "paragraph_open" or opening.hidden:
            continue
        pictures = [one for one in inline.children or [] if not _is_space(one)]
        if len(pictures) > 1 and all(drawing.knows(one) for one in pictures):
            opening.tag = closing.tag = "figure"
            opening.attrSet("class", GALLERY)
            inline.children = list(_gallery(pictures, drawing))


def _is_space(token: Token) -> bool:
    return token.type == "softbreak" or (token.type == "text" and not token.content.strip())


def rows(ratios: Sequence[float]) -> list[int]:
    """How many pictures stand in each row.

    Arguments:
        ratios: width to height of each, in their order.
    """
    # The cheapest way to put the first n into rows, and how long the last of those is.
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(ratios) + 1):
        lengths = range(1, min(MOST_IN_A_ROW, end) + 1)
        best.append(min((best[end - n][0] + _cost(ratios[end - n : end]), n) for n in lengths))
    lengths_back, end = [], len(ratios)
    while end:
        lengths_back.append(best[end][1])
        end -= best[end][1]
    return lengths_back[::-1]


def _cost(row: Sequence[float]) -> float:
    if len(row) > 1:
        return (sum(row) - _BEST) ** 2
    return _NEVER if row[0] < _PANORAMA else (row[0] - _BEST) ** 2 + _ALONE


def _gallery(pictures: Sequence[Token], drawing: Drawing) -> Iterator[Token]:
    ratios = [min(max(drawing.ratio(one), _NARROWEST), _WIDEST) for one in pictures]
    begin = 0
    for length in rows(ratios):
        end = begin + length
        yield Token("row_open", "div", 1, attrs={"class": "gallery-row"})
        whole = sum(ratios[begin:end])
        for one, ratio in zip(pictures[begin:end], ratios[begin:end], strict=True):
            one.meta[SHARE] = ratio / whole
            yield from _framed(one, ratio)
        yield Token("row_close", "div", -1)
        begin = end


def _framed(picture: Token, ratio: float) -> Iterator[Token]:
    caption = str(picture.attrs.pop("title", ""))
    tag = "figure" if caption else "div"
    yield Token("framed_open", tag, 1, attrs={"class": f"ratio-{round(10 * ratio)}"})
    yield picture
    if caption:
        yield Token("caption_open", "figcaption", 1)
        yield Token("text", "", 0, content=caption)
        yield Token("caption_close", "figcaption", -1)
    yield Token("framed_close", tag, -1)
