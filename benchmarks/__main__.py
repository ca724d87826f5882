"""`make bench`: run every benchmark and print its table."""

from __future__ import annotations

from benchmarks import (
    growing,
    kept_pages,
    large_saves,
    memory,
    pictures,
    previewing,
    reading,
    saving,
    search,
    seeding,
    showing,
    signing_in,
    typing_in,
    uploads,
)

ALL = (
    saving,
    large_saves,
    signing_in,
    reading,
    kept_pages,
    showing,
    growing,
    memory,
    search,
    previewing,
    typing_in,
    pictures,
    uploads,
    seeding,
)

if __name__ == "__main__":
    for benchmark in ALL:
        print(f"\n{benchmark.__doc__}\n")
        benchmark.run()
