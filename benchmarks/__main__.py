"""`make bench`: run every benchmark and print its table."""

from __future__ import annotations

from benchmarks import large_saves, reading, saving, seeding, signing_in

if __name__ == "__main__":
    for benchmark in (saving, large_saves, signing_in, reading, seeding):
        print(f"\n{benchmark.__doc__}\n")
        benchmark.run()
