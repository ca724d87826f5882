"""Language tags (BCP 47): which ones exist, and how they are written."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale
from babel.core import get_global

LONGEST = 35
"""Characters; what BCP 47 asks everybody to have room for."""

COMMON = {
    "ar": "العربية",
    "bn": "বাংলা",
    "cs": "čeština",
    "da": "dansk",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "es": "español",
    "fa": "فارسی",
    "fi": "suomi",
    "fr": "français",
    "he": "עברית",
    "hi": "हिन्दी",
    "hu": "magyar",
    "id": "Indonesia",
    "it": "italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nb": "norsk bokmål",
    "nl": "Nederlands",
    "pl": "polski",
    "pt": "português",
    "pt-BR": "português (Brasil)",
    "ro": "română",
    "ru": "русский",
    "sv": "svenska",
    "th": "ไทย",
    "tr": "Türkçe",
    "uk": "українська",
    "ur": "اردو",
    "vi": "Tiếng Việt",
    "zh-Hans": "中文 (简体)",
    "zh-Hant": "中文 (繁體)",
}
"""Languages that many write in, by their tags, as they call themselves in the CLDR."""

# Language, script, region, variants: what a text can be in. Extensions are for programs.
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})"
    r"(-(?P<script>[a-z]{4}))?"
    r"(-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
)


class LanguageRefused(ValueError):
    """This is the tag of no language."""


def tag(written: str) -> str:
    """A language tag as it is written by the book: `de-AT`, `zh-Hant`, `sr-Latn-RS`.

    Arguments:
        written: what somebody wrote, in small or capital letters, with hyphens or underscores.

    Raises:
        LanguageRefused: it is not well-formed, or names a language, script, region or variant that
            the Unicode CLDR does not know.
    """
    match = _TAG.fullmatch(written.strip().replace("_", "-").lower())
    if match is None or len(written) > LONGEST:
        raise LanguageRefused(written)
    script, region = (match["script"] or "").title(), (match["region"] or "").upper()
    variants = [one for one in match["variants"].split("-") if one]
    english = Locale("en")
    known = (
        match["language"] in _languages()
        and (not script or script in english.scripts.keys() - {"Zzzz"})
        and (not region or region in english.territories.keys() - {"ZZ"})
        and all(one.upper() in english.variants for one in variants)
        and len(set(variants)) == len(variants)
    )
    if not known:
        raise LanguageRefused(written)
    return "-".join(filter(None, [match["language"], script, region, *variants]))


@cache
def country(written: str) -> str:
    """The country of a tag, or the one where most of those are who write that language.

    Returns:
        Two capital letters; empty where none is known.
    """
    likely = get_global("likely_subtags")
    name = written.replace("-", "_")
    whole = likely.get(name) or likely.get(name.partition("_")[0], "")
    for one in (*name.split("_")[1:], *str(whole).split("_")[1:]):
        if re.fullmatch("[A-Z]{2}", one):
            return one
    return ""


@cache
def _languages() -> frozenset[str]:
    # Every language that has a script to be written in; "und" and the like are none.
    likely = {str(one).partition("_")[0] for one in get_global("likely_subtags")}
    named = {str(one).partition("_")[0] for one in Locale("en").languages}
    return frozenset(one for one in likely | named if 2 <= len(one) <= 3) - _NONE


_NONE = frozenset(("und", "mul", "mis", "zxx", "root"))
