"""A stranger's id is a 404 on every URL and method, and nobody who is not signed in sees anything.

The tests walk all URL patterns, so a new one can't be forgotten.
"""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django.asserts import assertRedirects

from stories.answers.versions import fields_of, recorded_answer, recorded_prepared
from stories.core.exchange import open_files
from stories.core.fields import NAMES
from stories.exchange.actions import keep_import
from stories.library.bin import throw_away
from stories.library.history import recorded
from stories.models import (
    Answer,
    AnswerConflict,
    AnswerVersion,
    Binned,
    Concept,
    Dismissal,
    EditConflict,
    Framework,
    Imported,
    Loop,
    Opinion,
    Owner,
    PendingImport,
    PreparedAnswer,
    PreparedVersion,
    Probe,
    Question,
    Rehearsal,
    Round,
    RoundQuestion,
    Story,
    StoryVersion,
    Tag,
    Value,
)
from tests.factories import (
    AnswerFactory,
    OpinionFactory,
    PreparedAnswerFactory,
    QuestionFactory,
    StoryFactory,
    TagFactory,
    ValueFactory,
    story_post,
)

METHODS = ["get", "post", "put", "patch", "delete", "head", "options"]
SECRET = "zebra-crossing"
OPEN_TO_ALL = {"sign-in", "sign-in-link", "session", "theme"}
NOBODYS = {"concept-detail", "review-rule"}
"""Pages with an id that belongs to the bank, the same for everybody."""


def url_patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from url_patterns(pattern)
        else:
            yield pattern


PATTERNS = {str(pattern.name): pattern for pattern in url_patterns()}
WITH_ID = sorted(name for name, pattern in PATTERNS.items() if "pk" in pattern.pattern.converters)
WITHOUT_ID = sorted(set(PATTERNS) - set(WITH_ID))


@pytest.fixture
def ids(alice: Owner, netflix: Framework, disagreement: Question) -> dict[str, Any]:
    """The ids of Alice's rows, by the first word of the URL's name; each row says the secret word."""
    story = StoryFactory.create(owner=alice, title=SECRET, action=SECRET, organisation=SECRET, search_text=SECRET)
    value = ValueFactory.create(owner=alice, framework=netflix, name=SECRET, signals=SECRET)
    question = QuestionFactory.create(owner=alice, text=SECRET)
    Probe.objects.create(owner=alice, question=question, value=value)
    TagFactory.create(story=story, value=value, evidence=SECRET)
    prepared = PreparedAnswerFactory.create(owner=alice, question=question, full=SECRET, follow_ups=SECRET)
    answer = AnswerFactory.create(story=story, question=disagreement, opening=SECRET)
    content: dict[str, object] = {"texts": dict.fromkeys(NAMES, SECRET), "tags": [], "values": []}
    conflict = EditConflict.objects.create(owner=alice, story=story, session=uuid.uuid4(), content=content)
    fields = {**fields_of(answer), "closing": f"{SECRET} aside"}
    aside = AnswerConflict.objects.create(owner=alice, answer=answer, session=uuid.uuid4(), content=fields)
    dismissal = Dismissal.objects.create(owner=alice, story=story, code="STAR101", fingerprint="0" * 16, reason=SECRET)
    framework = Framework.objects.create(owner=alice, slug="own-acme", company=SECRET, name=SECRET)
    loop = Loop.objects.create(owner=alice, name=SECRET, company=SECRET)
    loop_round = Round.objects.create(owner=alice, loop=loop, name=SECRET)
    asked = RoundQuestion.objects.create(owner=alice, round=loop_round, question=question, pinned=story)
    make_versions(story, answer, prepared)
    pending = keep_import(owner=alice, opened=open_files([("a.csv", f"Title\n{SECRET}\n".encode())]))
    binned = throw_away(thing=StoryFactory.create(owner=alice, title=SECRET), owner=alice)
    sitting = uuid.uuid4()
    mock = {"occasion": "mock", "sitting": sitting, "round": loop_round}
    Rehearsal.objects.create(owner=alice, answer=answer, rating=3, left_out=[SECRET], **mock)
    return {
        "bin": binned.pk,
        "mock": sitting,
        "import": pending.pk,
        "imported": Imported.objects.create(owner=alice, source=SECRET, items=[], staying=[]).pk,
        "rehearsal": Rehearsal.objects.create(owner=alice, answer=answer, rating=3, left_out=[SECRET]).pk,
        "loop": loop.pk,
        "round": loop_round.pk,
        "asked": asked.pk,
        "framework": framework.pk,
        "story": story.pk,
        "coverage": story.pk,
        "conflict": conflict.pk,
        "answerconflict": aside.pk,
        "dismissal": dismissal.pk,
        "question": question.pk,
        "match": question.pk,
        "answer": answer.pk,
        "value": value.pk,
    }


def url_of(name: str, ids: dict[str, Any]) -> str:
    kwargs: dict[str, object] = {"pk": ids[name.split("-")[0]]}
    if name == "answer-create":
        kwargs["pk"] = ids["question"]
    if "number" in PATTERNS[name].pattern.converters:
        kwargs["number"] = 1
    if "sitting" in PATTERNS[name].pattern.converters:
        kwargs["sitting"] = ids["mock"]
    if "value" in PATTERNS[name].pattern.converters:
        kwargs["value"] = ids["value"]
    if "story" in PATTERNS[name].pattern.converters:
        kwargs["story"] = ids["story"]
    return reverse(f"stories:{name}", kwargs=kwargs)


def make_versions(story: Story, answer: Answer, prepared: PreparedAnswer) -> None:
    """One of each, with id 1."""
    with recorded(story), recorded_answer(None, answer), recorded_prepared(None, prepared):
        story.version = answer.version = 1
        story.save()
        answer.save()


def rows() -> list[object]:
    models = (
        Imported,
        Loop,
        Round,
        RoundQuestion,
        Framework,
        Story,
        Tag,
        Answer,
        PreparedAnswer,
        Question,
        Probe,
        Value,
        Opinion,
        EditConflict,
        AnswerConflict,
        Dismissal,
        Binned,
        PendingImport,
        StoryVersion,
        AnswerVersion,
        PreparedVersion,
    )
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("name", sorted(set(WITH_ID) - NOBODYS))
def test_strangers_id_is_not_found(name: str, ids: dict[str, Any], stranger: Client) -> None:
    before = rows()

    responses = {method: getattr(stranger, method)(url_of(name, ids)) for method in METHODS}

    assert {method: response.status_code for method, response in responses.items()} == dict.fromkeys(METHODS, 404)
    assert not [method for method, response in responses.items() if SECRET in response.content.decode()]
    assert rows() == before


@pytest.mark.parametrize("name", sorted(set(WITH_ID) - NOBODYS))
def test_owner_sees_what_a_stranger_does_not(name: str, ids: dict[str, Any], client: Client) -> None:
    assert client.get(url_of(name, ids)).status_code in {200, 405}


@pytest.mark.parametrize("name", WITHOUT_ID)
def test_pages_without_id_show_a_stranger_nothing(
    name: str, ids: dict[str, Any], stranger: Client, alice: Owner
) -> None:
    OpinionFactory.create(owner=alice, concept=Concept.objects.all()[0], text=SECRET)

    response = stranger.get(reverse(f"stories:{name}"), {"q": SECRET, "value": ids["value"], "status": "all"})

    page = response.content.decode(errors="replace").replace(f'value="{SECRET}"', "").replace(f"q={SECRET}", "")
    assert SECRET not in page


@pytest.mark.parametrize("name", sorted(set(PATTERNS) - OPEN_TO_ALL))
def test_signed_out_visitor_is_sent_to_sign_in(name: str, ids: dict[str, Any]) -> None:
    before = rows()
    if name in NOBODYS:
        url = reverse(f"stories:{name}", args=["keeper-test"])
    else:
        url = url_of(name, ids) if name in WITH_ID else reverse(f"stories:{name}")

    for method in METHODS:
        response = getattr(Client(), method)(url)
        page = url if method in {"get", "head", "options"} else "/"
        assertRedirects(response, f"/sign-in/?next={page}", fetch_redirect_response=False, msg_prefix=method)
    assert rows() == before


def test_concept_shows_only_the_own_opinion(alice: Owner, client: Client, stranger: Client) -> None:
    OpinionFactory.create(owner=alice, concept=Concept.objects.all()[0], text=SECRET)
    url = Opinion.objects.get().concept.get_absolute_url()

    assert SECRET in client.get(url).content.decode()
    assert SECRET not in stranger.get(url).content.decode()


def test_strangers_story_cannot_be_overwritten_by_a_new_one(
    ids: dict[str, Any], stranger: Client, netflix: Framework
) -> None:
    before = rows()

    post = story_post(list(netflix.values.all()), id=ids["story"], title="Mine now", base=1)
    answers = [stranger.post("/stories/new/", post | extra) for extra in ({}, {"autosave": "1"})]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert rows() == before


def test_strangers_story_cannot_be_attached(ids: dict[str, Any], stranger: Client, disagreement: Question) -> None:
    before = rows()

    response = stranger.post(f"/questions/{disagreement.pk}/answers/new/", {"story": ids["story"], "fit": "strong"})

    assert response.status_code == 422
    assert rows() == before


def test_strangers_value_cannot_be_tagged(ids: dict[str, Any], stranger: Client, charlie: Owner) -> None:
    story = StoryFactory.create(owner=charlie)

    response = stranger.post(f"/coverage/{story.pk}/{ids['value']}/", {"strength": "primary"})

    assert response.status_code == 404
    assert not story.tags.exists()


def test_strangers_question_cannot_start_a_story(ids: dict[str, Any], stranger: Client) -> None:
    response = stranger.get("/stories/new/", {"question": ids["question"]})

    assert response.status_code == 404


@pytest.mark.parametrize("name", ["question-update", "question-delete"])
def test_questions_of_the_bank_cannot_be_changed(name: str, client: Client, disagreement: Question) -> None:
    url = reverse(f"stories:{name}", args=[disagreement.pk])

    assert [client.get(url).status_code, client.post(url, {"text": "x"}).status_code] == [404, 404]


@pytest.mark.parametrize("name", ["value-update", "value-delete"])
def test_values_of_the_bank_cannot_be_changed(name: str, client: Client, candor: Value) -> None:
    url = reverse(f"stories:{name}", args=[candor.pk])

    assert [client.get(url).status_code, client.post(url, {"name": "x"}).status_code] == [404, 404]
