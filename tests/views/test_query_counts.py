"""Every page takes the same number of queries, whatever the size of the library.

These tests run in a transaction, where nothing is kept from one page to the next; tests/test_revisions.py counts the
queries of later visits.
"""

import uuid
from collections import defaultdict
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from pytest_django import DjangoAssertNumQueries

from stories.answers.versions import fields_of, recorded_answer, recorded_prepared
from stories.core.choices import QuestionKind, Strength
from stories.core.exchange import open_files
from stories.core.fields import NAMES
from stories.core.memory import Rating
from stories.enums import Occasion
from stories.exchange.actions import keep_import
from stories.library.bin import throw_away
from stories.library.history import recorded
from stories.models import AnswerConflict, EditConflict, Framework, Loop, Owner, Question, Round, RoundQuestion, Value
from stories.models.rehearsal import Told
from stories.practice.actions import begin, rate
from tests.factories import (
    AnswerFactory,
    PreparedAnswerFactory,
    QuestionFactory,
    StoryFactory,
    TagFactory,
    ValueFactory,
)
from tests.pages import pages_without

PAGES = {
    "/": 21,
    "/ready/": 21,
    "/stories/": 8,
    "/stories/new/": 5,
    "/stories/new/notes/": 2,
    "/stories/{story}/": 9,
    "/stories/{story}/questions/": 21,
    "/stories/{story}/edit/": 9,
    "/stories/{story}/text/": 3,
    "/stories/{story}/archive/": 19,
    "/stories/{story}/delete/": 22,
    "/stories/{story}/history/": 5,
    "/stories/{story}/history/{number}/": 7,
    "/bin/": 4,
    "/bin/{bin}/delete/": 3,
    "/bin/empty/": 3,
    "/review/": 7,
    "/review/STAR101/": 2,
    "/questions/": 21,
    "/questions/?category=all": 21,
    "/questions/new/": 2,
    "/questions/new/list/": 2,
    "/questions/new/?text=A+mistake": 21,
    "/questions/{question}/": 25,
    "/questions/{question}/answers/new/": 24,
    "/questions/{question}/answers/new/?story={free}": 8,
    "/questions/{own_question}/edit/": 7,
    "/questions/{own_question}/delete/": 5,
    "/questions/{opinion}/": 26,
    "/questions/{opinion}/prepared/": 8,
    "/questions/{opinion}/prepared/delete/": 5,
    "/questions/{opinion}/prepared/history/": 5,
    "/questions/{opinion}/prepared/history/{number}/": 6,
    "/match/": 19,
    "/practise/": 22,
    "/practise/recall/": 2,
    "/practise/answers/{answer}/": 4,
    "/practise/questions/{opinion}/": 4,
    "/rehearsals/{rehearsal}/": 23,
    "/rounds/{round}/mock/": 27,
    "/asked/{asked}/mock/{mock}/": 26,
    "/mocks/{mock}/": 6,
    "/answers/sheet/?answer={answer}": 4,
    "/answers/{answer}/": 3,
    "/answers/{answer}/edit/": 9,
    "/answers/conflicts/{answerconflict}/": 3,
    "/answers/{answer}/text/": 3,
    "/answers/{answer}/delete/": 3,
    "/answers/{answer}/history/": 5,
    "/answers/{answer}/history/{number}/": 6,
    "/conflicts/{conflict}/": 3,
    "/values/": 20,
    "/values/{value}/": 20,
    "/frameworks/": 4,
    "/frameworks/new/": 2,
    "/frameworks/{framework}/carried/": 7,
    "/values/{own_value}/edit/": 4,
    "/values/{own_value}/delete/": 4,
    "/values/new/": 4,
    "/frameworks/{own_framework}/edit/": 3,
    "/frameworks/{own_framework}/delete/": 4,
    "/loops/": 5,
    "/loops/new/": 2,
    "/loops/{loop}/": 25,
    "/loops/{loop}/edit/": 3,
    "/loops/{loop}/delete/": 4,
    "/rounds/{round}/edit/": 3,
    "/rounds/{round}/delete/": 4,
    "/loops/{loop}/rounds/new/": 4,
    "/rounds/{round}/questions/": 20,
    "/rounds/{round}/told/": 24,
    "/asked/{asked}/pin/": 20,
    "/culture/": 3,
    "/culture/keeper-test/": 5,
    "/coverage/": 20,
    "/coverage/?view=questions": 22,
    "/coverage/?view=topics": 21,
    "/coverage/{story}/{value}/": 20,
    "/coverage/questions/{question}/{story}/": 22,
    "/coverage/topics.csv": 20,
    "/coverage/next/": 20,
    "/coverage/risk/": 20,
    "/coverage/values.csv": 18,
    "/coverage/questions.csv": 21,
    "/data/": 3,
    "/data/import/": 2,
    "/data/imports/": 3,
    "/data/import/{import}/": 29,
    "/data/library.json": 22,
    "/data/stories.zip": 4,
    "/data/stories.docx": 6,
    "/data/stories.csv": 4,
    "/data/answers.csv": 3,
    "/data/library.xlsx": 39,
    "/settings/": 5,
    "/settings/password/": 2,
}


SIGNED_OUT = ("sign-in", "sign-in-link")


def test_every_page_is_counted() -> None:
    by_uuid = dict.fromkeys(("story", "conflict", "answerconflict", "mock"), uuid.UUID(int=1))
    ids: defaultdict[str, object] = defaultdict(lambda: 1, by_uuid)
    paths = [path.format_map(ids) for path in PAGES]
    counted = {resolve(urlsplit(path).path).url_name for path in paths}

    assert pages_without([*counted, *SIGNED_OUT]) == [], "Add these to PAGES above, or name them in tests/pages.py."


def fill(owner: Owner, count: int, value: Value, question: Question) -> dict[str, object]:
    """A library with `count` stories, tags, answers, own questions and own values; the ids of one of each."""
    for _ in range(count):
        story = StoryFactory.create(owner=owner)
        own_value = ValueFactory.create(owner=owner, framework=value.framework)
        own_question = QuestionFactory.create(owner=owner)
        prepared = PreparedAnswerFactory.create(
            owner=owner, question=QuestionFactory.create(owner=owner, kind=QuestionKind.OPINION)
        )
        own_question.probes.create(owner=owner, value=own_value, strength=Strength.PRIMARY)
        for tagged in (value, own_value):
            TagFactory.create(story=story, value=tagged)
        for asked in (question, own_question):
            answer = AnswerFactory.create(story=story, question=asked)
    for other in owner.stories.exclude(pk=story.pk):
        TagFactory.create(story=other, value=own_value, strength=Strength.SUPPORTING)
        AnswerFactory.create(story=other, question=own_question)
        TagFactory.create(story=story, value=other.tags.exclude(value=value).exclude(value=own_value).get().value)
    loop = Loop.objects.create(owner=owner, name="Loop", company="Acme")
    for position in range(count):
        one = Round.objects.create(owner=owner, loop=loop, name="Round", position=position)
        for asked_question in (question, own_question):
            in_round = RoundQuestion.objects.create(owner=owner, round=one, question=asked_question)
    earlier = Loop.objects.create(owner=owner, name="Earlier", company="acme")
    before = Round.objects.create(owner=owner, loop=earlier, name="Before")
    RoundQuestion.objects.create(owner=owner, round=before, question=question, was_asked=True, told=story)
    content = {"texts": dict.fromkeys(NAMES, ""), "tags": [], "values": []}
    conflict = EditConflict.objects.create(owner=owner, story=story, session=story.pk, content=content)
    number = 1
    for _ in range(count):
        number += 1
        with recorded(story), recorded_answer(None, answer), recorded_prepared(None, prepared):
            story.version = answer.version = prepared.version = number
            story.edit_session = uuid.uuid4()
            story.save()
            answer.save()
        binned = throw_away(thing=StoryFactory.create(owner=owner), owner=owner)
    said: list[Told] = [*owner.answers.all(), prepared]
    for told in said:
        rehearsal = rate(rehearsal=begin(told=told), rating=Rating.FINE, left_out=["It paid off."])
    sitting = uuid.uuid4()
    for told in (*owner.answers.filter(question=own_question), *owner.answers.filter(question=question)):
        rate(
            rehearsal=begin(told=told, occasion=Occasion.MOCK, sitting=sitting, round_=one),
            rating=Rating.FINE,
            left_out=["It paid off."],
        )
    table = "\n".join(["Title", *(f"Story {number}" for number in range(count))])
    pending = keep_import(owner=owner, opened=open_files([("a.csv", table.encode())]))
    return {
        "import": pending.pk,
        "number": number,
        "bin": binned.pk,
        "rehearsal": rehearsal.pk,
        "mock": sitting,
        "story": story.pk,
        "question": question.pk,
        "value": value.pk,
        "own_question": own_question.pk,
        "opinion": prepared.question_id,
        "own_value": own_value.pk,
        "answer": answer.pk,
        "answerconflict": AnswerConflict.objects.create(
            owner=owner, answer=answer, session=story.pk, content=fields_of(answer)
        ).pk,
        "free": StoryFactory.create_batch(count, owner=owner)[-1].pk,
        "conflict": conflict.pk,
        "loop": loop.pk,
        "round": one.pk,
        "asked": in_round.pk,
        "framework": Framework.objects.get(slug="netflix-2017").pk,
        "own_framework": Framework.objects.create(owner=owner, slug=f"own-{count}", company="Acme", name="Own").pk,
    }


def queries_of(client: Client, path: str) -> int:
    """Of a visit that leaves no trace."""
    with transaction.atomic():
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path)
        transaction.set_rollback(True)
    assert response.status_code == 200, path
    return len(queries)


@pytest.mark.parametrize("count", [1, 30])
def test_pages_take_a_constant_number_of_queries(
    client: Client, alice: Owner, candor: Value, disagreement: Question, count: int
) -> None:
    ids = fill(alice, count, candor, disagreement)

    counts = {path: queries_of(client, path.format(**ids)) for path in PAGES}

    assert counts == PAGES


def test_bank_of_another_framework_costs_no_more(
    client: Client, alice: Owner, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    StoryFactory.create(owner=alice)
    alice.framework = Framework.objects.get(slug="amazon-lp")
    alice.save()

    with django_assert_num_queries(PAGES["/coverage/"]):
        client.get("/coverage/")
