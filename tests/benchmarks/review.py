"""How accurate the review is on labelled stories, and how fast: `uv run python -m tests.benchmarks.review`."""

import time
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stories.base.rendering import render_markdown, spoken_text
from stories.core.choices import Section
from stories.core.review import RULES, Finding, StoryText, TagLine, review

DATA = Path(__file__).parent / "data"
SEEDS = Path(__file__).parent.parent.parent / "stories" / "bank" / "seeds"
SETS = ("review-dev", "review-held-out")
FAILURE = "STAR105:learning"
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Score:
    """One rule's findings: expected and made, made but not expected, expected but not made."""

    right: int
    false: int
    missed: int

    @property
    def precision(self) -> str:
        return _share(self.right, self.right + self.false)

    @property
    def recall(self) -> str:
        return _share(self.right, self.right + self.missed)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "-"


def label(finding: Finding) -> str:
    """The finding as labelled stories name it: "STAR108", "STAR101:result"."""
    return f"{finding.code}:{finding.section}" if finding.section else finding.code


def story_text(row: Mapping[str, Any]) -> StoryText:
    """A labelled or seeded story, ready for the review."""
    return StoryText(
        title=row["title"],
        headline=row.get("headline", ""),
        sections={section: spoken_text(render_markdown(row.get(section, ""))) for section in Section},
        tags=[TagLine(tag["value"], tag["evidence"]) for tag in row["tags"]],
    )


def scores(pairs: Iterable[tuple[set[str], set[str]]]) -> Iterator[tuple[str, Score]]:
    """Each rule's score, then that of all rules; a pair has the labels expected of a story and those found."""
    all_pairs = list(pairs)
    for code in [*(rule.code for rule in RULES), ""]:
        chosen = [[{name for name in labels if name.startswith(code)} for labels in pair] for pair in all_pairs]
        right = sum(len(expected & actual) for expected, actual in chosen)
        false = sum(len(actual - expected) for expected, actual in chosen)
        yield code or "all", Score(right, false, sum(len(expected - actual) for expected, actual in chosen))


def judge(name: str, *, show: bool) -> None:
    """Print the table of a set; with `show`, also the stories that differ from their labels."""
    rows = tomllib.loads((DATA / f"{name}.toml").read_text())["story"]
    pairs = [(set(row["expected"]), {label(finding) for finding in review(story_text(row))}) for row in rows]
    print(f"\n{name}: {len(rows)} stories\nrule     right false missed precision recall")  # noqa: T201
    for code, score in scores(pairs):
        counts = f"{score.right:5} {score.false:5} {score.missed:6}"
        print(f"{code:8} {counts} {score.precision:>9} {score.recall:>6}")  # noqa: T201
    for row, (expected, actual) in zip(rows, pairs, strict=True):
        if show and expected != actual:
            print(f"  {row['slug']}: wrong {sorted(actual - expected)}, missed {sorted(expected - actual)}")  # noqa: T201


def judge_failures() -> None:
    """Print how well stories of failure are told from others when none of them has a Learning."""
    for library in tomllib.loads((DATA / "failures.toml").read_text())["library"]:
        name = library["name"]
        file = SEEDS / "demo.toml" if name == "demo" else DATA / f"matching-{name}.toml"
        due, others = set(library["failures"]), set(library["others"])
        _count_failures(name, tomllib.loads(file.read_text())["story"], due, others)
    rows = tomllib.loads((DATA / "failures-held-out.toml").read_text())["story"]
    due = {row["slug"] for row in rows if row["failure"]}
    _count_failures("held-out", rows, due, {row["slug"] for row in rows} - due)


def _count_failures(name: str, rows: Iterable[Mapping[str, Any]], due: set[str], others: set[str]) -> None:
    found = {
        row["slug"] for row in rows if FAILURE in map(label, review(story_text({**row, "learning": "", "tags": []})))
    }
    right, judged = len(found & due), len(found & (due | others))
    print(f"\nfailures of {name}: {len(due | others)} stories, {right} right of {judged} found and {len(due)} due")  # noqa: T201


def milliseconds() -> float:
    """The mean time of reviewing a story of the dev set."""
    stories = [story_text(row) for row in tomllib.loads((DATA / f"{SETS[0]}.toml").read_text())["story"]]
    start = time.perf_counter()
    for _ in range(ROUNDS):
        for story in stories:
            review(story)
    return 1000 * (time.perf_counter() - start) / (ROUNDS * len(stories))


if __name__ == "__main__":
    for name in SETS:
        if (DATA / f"{name}.toml").exists():
            judge(name, show=name == SETS[0])
    judge_failures()
    print(f"\n{milliseconds():.2f} ms a story")  # noqa: T201
