"""`manage.py suggest`: which stories fit a question, from the bank or just heard, and why, in the terminal."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.management.base import CommandError, CommandParser

from stories.core.choices import Strength
from stories.core.coverage import Id
from stories.core.grammar import join_words
from stories.core.matching import Asked
from stories.coverage.heard_questions import hear
from stories.coverage.snapshot import Snapshot, SuggestedStory, snapshot_of
from stories.coverage.suggestions import infer_question, stories_answering
from stories.management.meanings import learn_meanings
from stories.management.output import Report, ReportCommand, Table
from stories.models import Owner, Question, Topic

ASKS_FOR_NO_STORY = "It asks for a short answer, not for a story."


class Command(ReportCommand):
    help = "Rank the stories that could answer a question, with reasons."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--question", metavar="SLUG", help="a question of the bank, or one of yours")
        which.add_argument("--text", help="a question as it was asked; its topic and values are inferred unless given")
        parser.add_argument("--value", action="append", default=[], metavar="SLUG", help="a value that --text probes")
        parser.add_argument("--topic", default="", metavar="SLUG", help="what --text is about")
        super().add_arguments(parser)

    def report(self, owner: Owner, **options: Any) -> Report:
        learn_meanings(owner)
        question, text = options["question"], options["text"]
        snapshot = snapshot_of(owner, category="")
        if text is None and (options["value"] or options["topic"]):
            raise CommandError(
                "--value and --topic only work with --text; a question of the bank has its own.", returncode=2
            )
        if question is not None:
            document = _known_document(_question(question, snapshot), snapshot)
        else:
            asked = _pasted(text, options["topic"], options["value"], snapshot)
            document = _heard_document(asked, snapshot)
        return Report(document, list(_parts(document)))


def _question(slug: str, snapshot: Snapshot) -> Question:
    for question in snapshot.questions.values():
        if question.slug == slug:
            return question
    raise CommandError(f"There is no question {slug!r}, or it is hidden.", returncode=2)


def _pasted(text: str, topic: str, values: Sequence[str], snapshot: Snapshot) -> Asked:
    """The question that was typed; a topic or values not given are inferred. Raises CommandError."""
    if not text.strip():
        raise CommandError("--text is empty.", returncode=2)
    if topic and not Topic.objects.filter(slug=topic).exists():
        raise CommandError(f"There is no topic {topic!r}.", returncode=2)
    inferred = infer_question(text, snapshot)
    given: dict[Id, Strength] = {_value(slug, snapshot): Strength.PRIMARY for slug in values}
    return Asked(text, topic or inferred.topic, given or inferred.values, None if given else inferred.shares)


def _value(slug: str, snapshot: Snapshot) -> Id:
    for pk, value in snapshot.values.items():
        if value.slug == slug:
            return pk
    raise CommandError(f"There is no value {slug!r} in {snapshot.framework}.", returncode=2)


def _document(slug: str | None, asked: Asked, snapshot: Snapshot, ranked: Iterable[SuggestedStory]) -> dict[str, Any]:
    values = {snapshot.values[pk].slug: strength for pk, strength in asked.values.items()}
    suggestions = [
        {
            "story": str(suggested.story.pk),
            "title": str(suggested.story),
            "score": suggested.score,
            "reasons": suggested.reasons,
        }
        for suggested in ranked
    ]
    question = {"slug": slug, "text": asked.text, "topic": asked.topic, "values": values}
    return {"question": question, "suggestions": suggestions}


def _known_document(question: Question, snapshot: Snapshot) -> dict[str, Any]:
    closest, others = snapshot.offers([question], others=None)[question.pk]
    ranked = [snapshot.suggested(each) for each in (*closest, *others)]
    answers = [{"story": str(story.pk), "title": str(story)} for story in stories_answering(question, snapshot)]
    more = {"answered_with": answers, "limits": "" if question.takes_story else ASKS_FOR_NO_STORY}
    return _document(question.slug, snapshot.asked(question), snapshot, ranked) | more


def _heard_document(asked: Asked, snapshot: Snapshot) -> dict[str, Any]:
    heard = hear(asked, snapshot)
    in_bank = [{"slug": question.slug, "text": question.text} for question in heard.in_bank]
    return _document(None, asked, snapshot, heard.suggestions.closest) | {"bank": in_bank, "limits": heard.limits}


def _parts(document: dict[str, Any]) -> Iterator[str | Table]:
    question = document["question"]
    probes = join_words([f"{value} ({strength})" for value, strength in question["values"].items()])
    yield question["text"]
    yield f"Topic: {question['topic'] or 'none'}. Probes: {probes or 'no value of the framework'}.\n"
    if answers := document.get("answered_with"):
        titles = [f"“{answer['title']}”" for answer in answers]
        yield f"Answered with {join_words(titles)}.\n"
    rows = [
        (str(place), row["title"], "; ".join(row["reasons"])) for place, row in enumerate(document["suggestions"], 1)
    ]
    limits = document["limits"]
    if rows:
        yield Table(("", "Story", "Reasons"), rows)
    elif limits != ASKS_FOR_NO_STORY:
        yield "There is no story yet."
    if in_bank := document.get("bank"):
        yield "\nThe bank has it as:"
        yield Table(("Slug", "Question"), [(question["slug"], question["text"]) for question in in_bank])
    if limits:
        yield f"\n{limits}"
