"""What happens in one run, all of it decided by the seed before anything is typed."""

from __future__ import annotations

import random
from dataclasses import dataclass

VICTIMS = ("tab", "browser", "web server", "database")
_LETTERS = "abcdefghijklmnopqrstuvwxyzäöüéßжя"


@dataclass(frozen=True)
class Plan:
    """One run.

    Arguments:
        victim: what is killed first.
        kill_after: seconds of typing until then.
        then: after a server was killed, what comes next: `browser`, it is killed too, or `wait`,
            the page is left alone until it says that all is saved, and its browser then forgets
            what it had kept.
        then_after: seconds of typing until that.
        new: whether a new post is written, or one that is there is changed.
        length: words that are there already.
        signed_out: whether the session is lost too.
        pauses: seconds between words.
    """

    number: int
    victim: str
    kill_after: float
    then: str
    then_after: float
    new: bool
    length: int
    signed_out: bool
    pauses: tuple[float, ...]
    word_seed: str

    @classmethod
    def of(cls, seed: int, number: int, *, pace: float = 1) -> Plan:
        chance = random.Random(f"{seed}/{number}")
        new = chance.random() < 0.4
        return cls(
            number=number,
            victim=VICTIMS[number % len(VICTIMS)],
            kill_after=0.7 + pace * chance.uniform(0, 6.3),
            then=chance.choice(["browser", "wait"]),
            then_after=0.3 + pace * chance.uniform(0, 3.7),
            new=new,
            length=0 if new else chance.choice([5, 500, 20_000]),
            signed_out=chance.random() < 0.3,
            pauses=tuple(_pause(chance) for _ in range(400)),
            word_seed=f"{seed}/{number}/words",
        )

    def words(self) -> list[str]:
        """What is typed: no word twice."""
        chance = random.Random(self.word_seed)
        return [
            "".join(chance.choices(_LETTERS, k=chance.randint(2, 9))) + str(n)
            for n in range(len(self.pauses))
        ]

    def __str__(self) -> str:
        what = "a new post" if self.new else f"a post of {self.length} words"
        server = self.victim in ("web server", "database")
        end = f", then {self.then} after {self.then_after:.1f} s" if server else ""
        session = ", session lost" if self.signed_out else ""
        return f"{self.victim} after {self.kill_after:.1f} s{end}, {what}{session}"


def _pause(chance: random.Random) -> float:
    # Quick typists, and people who think for a while.
    return chance.uniform(1.2, 2.5) if chance.random() < 0.06 else chance.uniform(0, 0.2)
