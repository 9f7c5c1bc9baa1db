"""How long planning takes in large libraries: `uv run python -m tests.benchmarks.planning`, medians in milliseconds."""

import random
import sys
from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter

from stories.core.choices import Fit, Status, Strength
from stories.core.coverage import AnswerFact, Library, QuestionFact, StoryFact, TagFact, cover
from stories.core.next_story import AskedFact, propose_stories
from stories.core.repairs import find_repairs
from stories.core.risk import loss_of

VALUES, TOPICS, QUESTIONS = 16, 18, 500
ROUNDS = 9


def library(stories: int) -> tuple[Library, list[AskedFact]]:
    """A third of the stories are drafts; each story carries three values and answers one question."""
    chance = random.Random(stories)  # noqa: S311 - not for secrets
    values = range(VALUES)
    questions = [QuestionFact(number, frozenset(chance.sample(values, 2))) for number in range(QUESTIONS)]
    facts = Library(
        list(values),
        questions,
        [StoryFact(number, Status.DRAFT if number % 3 == 0 else Status.READY) for number in range(stories)],
        [
            TagFact(story, value, chance.choice(list(Strength)))
            for story in range(stories)
            for value in chance.sample(values, 3)
        ],
        [AnswerFact(story, chance.randrange(QUESTIONS), story, chance.choice(list(Fit))) for story in range(stories)],
    )
    weights = [0.5, 1.0, 1.8, 3.0]
    return facts, [
        AskedFact(question.id, chance.randrange(TOPICS), question.primary, chance.choice(weights))
        for question in questions
    ]


def milliseconds(work: Callable[..., object], *arguments: object) -> float:
    times = []
    for _ in range(ROUNDS):
        started = perf_counter()
        work(*arguments)
        times.append(1000 * (perf_counter() - started))
    return median(times)


def main() -> None:
    sys.stdout.write(f"{'stories':>8}{'coverage':>10}{'next story':>12}{'repairs':>10}{'loss':>8}\n")
    for stories in (0, 10, 100, 1000):
        facts, asked = library(stories)
        coverage = cover(facts)
        weights = {question.id: question.weight for question in asked}
        times = (
            milliseconds(cover, facts),
            milliseconds(propose_stories, coverage, asked),
            milliseconds(find_repairs, facts, coverage, weights),
            milliseconds(partial(loss_of, target=2), 1, facts, coverage),
        )
        sys.stdout.write(f"{stories:>8,}{times[0]:>10.1f}{times[1]:>12.1f}{times[2]:>10.1f}{times[3]:>8.1f}\n")


if __name__ == "__main__":
    main()
