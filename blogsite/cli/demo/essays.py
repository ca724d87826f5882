"""Whole posts in Markdown: paragraphs, and now and then what else Markdown can do."""

from __future__ import annotations

from collections.abc import Callable

from blogsite.cli.demo.grammar import Voice, snippets
from blogsite.lib import slugs

_SHORT = 150  # words below which a post has no headings
_LAST = 25  # words that the end takes up


class Essay:
    """One text, written block by block until it is long enough.

    Arguments:
        voice: who speaks.
        length: words to aim at.
    """

    def __init__(self, voice: Voice, *, length: int) -> None:
        self._voice = voice
        self._length = length
        self._blocks: list[str] = []
        self._notes: list[str] = []

    def markdown(self) -> str:
        """The finished text."""
        self._add(self._voice.say("opening"))
        self._add(self._paragraph())
        while self._missing > _LAST:
            self._add(self._block())
        self._add(self._voice.say("closing"))
        notes = [f"[^{number}]: {note}" for number, note in enumerate(self._notes, 1)]
        return "\n\n".join([*self._blocks, *notes]) + "\n"

    @property
    def _missing(self) -> int:
        return self._length - sum(map(self._voice.length, self._blocks))

    def _add(self, block: str) -> None:
        self._blocks.append(block)

    def _block(self) -> str:
        kinds: dict[Callable[[], str], int] = {
            self._paragraph: 60,
            self._section: 14 if self._length > _SHORT else 0,
            self._list: 8,
            self._quote: 7,
            self._tasks: 3,
            self._table: 4,
            self._code: 4,
        }
        (kind,) = self._voice.random.choices(list(kinds), weights=list(kinds.values()))
        return kind()

    def _paragraph(self) -> str:
        random = self._voice.random
        sentences = [self._voice.say("sentence")]
        most = random.randint(2, 6)
        while len(sentences) < most and self._voice.length(" ".join(sentences)) < self._missing:
            sentences.append(self._voice.say("sentence"))
        if random.random() < 0.08:
            sentences.append(self._link())
        if random.random() < 0.07:
            sentences[-1] += self._footnote()
        return self._voice.joined(sentences)

    def _section(self) -> str:
        below = any(block.startswith("## ") for block in self._blocks)
        level = "###" if below and self._voice.random.random() < 0.25 else "##"
        return f"{level} {self._voice.say('heading')}\n\n{self._paragraph()}"

    def _list(self) -> str:
        random = self._voice.random
        items = [self._voice.say("item") for _ in range(random.randint(3, 4))]
        if random.random() < 0.4:
            return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))
        return "\n".join(f"- {item}" for item in items)

    def _quote(self) -> str:
        return f"> {self._voice.say('quote')}"

    def _tasks(self) -> str:
        boxes = self._voice.random.choices(["[ ]", "[x]"], k=3)
        return "\n".join(f"- {box} {self._voice.say('task')}" for box in boxes)

    def _table(self) -> str:
        voice = self._voice
        heading = voice.cells("column")
        rows = [
            [voice.say("label"), str(voice.random.randint(2, 90)), voice.say("cell")]
            for _ in range(voice.random.randint(2, 4))
        ]
        lines = [heading, ["---", "---:", "---"], *rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def _code(self) -> str:
        return self._voice.random.choice(snippets())

    def _link(self) -> str:
        text = self._voice.say("link")
        return f"→ [{text}](https://example.org/{slugs.slug(text, fallback='page')})."

    def _footnote(self) -> str:
        self._notes.append(self._voice.say("note"))
        return f"[^{len(self._notes)}]"
