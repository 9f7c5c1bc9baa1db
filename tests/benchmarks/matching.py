"""How good the suggestions are: `uv run python -m tests.benchmarks.matching` prints the figures of docs/matching.md."""

import sys
import time
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import fsum, log, log2
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from stories.bank.encoding import labelled_questions, wordings
from stories.base.embedding import Unavailable
from stories.base.engine import BASIS, Engine, load_engine
from stories.core.choices import Section, Status, Strength
from stories.core.inference import LIKELY_TOPICS, Inference, infer, inference_from
from stories.core.language import is_english
from stories.core.lengths import sentences
from stories.core.matching import Asked, Candidate, Id, concept_shares
from stories.core.meaning.basis import Basis
from stories.core.meaning.known_questions import KnownQuestions
from stories.core.meaning.recipe import StoryVectors, dump_vector, encode_story, load_vectors
from stories.core.meaning.transformer import Matrix
from stories.core.ranking import Ranking
from stories.core.terms import terms_of_question, terms_of_story
from stories.core.vocabulary import CONCEPTS

DATA = Path(__file__).parent / "data"
SEEDS = Path(__file__).parent.parent.parent / "stories" / "bank" / "seeds"
FOREIGN = Path(__file__).parent.parent / "core" / "golden" / "foreign_questions.toml"
FRAMEWORK = "netflix-2024"
SETS = ("demo", "dev", "calibration", "held-out")
STORIES = 1000
HEARD = "When did you last tell your manager something she did not want to hear?"
Scores = Mapping[Id, float]
Ranker = Callable[[Asked], Scores]


def engine() -> Engine:
    loaded = load_engine()
    if isinstance(loaded, Unavailable):
        raise SystemExit(loaded.reason)
    return loaded


ENGINE = engine()


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question, and the stories that answer it with their grades, if there are any."""

    asked: Asked
    fits: Mapping[Id, int]


@dataclass(frozen=True, slots=True)
class LabelledLibrary:
    candidates: Sequence[Candidate]
    ranking: Ranking
    vectors: StoryVectors
    """In the order of the ranking."""


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


def read_library(name: str, names: Mapping[Id, str]) -> LabelledLibrary:
    stories = [story for story in read_stories(name) if story["status"] != Status.ARCHIVED]
    dumped = {story["slug"]: dump_vector(vector_of(story)) for story in stories}
    ranking = Ranking(read_candidates(name), names)
    return LabelledLibrary(read_candidates(name), ranking, StoryVectors(ranking.stories, dumped))


def read_stories(name: str) -> list[dict[str, Any]]:
    return read(SEEDS / "demo.toml" if name == "demo" else DATA / f"matching-{name}.toml")["story"]


def vector_of(story: Mapping[str, str]) -> Matrix:
    body, heading = texts_of(story)
    return encode_story(ENGINE.embed, sentences(body), heading.replace("\n", ". "))


def read_candidates(name: str) -> list[Candidate]:
    return [
        Candidate(
            story["slug"], Status(story["status"]), tags_of(story["tags"]), terms_of_story(*texts_of(story)), uses=1
        )
        for story in read_stories(name)
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


def prepsite(library: LabelledLibrary) -> Ranker:
    def rank(asked: Asked) -> Scores:
        [near] = library.vectors.nearness(directions([asked]))
        return {each.story: each.score for each in library.ranking.rank(asked, near)}

    return rank


def directions(asked: Iterable[Asked]) -> Matrix:
    return np.stack([ENGINE.encoder.encode(each.text, concept_shares(each)) for each in asked])


def without_meaning(library: LabelledLibrary) -> Ranker:
    return lambda asked: {each.story: each.score for each in library.ranking.rank(asked)}


def plain_words(library: LabelledLibrary) -> Ranker:
    """BM25 over stems, k1 1.2, b 0.75."""
    candidates = library.candidates
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


def values_alone(library: LabelledLibrary) -> Ranker:
    weight = {Strength.PRIMARY: 1.0, Strength.SUPPORTING: 0.4}

    def score(asked: Asked, tags: Mapping[Id, Strength]) -> float:
        return sum(weight[asked.values[value]] * weight[tags[value]] for value in tags if value in asked.values)

    return lambda asked: {candidate.story: score(asked, candidate.tags) for candidate in library.candidates}


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


def heard(questions: Sequence[Labelled]) -> list[Labelled]:
    """The same questions as if only their text were known."""
    bare = []
    for question in questions:
        text = question.asked.text
        inferred = infer_heard(text)
        bare.append(replace(question, asked=Asked(text, inferred.topic, inferred.values, inferred.shares)))
    return bare


@cache
def infer_heard(text: str) -> Inference:
    """What the other labelled questions say of a question; one that is labelled isn't compared with itself."""
    basis = Basis.load(BASIS.read_bytes())
    others = [row for row, known in enumerate(basis.texts) if known != text]
    arrays = {name: getattr(basis, name)[others] for name in ("texts", "questions", "values", "topics")}
    values, topics = replace(basis, **arrays).classifiers(ENGINE.encoder)
    shares: dict[Id, float] = {name: share for name, share in values.classify(text).items()}  # noqa: C416 - for its type
    return inference_from(text, topics.classify(text), shares, value_names())


def in_words(questions: Sequence[Labelled], bank: Mapping[str, Asked], names: Mapping[Id, str]) -> list[Labelled]:
    """The same questions, judged by their words alone, as without the model."""
    bare = []
    for question in questions:
        text = question.asked.text
        inferred = infer(text, [asked for asked in bank.values() if asked.text != text], names)
        bare.append(replace(question, asked=Asked(text, inferred.topic, inferred.values)))
    return bare


def with_true_values(questions: Sequence[Labelled]) -> list[Labelled]:
    """Questions just heard, after their owner has corrected the values, but not the topic."""
    return [
        replace(question, asked=replace(question.asked, topic=infer_heard(question.asked.text).topic))
        for question in questions
    ]


def print_sizes(bank: Mapping[str, Asked]) -> None:
    paraphrases = [len(ways) - 1 for ways in wordings().values() if len(ways) > 1]
    say(f"{len(CONCEPTS)} concepts; {len(labelled_questions())} labelled questions, {len(bank)} of them the bank's")
    say(f"{sum(paraphrases)} paraphrases of {len(paraphrases)} questions")
    say(f"\n{'set':<13}{'stories':>8}{'questions':>11}{'without a story':>17}")
    for name in SETS:
        candidates = read_candidates(name)
        questions = read_questions(name, candidates, bank)
        unanswerable = sum(not question.fits for question in questions)
        say(f"{name:<13}{len(candidates):>8}{len(questions):>11}{unanswerable:>17}")


def print_languages(bank: Mapping[str, Asked]) -> None:
    foreign = tomllib.loads(FOREIGN.read_text())
    texts = [text for questions in foreign.values() for text in questions]
    english = {question.text for question in labelled_questions()} | {
        text for ways in wordings().values() for text in ways
    }
    for name in SETS:
        english |= {question.asked.text for question in read_questions(name, (), bank)}
    recognised, mistaken = (sum(not is_english(text) for text in each) for each in (texts, english))
    say(f"\n{recognised} of {len(texts)} questions in {len(foreign)} languages recognised as not English")
    say(f"{mistaken} of {len(english):,} in English mistaken for another language")


def print_ranking(bank: Mapping[str, Asked], names: Mapping[Id, str]) -> None:
    say(f"\n{'set':<13}{'ranked by':<34}{'hit@1':>6} {'hit@3':>6} {'nDCG@5':>7} {'AUC':>6}")
    for name in SETS:
        library = read_library(name, names)
        known = read_questions(name, library.candidates, bank)
        for label, ranker, questions in (
            ("Prepsite", prepsite, known),
            ("Prepsite, heard", prepsite, heard(known)),
            ("Prepsite, heard, values corrected", prepsite, with_true_values(known)),
            ("without the model", without_meaning, known),
            ("without the model, heard", without_meaning, in_words(known, bank, names)),
            ("values alone", values_alone, known),
            ("plain words (BM25)", plain_words, known),
        ):
            say(f"{name:<13}{label:<34}{judge(ranker(library), questions)}")


def print_inference(bank: Mapping[str, Asked]) -> None:
    """Of each question, from the other labelled ones."""
    topic = f"{'topic right':>13}{'among five':>12}"
    say(f"\n{'inferred for':<20}{'questions':>10}{topic}{'precision':>11}{'recall':>8}{'F1':>7}")
    say_inference("bank", [asked for asked in bank.values() if asked.values])
    for name in SETS:
        questions = read_questions(name, read_candidates(name), bank)
        say_inference(name, [question.asked for question in questions])


def say_inference(label: str, questions: Sequence[Asked]) -> None:
    inferred = [infer_heard(asked.text) for asked in questions]
    right, likely = (
        mean(asked.topic in each.topics[:most] for asked, each in zip(questions, inferred, strict=True))
        for most in (1, LIKELY_TOPICS)
    )
    pairs = [(primary(asked.values), primary(each.values)) for asked, each in zip(questions, inferred, strict=True)]
    both = sum(len(expected & actual) for expected, actual in pairs)
    precision = both / sum(len(actual) for _, actual in pairs)
    recall = both / sum(len(expected) for expected, _ in pairs)
    harmonic = 2 * precision * recall / (precision + recall)
    say(f"{label:<20}{len(questions):>10}{right:>13.0%}{likely:>12.0%}{precision:>11.2f}{recall:>8.2f}{harmonic:>7.2f}")


def primary(values: Mapping[Id, Strength]) -> set[Id]:
    return {value for value, strength in values.items() if strength == Strength.PRIMARY}


def print_recognition() -> None:
    """How often a paraphrase leads to its question, by all its other wordings and by its text alone."""
    ways = {slug: ENGINE.embed(texts) for slug, texts in wordings().items()}
    texts_alone = KnownQuestions(list(ways), np.stack([rows[0] for rows in ways.values()]))
    centroids = np.stack([rows.mean(axis=0) for rows in ways.values()])
    by_all, by_texts = [], []
    for place, (slug, rows) in enumerate(ways.items()):
        for left_out in range(1, len(rows)):
            without = centroids.copy()
            without[place] = np.delete(rows, left_out, axis=0).mean(axis=0)
            by_all.append(KnownQuestions(list(ways), without).by_nearness(rows[left_out]).index(slug))
            by_texts.append(texts_alone.by_nearness(rows[left_out]).index(slug))
    say(f"\n{'recognised by':<32}{'wordings':>9} {'hit@1':>6} {'hit@3':>6}")
    for label, found in (("text and other wordings", by_all), ("text alone", by_texts)):
        first, three = (mean(place < most for place in found) for most in (1, 3))
        say(f"{label:<32}{len(found):>9} {first:>6.0%} {three:>6.0%}")


def print_values() -> None:
    """How well the values that a story might show are guessed from its text, as if it had no tags yet."""
    say(f"\n{'values shown in':<20}{'stories':>8}{'tags':>6}{'AUC':>7}{'offered':>9}{'right':>7}")
    for name in SETS:
        stories = [story for story in read_stories(name) if story["status"] != Status.ARCHIVED]
        dumped: dict[Id, bytes] = {story["slug"]: dump_vector(vector_of(story)) for story in stories}
        tagged = {(story["slug"], value) for story in stories for value in tags_of(story["tags"])}
        rows = zip(dumped, ENGINE.directions.score(load_vectors(dumped.values())), strict=True)
        scores = {(story, value): score for story, row in rows for value, score in row.items()}
        shown = [scores[pair] for pair in scores if pair in tagged]
        others = [scores[pair] for pair in scores if pair not in tagged]
        offered = [(story, value) for story, values in ENGINE.directions.shown_by(dumped).items() for value in values]
        auc = mean((yes > no) + (yes == no) / 2 for yes in shown for no in others)
        right = mean(pair in tagged for pair in offered)
        say(f"{name:<20}{len(stories):>8}{len(shown):>6}{auc:>7.2f}{len(offered):>9}{right:>7.0%}")


def print_times(bank: Mapping[str, Asked], names: Mapping[Id, str]) -> None:
    few = [read_library(name, names) for name in ("dev", "demo")]
    candidates = [candidate for library in few for candidate in library.candidates]
    many = [replace(candidates[place % len(candidates)], story=place) for place in range(STORIES)]
    rows = np.random.default_rng(1).normal(size=(STORIES, 384))
    dumped: dict[Id, bytes] = {place: dump_vector(row / np.linalg.norm(row)) for place, row in enumerate(rows)}
    vectors = StoryVectors(range(STORIES), dumped)
    questions = list(bank.values())
    asked, ranking = next(asked for asked in questions if asked.values), Ranking(many, names)
    one, all_of_them = directions([asked]), directions(questions)

    def rank_all() -> None:
        Ranking(many, names).rank_all(questions, list(vectors.nearness(all_of_them)), most=3)

    for label, work in (
        (f"compare {STORIES:,} vectors with a question", lambda: vectors.nearness(one)),
        (f"rank {STORIES:,} stories for a question", lambda: ranking.rank(asked, vectors.nearness(one)[0], most=3)),
        (
            "infer values and topic of a question",
            lambda: (ENGINE.values.classify(HEARD), ENGINE.topics.classify(HEARD)),
        ),
        ("work out the vector of a story", lambda: vector_of(read_stories("dev")[0])),
        (f"find the three of {STORIES:,} stories for each of {len(bank)} questions", rank_all),
        (f"take {STORIES:,} stories into account anew", lambda: Ranking(many, names).rank(asked, most=3)),
    ):
        say(f"{median_of(work):8.1f} ms to {label}")


def median_of(work: Callable[[], object]) -> float:
    """Milliseconds, of five times after a first."""
    times = []
    for _ in range(6):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return median(times[1:])


def main() -> None:
    bank, names = read_bank(), value_names()
    print_sizes(bank)
    print_ranking(bank, names)
    print_inference(bank)
    print_recognition()
    print_values()
    print_languages(bank)
    say("")
    print_times(bank, names)


if __name__ == "__main__":
    main()
