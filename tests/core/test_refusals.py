from hypothesis import given
from hypothesis import strategies as st

from stories.core.refusals import About, Id, is_rewritten, still_stands

STEMS = st.frozensets(st.sampled_from("abcdefgh"))


def about(words: str) -> About:
    return frozenset(words.split())


def test_refusal_stands_while_the_closest_were_seen() -> None:
    seen: dict[Id, About] = {"launch": about("launch metric bug"), "outage": about("outage page night")}

    assert still_stands(seen, ["outage", "launch"], seen)
    assert still_stands(seen, ["outage"], seen)
    assert still_stands(seen, [], seen)


def test_unseen_story_among_the_closest_asks_again() -> None:
    seen: dict[Id, About] = {"launch": about("launch metric bug")}

    assert not still_stands(seen, ["launch", "new"], {**seen, "new": about("launch")})


def test_seen_story_that_is_mostly_new_asks_again() -> None:
    seen: dict[Id, About] = {"launch": about("launch metric bug")}

    assert still_stands(seen, ["launch"], {"launch": about("launch metric review talk")})
    assert not still_stands(seen, ["launch"], {"launch": about("launch review talk")})


def test_story_that_isnt_among_the_closest_may_change() -> None:
    seen: dict[Id, About] = {"launch": about("launch metric"), "outage": about("outage")}

    assert still_stands(seen, ["launch"], {"launch": about("launch metric"), "outage": about("budget")})


def test_story_that_only_loses_words_is_not_rewritten() -> None:
    assert not is_rewritten(about("a b c d"), about("a"))
    assert not is_rewritten(about("a b"), about(""))


@given(STEMS, STEMS)
def test_rewritten_means_that_more_is_new_than_kept(before: frozenset[str], now: frozenset[str]) -> None:
    assert is_rewritten(before, now) == (len(now - before) > len(now & before))


ABOUTS = st.lists(
    st.text("abcdefgh", max_size=6).map(lambda letters: " ".join(sorted(set(letters)))), min_size=5, max_size=5
)


@given(ABOUTS, ABOUTS, st.sets(st.integers(0, 4)), st.lists(st.integers(0, 4), max_size=3, unique=True))
def test_refusal_agrees_with_the_rule_in_words(
    before: list[str], now: list[str], looked_at: set[int], closest: list[int]
) -> None:
    def asks_again(story: int) -> bool:
        if story not in looked_at:
            return True
        words = now[story].split()
        new = [word for word in words if word not in before[story].split()]
        return len(new) > len(words) / 2

    seen: dict[Id, About] = {story: about(before[story]) for story in looked_at}
    stands = still_stands(seen, closest, {story: about(text) for story, text in enumerate(now)})

    assert stands == (not any(asks_again(story) for story in closest))
