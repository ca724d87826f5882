"""Whatever is written, no script of the writer's runs in a reader's browser, nor even tries to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import pytest
from playwright.sync_api import Browser, BrowserContext

from blogsite import urls
from blogsite.models import Blog, User
from config import Settings
from tests.journeys.steps import sign_in
from tests.support import hostile, pages
from tests.support.browser import Meet, Person
from tests.support.factories import make_blog, make_post, make_user

pytestmark = pytest.mark.browser

A_FEW = 8
AT_ONCE = {"RAW": 1, "EVENTS": 4, "ADDRESSES": A_FEW, "FOREIGN": 1, "MUTATING": 1, "MARKDOWN": 4}
"""Of each group, how many are read together where they would run; what may swallow others, one."""

# Reported as an error of the console, which a `Person` takes for a broken page.
TELL_VIOLATIONS = """
addEventListener("securitypolicyviolation", event =>
    console.error("policy: " + event.violatedDirective + " " + event.blockedURI))
"""

# What could run if the policy were not there.
ALIVE = r"""
() => [...document.querySelectorAll(".prose *")].flatMap(element => [
    ...(/^(script|style|link|meta|base|iframe|object|embed|form|input|button|select|textarea)$/
        .test(element.localName) ? [element.localName] : []),
    ...(/(xhtml|MathML)$/.test(element.namespaceURI) ? [] : [element.namespaceURI]),
    ...[...element.attributes]
        .filter(({name, value}) => /^(on|style|src|action|formaction|xlink|ping)/i.test(name)
            || /^(href|cite)$/.test(name)
               && URL.canParse(value, document.baseURI)
               && !/^(https?|mailto|tel):$/.test(new URL(value, document.baseURI).protocol))
        .map(({name, value}) => `${name}=${value}`),
])
"""


@pytest.fixture
def readers(browser: Browser, served: Settings) -> Iterator[tuple[Person, Person]]:
    """One whose browser ignores the policy, and one whose browser keeps it and tells of it.

    What would run at the second runs at the first, who therefore reads everything; the second
    reads it a few at a time, for what breaks the policy and runs nothing.
    """
    contexts: list[BrowserContext] = []
    people = []
    for bypass in (True, False):
        contexts.append(browser.new_context(locale="en-GB", bypass_csp=bypass))
        contexts[-1].set_default_timeout(25_000)
        contexts[-1].add_init_script(TELL_VIOLATIONS)
        people.append(Person(contexts[-1], served.base_url))
        people[-1].page.on("dialog", lambda said: pytest.fail(f"a script ran: {said.message}"))
    yield people[0], people[1]
    for context in contexts:
        context.close()


@pytest.fixture
def _unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken HTML of a writer's own becomes harmless, not valid: these pages are not checked."""
    monkeypatch.setattr(pages, "_folder", None)


@pytest.fixture
def alice(served: Settings) -> User:
    return make_user("Alice")


@pytest.mark.usefixtures("_unjudged")
@pytest.mark.parametrize("group", AT_ONCE)
def test_no_words_run(meet: Meet, readers: tuple[Person, Person], alice: User, group: str) -> None:
    blog, writer = make_blog(by=alice), meet()
    sign_in(writer, name="Alice")
    save = saving(writer, blog)

    for reader, size in zip(readers, (AT_ONCE[group], A_FEW), strict=True):
        for some in batched(getattr(hostile, group), size):
            reader.open(save("Hostile words", "\n\n".join(some)))
            assert reader.status == 200
            assert reader.page.evaluate(ALIVE) == [], some
            reader.sees("Hostile words")


def batched(words: Sequence[str], size: int) -> Iterator[list[str]]:
    """As `itertools.batched` of Python 3.12."""
    left = iter(words)
    while some := list(islice(left, size)):
        yield some


def saving(writer: Person, blog: Blog) -> Callable[[str, str], str]:
    """Publishes through the form, as the writer's browser would send it."""
    writer.open(urls.new_post(blog))
    token = writer.page.locator("form.editor [name=csrf_token]").get_attribute("value") or ""

    def save(title: str, content: str) -> str:
        answer = writer.page.request.post(
            writer.site + urls.new_post(blog),
            form={"csrf_token": token, "title": title, "content": content, "status": "published"},
        )
        assert answer.status == 200, content
        return answer.url

    return save


def test_no_title_tag_description_or_name_runs(readers: tuple[Person, Person], alice: User) -> None:
    defenceless, _guarded = readers
    for reader in readers:
        sign_in(reader, name="Alice")

    for number, line in enumerate(hostile.LINES, start=1):
        alice.update({"name": line}, expecting={})
        blog = make_blog(by=alice, title=line, description=line)
        post = make_post(blog, by=alice, title=line, tags=[line[:50]], status="published")
        each = [urls.blog(blog), urls.post(post), urls.edit(post)]
        lists = [urls.home(), urls.blogs(), urls.profile(), f"/blogs/{alice.id}"]
        some = number % A_FEW == 0 or line == hostile.LINES[-1]
        for reader in readers if some else (defenceless,):
            for path in each + lists if some else each:
                reader.open(path)
                assert reader.status == 200, path


def test_what_is_refused_is_shown_again_as_words(
    readers: tuple[Person, Person], alice: User
) -> None:
    blog = make_blog(by=alice)
    words = "</textarea><script>alert(1)</script>"

    for reader in readers:
        sign_in(reader, name="Alice")
        reader.open(urls.new_post(blog))
        reader.fill(title="", content=words)
        reader.press("Publish")

        assert reader.status == 422
        assert reader.page.locator("[name=content]").input_value() == words
