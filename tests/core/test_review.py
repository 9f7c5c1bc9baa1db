from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.choices import Section
from stories.core.lengths import sentences
from stories.core.review import RULES, Finding, Rule, Severity, StoryText, TagLine, errors_of, review
from stories.core.review.reading import Reading
from stories.core.speaking import DEFAULT_PACE
from tests.core.reviewing import CLEAN, found_in, labels, spoiled

EMPTY = StoryText(title="", headline="", sections={}, tags=[])
UNICODE = st.text(st.characters(), max_size=200)
STORIES = st.builds(
    StoryText,
    title=UNICODE,
    headline=UNICODE,
    sections=st.dictionaries(st.sampled_from(Section), UNICODE),
    tags=st.lists(st.builds(TagLine, UNICODE, UNICODE), max_size=3),
)


def test_a_clean_story_has_no_findings() -> None:
    assert review(CLEAN) == ()


def test_a_finding_says_what_was_noticed_and_how_to_fix_it() -> None:
    [finding] = review(spoiled(result="It all went very well, and people were happy."))

    assert finding == Finding(
        code="STAR101",
        severity=Severity.WARNING,
        section=Section.RESULT,
        message="Result gives neither a number nor any other outcome that could be checked.",
        hint="Give a figure or a fact: what changed and by how much, what was decided, or what has been in use since.",
        fingerprint=finding.fingerprint,
    )
    assert len(finding.fingerprint) == 16


def test_a_new_story_is_only_told_which_sections_are_empty() -> None:
    assert labels(review(EMPTY)) == ["STAR001:situation", "STAR001:action", "STAR001:result", "STAR001:task"]
    assert labels(review(replace(EMPTY, tags=[TagLine("Courage", "")]))) == labels(review(EMPTY))


def test_the_gravest_come_first_then_the_order_of_the_sections_then_the_whole_story() -> None:
    story = spoiled(
        headline="",
        situation="I kind of, sort of, maybe, perhaps saw a problem there.",
        task="",
        result="It went well.",
    )

    assert labels(review(replace(story, tags=[TagLine("Courage", "")]))) == [
        "STAR002:result",
        "STAR101:result",
        "STAR104",
        "STAR107",
        "STAR106:situation",
        "STAR001:task",
        "STAR108",
    ]


def test_only_one_rule_has_a_finding_on_a_section_that_is_not_prose() -> None:
    assert found_in(result="asdf qwer jkl zxcv wert") == ["STAR003:result"]


def test_rules_that_compare_are_silent_about_empty_sections() -> None:
    assert found_in(action="") == ["STAR001:action", "STAR107"]
    assert found_in(situation="", action="") == ["STAR001:situation", "STAR001:action", "STAR107"]


def test_a_fingerprint_stays_until_the_judged_text_changes() -> None:
    story = spoiled(result="It all went very well, and people were happy.")
    [finding] = review(story)
    [elsewhere] = review(replace(story, sections={**story.sections, Section.LEARNING: "I ask first."}))
    [wrapped] = review(spoiled(result="It all went very well,\nand people were  happy.\n"))
    [changed] = review(spoiled(result="It all went rather well, and people were happy."))

    assert elsewhere.fingerprint == wrapped.fingerprint == finding.fingerprint
    assert changed.fingerprint != finding.fingerprint


def test_the_fingerprint_of_tags_depends_on_the_tags_and_on_the_story() -> None:
    courage, candor = TagLine("Courage", "I gave away the plan"), TagLine("Candor", "I gave away the plan")

    [first] = review(replace(CLEAN, tags=[courage]))
    [second] = review(replace(CLEAN, tags=[courage, candor]))
    [later] = review(spoiled(task="I had to find the cause before Friday, and nobody knew it.", tags=[courage]))

    assert len({first.fingerprint, second.fingerprint, later.fingerprint}) == 3


def test_a_comparisons_fingerprint_depends_on_both_sections() -> None:
    situation = CLEAN.sections[Section.ACTION]
    actions = [CLEAN.sections[Section.SITUATION], CLEAN.sections[Section.TASK]]

    reviews = [review(spoiled(situation=situation, action=action, tags=[])) for action in actions]

    prints = [finding.fingerprint for findings in reviews for finding in findings if finding.code == "STAR103"]
    assert len(set(prints)) == 2


def test_the_time_is_measured_at_the_tellers_pace() -> None:
    assert labels(review(CLEAN, pace=replace(DEFAULT_PACE, per_minute=300))) == ["STAR104"]


def test_codes_are_in_order_and_used_once() -> None:
    codes = [rule.code for rule in RULES]

    assert codes == sorted(set(codes))


@given(STORIES)
def test_any_story_is_reviewed_the_same_way_twice(story: StoryText) -> None:
    findings = review(story)

    assert review(story) == findings
    severities = [list(Severity).index(finding.severity) for finding in findings]
    assert severities == sorted(severities)


@given(UNICODE)
def test_another_learning_changes_only_findings_on_learning_or_the_whole_story(learning: str) -> None:
    findings = review(spoiled(learning=learning))

    assert {finding.section for finding in findings} <= {Section.LEARNING, None}


@given(st.sampled_from(Section), st.sampled_from(["Then I went home.", "Later I asked him.", "They saw it too."]))
def test_one_more_plain_sentence_adds_no_finding(section: Section, sentence: str) -> None:
    text = f"{CLEAN.sections[section]} {sentence}"

    assert review(spoiled(**{section: text})) == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
@pytest.mark.parametrize(
    "nonsense",
    [
        "\0",
        "\ud800",
        "🚀" * 99,
        "(" * 999,
        "“" * 999,
        "a@" * 999,
        "we " * 999,
        "1,1." * 999,
        "+1 " * 999,
        "ا ب ت " * 50,
    ],
)
def test_no_rule_breaks_on_nonsense(rule: Rule, nonsense: str) -> None:
    story = StoryText(nonsense, nonsense, dict.fromkeys(Section, nonsense), [TagLine(nonsense, nonsense)])

    findings = list(rule.findings(Reading(story, DEFAULT_PACE)))

    assert {finding.code for finding in findings} <= {rule.code}
    assert all(len(finding.message) < 300 + 2 * len(nonsense) for finding in findings)


@pytest.mark.parametrize("filling", [".", ".!?", "…", ". ", "a."])
def test_text_of_dots_is_read_in_a_time_that_grows_with_it(filling: str) -> None:
    """A pattern that tries each dot for the end of a sentence would take minutes."""
    text = filling * (200_000 // len(filling)) + "b"

    assert sentences(text)
    review(spoiled(situation=text))


def test_errors_are_those_that_keep_a_story_from_being_told() -> None:
    story = spoiled(situation="", task="", action="I fixed the proxy.", result="asdf qwer jkl zxcv wert", headline="")

    assert labels(errors_of(story)) == ["STAR001:situation", "STAR002:action", "STAR003:result"]
    assert errors_of(spoiled(task="", learning="", headline="")) == ()
