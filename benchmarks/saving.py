"""Saving a post: milliseconds of server time, by the size of its text."""

from __future__ import annotations

import time
from statistics import median

from benchmarks.site import app_with_database, text
from blogsite.models import Blog, User

SIZES = (1_000, 10_000, 60_000)
ROUNDS = 15


def run() -> None:
    with app_with_database():
        user = User.create(email="ada@example.org", name="Ada", password_hash="")
        blog = Blog.create(title="Bench", description="", by=user)
        posts = {size: blog.write(title=f"{size}", content="x", by=user) for size in SIZES}
        spent: dict[int, list[float]] = {size: [] for size in SIZES}
        for n in range(ROUNDS):
            for size, post in posts.items():
                began_at = time.perf_counter()
                post.revise(content=f"{n}\n\n{text(size)}", by=user)
                spent[size].append((time.perf_counter() - began_at) * 1000)
    print(f"{'bytes':>8} {'median ms':>10} {'least':>8} {'most':>8}")
    for size, times in spent.items():
        print(f"{size:>8} {median(times):>10.1f} {min(times):>8.1f} {max(times):>8.1f}")
