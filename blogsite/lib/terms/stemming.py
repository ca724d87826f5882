"""What the forms of a word have in common, by the rules of its language (Snowball)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from threading import local
from typing import Any

import snowballstemmer

from .folding import Unit, fold, pairs

LATIN, GREEK, CYRILLIC, HEBREW, ARABIC = "latin", "greek", "cyrillic", "hebrew", "arabic"
ARMENIAN, DEVANAGARI, TAMIL = "armenian", "devanagari", "tamil"

_NAMED = """
    ca catalan, cs czech, da danish, de german, en english, eo esperanto, es spanish, et estonian,
    eu basque, fi finnish, fr french, ga irish, hu hungarian, id indonesian, it italian,
    lt lithuanian, nb norwegian, nl dutch, pl polish, pt portuguese, ro romanian, sv swedish,
    tr turkish, el greek, ru russian, sr serbian, yi yiddish, ar arabic, fa persian, hy armenian,
    hi hindi, ne nepali, ta tamil
"""
ALGORITHMS: Mapping[str, str] = dict(one.split() for one in _NAMED.split(","))
"""Which languages have rules, by their tags."""

_OTHERS = {
    **dict.fromkeys(("ru", "sr"), CYRILLIC),
    **dict.fromkeys(("ar", "fa"), ARABIC),
    **dict.fromkeys(("hi", "ne"), DEVANAGARI),
    "el": GREEK,
    "yi": HEBREW,
    "hy": ARMENIAN,
    "ta": TAMIL,
}
SCRIPTS = {one: _OTHERS.get(one, LATIN) for one in ALGORITHMS}
_SAME = {"no": "nb", "nn": "nb", "in": "id"}

# Of a script that one language writes most, that one, unless a letter is of another.
_USUAL = {GREEK: "el", CYRILLIC: "ru", ARABIC: "ar", ARMENIAN: "hy", DEVANAGARI: "hi", TAMIL: "ta"}
_STRANGE = {CYRILLIC: ("", "іїєґўјљњћђџ"), ARABIC: ("fa", "پچژگ")}

_BLOCKS = (
    (0x0250, LATIN),
    (0x0370, ""),
    (0x0400, GREEK),
    (0x0530, CYRILLIC),
    (0x0590, ARMENIAN),
    (0x0600, HEBREW),
    (0x0780, ARABIC),
    (0x0900, ""),
    (0x0980, DEVANAGARI),
    (0x0B80, ""),
    (0x0C00, TAMIL),
    (0x1E00, ""),
    (0x1F00, LATIN),
    (0x2000, GREEK),
)

COMMON = {
    "ca": "el els les i amb per que no una del dels és són aquest més també com però",
    "cs": "a se na je že to v ve s z do pro jsem jsou byl ale jako když který",
    "da": "og i at det en den til er som på de med han af for ikke der var mig sig et har",
    "de": "der die das und ist nicht ein eine zu den mit sich des auf für im dem es wir ich auch",
    "en": "the of and to in that it is was for on with as at be this have from by not are but",
    "es": "de la que el en y los se del las un por con no una su para es al lo como más pero",
    "fi": "ja on ei se että oli hän mutta joka kun niin myös ovat kuin minä tämä hänen",
    "fr": "de la le et les des en un une du que est dans pour qui pas sur au par ce il ne plus",
    "hu": "a az és hogy nem is egy ez van volt meg csak de már mint még ha azt",
    "id": "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena",
    "it": "di e che il la un per non una sono in del con le si da i gli è alla nel come più ma",
    "lt": "ir kad yra iš tai su bet buvo kaip ar jis apie dar po už tik",
    "nb": "og i det på som er en til å han av for med at var de ikke den har jeg om et",
    "nl": "de het een van en in is dat op te zijn voor met niet die aan er om ook als maar dan",
    "pl": "i w na nie się z do to że jest o jak ale po co tak za od jego był",
    "pt": "de a o que e do da em um para com não uma os no se na por mais as dos como mas foi",
    "ro": "și în de la a cu pe nu că este o un mai din care sunt pentru dar au ca să",
    "sv": "och i att det som en på är av för med till den har de inte om ett han var jag men",
    "tr": "ve bir bu da de için ile çok o ne gibi daha ama var mi olarak kadar sonra değil",
}
"""The commonest words of languages that share the Latin script, to tell them apart."""

_SURE = 0.08
"""Of the words of a text; fewer common ones tell nothing."""
_LOOKED_AT = 400

_HEBREW_PREFIXES = "הובלמשכ"
_SHORTEST_AFTER_PREFIX = 3


def asked_for(unit: Unit) -> list[str]:
    """What a word that somebody types may be found by, in whatever language a text is.

    Of a run every one is needed, of a word one is enough.
    """
    if unit.run:
        return list(dict.fromkeys(pairs(unit.folded)))
    typed = dict.fromkeys((unit.lowered, unit.folded))
    stems = [f"{one}:{stem(word, one)}" for one in languages_for(unit.folded) for word in typed]
    return list(dict.fromkeys([unit.folded, *stems]))


def terms_of(unit: Unit, language: str) -> tuple[str, ...]:
    """What one word of a text is found by."""
    return terms_made(unit.lowered, unit.folded, unit.run, language)


def terms_made(lowered: str, folded: str, run: bool, language: str) -> tuple[str, ...]:  # noqa: FBT001
    """The same, of what is known of a word."""
    return tuple(pairs(folded)) if run else _of_word(lowered, folded, language)


@lru_cache(maxsize=32768)
def _of_word(lowered: str, folded: str, language: str) -> tuple[str, ...]:
    if fits(folded, language):
        # Beside its stem a word with accents as it is without: some rules go by the accents.
        return (f"{language}:{stem(lowered, language)}", *([folded] * (folded != lowered)))
    bare = folded[1:]
    if folded[0] in _HEBREW_PREFIXES and len(bare) >= _SHORTEST_AFTER_PREFIX:
        return (folded, bare)
    return (folded,)


def language_of(tag: str) -> str:
    """The language whose rules hold for a language tag; empty when there are none."""
    base = tag.partition("-")[0].lower()
    known = _SAME.get(base, base)
    return known if known in ALGORITHMS else ""


def guessed(words: Sequence[str]) -> str:
    """The language a text is in, by its folded words; empty when that cannot be told."""
    sample = words[:_LOOKED_AT]
    scripts = Counter(filter(None, map(script_of, sample)))
    if not scripts:
        return ""
    script = scripts.most_common(1)[0][0]
    if script == LATIN:
        return _latin(sample)
    other, letters = _STRANGE.get(script, ("", ""))
    if letters and any(set(letters) & set(word) for word in sample):
        return other
    return _USUAL.get(script, "")


def _latin(sample: Sequence[str]) -> str:
    counted = Counter(sample)
    scores = sorted(
        ((sum(counted[one] for one in known), code) for code, known in _common().items()),
        reverse=True,
    )
    (best, code), (second, _other) = scores[:2]
    return code if best >= 2 and best >= _SURE * len(sample) and best > second else ""


@lru_cache(maxsize=1)
def _common() -> dict[str, frozenset[str]]:
    return {code: frozenset(map(fold, words.split())) for code, words in COMMON.items()}


def script_of(word: str) -> str:
    """The script of a word, if it is one that a language here is written in."""
    code = ord(word[0])
    return next((one for end, one in _BLOCKS if code < end), "") if word[0].isalpha() else ""


def fits(word: str, language: str) -> bool:
    """Whether the rules of a language can say anything of a word."""
    return bool(language) and script_of(word) == SCRIPTS[language]


def languages_for(word: str) -> Iterable[str]:
    """The languages that a word may be of, by its script."""
    script = script_of(word)
    return [one for one, written in SCRIPTS.items() if script and written == script]


@lru_cache(maxsize=32768)
def stem(lowered: str, language: str) -> str:
    """The folded stem of a word in small letters; never empty."""
    return fold(_stemmer(language).stemWord(lowered)) or fold(lowered)


_own = local()


def _stemmer(language: str) -> Any:
    # One at work keeps its state: each thread has its own.
    stemmers = _own.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = snowballstemmer.stemmer(ALGORITHMS[language])
    return stemmers[language]
