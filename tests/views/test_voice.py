"""What the headers of each page allow: the microphone where one tells, playing back where it can be heard."""

import pytest
from django.test import Client
from django.urls import reverse

from stories.core.memory import Rating
from stories.models import Answer, Owner, Question
from stories.practice.actions import begin, rate
from tests.factories import AnswerFactory, PreparedAnswerFactory, StoryFactory

NOTHING = (
    "camera=(), display-capture=(), geolocation=(), hid=(), microphone=(), midi=(), payment=(), screen-wake-lock=(), "
    "serial=(), usb=()"
)
TELLING = NOTHING.replace("microphone=()", "microphone=(self)").replace("wake-lock=()", "wake-lock=(self)")
PLAYS = "media-src blob:"


@pytest.fixture
def answer(alice: Owner, disagreement: Question) -> Answer:
    return AnswerFactory.create(story=StoryFactory.create(owner=alice), question=disagreement)


def allowed(client: Client, path: str) -> tuple[str, bool]:
    """The devices that a page may use, and whether it may play what was recorded."""
    response = client.get(path)
    policies = [part.strip() for part in response["Content-Security-Policy"].split(";")]
    assert not [part for part in policies if "media-src" in part and part != PLAYS]
    return response["Permissions-Policy"], PLAYS in policies


def test_only_pages_for_telling_may_use_the_microphone(client: Client, answer: Answer) -> None:
    prepared = PreparedAnswerFactory.create(owner=answer.owner, question=Question.objects.get(slug="nfx-mot-01"))

    assert allowed(client, answer.get_tell_url()) == (TELLING, True)
    assert allowed(client, prepared.get_tell_url()) == (TELLING, True)


def test_recording_can_be_heard_beside_the_text_and_in_the_plan(client: Client, answer: Answer) -> None:
    rehearsal = rate(rehearsal=begin(told=answer), rating=Rating.FINE, left_out=())

    for path in (rehearsal.get_absolute_url(), reverse("stories:answer-detail", args=[answer.pk]), "/practise/"):
        assert allowed(client, path) == (NOTHING, True)


@pytest.mark.parametrize("path", ["/", "/stories/", "/coverage/", "/settings/", "/sign-in/", "/nothing/", "/sign-out/"])
def test_other_pages_may_do_neither(client: Client, path: str) -> None:
    assert allowed(client, path) == (NOTHING, False)


def test_signed_out_page_for_telling_may_do_neither(answer: Answer) -> None:
    assert allowed(Client(), answer.get_tell_url()) == (NOTHING, False)
