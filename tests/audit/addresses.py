"""Every page of the site: each address for people, filled with what the judged site has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from flask import Flask

from tests.support.rules import filled

FOR_PEOPLE = {
    *("shown", "anyone", "signed_in", "freshly_signed_in"),
    *("with_blog", "with_post", "on_this_machine"),
}
"""The scopes of views that answer with a page; one that answers with something else is not one."""

KNOWN = {
    *("blog_slug", "blog_id", "user_id", "post_slug", "post_id", "thing_id", "series_slug"),
    *("tag", "picture_id", "size", "revision_id", "year"),
}
"""What stands in addresses, and the judged site has."""
NOWHERE = {"token", "passkey_id", "provider", "first"}
"""What it has not: it says so, on a page. Tokens that open something are walked to one by one."""

LEADS_AWAY = {"providers.begin": "to the provider, which is not ours to judge"}


def every(app: Flask, known: Mapping[str, object]) -> Iterator[str]:
    """The path of each, in the order of their endpoints.

    Arguments:
        app: whose.
        known: what stands in them: each of `KNOWN`.

    Raises:
        LookupError: there is an address with something else in it; it belongs in `KNOWN`.
    """
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule))
    for rule in rules:
        view = app.view_functions[rule.endpoint]
        wanted = getattr(view, "scope", "") in FOR_PEOPLE and rule.endpoint not in LEADS_AWAY
        if wanted and "GET" in (rule.methods or ()):
            if strange := set(re.findall(r"(\w+)>", rule.rule)) - KNOWN - NOWHERE:
                raise LookupError(f"{rule.rule}: the audit does not know {strange}")
            yield filled(rule, known)
