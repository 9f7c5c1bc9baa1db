"""The teller's voice: recorded, kept, played back and deleted in this browser, which never sends it anywhere."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.signals import request_started
from django.test import Client
from playwright.sync_api import BrowserContext, Error, Page, expect

from stories.core.memory import Rating
from stories.models import Answer, Owner, Question, Rehearsal
from stories.practice.actions import rate
from tests.browser.conftest import sign_in
from tests.browser.pages import eventually, press
from tests.browser.test_accessibility import complaints
from tests.factories import AnswerFactory, StoryFactory

KEPT = "recordings.list().then((all) => Promise.all(all.map(({ rehearsal }) => recordings.takes(rehearsal))))"
SIZES = f"{KEPT}.then((all) => all.map((takes) => takes.map((take) => take.size)))"
SOUND = re.compile(r"^Longest pause under 1 s · silent \d\d % of the time$")
LARGEST_FORM = 1000
"""Bytes of any form or beacon of a telling; a second of voice takes about four times as many."""
PRETEND = """(questions) => Promise.all(questions.map((question, number) => {
  const about = { rehearsal: `${number}`, page: "/nowhere/", question, when: number };
  return recordings.add(about, number, 0, new Blob(["sound"], { type: "audio/webm" }));
}))"""


@pytest.fixture
def answer(transactional_db: None, alice: Owner, disagreement: Question) -> Answer:
    return AnswerFactory.create(story=StoryFactory.create(owner=alice), question=disagreement)


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """A browser in which the microphone was allowed."""
    context.grant_permissions(["microphone"])
    return context


def start(page: Page, answer: Answer) -> None:
    page.goto(answer.get_tell_url())
    page.get_by_label("Record my voice").check()
    press(page, "Start")
    expect(page.get_by_text("Recording", exact=True)).to_be_visible()


def kept(page: Page) -> list[list[int]]:
    """The bytes of each take of each recording of whoever is signed in."""
    sizes: list[list[int]] = page.evaluate(SIZES)
    return sizes


def speak(page: Page, takes: int = 1) -> None:
    """Until enough is stored to be heard."""
    assert eventually(lambda: [len(sizes) for sizes in kept(page)] == [takes] and kept(page)[0][-1] > LARGEST_FORM)


def hear(page: Page, parts: int = 1) -> None:
    """What was recorded is there, and its length is known."""
    players = page.get_by_role("main").locator("audio")
    expect(players).to_have_count(parts)
    for player in players.all():
        expect(player).to_have_attribute("src", re.compile("^blob:"))
        expect(player).to_have_js_property("error", None)
        assert eventually(lambda: 0.5 < player.evaluate("(audio) => audio.duration") < 60)  # noqa: B023


def pretend(page: Page, *questions: str) -> None:
    """Tellings that were recorded before, the first the longest ago."""
    page.goto("/practise/")
    page.evaluate(PRETEND, questions)


def test_telling_is_recorded_and_heard_beside_its_text(page: Page, answer: Answer) -> None:
    start(page, answer)
    speak(page)
    press(page, "Pause")
    expect(page.get_by_text("Recording paused")).to_be_visible()
    press(page, "Go on")
    expect(page.get_by_text("Recording", exact=True)).to_be_visible()
    press(page, "Stop")

    hear(page)
    expect(page.get_by_text(SOUND)).to_be_visible()
    expect(page.get_by_text("It is kept in this browser and never leaves it.")).to_be_visible()
    press(page, "Fine")
    expect(page.get_by_role("link", name="The answer")).to_be_visible()
    hear(page)
    page.goto(f"/answers/{answer.pk}/")
    hear(page)
    page.goto(answer.get_tell_url())
    expect(page.get_by_label("Record my voice")).to_be_checked()


def test_nothing_is_recorded_unless_its_teller_likes(page: Page, answer: Answer) -> None:
    page.add_init_script("navigator.mediaDevices.getUserMedia = () => { window.wasAsked = true; }")
    page.goto(answer.get_tell_url())
    expect(page.get_by_label("Record my voice")).not_to_be_checked()
    press(page, "Start")
    press(page, "Stop")

    expect(page.get_by_role("group", name="How did it go?")).to_be_visible()
    assert (kept(page), page.evaluate("window.wasAsked"), page.locator("audio").count()) == ([], None, 0)


def close(page: Page) -> None:
    page.close(run_before_unload=True)
    assert eventually(lambda: Rehearsal.objects.get().state == "paused")


def crash(page: Page) -> None:
    with pytest.raises(Error, match="crash"):
        page.goto("chrome://crash")
    page.close()


@pytest.mark.parametrize("end", [close, crash])
def test_tab_that_ends_in_the_middle_keeps_what_was_said(
    page: Page, answer: Answer, end: Callable[[Page], None]
) -> None:
    start(page, answer)
    speak(page)
    end(page)

    again = page.context.new_page()
    again.goto(answer.get_tell_url())
    assert kept(again)[0][0] > LARGEST_FORM
    if end is close:  # A crash leaves the clock running.
        press(again, "Go on")
    expect(again.get_by_text("Recording", exact=True)).to_be_visible()
    speak(again, takes=2)
    press(again, "Stop")

    hear(again, parts=2)
    expect(again.get_by_label("Your recording, part 2 of 2")).to_be_visible()
    expect(again.get_by_text(SOUND)).to_be_visible()


def test_starting_over_forgets_the_recording(page: Page, answer: Answer) -> None:
    start(page, answer)
    speak(page)
    press(page, "Start over")
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()

    assert eventually(lambda: kept(page) == [])


def test_telling_that_was_rated_elsewhere_keeps_its_recording(page: Page, answer: Answer) -> None:
    start(page, answer)
    speak(page)
    rate(rehearsal=Rehearsal.objects.get(), rating=Rating.FINE, left_out=())
    press(page, "Stop")
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()

    page.goto(Rehearsal.objects.get().get_absolute_url())
    hear(page)


@pytest.fixture
def requests(context: BrowserContext) -> Iterator[list[tuple[str, str, int]]]:
    """The addresses, kinds and lengths of all that the browser sends, and of all that the server gets."""
    seen: list[tuple[str, str, int]] = []

    def gets(environ: dict[str, Any], **_: object) -> None:
        seen.append((environ["PATH_INFO"], environ.get("CONTENT_TYPE", ""), int(environ.get("CONTENT_LENGTH") or 0)))

    request_started.connect(gets)
    context.on(
        "request",
        lambda request: seen.append(
            (request.url, request.headers.get("content-type", ""), len(request.post_data_buffer or b""))
        ),
    )
    yield seen
    request_started.disconnect(gets)


def test_no_request_carries_the_voice(
    page: Page, answer: Answer, base_url: str, requests: list[tuple[str, str, int]]
) -> None:
    start(page, answer)
    speak(page)
    press(page, "Stop")
    hear(page)
    page.get_by_role("main").locator("audio").evaluate("(audio) => audio.play()")
    press(page, "Fine")
    hear(page)
    page.goto("/practise/")
    press(page, "Play")
    hear(page)

    own = re.compile(rf"^(/|{re.escape(base_url)}/|blob:{re.escape(base_url)}/)")
    sent = {kind.partition(";")[0] for _, kind, length in requests if length}
    assert sent <= {"application/x-www-form-urlencoded", "multipart/form-data"}
    assert [address for address, _, _ in requests if not own.match(address)] == []
    assert [length for _, _, length in requests if length > LARGEST_FORM] == []
    assert sum(length for address, _, length in requests if address.startswith("/")) > 0
    assert kept(page)[0][0] > LARGEST_FORM


def test_owners_who_share_a_browser_hear_only_themselves(
    page: Page, context: BrowserContext, base_url: str, answer: Answer, client: Client, charlie: Owner, stranger: Client
) -> None:
    start(page, answer)
    speak(page)
    press(page, "Stop")
    hear(page)
    other = AnswerFactory.create(story=StoryFactory.create(owner=charlie), question=answer.question)
    Rehearsal.objects.update(owner=charlie, answer=other)  # Even of the same telling.

    sign_in(context, stranger, base_url)
    page.goto(other.get_tell_url())
    expect(page.get_by_role("group", name="How did it go?")).to_be_visible()
    assert kept(page) == []
    expect(page.locator("audio")).to_have_count(0)
    press(page, "Start over")
    expect(page.get_by_label("Record my voice")).not_to_be_checked()
    page.goto("/practise/")
    expect(page.get_by_role("region", name="Your recordings")).to_be_hidden()
    press(page, "Sign out")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()

    sign_in(context, client, base_url)
    page.goto("/practise/")
    expect(page.get_by_role("region", name="Your recordings")).to_be_visible()
    assert len(kept(page)) == 1


def test_one_recording_is_deleted_or_all(page: Page, transactional_db: None) -> None:
    pretend(page, "Why?", "A risk?", "A conflict?")
    page.goto("/practise/")
    recordings = page.get_by_role("region", name="Your recordings")
    expect(recordings.locator("bdi")).to_have_text(["A conflict?", "A risk?", "Why?"])

    one = recordings.get_by_role("listitem").nth(1)
    press(one, "Delete")
    expect(recordings.get_by_role("listitem")).to_have_count(3)
    press(one, "Delete for good?")
    expect(recordings.locator("bdi")).to_have_text(["A conflict?", "Why?"])
    assert len(kept(page)) == 2
    press(recordings, "Delete all")
    press(recordings, "Delete for good?")

    expect(recordings).to_be_hidden()
    assert kept(page) == []


def test_recording_is_deleted_where_it_is_heard(page: Page, answer: Answer) -> None:
    start(page, answer)
    speak(page)
    press(page, "Stop")
    press(page, "Delete the recording")
    press(page, "Delete for good?")

    expect(page.locator("audio")).to_have_count(0)
    assert kept(page) == []


def test_axe_finds_nothing_where_there_are_recordings(page: Page, answer: Answer) -> None:
    start(page, answer)
    speak(page)
    problems = complaints(page, "recording")
    press(page, "Stop")
    hear(page)
    problems += complaints(page, "recorded")
    page.goto("/practise/")
    expect(page.get_by_role("region", name="Your recordings")).to_be_visible()
    problems += complaints(page, "list")
    press(page, "Sign out")
    problems += complaints(page, "signing out")

    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(("choice", "left"), [("Keep and sign out", 2), ("Delete and sign out", 0)])
def test_signing_out_asks_what_becomes_of_recordings(
    page: Page, context: BrowserContext, client: Client, base_url: str, transactional_db: None, choice: str, left: int
) -> None:
    pretend(page, "Why?", "A risk?")
    page.goto("/")
    press(page, "Sign out")
    dialog = page.get_by_role("dialog", name="Delete your 2 recordings too?")
    press(dialog, "Stay")
    expect(dialog).to_be_hidden()
    press(page, "Sign out")
    page.keyboard.press("Escape")
    page.goto("/stories/")
    press(page, "Sign out")
    press(dialog, choice)
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()

    client.force_login(Owner.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    sign_in(context, client, base_url)
    page.goto("/practise/")
    assert len(kept(page)) == left


def test_who_has_recorded_nothing_is_signed_out_at_once(page: Page, transactional_db: None) -> None:
    page.goto("/")
    press(page, "Sign out")

    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


def tell_without_voice(page: Page) -> None:
    press(page, "Stop")
    press(page, "Fine")
    expect(page.get_by_role("link", name="The answer")).to_be_visible()
    assert (Rehearsal.objects.rated().count(), kept(page)) == (1, [])


def test_everything_else_works_where_the_microphone_is_denied(page: Page, answer: Answer) -> None:
    page.context.clear_permissions()
    page.context.grant_permissions(["geolocation"])  # And nothing else.
    page.goto(answer.get_tell_url())
    page.get_by_label("Record my voice").check()
    press(page, "Start")

    sentence = "Not recorded: the browser didn't allow the microphone. Everything else works."
    expect(page.get_by_text(sentence)).to_be_visible()
    press(page, "Pause")
    press(page, "Go on")
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    expect(page.get_by_text(sentence)).to_be_visible()
    tell_without_voice(page)


def test_unanswered_question_for_the_microphone_holds_nobody_up(page: Page, answer: Answer) -> None:
    page.add_init_script("navigator.mediaDevices.getUserMedia = () => new Promise(() => {})")
    page.goto(answer.get_tell_url())
    page.get_by_label("Record my voice").check()
    press(page, "Start")
    expect(page.get_by_text("Waiting for the microphone")).to_be_visible()
    press(page, "Start")

    tell_without_voice(page)


@pytest.mark.parametrize("missing", ["delete window.MediaRecorder", "delete Navigator.prototype.mediaDevices"])
def test_everything_else_works_where_nothing_can_be_recorded(page: Page, answer: Answer, missing: str) -> None:
    page.add_init_script(missing)
    page.goto(answer.get_tell_url())
    expect(page.get_by_text("Your voice can’t be recorded here. Everything else works.")).to_be_visible()
    expect(page.get_by_label("Record my voice")).to_be_hidden()
    press(page, "Start")

    tell_without_voice(page)


def test_full_browser_says_so_and_keeps_the_rest(page: Page, answer: Answer) -> None:
    start(page, answer)
    speak(page)
    page.evaluate("() => { recordings.add = () => Promise.reject(new DOMException('', 'QuotaExceededError')); }")

    expect(page.get_by_text("No longer recorded: this browser has no room for it.")).to_be_visible()
    press(page, "Stop")
    hear(page)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript_nothing_is_said_of_voices(page: Page, answer: Answer) -> None:
    for path in (answer.get_tell_url(), "/practise/"):
        page.goto(path)
        expect(page.get_by_text(re.compile("voice|recording", re.IGNORECASE)).filter(visible=True)).to_have_count(0)


SAID = """async (tellings) => {
  const { inWords, loudness, silenceIn } = await import(document.querySelector("[src*=playback]").src);
  const samples = (sounds) => sounds.flatMap(([height, seconds]) =>
    Array.from({ length: 8000 * seconds }, (_, at) => height * Math.sin(at)));
  return tellings.map((sounds) => inWords([silenceIn(loudness(Float32Array.from(samples(sounds))))]));
}"""


def test_silence_is_what_is_much_quieter_than_the_voice(page: Page, transactional_db: None) -> None:
    """Each sound is a height and its seconds."""
    tellings = {
        "a pause": ([(1, 10), (0, 3), (1, 12)], "Longest pause 3 s · silent 12 % of the time"),
        "ends": ([(0, 9), (1, 10), (0, 2), (0.5, 8), (0, 20)], "Longest pause 2 s · silent 10 % of the time"),
        "a noisy room": ([(0.02, 6), (0.0005, 4), (0.02, 10)], "Longest pause 4 s · silent 20 % of the time"),
        "a cough": ([(0.1, 10), (0, 2), (1, 0.5), (0.1, 7.5)], "Longest pause 2 s · silent 10 % of the time"),
        "between words": ([(1, 1), (0, 0.2), (1, 1)], "Longest pause under 1 s · silent 0 % of the time"),
        "muted": ([(0.0001, 30)], "Nothing was heard. Is the microphone muted?"),
        "nothing": ([], "Nothing was heard. Is the microphone muted?"),
    }
    page.goto("/practise/")

    said = page.evaluate(SAID, [sounds for sounds, _ in tellings.values()])

    assert dict(zip(tellings, said, strict=True)) == {name: sentence for name, (_, sentence) in tellings.items()}
