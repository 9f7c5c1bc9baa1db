"""How well notes are split into sections: `uv run python -m tests.benchmarks.splitting` prints the share of sentences
right, each library split by what was learned from the others. It ends with 1 if fewer are right than was aimed at.

`--write` learns from all of them and writes the weights that come with Prepsite.
"""

import random
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from stories.base.embedding import Unavailable, load_model
from stories.base.rendering import render_markdown, spoken_text
from stories.base.splitting_model import WEIGHTS
from stories.core.choices import Section
from stories.core.lengths import sentences
from stories.core.meaning.recipe import Embed
from stories.core.splitting.learning import LabelledSentences, learn
from stories.core.splitting.splitter import SplitWeights, embedded, split_described

DATA = Path(__file__).parent / "data"
DEMO = Path("stories/bank/seeds/demo.toml")
LIBRARIES = {
    "demo": DEMO,
    **{
        name: DATA / f"{name}.toml"
        for name in ("matching-dev", "matching-calibration", "matching-held-out", "review-dev", "review-held-out")
    },
}
LEAST, LEAST_IN_THE_MEAN = 0.86, 0.88
"""The share of sentences to be right in each library, and in the mean of all, with the meaning of sentences."""
SWAPPED = 0.1
"""How often a sentence changes places with the next in a disturbed story."""
TIMES = 5
"""How often each story is disturbed."""


def labelled(path: Path) -> list[tuple[list[str], list[Section]]]:
    """The sentences of each story with their sections."""
    stories = []
    for story in tomllib.loads(path.read_text(encoding="utf-8"))["story"]:
        pairs = [
            (sentence, section)
            for section in Section
            for sentence in sentences(spoken_text(render_markdown(story.get(section, ""))))
        ]
        if pairs:
            stories.append(([sentence for sentence, _ in pairs], [section for _, section in pairs]))
    return stories


def read(path: Path, embed: Embed) -> list[LabelledSentences]:
    return [LabelledSentences(said, sections, embedded(embed, said)) for said, sections in labelled(path)]


def disturbed(story: LabelledSentences, chance: random.Random) -> LabelledSentences:
    """The story with some neighbours swapped."""
    order = list(range(len(story.said)))
    place = 0
    while place < len(order) - 1:
        if chance.random() < SWAPPED:
            order[place : place + 2] = order[place + 1], order[place]
            place += 1
        place += 1
    return replace(
        story,
        said=[story.said[place] for place in order],
        sections=[story.sections[place] for place in order],
        vectors=story.vectors[order],
    )


def share_right(weights: SplitWeights, stories: Sequence[LabelledSentences], *, meaning: bool) -> float:
    right = [
        actual == expected
        for story in stories
        for actual, expected in zip(
            split_described(weights, story.said, story.vectors if meaning else None), story.sections, strict=True
        )
    ]
    return sum(right) / len(right)


def figures(weights: SplitWeights, stories: Sequence[LabelledSentences]) -> list[float]:
    """In order and disturbed, then both without the meaning of sentences."""
    chance = random.Random(1)  # noqa: S311 - the same every time
    mixed = [disturbed(story, chance) for story in stories for _ in range(TIMES)]
    return [share_right(weights, told, meaning=meaning) for meaning in (True, False) for told in (stories, mixed)]


def learned_from_others(libraries: Mapping[str, list[LabelledSentences]], left_out: str) -> SplitWeights:
    return learn([story for name, stories in libraries.items() if name != left_out for story in stories])


def reaches_aim(shares: Sequence[float]) -> bool:
    """Whether enough sentences of each library are right, and in the mean."""
    return min(shares) >= LEAST and sum(shares) / len(shares) >= LEAST_IN_THE_MEAN


def print_figures(libraries: Mapping[str, list[LabelledSentences]]) -> bool:
    """Whether the aim is reached, in order and disturbed."""
    heads = ("in order", "disturbed", "in order, no model", "disturbed, no model")
    sys.stdout.write(f"{'left out':<20}{'sentences':>10}" + "".join(f"{head:>21}" for head in heads) + "\n")
    rows = []
    for name, stories in libraries.items():
        rows.append(figures(learned_from_others(libraries, name), stories))
        print_row(name, str(sum(len(story.said) for story in stories)), rows[-1])
    columns = [*zip(*rows, strict=True)]
    print_row("mean", "", [sum(column) / len(rows) for column in columns])
    return all(map(reaches_aim, columns[:2]))


def print_row(name: str, count: str, shares: Sequence[float]) -> None:
    sys.stdout.write(f"{name:<20}{count:>10}" + "".join(f"{share:>21.3f}" for share in shares) + "\n")


def main() -> None:
    model = load_model()
    if isinstance(model, Unavailable):
        raise SystemExit(model.reason)
    libraries = {name: read(path, model.embed) for name, path in LIBRARIES.items()}
    if "--write" in sys.argv:
        weights = learn([story for stories in libraries.values() for story in stories])
        WEIGHTS.write_bytes(weights.dump())
        sys.stdout.write(f"Wrote {WEIGHTS}.\n")
    elif not print_figures(libraries):
        raise SystemExit(f"Short of {LEAST} in each library, or of {LEAST_IN_THE_MEAN} in the mean.")


if __name__ == "__main__":
    main()
