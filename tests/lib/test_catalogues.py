"""Catalogues are read as translators write them."""

from __future__ import annotations

from pathlib import Path

from blogsite.lib.catalogues import catalogue

WRITTEN = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: ar\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);\\n"

msgid "Post"
msgstr "Beitrag"

msgid "%(num)s post"
msgid_plural "%(num)s posts"
msgstr[0] "one"
msgstr[1] "two"
msgstr[2] "many"

#, fuzzy
msgid "Draft"
msgstr "Entwurf?"

msgid "Untold"
msgstr ""
"""


def test_sentences_and_all_plural_forms_are_known(tmp_path: Path) -> None:
    path = tmp_path / "messages.po"
    path.write_text(WRITTEN, encoding="utf-8")

    words = catalogue(path)

    assert words.gettext("Post") == "Beitrag"
    forms = [words.ngettext("%(num)s post", "%(num)s posts", n) for n in (1, 2, 5)]
    assert forms == ["one", "two", "many"]


def test_what_is_not_translated_for_sure_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "messages.po"
    path.write_text(WRITTEN, encoding="utf-8")

    assert [catalogue(path).gettext(one) for one in ("Draft", "Untold")] == ["Draft", "Untold"]
    assert catalogue(tmp_path / "none.po").gettext("Post") == "Post"
