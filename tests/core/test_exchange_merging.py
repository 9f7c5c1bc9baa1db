"""An import is planned before anything is saved: what is new, the same or changed, and what a person must decide."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.choices import Status, Strength
from stories.core.exchange import (
    AnswerRecord,
    Change,
    DeclinedRecord,
    DismissalRecord,
    Entry,
    FrameworkRecord,
    Incoming,
    Known,
    LibraryPlan,
    LibraryRecord,
    LoopQuestionRecord,
    LoopRecord,
    OpinionRecord,
    PreparedRecord,
    ProbeRecord,
    Problem,
    QuestionRecord,
    RefusalRecord,
    RehearsalRecord,
    RoundRecord,
    SeenRecord,
    SettingsRecord,
    StoryRecord,
    TagRecord,
    ValueRecord,
    fingerprint_of,
    plan_library,
    plan_stories,
    stamp,
)
from stories.core.exchange.library_plan import DIFFERENT, TAKEN, TWICE
from stories.core.exchange.naming import KINDS
from stories.core.exchange.story_plan import (
    BOTH_CHANGED,
    FILE_IS_OLDER,
    NO_FINGERPRINT,
    SAME_BEGINNING,
    TWICE_IN_IMPORT,
)
from tests.core.exchanging import LIBRARIES, STORIES, a_story, retold, unhurried

ID, OTHER_ID = "3f0c9a52-0000-4000-8000-000000000000", "3f0c9a52-0000-4000-8000-000000000001"
CANDOR, COURAGE = "netflix-2024/candor", "netflix-2024/courage"
VALUES = frozenset({CANDOR, COURAGE})
STORY = a_story(ID, title="A", situation="Once.", result="Nine.", tags=(TagRecord(CANDOR, evidence="E"),))
HAND_WRITTEN = replace(STORY, id="")


def test_fingerprint_is_of_what_a_person_wrote() -> None:
    tags = (TagRecord(CANDOR), TagRecord(COURAGE))

    assert fingerprint_of(replace(STORY, tags=tags)) == fingerprint_of(replace(STORY, tags=tags[::-1]))
    assert fingerprint_of(STORY) == fingerprint_of(replace(STORY, id="", fingerprint="0" * 16))
    assert stamp(STORY) == replace(STORY, fingerprint=fingerprint_of(STORY))


@pytest.mark.parametrize(
    "other",
    [
        retold(STORY, title="B"),
        retold(STORY, title="", headline="A"),
        retold(STORY, learning="More."),
        replace(STORY, status=Status.READY),
        replace(STORY, tags=()),
        replace(STORY, tags=(TagRecord(CANDOR, Strength.SUPPORTING, "E"),)),
        replace(STORY, extra={"mood": "calm"}),
    ],
)
def test_other_words_have_another_fingerprint(other: StoryRecord) -> None:
    assert fingerprint_of(other) != fingerprint_of(STORY)


def plan(incoming: StoryRecord, *existing: StoryRecord) -> Entry:
    (entry,) = plan_stories([Incoming(incoming, "a.md")], existing, VALUES)
    return entry


EDITED = retold(STORY, result="Ten.")
TYPED = retold(STORY, task="I didn't - at first.")
TYPESET = retold(STORY, task="I didn’t – at\u00a0first.")
TAGGED_TWICE = replace(STORY, tags=(TagRecord(COURAGE), *STORY.tags))


@pytest.mark.parametrize(
    ("incoming", "existing", "entry"),
    [
        (STORY, [], (Change.NEW, None, "", ())),
        (STORY, [replace(EDITED, id=OTHER_ID)], (Change.NEW, None, "", ())),
        (STORY, [STORY], (Change.SAME, STORY, "", ())),
        (STORY, [replace(STORY, id=OTHER_ID)], (Change.SAME, replace(STORY, id=OTHER_ID), "", ())),
        (retold(stamp(STORY), result="Ten."), [STORY], (Change.CHANGED, STORY, "", ("result",))),
        (stamp(STORY), [EDITED], (Change.CONFLICT, EDITED, FILE_IS_OLDER, ("result",))),
        (retold(stamp(STORY), task="T"), [EDITED], (Change.CONFLICT, EDITED, BOTH_CHANGED, ("task", "result"))),
        (replace(STORY, tags=()), [STORY], (Change.CONFLICT, STORY, NO_FINGERPRINT, ("tags",))),
        (HAND_WRITTEN, [], (Change.NEW, None, "", ())),
        (HAND_WRITTEN, [STORY], (Change.SAME, STORY, "", ())),
        (retold(HAND_WRITTEN, title=" a ", situation="ONCE."), [STORY],
         (Change.CONFLICT, STORY, SAME_BEGINNING, ("title", "situation"))),
        (replace(retold(HAND_WRITTEN, result=""), tags=(TagRecord(CANDOR),)), [STORY], (Change.SAME, STORY, "", ())),
        (replace(HAND_WRITTEN, tags=(TagRecord(CANDOR),)), [TAGGED_TWICE], (Change.SAME, TAGGED_TWICE, "", ())),
        (replace(HAND_WRITTEN, tags=(TagRecord(CANDOR, evidence="F"),)), [STORY],
         (Change.CONFLICT, STORY, SAME_BEGINNING, ("tags",))),
        (replace(HAND_WRITTEN, status=Status.ARCHIVED), [STORY],
         (Change.CONFLICT, STORY, SAME_BEGINNING, ("status",))),
        (replace(HAND_WRITTEN, extra={"n": None}), [STORY], (Change.CONFLICT, STORY, SAME_BEGINNING, ("extra",))),
        (HAND_WRITTEN, [replace(EDITED, id=OTHER_ID), STORY], (Change.SAME, STORY, "", ())),
        (retold(HAND_WRITTEN, task="T"), [STORY, EDITED],
         (Change.CONFLICT, STORY, SAME_BEGINNING, ("task",))),
        (replace(TYPED, id=""), [TYPESET], (Change.SAME, TYPESET, "", ())),
        (replace(TYPESET, id=""), [TYPED], (Change.SAME, TYPED, "", ())),
        (replace(TYPESET, id=OTHER_ID), [TYPED], (Change.SAME, TYPED, "", ())),
        (replace(TYPESET, fingerprint=fingerprint_of(TYPED)), [TYPED], (Change.CHANGED, TYPED, "", ("task",))),
        (a_story(action="Went."), [a_story(ID, action="Stayed.")], (Change.NEW, None, "", ())),
        (a_story(action="Went."), [a_story(ID, action="Went.")],
         (Change.SAME, a_story(ID, action="Went."), "", ())),
    ],
)  # fmt: skip
def test_story_is_compared_with_the_library(
    incoming: StoryRecord,
    existing: Sequence[StoryRecord],
    entry: tuple[Change, StoryRecord | None, str, tuple[str, ...]],
) -> None:
    change, other, reason, differing = entry

    assert plan(incoming, *existing) == Entry("stories", change, incoming, other, "a.md", reason, differing)


def test_story_is_planned_as_the_library_will_hold_it() -> None:
    story = replace(STORY, status=Status.READY, tags=(TagRecord("x/y"), TagRecord(CANDOR)))

    assert plan(story) == Entry(
        "stories",
        Change.NEW,
        replace(story, tags=(TagRecord(CANDOR),)),
        origin="a.md",
        notes=(
            "A tag was left out: there is no value “y (x)”.",
            "It is marked ready, but won't count, because Action is not written.",
        ),
    )


def test_story_with_all_sections_stays_ready() -> None:
    story = replace(retold(STORY, task="T", action="A"), status=Status.READY)

    assert plan(story) == Entry("stories", Change.NEW, story, origin="a.md")


@pytest.mark.parametrize(
    ("existing", "incoming", "changes"),
    [
        ([], [STORY, STORY], [(Change.NEW, ""), (Change.SAME, "")]),
        ([], [STORY, EDITED], [(Change.NEW, ""), (Change.CONFLICT, TWICE_IN_IMPORT)]),
        ([], [STORY, replace(STORY, id=OTHER_ID)], [(Change.NEW, ""), (Change.NEW, "")]),
        ([], [HAND_WRITTEN, HAND_WRITTEN], [(Change.NEW, ""), (Change.SAME, "")]),
        ([], [HAND_WRITTEN, retold(HAND_WRITTEN, task="T")], [(Change.NEW, ""), (Change.CONFLICT, TWICE_IN_IMPORT)]),
        ([], [STORY, HAND_WRITTEN], [(Change.NEW, ""), (Change.SAME, "")]),
        ([STORY], [retold(stamp(STORY), task="T"), STORY], [(Change.CHANGED, ""), (Change.SAME, "")]),
        ([STORY], [STORY, retold(stamp(STORY), task="T")], [(Change.SAME, ""), (Change.CHANGED, "")]),
        ([STORY], [retold(stamp(STORY), task="T"), retold(stamp(STORY), task="U")],
         [(Change.CHANGED, ""), (Change.CONFLICT, TWICE_IN_IMPORT)]),
    ],
)  # fmt: skip
def test_story_that_comes_twice_is_compared_with_the_first(
    existing: list[StoryRecord], incoming: list[StoryRecord], changes: list[tuple[Change, str]]
) -> None:
    entries = plan_stories([Incoming(story, "") for story in incoming], existing, VALUES)

    assert [(entry.change, entry.reason) for entry in entries] == changes


def applied(entries: Sequence[Entry], existing: Sequence[StoryRecord]) -> list[StoryRecord]:
    """The library after everything that needs no decision is done; a new story without an id gets one."""
    stories = {story.id: replace(story, fingerprint="") for story in existing}
    for entry in entries:
        if entry.change in (Change.NEW, Change.CHANGED):
            pk = entry.record.id or f"own-{len(stories)}"
            stories[pk] = replace(entry.record, id=pk, fingerprint="")
    return list(stories.values())


FEW_STORIES = st.lists(
    st.builds(
        a_story,
        id=st.sampled_from(["", ID, OTHER_ID]),
        title=st.sampled_from(["", "A", "a", "B"]),
        situation=st.sampled_from(["", "Once.", "Once. "]),
        task=st.sampled_from(["", "T"]),
        status=st.sampled_from([Status.DRAFT, Status.READY]),
        tags=st.sampled_from([(), (TagRecord(CANDOR),), (TagRecord(CANDOR, evidence="E"),), (TagRecord("x/y"),)]),
    )
    | STORIES,
    max_size=4,
)


@unhurried
@given(FEW_STORIES, FEW_STORIES)
def test_same_import_twice_changes_nothing(first: list[StoryRecord], second: list[StoryRecord]) -> None:
    library = applied(plan_stories([Incoming(story, "") for story in first], [], VALUES), [])
    incoming = [Incoming(story, "") for story in second]

    once = applied(plan_stories(incoming, library, VALUES), library)
    twice = plan_stories(incoming, once, VALUES)

    assert {entry.change for entry in twice} <= {Change.SAME, Change.CONFLICT}


@unhurried
@given(FEW_STORIES, FEW_STORIES)
def test_only_a_story_that_is_still_the_exported_one_is_replaced(
    existing: list[StoryRecord], incoming: list[StoryRecord]
) -> None:
    library = {story.id: story for story in existing if story.id}
    files = [Incoming(story, "") for story in [*incoming, *map(stamp, incoming)]]

    for entry, file in zip(plan_stories(files, library.values(), VALUES), files, strict=True):
        is_replaced = entry.change == Change.CHANGED
        assert not is_replaced or file.record.fingerprint == fingerprint_of(library[file.record.id])
        assert (entry.change == Change.NEW) == (entry.existing is None)
        assert (entry.change == Change.CONFLICT) == bool(entry.reason)


QUESTION = QuestionRecord("own-q", "Why?", "conflict", ("onsite-culture",), probes=(ProbeRecord(CANDOR),))
FRAMEWORK = FrameworkRecord("own-f", "Acme", "2026", values=(ValueRecord("own-v", "Verve"),))
ANSWER = AnswerRecord("own-q", ID)
LOOP = LoopRecord(
    "Acme",
    rounds=(
        RoundRecord("One", "onsite-culture", questions=(LoopQuestionRecord("own-q", ID, was_asked=True, told=ID),)),
    ),
)
TELLING = RehearsalRecord("own-q", "2026-12-01T19:30:00+00:00", "2026-12-01", 3, ID)
DISMISSAL = DismissalRecord(ID, "STAR001", "0" * 16, "True")
LIBRARY = LibraryRecord(
    stories=(replace(STORY, tags=(TagRecord("own-f/own-v"),)),),
    questions=(QUESTION,),
    frameworks=(FRAMEWORK,),
    answers=(ANSWER,),
    loops=(LOOP, LOOP),
    opinions=(OpinionRecord("freedom", "Yes."),),
    settings=SettingsRecord("own-f", 3),
    dismissed=(DISMISSAL,),
    declined=(DeclinedRecord(ID, CANDOR),),
    refused=(RefusalRecord("own-q", (SeenRecord(ID, "launch metric"),)),),
    prepared=(PreparedRecord("own-q", "Because."),),
    rehearsals=(TELLING, replace(TELLING, story="")),
    hidden_questions=("bank-q",),
    hidden_values=(COURAGE,),
)
BANK = Known(
    questions=frozenset({"bank-q"}),
    values=VALUES,
    frameworks=frozenset({"netflix-2024"}),
    topics=frozenset({"conflict"}),
    stages=frozenset({"onsite-culture"}),
    concepts=frozenset({"freedom"}),
    evidence=frozenset({"own"}),
    occasions=frozenset({"telling"}),
    names={("questions", "bank-q"): "Who decides?", ("values", CANDOR): "Candor"},
)
OWN_QUESTION = f"Question “{QUESTION.text}”"
IN_ORDER = (
    *(("frameworks", FRAMEWORK), ("stories", LIBRARY.stories[0]), ("questions", QUESTION), ("answers", ANSWER)),
    *(("loops", LOOP), ("loops", LOOP), ("opinions", LIBRARY.opinions[0]), ("dismissed", DISMISSAL)),
    *(
        ("declined", LIBRARY.declined[0]),
        ("refused", LIBRARY.refused[0]),
        ("prepared", LIBRARY.prepared[0]),
        ("rehearsals", LIBRARY.rehearsals[0]),
        ("rehearsals", LIBRARY.rehearsals[1]),
        ("hidden_questions", "bank-q"),
        ("hidden_values", COURAGE),
    ),
)


def test_library_is_new_in_an_empty_one() -> None:
    plan = plan_library(LIBRARY, LibraryRecord(), BANK, "a.json")

    news = [Entry(name, Change.NEW, record, origin="a.json") for name, record in IN_ORDER]
    owner = Entry("settings", Change.CHANGED, LIBRARY.settings, SettingsRecord(), "a.json")
    assert plan == LibraryPlan((*news, owner), ())


def test_library_is_the_same_as_itself() -> None:
    plan = plan_library(LIBRARY, LIBRARY, BANK)

    rows = (*IN_ORDER, ("settings", LIBRARY.settings))
    assert plan == LibraryPlan(tuple(Entry(name, Change.SAME, record, record) for name, record in rows), ())


@unhurried
@given(LIBRARIES)
def test_any_library_is_the_same_as_itself(library: LibraryRecord) -> None:
    plan = plan_library(library, library, BANK)

    stories = {entry.record.id for entry in plan.entries if entry.notes}
    assert {entry.change for entry in plan.entries if entry.list != "stories"} <= {Change.SAME}
    assert {entry.change for entry in plan.entries if entry.list == "stories" and entry.record.id not in stories} <= {
        Change.SAME
    }


def test_other_words_under_a_known_name_are_a_conflict() -> None:
    incoming = LibraryRecord(
        answers=(replace(ANSWER, opening="O"),), loops=(replace(LOOP, may_repeat=True), LOOP), settings=SettingsRecord()
    )

    assert plan_library(incoming, LIBRARY, BANK).entries == (
        Entry("answers", Change.CONFLICT, incoming.answers[0], ANSWER, reason=DIFFERENT),
        Entry("loops", Change.CONFLICT, incoming.loops[0], LOOP, reason=DIFFERENT),
        Entry("loops", Change.SAME, LOOP, LOOP),
        Entry("settings", Change.CONFLICT, SettingsRecord(), LIBRARY.settings, reason=DIFFERENT),
    )


def test_records_follow_a_story_that_is_there_under_another_id() -> None:
    there = replace(LIBRARY.stories[0], id=OTHER_ID)
    loop = replace(
        LOOP,
        rounds=(
            replace(LOOP.rounds[0], questions=(LoopQuestionRecord("own-q", OTHER_ID, was_asked=True, told=OTHER_ID),)),
        ),
    )

    entries = plan_library(LIBRARY, LibraryRecord(stories=(there,)), BANK).entries

    followers = [
        entry.record for entry in entries if entry.list in {"answers", "loops", "dismissed", "declined", "refused"}
    ]
    assert followers == [
        replace(ANSWER, story=OTHER_ID),
        *(loop, loop),
        replace(DISMISSAL, story=OTHER_ID),
        DeclinedRecord(OTHER_ID, CANDOR),
        RefusalRecord("own-q", (SeenRecord(OTHER_ID, "launch metric"),)),
    ]


@pytest.mark.parametrize("stored", [(), (DISMISSAL,)])
def test_what_belongs_to_two_stories_that_are_one_in_the_library_comes_once(
    stored: tuple[DismissalRecord, ...],
) -> None:
    story, ids = LIBRARY.stories[0], (OTHER_ID, "3f0c9a52-0000-4000-8000-000000000009")
    twins = LibraryRecord(
        stories=tuple(replace(story, id=pk) for pk in ids),
        answers=(AnswerRecord("bank-q", ids[0], opening="O"), AnswerRecord("bank-q", ids[1], opening="P")),
        dismissed=tuple(replace(DISMISSAL, story=pk) for pk in ids),
        declined=tuple(DeclinedRecord(pk, CANDOR) for pk in ids),
    )

    plan = plan_library(twins, LibraryRecord(stories=(story,), frameworks=(FRAMEWORK,), dismissed=stored), BANK)

    told = {name: [entry.change for entry in plan.entries if entry.list == name] for name in ("declined", "dismissed")}
    first, second = (entry for entry in plan.entries if entry.list == "answers")
    assert told == {
        "declined": [Change.NEW, Change.SAME],
        "dismissed": [Change.SAME if stored else Change.NEW, Change.SAME],
    }
    assert (first.change, second.change, second.existing, second.reason) == (
        *(Change.NEW, Change.CONFLICT),
        *(first.record, TWICE),
    )


@pytest.mark.parametrize(
    ("incoming", "problem"),
    [
        (LibraryRecord(questions=(replace(QUESTION, topic="x"),)), (OWN_QUESTION, "“x” among the topics")),
        (LibraryRecord(questions=(replace(QUESTION, stages=("x",)),)), (OWN_QUESTION, "“x” among the stages")),
        (LibraryRecord(questions=(replace(QUESTION, stages=("",)),)), (OWN_QUESTION, "“” among the stages")),
        (LibraryRecord(questions=(replace(QUESTION, evidence="x"),)),
         (OWN_QUESTION, "“x” among the kinds of evidence")),
        (LibraryRecord(hidden_questions=("",)), ("Hidden question", "“” among the questions")),
        (LibraryRecord(questions=(replace(QUESTION, probes=(ProbeRecord("x/y"),)),)),
         (OWN_QUESTION, "“y (x)” among the values")),
        (LibraryRecord(answers=(AnswerRecord("x", ID),)), ("Answer “x”", "“x” among the questions")),
        (LibraryRecord(answers=(AnswerRecord("bank-q", ID),)), ("Answer “Who decides?”", "")),
        (LibraryRecord(loops=(LOOP,), questions=(QUESTION,)), ("Loop “Acme”", "")),
        (LibraryRecord(loops=(LOOP,), stories=(STORY,)), ("Loop “Acme”", "“own q” among the questions")),
        (LibraryRecord(loops=(LoopRecord("L", date="2025-03-31", rounds=(RoundRecord("R", "x"),)),)),
         ("Loop “L”", "“x” among the stages")),
        (LibraryRecord(opinions=(OpinionRecord("x"),)), ("Opinion “x”", "“x” among the concepts")),
        (LibraryRecord(prepared=(PreparedRecord("x"),)), ("Prepared answer “x”", "“x” among the questions")),
        (LibraryRecord(rehearsals=(replace(TELLING, occasion="dream"),)),
         ("Rehearsal “own q, 2026-12-01”", "“dream” among the occasions")),
        (LibraryRecord(dismissed=(DISMISSAL,)), ("Dismissed finding “STAR001”", "")),
        (LibraryRecord(declined=(DeclinedRecord(ID, CANDOR),)),
         ("Dropped tag “Candor”", "")),
        (LibraryRecord(hidden_questions=("x",)), ("Hidden question “x”", "“x” among the questions")),
        (LibraryRecord(hidden_values=("x/y",)), ("Hidden value “y (x)”", "“y (x)” among the values")),
        (LibraryRecord(settings=SettingsRecord("x")), ("Settings", "“x” among the frameworks")),
    ],
)  # fmt: skip
def test_what_refers_to_nothing_is_left_out_and_named(incoming: LibraryRecord, problem: tuple[str, str]) -> None:
    plan = plan_library(incoming, LibraryRecord(), BANK)

    (left_out,) = plan.problems
    lost = (
        f"There is no {problem[1]}" if problem[1] else "A story that it needs is neither in the library nor in the file"
    )
    assert left_out == Problem(problem[0], f"{lost}; it was left out.")
    kinds = {KINDS.get(entry.list, entry.list) for entry in plan.entries}
    assert left_out.place.partition(" “")[0].lower() not in kinds


@pytest.mark.parametrize("story", [ID, ""])
def test_telling_of_an_answer_that_does_not_exist_is_left_out_and_named(story: str) -> None:
    elsewhere = LibraryRecord(
        stories=(STORY,), answers=(AnswerRecord("bank-q", ID),), prepared=(PreparedRecord("bank-q"),)
    )
    incoming = LibraryRecord(questions=(QUESTION,), rehearsals=(replace(TELLING, story=story),))

    plan = plan_library(incoming, elsewhere, BANK)

    reason = "The answer that was told is neither in the library nor in the file; it was left out."
    assert plan.problems == (Problem(f"Rehearsal “{QUESTION.text}, 2026-12-01”", reason),)


def test_answer_told_on_another_day_is_the_same() -> None:
    moved = LibraryRecord(answers=(replace(ANSWER, tell_on="2026-12-04"),))

    plan = plan_library(moved, LIBRARY, BANK)

    assert [entry.change for entry in plan.entries] == [Change.SAME]


def test_what_refers_to_something_left_out_is_left_out_and_named() -> None:
    question = QuestionRecord("own", "Why?", "topic", probes=(ProbeRecord("own/nothing"),))
    loop = LoopRecord("Onsite", rounds=(RoundRecord("First", questions=(LoopQuestionRecord("own"),)),))
    incoming = LibraryRecord(
        stories=(a_story(ID, title="A"),),
        questions=(question,),
        answers=(AnswerRecord("own", ID),),
        loops=(loop,),
        hidden_questions=("own",),
    )

    plan = plan_library(incoming, LibraryRecord(), Known(topics=frozenset({"topic"}), evidence=frozenset({"own"})))

    assert [entry.list for entry in plan.entries] == ["stories"]
    assert [str(problem) for problem in plan.problems] == [
        "Question “Why?”: There is no “nothing (own)” among the values; it was left out.",
        "Answer “Why?”: There is no “Why?” among the questions; it was left out.",
        "Loop “Onsite”: There is no “Why?” among the questions; it was left out.",
        "Hidden question “Why?”: There is no “Why?” among the questions; it was left out.",
    ]


def test_what_has_a_name_of_the_bank_is_left_out_and_nothing_hangs_on_it() -> None:
    values = (ValueRecord("candor", "Our candor"), ValueRecord("own", "Own"))
    incoming = LibraryRecord(
        stories=(a_story(ID, title="A"),),
        questions=(replace(QUESTION, slug="bank-q", probes=()),),
        frameworks=(FrameworkRecord("netflix-2024", values=values),),
        answers=(AnswerRecord("bank-q", ID),),
    )

    plan = plan_library(incoming, LibraryRecord(), BANK)

    assert [str(problem) for problem in plan.problems] == [
        f"Question “Who decides?”: {TAKEN}",
        f"Value “Our candor”: {TAKEN}",
        "Answer “Who decides?”: There is no “Who decides?” among the questions; it was left out.",
    ]
    assert [entry.record for entry in plan.entries] == [
        FrameworkRecord("netflix-2024", values=values[1:]),
        incoming.stories[0],
    ]


def test_what_the_library_already_has_under_a_name_of_the_bank_is_the_same() -> None:
    library = LibraryRecord(
        questions=(replace(QUESTION, slug="bank-q", probes=()),),
        frameworks=(FrameworkRecord("netflix-2024", values=(ValueRecord("candor", "Our candor"),)),),
    )

    plan = plan_library(library, library, BANK)

    assert ([entry.change for entry in plan.entries], plan.problems) == ([Change.SAME, Change.SAME], ())


@pytest.mark.parametrize("framework", [FrameworkRecord("own"), FrameworkRecord("own", "Acme")])
def test_new_framework_has_a_company_and_a_name(framework: FrameworkRecord) -> None:
    plan = plan_library(LibraryRecord(frameworks=(framework,)), LibraryRecord(), BANK)

    assert plan == LibraryPlan(
        (),
        (
            Problem(
                f"Framework “{framework.name or 'own'}”", "A new framework needs a company and a name; it was left out."
            ),
        ),
    )


def test_values_of_a_framework_that_is_left_as_it_is_are_not_there() -> None:
    ours, theirs = FrameworkRecord("own"), FrameworkRecord("own", values=(ValueRecord("candor", "Candor"),))
    incoming = LibraryRecord(frameworks=(theirs,), stories=(a_story(title="A", tags=(TagRecord("own/candor"),)),))

    plan = plan_library(incoming, LibraryRecord(frameworks=(ours,)), Known())

    assert [entry.change for entry in plan.entries] == [Change.CONFLICT, Change.NEW]
    assert plan.entries[1].record.tags == ()
    assert plan.entries[1].notes == ("A tag was left out: there is no value “candor (own)”.",)
