"""Every page, filled and empty: axe finds nothing, nothing scrolls sideways, nothing fails or leaves the machine."""

import re
import uuid
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve, reverse
from playwright.sync_api import ConsoleMessage, Page, Response

from stories.answers.versions import fields_of, version_of_answer, version_of_prepared
from stories.bank.demo import fill
from stories.core.choices import Strength
from stories.core.exchange import open_files
from stories.core.memory import Rating
from stories.enums import Occasion
from stories.exchange.actions import keep_import
from stories.exchange.export import document_of
from stories.library.actions import save_story, set_tag
from stories.library.bin import throw_away
from stories.library.content import StoryContent
from stories.models import Answer, AnswerConflict, EditConflict, Framework, Owner, Question, Story, Value
from stories.practice.actions import begin, rate, stop
from tests.factories import PreparedAnswerFactory, QuestionFactory, StoryFactory, ValueFactory
from tests.pages import pages_without

PHONE, DESK = 390, 1280
RULES = {
    "light": {"resultTypes": ["violations"], "preload": False},
    # The dark theme differs only in its colours.
    "dark": {"resultTypes": ["violations"], "preload": False, "runOnly": ["color-contrast", "link-in-text-block"]},
}
VIEWS = ((DESK, "light"), (PHONE, "light"), (PHONE, "dark"))
AXE = Axe().axe_script
# Without motion, or axe would measure colours in the middle of a transition.
pytestmark = pytest.mark.browser_context_args(viewport={"width": PHONE, "height": 900})
LISTS = {
    "home": "/",
    "readiness": "/ready/",
    "stories": "/stories/",
    "new story": "/stories/new/",
    "new story from notes": "/stories/new/notes/",
    "review": "/review/",
    "sheet": "/answers/sheet/",
    "match": "/match/",
    "practice": "/practise/",
    "quick recall": "/practise/recall/",
    "questions": "/questions/",
    "new question": "/questions/new/",
    "list of questions": "/questions/new/list/",
    "coverage": "/coverage/",
    "questions by stories": "/coverage/?view=questions",
    "values by topics": "/coverage/?view=topics",
    "next story": "/coverage/next/",
    "risks": "/coverage/risk/",
    "values": "/values/",
    "new value": "/values/new/",
    "loops": "/loops/",
    "new loop": "/loops/new/",
    "frameworks": "/frameworks/",
    "new framework": "/frameworks/new/",
    "culture": "/culture/",
    "settings": "/settings/",
    "password": "/settings/password/",
    "data": "/data/",
    "imports": "/data/imports/",
    "import": "/data/import/",
    "bin": "/bin/",
    "empty the bin": "/bin/empty/",
    "not found": "/nothing/here/",
}
ODD_TABLE = b"My story,Action,Nothing\nRollback,I asked.,x\n,,only a note\n"
SIGNED_OUT = ("/sign-in/", "/sign-in/link/?sesame=used")
REFUSED = ("/stories/new/", "/values/new/")


@pytest.fixture
def library(alice: Owner) -> dict[str, str]:
    """The pages of the demo's library, with a conflict and with things of the owner's own."""
    fill(alice)
    story = Story.objects.get(title="Asked a director to hold the ranking launch")
    conflict = keep_something_aside(alice, story)
    answer = story.answers.first()
    assert answer is not None
    question = QuestionFactory.create(owner=alice)
    value = ValueFactory.create(owner=alice, framework=Value.objects.get(pk=story.tags.all()[0].value_id).framework)
    memo = Question.objects.get(slug="nfx-mem-09")
    prepared = PreparedAnswerFactory.create(owner=alice, question=memo, short="I like it.", follow_ups="Really?")
    unanswered = Question.objects.filter(answers=None, owner=None)[0]
    asked = alice.round_questions.all()[0]
    set_tag(story=story, value=value, strength=Strength.PRIMARY)
    story.refresh_from_db()
    pending = keep_import(
        owner=alice, opened=open_files([("a.json", document_of(alice).encode()), ("b.csv", ODD_TABLE)])
    )
    Story.objects.filter(pk=story.pk).update(headline="Changed since")
    binned = throw_away(thing=StoryFactory.create(owner=alice), owner=alice)
    own = Framework.objects.create(owner=alice, slug="own-acme", company="Acme", name="Principles")
    version_of_answer(answer, answer.updated).save()
    version_of_prepared(prepared, prepared.updated).save()
    fields = {**fields_of(answer), "closing": "Another closing line."}
    aside = AnswerConflict.objects.create(owner=alice, answer=answer, session=uuid.uuid4(), content=fields)
    rehearsal = rate(rehearsal=begin(told=answer), rating=Rating.FINE, left_out=["It paid off."])
    running = begin(told=Answer.objects.exclude(pk=answer.pk)[0])
    stopped = stop(rehearsal=begin(told=Answer.objects.exclude(pk=answer.pk)[1]))
    in_round = alice.round_questions.filter(question__answers__owner=alice)[0]
    sitting = uuid.uuid4()
    of_round = in_round.question.answers.filter(owner=alice)[0]
    begun = begin(told=of_round, occasion=Occasion.MOCK, sitting=sitting, round_=in_round.round)
    rate(rehearsal=begun, rating=Rating.STUMBLED, left_out=["It paid off."])
    without = alice.round_questions.exclude(question__answers__owner=alice)[0]
    return LISTS | {
        "mock round": reverse("stories:round-mock", args=[in_round.round_id]),
        "question of a mock round": reverse("stories:asked-mock", args=[in_round.pk, uuid.uuid4()]),
        "follow-up of a mock round": reverse("stories:asked-mock", args=[in_round.pk, sitting]),
        "nothing to tell in a mock round": reverse("stories:asked-mock", args=[without.pk, sitting]),
        "mock round that is over": reverse("stories:mock-detail", args=[sitting]),
        "story": story.get_absolute_url(),
        "questions of a story": reverse("stories:story-questions", args=[story.pk]),
        "edit": reverse("stories:story-update", args=[story.pk]),
        "archive story": reverse("stories:story-archive", args=[story.pk]),
        "draft for a gap": reverse("stories:story-create", query={"topic": "failure"}),
        "delete story": reverse("stories:story-delete", args=[story.pk]),
        "story as text": reverse("stories:story-text", args=[story.pk]),
        "answer as text": reverse("stories:answer-text", args=[answer.pk]),
        "conflict": conflict.get_absolute_url(),
        "versions": reverse("stories:story-history", args=[story.pk]),
        "version": reverse("stories:story-version", args=[story.pk, story.version]),
        "what an import would do": pending.get_absolute_url(),
        "delete for good": reverse("stories:bin-delete", args=[binned.pk]),
        "stories found": "/stories/?q=ranking",
        "no story found": "/stories/?q=xyzzy",
        "question": answer.question.get_absolute_url(),
        "unanswered question": unanswered.get_absolute_url(),
        "question without a story": memo.get_absolute_url(),
        "prepared answer": reverse("stories:question-prepared", args=[memo.pk]),
        "delete prepared answer": reverse("stories:question-prepared-delete", args=[memo.pk]),
        "own question": question.get_absolute_url(),
        "pasted question": reverse("stories:question-create", query={"text": "A risk that did not pay off?"}),
        "cell": reverse("stories:coverage-cell", args=[story.pk, story.tags.all()[0].value_id]),
        "cell of a question": reverse("stories:question-story", args=[answer.question_id, story.pk]),
        "edit question": reverse("stories:question-update", args=[question.pk]),
        "delete question": reverse("stories:question-delete", args=[question.pk]),
        "no question found": "/questions/?q=xyzzy",
        "new answer": reverse("stories:answer-create", args=[unanswered.pk]),
        "answer with a story": reverse("stories:answer-create", args=[unanswered.pk], query={"story": story.pk}),
        "say it": reverse("stories:answer-detail", args=[answer.pk]),
        "interview sheet": reverse("stories:answer-sheet", query={"answer": answer.pk}),
        "rule": "/review/STAR101/",
        "edit answer": answer.get_absolute_url(),
        "tell it": answer.get_tell_url(),
        "tell a prepared answer": prepared.get_tell_url(),
        "telling that runs": running.told.get_tell_url(),
        "telling to rate": stopped.told.get_tell_url(),
        "telling": rehearsal.get_absolute_url(),
        "two versions of an answer": aside.get_absolute_url(),
        "delete answer": reverse("stories:answer-delete", args=[answer.pk]),
        "value": Value.objects.get(framework__is_default=True, slug="candor").get_absolute_url(),
        "own value": value.get_absolute_url(),
        "edit value": reverse("stories:value-update", args=[value.pk]),
        "delete value": reverse("stories:value-delete", args=[value.pk]),
        "concept": "/culture/keeper-test/",
        "loop": asked.round.loop.get_absolute_url(),
        "edit framework": reverse("stories:framework-update", args=[own.pk]),
        "delete framework": reverse("stories:framework-delete", args=[own.pk]),
        "versions of an answer": reverse("stories:answer-history", args=[answer.pk]),
        "version of an answer": reverse("stories:answer-version", args=[answer.pk, answer.version]),
        "versions of a prepared answer": prepared.get_history_url(),
        "version of a prepared answer": prepared.versions.get().get_absolute_url(),
        "edit round": reverse("stories:round-update", args=[asked.round_id]),
        "delete round": reverse("stories:round-delete", args=[asked.round_id]),
        "edit loop": reverse("stories:loop-update", args=[asked.round.loop_id]),
        "delete loop": reverse("stories:loop-delete", args=[asked.round.loop_id]),
        "new round": reverse("stories:loop-round", args=[asked.round.loop_id]),
        "questions for a round": reverse("stories:round-questions", args=[asked.round_id]),
        "after the interview": reverse("stories:round-told", args=[asked.round_id]),
        "story for a question": reverse("stories:asked-pin", args=[asked.pk]),
        "carried tags": reverse("stories:framework-carried", args=[Framework.objects.get(slug="netflix-2017").pk]),
    }


def keep_something_aside(owner: Owner, story: Story) -> EditConflict:
    content = StoryContent.of(story, ())
    other = StoryContent(texts={**content.texts, "learning": "Something else."})
    kept = save_story(owner=owner, pk=story.pk, base=0, session=uuid.uuid4(), content=other)
    assert isinstance(kept, EditConflict)
    return kept


def visited(page: Page, paths: dict[str, str]) -> Iterator[str]:
    """Open page after page, then the forms with their errors, then the sign-in page; yield the name of each."""
    for name, path in paths.items():
        page.goto(path)
        yield name
    for path in REFUSED:
        page.goto(path)
        page.get_by_role("main").get_by_role("button", name=re.compile("^Save")).first.click()
        page.get_by_text(re.compile("Give the story|This field is required")).first.wait_for()
        yield f"{path} refused"
    page.context.clear_cookies()
    for path in SIGNED_OUT:
        page.goto(path)
        yield path


def complaints(page: Page, name: str) -> list[str]:
    """What axe finds, on a desk and a phone, and in the dark."""
    page.evaluate(AXE)
    lines = []
    for width, theme in VIEWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        violations = page.evaluate("rules => axe.run(rules).then(result => result.violations)", RULES[theme])
        nodes = [(violation["id"], node) for violation in violations for node in violation["nodes"]]
        place = f"{name}, {theme}, {width} px"
        lines += [f"{place}: {rule} {node['target']} {' '.join(node['html'].split())[:100]}" for rule, node in nodes]
    return lines


def test_every_page_is_accessible_fits_a_phone_and_asks_nothing_of_another_machine(
    page: Page, library: dict[str, str], base_url: str
) -> None:
    """One walk for everything, because each page takes a while to open."""
    hosts: set[str] = set()
    policies: set[str] = set()
    said: list[str] = []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("response", lambda response: policies.add(policy_of(response)))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if is_trouble(message) else None)
    walked = {
        resolve(urlsplit(path).path).url_name for path in [*library.values(), *SIGNED_OUT] if "nothing" not in path
    }
    assert pages_without(walked) == [], "Add these to LISTS or `library` above, or to tests/pages.py."
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    too_wide_by, problems = {}, []

    for name in visited(page, library):
        too_wide_by[name] = page.evaluate(overflow)
        problems += complaints(page, name)

    assert not problems, "\n".join(problems)
    assert {name: pixels for name, pixels in too_wide_by.items() if pixels > 0} == {}
    assert said == []
    assert hosts == {urlsplit(base_url).netloc}
    sources = {source for policy in policies for rule in policy.split(";") for source in rule.split()[1:]}
    assert sources == {"'self'", "'none'", "data:", "blob:"}
    assert "" not in policies


def test_axe_finds_nothing_on_any_page_of_an_empty_library(page: Page, alice: Owner) -> None:
    question = Question.objects.filter(owner=None)[0]
    value = Value.objects.get(framework__is_default=True, slug="candor")
    framework = Framework.objects.get(slug="netflix-2017")
    paths = [
        *LISTS.values(),
        "/stories/new/?guide",
        f"/stories/new/?question={question.pk}",
        question.get_absolute_url(),
        reverse("stories:answer-create", args=[question.pk]),
        reverse("stories:question-create", query={"text": "A risk that did not pay off?"}),
        value.get_absolute_url(),
        reverse("stories:framework-carried", args=[framework.pk]),
        "/culture/keeper-test/",
        "/review/STAR101/",
    ]
    problems = []

    for path in paths:
        page.goto(path)
        problems += complaints(page, path)

    assert not problems, "\n".join(problems)


def policy_of(response: Response) -> str:
    """Where else a page may load from; nothing is asked of responses that aren't pages."""
    is_page = response.request.resource_type == "document"
    return response.headers.get("content-security-policy", "") if is_page else "default-src 'none'"


def is_trouble(message: ConsoleMessage) -> bool:
    """Chromium also logs a page's own status, which is intended here: 403, 404, 422."""
    of_the_page = message.page is not None and message.location["url"] == message.page.url
    is_its_status = of_the_page and message.text.startswith("Failed to load resource: the server responded")
    return message.type in ("error", "warning") and not is_its_status
