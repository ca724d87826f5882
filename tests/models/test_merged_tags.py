"""Tags of two saves together may be more than a post may have: nobody's are dropped."""

from __future__ import annotations

import pytest

from blogsite.models import Post, User
from blogsite.models.errors import Overtaken
from blogsite.models.post import MOST_TAGS

pytestmark = pytest.mark.quick

MINE = [f"mine {n}" for n in range(15)]
THEIRS = [f"theirs {n}" for n in range(15)]


def test_too_many_tags_together_are_for_people_to_decide(draft: Post, alice: User) -> None:
    draft.revise(tags=THEIRS, version=1, by=alice)

    with pytest.raises(Overtaken) as refusal:
        draft.revise(tags=MINE, content="Mine.", version=1, by=alice)

    met = refusal.value.reconciliation
    assert (met.too_many_tags, met.tags) == (True, [*THEIRS, *MINE])
    assert Post.get(draft.id).tags == THEIRS
    draft.revise(tags=met.tags[-MOST_TAGS:], content=met.proposal, version=met.version, by=alice)
    assert (draft.tags, draft.source) == (met.tags[-MOST_TAGS:], "Mine.")


def test_as_many_tags_as_a_post_may_have_are_put_together(draft: Post, alice: User) -> None:
    draft.revise(tags=THEIRS, version=1, by=alice)

    draft.revise(tags=MINE[:5], version=1, by=alice)

    assert draft.tags == [*THEIRS, *MINE[:5]]


def test_a_post_that_has_too_many_already_is_saved_all_the_same(draft: Post, alice: User) -> None:
    draft.revise(tags=[*THEIRS, *MINE], by=alice)
    version = draft.version
    draft.revise(title="Snow", version=version, by=alice)

    draft.revise(content="Mine.", tags=[*THEIRS, *MINE], version=version, by=alice)

    assert (draft.title, draft.source, len(draft.tags)) == ("Snow", "Mine.", 30)
    draft.untag(MINE[:3], by=alice)
    assert len(draft.tags) == 27
