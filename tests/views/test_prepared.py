"""Answers without a story: their page, what they cover, and where they stand beside the other answers."""

import json

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from stories.answers.prepared import PreparedChangedError, save_prepared
from stories.core.choices import QuestionKind, Status
from stories.core.coverage import QuestionLevel
from stories.core.steps import StepKind
from stories.coverage.next_steps import proposed_stories, repair_rows
from stories.coverage.snapshot import QuestionRow, snapshot_of
from stories.library.bin import put_back
from stories.models import Concept, Loop, Owner, PreparedAnswer, Question, Round, RoundQuestion
from tests.factories import AnswerFactory, OpinionFactory, PreparedAnswerFactory, QuestionFactory, StoryFactory

TOLD = "I want to work where people say what they think. " * 10
"""In forty seconds."""
LONG = TOLD * 3
WORTH_KEEPING = "I would tell them about the year in Oslo."


@pytest.fixture
def why(db: None) -> Question:
    """Why Netflix?"""
    return Question.objects.get(slug="nfx-mot-01")


@pytest.fixture
def weakness(db: None) -> Question:
    """May be told with a story, or without."""
    return Question.objects.get(slug="nfx-fbk-10")


@pytest.fixture
def keeper(db: None) -> Question:
    """What the keeper test means to somebody."""
    return Question.objects.get(slug="nfx-mem-09")


def row_of(owner: Owner, question: Question) -> QuestionRow:
    return next(row for row in snapshot_of(owner).question_rows if row.question.pk == question.pk)


def level_of(owner: Owner, question: Question) -> QuestionLevel:
    return row_of(owner, question).coverage.level


def save(client: Client, question: Question, **typed: object) -> int:
    return client.post(f"/questions/{question.pk}/prepared/", {"base": 0, "full": TOLD} | typed).status_code


def test_new_answer_shows_the_question_why_it_is_asked_and_the_time(client: Client, why: Question) -> None:
    page = client.get(f"/questions/{why.pk}/prepared/")

    for text in (why.text, why.topic.why, "A short answer rather than a story.", "aim for 0:30 to 1:30"):
        assertContains(page, text)


def test_saved_answer_covers_its_question_and_is_shown_on_its_page(client: Client, alice: Owner, why: Question) -> None:
    assert level_of(alice, why) == QuestionLevel.MISSING

    response = client.post(
        f"/questions/{why.pk}/prepared/",
        {"base": 0, "full": TOLD, "short": "Briefly.", "headline": "Candour.", "follow_ups": "Really?\n  Yes."},
    )

    assertRedirects(response, why.get_absolute_url())
    prepared = alice.prepared_answers.get()
    assert (prepared.full, prepared.short, prepared.headline) == (TOLD.strip(), "Briefly.", "Candour.")
    assert (prepared.follow_ups, prepared.version) == ("Really?\n  Yes.", 1)
    assert level_of(alice, why) == QuestionLevel.COVERED
    page = client.get(why.get_absolute_url())
    assertContains(page, "I want to work where people say what they think.")
    assertContains(page, "Edit your prepared answer")


@pytest.mark.parametrize(("text", "said"), [("Money.", "less than 0:30"), (LONG, "more than 1:30")])
def test_answer_at_another_length_is_a_draft_and_says_why(
    client: Client, alice: Owner, why: Question, text: str, said: str
) -> None:
    response = client.post(f"/questions/{why.pk}/prepared/", {"base": 0, "full": text}, follow=True)

    assertContains(response, f"cover the question yet: it takes {said}.")
    row = row_of(alice, why)
    assert row.coverage.level == QuestionLevel.DRAFT
    assert row.next
    assert row.next.step.kind == StepKind.CHANGE_PREPARED
    assertContains(client.get("/coverage/?view=questions"), f'href="/questions/{why.pk}/prepared/">')


def test_time_depends_on_how_fast_its_owner_speaks(alice: Owner, why: Question) -> None:
    PreparedAnswerFactory.create(owner=alice, question=why)
    assert level_of(alice, why) == QuestionLevel.COVERED

    Owner.objects.update(words_per_minute=300)
    alice.refresh_from_db()

    assert level_of(alice, why) == QuestionLevel.DRAFT


def test_blank_answer_is_not_saved_and_the_rest_stays(client: Client, alice: Owner, why: Question) -> None:
    response = client.post(f"/questions/{why.pk}/prepared/", {"base": 0, "full": " ", "headline": WORTH_KEEPING})

    assertContains(response, "Write what you would say.", status_code=422)
    assertContains(response, WORTH_KEEPING, status_code=422)
    assert not alice.prepared_answers.exists()


def test_figures_follow_what_is_typed_and_save_nothing(client: Client, why: Question) -> None:
    response = client.post(f"/questions/{why.pk}/prepared/", {"base": 0, "full": TOLD, "preview": "1"})

    assertContains(response, "<b>0:40</b>, 100 words")
    assertContains(response, "about right")
    assertContains(response, 'id="proposal-headline"')
    assertNotContains(response, "<form")
    assert not PreparedAnswer.objects.exists()


def test_proposal_is_filled_in_but_not_saved(client: Client, why: Question) -> None:
    typed = {"base": 0, "full": "First sentence. " + TOLD, "follow_ups": WORTH_KEEPING, "fill": "headline"}

    response = client.post(f"/questions/{why.pk}/prepared/", typed)

    assert response.context["form"]["headline"].value().startswith("First sentence. I want")
    assertContains(response, "Filled in, but not saved yet.")
    assertContains(response, WORTH_KEEPING)
    assert not PreparedAnswer.objects.exists()


@pytest.mark.parametrize("fill", ["full", "nonsense", ""])
def test_unknown_proposal_changes_nothing(client: Client, why: Question, fill: str) -> None:
    response = client.post(f"/questions/{why.pk}/prepared/", {"base": 0, "full": WORTH_KEEPING, "fill": fill})

    assertContains(response, WORTH_KEEPING)


def test_save_based_on_an_older_version_is_shown_beside_it(client: Client, alice: Owner, why: Question) -> None:
    save(client, why)
    assert save(client, why, base=1, full="Said elsewhere.") == 302

    response = client.post(f"/questions/{why.pk}/prepared/", {"base": 1, "full": WORTH_KEEPING})

    assertContains(response, "Said elsewhere.", status_code=409)
    assertContains(response, WORTH_KEEPING, status_code=409)
    assert alice.prepared_answers.get().full == "Said elsewhere."
    assert save(client, why, base=2, full=WORTH_KEEPING) == 302
    assert alice.prepared_answers.get().full == WORTH_KEEPING


def test_two_first_answers_are_one(client: Client, alice: Owner, why: Question) -> None:
    """Both windows were opened before anything was saved."""
    save(client, why)

    assert save(client, why, full="Said elsewhere.") == 409
    with pytest.raises(PreparedChangedError):
        save_prepared(prepared=PreparedAnswer(owner=alice, question=why, full="Third."), base=0)
    assert alice.prepared_answers.get().version == 1


def test_answer_deleted_elsewhere_can_be_saved_anew(client: Client, alice: Owner, why: Question) -> None:
    response = client.post(f"/questions/{why.pk}/prepared/", {"base": 3, "full": WORTH_KEEPING})

    assertContains(response, "was deleted elsewhere", status_code=409)
    assert response.context["form"]["base"].value() == "0"
    assert save(client, why, full=WORTH_KEEPING) == 302


@pytest.mark.parametrize("base", [-1, 2**31])
def test_version_that_no_answer_has_is_refused(client: Client, why: Question, base: int) -> None:
    assert save(client, why, base=base) == 422


def test_wrong_method_is_refused(client: Client, alice: Owner, why: Question) -> None:
    PreparedAnswerFactory.create(owner=alice, question=why)

    assert client.put(f"/questions/{why.pk}/prepared/").status_code == 405
    assert client.put(f"/questions/{why.pk}/prepared/delete/").status_code == 405


def test_deleted_answer_comes_back_from_the_bin(client: Client, alice: Owner, why: Question) -> None:
    assert client.get(f"/questions/{why.pk}/prepared/delete/").status_code == 404
    PreparedAnswerFactory.create(owner=alice, question=why, short="Briefly.", follow_ups="Really?")
    assertContains(
        client.get(f"/questions/{why.pk}/prepared/delete/"), "the full text, the short text and the follow-ups"
    )

    assertRedirects(client.post(f"/questions/{why.pk}/prepared/delete/"), why.get_absolute_url())

    assert level_of(alice, why) == QuestionLevel.MISSING
    binned = alice.binned.get()
    assert (binned.kind, binned.name) == ("prepared answer", f"Prepared answer: {why.text}")
    client.post(f"/bin/{binned.pk}/restore/")
    assert alice.prepared_answers.get().short == "Briefly."


def test_own_question_takes_its_answer_to_the_bin_and_back(client: Client, alice: Owner) -> None:
    question = QuestionFactory.create(owner=alice, kind=QuestionKind.OPINION)
    PreparedAnswerFactory.create(owner=alice, question=question)
    assertContains(client.get(f"/questions/{question.pk}/delete/"), "prepared answer")

    client.post(f"/questions/{question.pk}/delete/")
    assert not alice.prepared_answers.exists()
    put_back(binned=alice.binned.get())

    assert alice.prepared_answers.get().question == question


def test_every_save_is_a_version_that_can_be_put_back(client: Client, alice: Owner, why: Question) -> None:
    history = f"/questions/{why.pk}/prepared/history/"
    save(client, why, full=WORTH_KEEPING)
    assertContains(client.get(f"/questions/{why.pk}/prepared/"), f'href="{history}"')
    client.post(f"/questions/{why.pk}/prepared/", {"base": 1, "full": TOLD, "short": "No.", "follow_ups": "Really?"})

    page = client.get(history)
    assert [(version.number, changed) for version, changed, _ in page.context["rows"]] == [
        (2, ["Full", "Short", "Follow-ups"]),
        (1, ["Full"]),
    ]
    assertContains(client.get(f"{history}2/"), "<ins>Really?</ins>")
    assertContains(client.get(f"{history}1/?with=now"), "<ins>No.</ins>")
    restored = client.post(f"{history}1/", follow=True)

    assertContains(restored, "of this answer has been put back.")
    prepared = alice.prepared_answers.get()
    assert (prepared.full, prepared.short, prepared.follow_ups, prepared.version) == (WORTH_KEEPING, "", "", 3)
    assert [version.fields["short"] for version in prepared.versions.all()] == ["", "No.", ""]
    assertNotContains(client.get(f"{history}3/"), "Put this version back")


def test_answer_from_before_there_were_versions_is_kept_when_it_is_changed(
    client: Client, alice: Owner, why: Question
) -> None:
    prepared = PreparedAnswerFactory.create(owner=alice, question=why, full="Money.")
    assertContains(client.get(prepared.get_history_url()), "No versions are kept yet.")

    save(client, why, base=1, full=WORTH_KEEPING)

    assert [(version.number, version.fields["full"]) for version in prepared.versions.all()] == [
        (2, WORTH_KEEPING),
        (1, "Money."),
    ]


def test_save_that_is_refused_keeps_no_version(client: Client, alice: Owner, why: Question) -> None:
    PreparedAnswerFactory.create(owner=alice, question=why)

    assert save(client, why, base=0) == 409

    assert not alice.prepared_versions.exists()


@pytest.mark.parametrize("path", ["history/", "history/1/"])
def test_unwritten_answer_has_no_history(client: Client, why: Question, path: str) -> None:
    assert client.get(f"/questions/{why.pk}/prepared/{path}").status_code == 404


def test_versions_come_back_from_the_bin(client: Client, alice: Owner, why: Question) -> None:
    save(client, why, full=WORTH_KEEPING)
    client.post(f"/questions/{why.pk}/prepared/delete/")
    assert not alice.prepared_versions.exists()

    put_back(binned=alice.binned.get())

    assert alice.prepared_versions.get().fields["full"] == WORTH_KEEPING


def test_others_see_and_change_nothing_of_it(client: Client, stranger: Client, alice: Owner, why: Question) -> None:
    PreparedAnswerFactory.create(owner=alice, question=why, full=WORTH_KEEPING)

    for path in (why.get_absolute_url(), f"/questions/{why.pk}/prepared/"):
        assertNotContains(stranger.get(path), WORTH_KEEPING)
    assert stranger.post(f"/questions/{why.pk}/prepared/delete/").status_code == 404
    assert save(stranger, why, base=1) == 409
    assert save(stranger, why) == 302
    assert alice.prepared_answers.get().full == WORTH_KEEPING


def test_opinion_of_its_concept_covers_a_question(client: Client, alice: Owner, keeper: Question) -> None:
    concept = Concept.objects.get(slug="keeper-test")
    OpinionFactory.create(owner=alice, concept=concept, text="Fair enough.")
    assert level_of(alice, keeper) == QuestionLevel.DRAFT

    client.post(concept.get_absolute_url(), {"text": TOLD, "seen": "Fair enough."})

    assert level_of(alice, keeper) == QuestionLevel.COVERED
    assertContains(client.get(keeper.get_absolute_url()), "I want to work where people say what they think.")
    assertContains(client.get(f"/questions/{keeper.pk}/prepared/"), "0:40 long,")
    page = client.get(concept.get_absolute_url())
    assertContains(page, keeper.get_absolute_url())
    assertContains(page, "it takes 0:40 to say.")


def test_empty_opinion_covers_nothing(alice: Owner, keeper: Question) -> None:
    OpinionFactory.create(owner=alice, concept=Concept.objects.get(slug="keeper-test"), text="")

    assert level_of(alice, keeper) == QuestionLevel.MISSING


def test_opinion_does_not_answer_a_question_that_asks_for_a_story(client: Client, alice: Owner) -> None:
    captain = Question.objects.get(slug="nfx-dec-02")
    OpinionFactory.create(owner=alice, concept=Concept.objects.get(slug="informed-captain"), text=TOLD)
    StoryFactory.create(owner=alice)

    assert level_of(alice, captain) == QuestionLevel.OPEN
    page = client.get(captain.get_absolute_url())
    assertContains(page, "/culture/informed-captain/")
    assertNotContains(page, "Your short answer")


def test_what_was_written_for_a_question_that_asks_for_a_story_is_shown_and_does_not_count(
    client: Client, alice: Owner, disagreement: Question
) -> None:
    save(client, disagreement)

    assert level_of(alice, disagreement) == QuestionLevel.MISSING
    assertContains(client.get(disagreement.get_absolute_url()), "doesn’t count: this question asks for something")
    assertContains(client.get(f"/questions/{disagreement.pk}/prepared/"), "so only a story covers it")


def test_no_story_is_offered_for_an_opinion(client: Client, alice: Owner, why: Question) -> None:
    StoryFactory.create_batch(4, owner=alice)
    snapshot = snapshot_of(alice)

    assert (snapshot.offered[why.pk], level_of(alice, why)) == ([], QuestionLevel.MISSING)
    matched = [row for row in repair_rows(snapshot) if row.next.step.kind == StepKind.MATCH]
    assert why not in [changed.question for row in matched for changed in row.questions]
    assert [row.next.step.kind for row in repair_rows(snapshot) if row.next.question == why] == [StepKind.PREPARE]
    assert why not in [question for proposed in proposed_stories(snapshot) for question in proposed.questions]
    page = client.get(why.get_absolute_url())
    assertNotContains(page, "The closest of your")
    assertContains(page, "Answer it with one anyway")
    client.get("/match/", {"question": why.pk})
    assert client.get("/match/", {"question": why.pk}).context["card"].question != why


def test_story_told_for_an_opinion_counts_as_any(client: Client, alice: Owner, why: Question) -> None:
    AnswerFactory.create(owner=alice, story=StoryFactory.create(owner=alice), question=why)

    assert level_of(alice, why) == QuestionLevel.COVERED
    assertContains(client.get(why.get_absolute_url()), "Your answers")


def test_either_way_covers_a_question_that_takes_both(client: Client, alice: Owner, weakness: Question) -> None:
    story = StoryFactory.create(owner=alice)
    assert level_of(alice, weakness) == QuestionLevel.OPEN
    page = client.get(weakness.get_absolute_url())
    assertContains(page, "Prepare a short answer")
    assertContains(page, "The closest of your")

    AnswerFactory.create(owner=alice, story=story, question=weakness)
    assert level_of(alice, weakness) == QuestionLevel.COVERED
    alice.answers.all().delete()
    PreparedAnswerFactory.create(owner=alice, question=weakness)
    assert level_of(alice, weakness) == QuestionLevel.COVERED


def test_after_none_of_mine_a_short_answer_is_the_step(client: Client, alice: Owner, weakness: Question) -> None:
    StoryFactory.create(owner=alice)
    client.post(f"/match/{weakness.pk}/", {"choice": "none"})

    row = row_of(alice, weakness)

    assert row.coverage.level == QuestionLevel.MISSING
    assert row.next
    assert row.next.step.kind == StepKind.PREPARE


@pytest.fixture
def loop(alice: Owner, why: Question, disagreement: Question) -> Loop:
    loop = Loop.objects.create(owner=alice, name="Spring")
    part = Round.objects.create(owner=alice, loop=loop, name="Recruiter")
    for position, question in enumerate((why, disagreement)):
        RoundQuestion.objects.create(owner=alice, round=part, question=question, position=position)
    return loop


def test_plan_asks_for_a_short_answer(client: Client, alice: Owner, why: Question, loop: Loop) -> None:
    StoryFactory.create(owner=alice)

    page = client.get(loop.get_absolute_url())

    assertContains(page, "It asks for a short answer, not for a story")
    assertContains(page, f'href="/questions/{why.pk}/prepared/"')
    assert page.content.decode().count("Tell this one") == 1


def test_plan_counts_the_prepared_answer(
    client: Client, alice: Owner, why: Question, loop: Loop, capsys: pytest.CaptureFixture[str]
) -> None:
    PreparedAnswerFactory.create(owner=alice, question=why)

    page = client.get(loop.get_absolute_url())

    assertContains(page, "You have prepared an answer.")
    assert (page.context["page"].told_questions, page.context["page"].prepared_questions) == (0, 1)
    assert [planned.asked.question for planned in page.context["page"].unanswered] == [
        alice.round_questions.get(position=1).question
    ]
    call_command("plan", str(loop.pk), owner="alice")
    printed = capsys.readouterr().out
    assert "prepared answer  " in printed
    assert "Questions with a prepared answer: 1." in printed
    call_command("plan", str(loop.pk), owner="alice", json=True)
    [first, second] = json.loads(capsys.readouterr().out)["rounds"][0]["items"]
    assert (first["prepared"], second["prepared"]) == (True, False)


def test_story_planned_for_it_comes_before_the_prepared_answer(
    client: Client, alice: Owner, why: Question, loop: Loop
) -> None:
    story = StoryFactory.create(owner=alice, status=Status.READY)
    AnswerFactory.create(owner=alice, story=story, question=why)
    PreparedAnswerFactory.create(owner=alice, question=why)

    page = client.get(loop.get_absolute_url()).context["page"]

    assert (page.told_questions, page.prepared_questions) == (1, 0)


def test_pasted_question_about_motivation_is_taken_to_ask_for_a_short_answer(client: Client, alice: Owner) -> None:
    text = "Why do you want to join Acme, and why now?"
    form = client.get("/questions/new/", {"text": text}).context["form"]
    assert form["kind"].value() == QuestionKind.OPINION

    client.post("/questions/new/", {"text": text, "topic": form["topic"].value(), "kind": "opinion"})

    question = alice.questions.get()
    assert (question.kind, level_of(alice, question)) == (QuestionKind.OPINION, QuestionLevel.MISSING)


@pytest.mark.parametrize(("sent", "kind"), [({}, "opinion"), ({"kind": ""}, "opinion"), ({"kind": "either"}, "either")])
def test_own_question_keeps_its_kind_unless_another_is_chosen(
    client: Client, alice: Owner, sent: dict[str, str], kind: str
) -> None:
    question = QuestionFactory.create(owner=alice, kind=QuestionKind.OPINION)

    client.post(f"/questions/{question.pk}/edit/", {"text": "Why us?", "topic": question.topic_id} | sent)

    question.refresh_from_db()
    assert (question.text, question.kind) == ("Why us?", kind)


def test_sheet_holds_prepared_answers_beside_those_with_a_story(
    client: Client, stranger: Client, alice: Owner, why: Question, disagreement: Question
) -> None:
    answer = AnswerFactory.create(owner=alice, story=StoryFactory.create(owner=alice), question=disagreement)
    prepared = PreparedAnswerFactory.create(owner=alice, question=why, full=TOLD, short=WORTH_KEEPING)

    page = client.get("/answers/sheet/", {"answer": answer.pk, "prepared": prepared.pk})

    assertContains(page, "2 of 2 answers chosen")
    assertContains(page, WORTH_KEEPING)
    assertNotContains(client.get("/answers/sheet/", {"prepared": "x"}), WORTH_KEEPING)
    assertNotContains(stranger.get("/answers/sheet/", {"prepared": prepared.pk}), WORTH_KEEPING)
