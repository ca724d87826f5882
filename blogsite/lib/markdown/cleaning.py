"""HTML made harmless: what may stay is named, all else goes."""

from __future__ import annotations

import re

import nh3

PREFIX = "p-"
"""Before every id in a text, which so is none of the page around it."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_KEPT_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_KEPT_ID = re.compile(rf"{PREFIX}[\w:-]{{1,80}}")
_KEPT_CLASS = re.compile(
    r"language-[\w+#.-]{1,30}|align-(left|center|right)|footnotes(-sep|-list)?"
    r"|footnote-(item|ref|backref)|task|embed(-place)?|unset"
    r"|callout(-(title|note|tip|important|warning|caution))?"
    r"|hl-[a-z]{1,2}|gallery(-row)?|ratio-[0-9]{1,2}|picture-[0-9]{1,4}"
)

_TAGS = {
    *"a abbr aside b blockquote br caption cite code dd del details dfn div dl dt em".split(),
    *"figcaption figure h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s".split(),
    *"samp section small span strong sub summary sup table tbody td tfoot th thead".split(),
    *"time tr u ul var".split(),
}
_MATHML = {
    *"math menclose mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts".split(),
    *"mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr".split(),
    *"munder munderover none".split(),
}
_ATTRIBUTES = {
    "*": {"class", "id", "dir", "lang", "title"},
    "a": {"href"},
    "blockquote": {"cite"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"start", "reversed"},
    "q": {"cite"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "math": {"display"},
    "menclose": {"notation"},
    "mfrac": {"linethickness"},
    "mi": {"mathvariant"},
    "mo": {"fence", "form", "largeop", "lspace", "maxsize", "minsize", "movablelimits"}
    | {"rspace", "separator", "stretchy", "symmetric"},
    "mover": {"accent"},
    "mpadded": {"depth", "height", "lspace", "voffset", "width"},
    "mspace": {"depth", "height", "width"},
    "mstyle": {"displaystyle", "mathvariant", "scriptlevel"},
    "mtable": {"columnalign", "columnlines", "columnspacing", "rowlines", "rowspacing"},
    "munder": {"accentunder"},
    "munderover": {"accent", "accentunder"},
}
_ATTRIBUTES_OF_A_PREVIEW = {
    **_ATTRIBUTES,
    "*": _ATTRIBUTES["*"] | {"data-line"},
    "a": _ATTRIBUTES["a"] | {"target"},
}
_KEPT_VALUES = {"data-line": re.compile("[0-9]{1,7}"), "target": re.compile("_blank")}


def cleaned(html: str, *, preview: bool = False) -> str:
    """What of HTML does no harm: no scripts, styles, forms, frames, pictures or foreign ids.

    Arguments:
        preview: with the marks for whoever writes it.
    """
    clean = nh3.clean(
        html,
        tags=_TAGS | _MATHML,
        clean_content_tags={"script", "style", "template", "iframe", "noscript"},
        attributes=_ATTRIBUTES_OF_A_PREVIEW if preview else _ATTRIBUTES,
        attribute_filter=_kept_attribute,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
        # Long lines scroll, and who has no mouse must be able to reach them.
        set_tag_attribute_values={"pre": {"tabindex": "0"}},
    )
    # An entity may have hidden a control character, which no feed may hold.
    return _NOT_XML.sub("", clean)


def _kept_attribute(_tag: str, name: str, value: str) -> str | None:
    if name == "id":
        return value if _KEPT_ID.fullmatch(value) else None
    if name == "class":
        kept = [one for one in value.split() if _KEPT_CLASS.fullmatch(one)]
        return " ".join(kept) or None
    if name == "cite":  # an address that nh3 does not look at
        return value if _KEPT_ADDRESS.match(value) else None
    if name in _KEPT_VALUES:
        return value if _KEPT_VALUES[name].fullmatch(value) else None
    return value
