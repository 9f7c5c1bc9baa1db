"""How good the suggestions are: `uv run python -m tests.benchmarks.matching` prints the tables of docs/matching.md."""

import sys
import time
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum, log, log2
from pathlib import Path
from typing import Any

from stories.core.choices import Section, Status, Strength
from stories.core.inference import infer
from stories.core.matching import Asked, Candidate, Id, questions_for, suggest
from stories.core.terms import terms_of_question, terms_of_story

DATA = Path(__file__).parent / "data"
SEEDS = Path(__file__).parent.parent.parent / "stories" / "bank" / "seeds"
FRAMEWORK = "netflix-2024"
SETS = ("demo", "dev", "calibration", "held-out")
STORIES = 1000
Scores = Mapping[Id, float]
Ranker = Callable[[Asked], Scores]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question, and the stories that answer it with their grades, if there are any."""

    asked: Asked
    fits: Mapping[Id, int]


@dataclass(frozen=True, slots=True)
class Figures:
    first: float
    first_three: float
    ndcg: float
    auc: float

    def __str__(self) -> str:
        return f"{self.first:>6.0%} {self.first_three:>6.0%} {self.ndcg:>7.3f} {self.auc:>6.3f}"


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def read(path: Path) -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(path.read_text())


def value_names() -> dict[Id, str]:
    frameworks = read(SEEDS / "frameworks.toml")["framework"]
    return {
        value["slug"]: value["name"]
        for framework in frameworks
        if framework["slug"] == FRAMEWORK
        for value in framework["value"]
    }


def strengths(primary: Iterable[str], secondary: Iterable[str]) -> dict[Id, Strength]:
    supporting: dict[Id, Strength] = dict.fromkeys(secondary, Strength.SUPPORTING)
    return supporting | dict.fromkeys(primary, Strength.PRIMARY)


def read_bank() -> dict[str, Asked]:
    """The bank's questions by slug."""
    bank = {}
    for question in read(SEEDS / "questions.toml")["question"]:
        probes = question.get("probes", {}).get(FRAMEWORK, {})
        values = strengths(probes.get("primary", ()), probes.get("secondary", ()))
        bank[question["slug"]] = Asked(question["text"], question["topic"], values)
    return bank


def read_candidates(name: str) -> list[Candidate]:
    stories = read(SEEDS / "demo.toml" if name == "demo" else DATA / f"matching-{name}.toml")["story"]
    return [
        Candidate(
            story["slug"], Status(story["status"]), tags_of(story["tags"]), terms_of_story(*texts_of(story)), uses=1
        )
        for story in stories
        if story["status"] != Status.ARCHIVED
    ]


def texts_of(story: Mapping[str, str]) -> tuple[str, str]:
    body = "\n".join(story.get(section, "") for section in Section)
    return body, f"{story['title']}\n{story.get('headline', '')}"


def tags_of(tags: Any) -> dict[Id, Strength]:
    """From a table in the labelled sets, or a list in the demo's seeds."""
    pairs = tags.items() if isinstance(tags, dict) else ((tag["value"], tag["strength"]) for tag in tags)
    return {value: Strength(strength) for value, strength in pairs}


def read_questions(name: str, candidates: Sequence[Candidate], bank: Mapping[str, Asked]) -> list[Labelled]:
    known = {candidate.story for candidate in candidates}
    return [
        Labelled(
            asked_of(question, bank), {fit["story"]: fit["grade"] for fit in question["fits"] if fit["story"] in known}
        )
        for question in read(DATA / f"matching-{name}.toml")["question"]
    ]


def asked_of(question: Mapping[str, Any], bank: Mapping[str, Asked]) -> Asked:
    if "bank" in question:
        return bank[question["bank"]]
    values = strengths(question.get("primary", ()), question.get("secondary", ()))
    return Asked(question["text"], question.get("topic", ""), values)


def prepsite(candidates: Sequence[Candidate], names: Mapping[Id, str]) -> Ranker:
    return lambda asked: {each.story: each.fitness.score for each in suggest(asked, candidates, names)}


def plain_words(candidates: Sequence[Candidate], _names: Mapping[Id, str]) -> Ranker:
    """BM25 over stems, k1 1.2, b 0.75."""
    mean_length = sum(candidate.terms.length for candidate in candidates) / len(candidates)

    def rank(asked: Asked) -> Scores:
        scores = dict.fromkeys((candidate.story for candidate in candidates), 0.0)
        for stem in terms_of_question(asked.text).stems:
            containing = [candidate for candidate in candidates if stem in candidate.terms.stems]
            rarity = log(1 + (len(candidates) - len(containing) + 0.5) / (len(containing) + 0.5))
            for candidate in containing:
                times, length = candidate.terms.stems[stem], candidate.terms.length / mean_length
                scores[candidate.story] += rarity * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * length))
        return scores

    return rank


def values_alone(candidates: Sequence[Candidate], _names: Mapping[Id, str]) -> Ranker:
    weight = {Strength.PRIMARY: 1.0, Strength.SUPPORTING: 0.4}

    def score(asked: Asked, tags: Mapping[Id, Strength]) -> float:
        return sum(weight[asked.values[value]] * weight[tags[value]] for value in tags if value in asked.values)

    return lambda asked: {candidate.story: score(asked, candidate.tags) for candidate in candidates}


def judge(rank: Ranker, questions: Sequence[Labelled]) -> Figures:
    """hit@1, hit@3 and nDCG@5 of answerable questions, and how well the best score tells those from others (AUC)."""
    ranked = [
        (sorted(rank(question.asked).items(), key=lambda item: (-item[1], str(item[0]))), question.fits)
        for question in questions
    ]
    answerable = [([fits.get(story, 0) for story, _ in order], fits) for order, fits in ranked if fits]
    best = [(order[0][1] if order else 0.0, bool(fits)) for order, fits in ranked]
    return Figures(
        first=mean(any(grades[:1]) for grades, _ in answerable),
        first_three=mean(any(grades[:3]) for grades, _ in answerable),
        ndcg=mean(gain(grades[:5]) / gain(sorted(fits.values(), reverse=True)[:5]) for grades, fits in answerable),
        auc=mean((yes > no) + (yes == no) / 2 for yes, can in best if can for no, cannot in best if not cannot),
    )


def gain(grades: Sequence[int]) -> float:
    return fsum((2.0**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))


def mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return sum(numbers) / len(numbers)


def pasted(questions: Sequence[Labelled], bank: Mapping[str, Asked], names: Mapping[Id, str]) -> list[Labelled]:
    """The same questions as if only their text were known; a question of the bank isn't compared with itself."""
    bare = []
    for question in questions:
        text = question.asked.text
        inferred = infer(text, [asked for asked in bank.values() if asked.text != text], names)
        bare.append(replace(question, asked=Asked(text, inferred.topic, inferred.values)))
    return bare


def print_ranking(bank: Mapping[str, Asked], names: Mapping[Id, str]) -> None:
    say(f"{'set':<13}{'ranked by':<30}{'hit@1':>6} {'hit@3':>6} {'nDCG@5':>7} {'AUC':>6}")
    for name in SETS:
        candidates = read_candidates(name)
        labelled = read_questions(name, candidates, bank)
        bare = pasted(labelled, bank, names)
        for label, ranker, questions in (
            ("Prepsite", prepsite, labelled),
            ("Prepsite, text pasted", prepsite, bare),
            ("values alone", values_alone, labelled),
            ("values alone, text pasted", values_alone, bare),
            ("plain words (BM25)", plain_words, labelled),
        ):
            say(f"{name:<13}{label:<30}{judge(ranker(candidates, names), questions)}")


def print_matches(bank: Mapping[str, Asked], names: Mapping[Id, str]) -> None:
    say(f"\n{'set':<13}{'best match of questions':<30}{'strong':>8}{'possible':>10}{'weak':>8}{'none':>8}")
    for name in SETS:
        candidates = read_candidates(name)
        labelled = read_questions(name, candidates, bank)
        for label, wanted in (("that a story answers", True), ("that none answers", False)):
            questions = [question for question in labelled if bool(question.fits) == wanted]
            best = [next(iter(suggest(question.asked, candidates, names)), None) for question in questions]
            matches = [str(suggestion.fitness.match) if suggestion else "none" for suggestion in best]
            counts = [matches.count(match) / len(matches) for match in ("strong", "possible", "weak", "none")]
            say(f"{name:<13}{label:<30}{counts[0]:>8.0%}{counts[1]:>10.0%}{counts[2]:>8.0%}{counts[3]:>8.0%}")


def print_inference(bank: Mapping[str, Asked], names: Mapping[Id, str]) -> None:
    """Each question of the bank inferred from the others."""
    probing = [asked for asked in bank.values() if asked.values]
    inferred = {
        asked.text: infer(asked.text, [other for other in bank.values() if other is not asked], names)
        for asked in bank.values()
    }
    right = mean(inferred[asked.text].topic == asked.topic for asked in bank.values())
    right_of_probing = mean(inferred[asked.text].topic == asked.topic for asked in probing)
    pairs = [(primary(asked.values), primary(inferred[asked.text].values)) for asked in probing]
    both = sum(len(expected & actual) for expected, actual in pairs)
    precision = both / sum(len(actual) for _, actual in pairs)
    recall = both / sum(len(expected) for expected, _ in pairs)
    harmonic = 2 * precision * recall / (precision + recall)
    say("\nInferred, leaving one out:")
    say(f"topic right {right:.0%} of {len(bank)}, {right_of_probing:.0%} of the {len(probing)} with values")
    say(f"primary values: precision {precision:.2f}, recall {recall:.2f}, F1 {harmonic:.2f}")


def primary(values: Mapping[Id, Strength]) -> set[Id]:
    return {value for value, strength in values.items() if strength == Strength.PRIMARY}


def print_times(bank: Mapping[str, Asked], names: Mapping[Id, str]) -> None:
    few = read_candidates("dev") + read_candidates("demo")
    many = [replace(few[place % len(few)], story=place) for place in range(STORIES)]
    questions = [asked for asked in bank.values() if asked.values]
    started = time.perf_counter()
    for asked in questions:
        suggest(asked, many, names)
    ranked = time.perf_counter()
    questions_for(0, many, dict(enumerate(bank.values())), set(), names)
    ended = time.perf_counter()
    say(f"\n{(ranked - started) / len(questions) * 1000:.1f} ms to rank {STORIES:,} stories for a question")
    say(f"{(ended - ranked) * 1000:.0f} ms to rank {len(bank)} questions for one of {STORIES:,} stories")


def main() -> None:
    bank, names = read_bank(), value_names()
    print_ranking(bank, names)
    print_matches(bank, names)
    print_inference(bank, names)
    print_times(bank, names)


if __name__ == "__main__":
    main()
