"""Sentences are taken whole and in their order, and only as many as fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.choices import Length
from stories.core.lengths import Part, as_written, figures, parts_of, sentences
from stories.core.proposals import begins_in_the_middle, propose, propose_beats, said_sentences, shorten
from stories.core.speaking import count_words

OPENING = Part("Opening", "In 2025 I asked my director to hold a launch.")
SITUATION = Part("Situation", "The gain looked good. The date was promised.")
TASK = Part("Task", "The number was mine to defend.")
ACTION = Part("Action", "I joined two logs. Then I wrote one page. " + "I asked again and again. " * 60)
RESULT = Part("Result", "We launched late. The clean test gave 0.9 %.")
CLOSING = Part("Closing", "We never disagreed about the facts.")
ANSWER = [OPENING, SITUATION, TASK, ACTION, RESULT, CLOSING]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("One. Two! Three? Four…", ["One.", "Two!", "Three?", "Four…"]),
        ("No end", ["No end"]),
        ("A line\nanother line", ["A line", "another line"]),
        ("- An item\n* -5 points\n-5 points", ["An item", "-5 points", "-5 points"]),
        ("It fell from 2.5 to 1.5 percent. Good.", ["It fell from 2.5 to 1.5 percent.", "Good."]),
        ("Dr. Ahn came, e.g. Monday. J. Ahn left.", ["Dr. Ahn came, e.g. Monday.", "J. Ahn left."]),
        ("Reads took 9 ms. With the test they fell.", ["Reads took 9 ms.", "With the test they fell."]),
        ("So did I. Then we left.", ["So did I.", "Then we left."]),
        ("“Stop!” she said. I stopped.", ["“Stop!” she said.", "I stopped."]),
        ("I said: “No.” Nobody spoke.", ["I said: “No.”", "Nobody spoke."]),
        ("They asked … and waited. Yes.", ["They asked … and waited.", "Yes."]),
        ("我停下了发布。数据错了。", ["我停下了发布。", "数据错了。"]),
        ("Élan. Über alles.", ["Élan.", "Über alles."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text(alphabet="aI.!?。”’ \n", max_size=80))
def test_sentences_lose_no_word(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_a_length_is_written_and_read_back() -> None:
    parts = [Part("", "First."), Part("Action", "I went.\n\nI came back."), Part("Result", "Nine days.")]

    text = as_written(parts)

    assert text == "First.\n\n## Action\nI went.\n\nI came back.\n\n## Result\nNine days."
    assert parts_of(text) == parts
    assert parts_of("## Action\n\n## Result\nNine days.") == [Part("Result", "Nine days.")]
    assert parts_of("") == []


def test_full_answer_within_its_time_is_proposed_as_it_stands() -> None:
    parts = [SITUATION, TASK, RESULT]

    assert propose(Length.FULL, parts, "", 150) == parts


@pytest.mark.parametrize(("length", "most"), [(Length.FULL, 300), (Length.SHORT, 225)])
def test_too_long_an_answer_is_shortened_to_its_time(length: Length, most: int) -> None:
    proposed = propose(length, ANSWER, "", 150)

    assert most - 10 <= sum(count_words(part.text) for part in proposed) <= most
    assert [part.name for part in proposed] == [part.name for part in ANSWER]
    assert [part for part in proposed if part.name != "Action"] == [
        OPENING,
        Part("Situation", "The gain looked good."),
        TASK,
        Part("Result", "The clean test gave 0.9 %."),
        CLOSING,
    ]
    assert proposed[3].text.startswith("I joined two logs. Then I wrote one page. I asked again and again.")


def test_shortened_answer_ends_with_the_decision_and_the_result() -> None:
    action = Part("Action", "I asked. " * 150 + "I decided to wait for a clean test. I told them. " + "I asked. " * 50)
    learning = Part("Learning", "I ask.")

    proposed = propose(Length.SHORT, [action, RESULT, learning], "", 150)

    assert [part.name for part in proposed] == ["Action", "Result"]
    assert proposed[0].text.startswith("I asked. I asked.")
    assert proposed[0].text.endswith("I asked. I decided to wait for a clean test.")
    assert proposed[1] == Part("Result", "The clean test gave 0.9 %.")


def test_action_without_a_decision_ends_as_it_was_told() -> None:
    action = Part("Action", "I asked. " * 150 + "Then I sent the page to all of them.")

    [proposed] = propose(Length.SHORT, [action], "", 150)

    assert proposed.text.endswith("I asked. Then I sent the page to all of them.")


def test_learning_is_proposed_where_nothing_else_is_left_out() -> None:
    learning = Part("Learning", "I ask sooner now. " * 100)

    proposed = propose(Length.SHORT, [RESULT, learning], "", 150)

    assert proposed == [RESULT, Part("Learning", " ".join(["I ask sooner now."] * 54))]


def test_headline_is_the_opening_the_result_and_the_closing() -> None:
    text = f"{OPENING.text} {RESULT.text} {CLOSING.text}"

    assert propose(Length.HEADLINE, ANSWER, "Held a launch.", 150) == [Part("", text)]


def test_headline_without_an_opening_begins_with_that_of_the_story() -> None:
    assert propose(Length.HEADLINE, [RESULT], "Held a launch", 150) == [Part("", f"Held a launch. {RESULT.text}")]


def test_nothing_is_proposed_from_nothing() -> None:
    assert [propose(length, [], "", 150) for length in Length] == [[], [], []]


def test_one_sentence_is_proposed_where_none_fits() -> None:
    endless = Part("Action", "I " + "really " * 500 + "went.")

    assert propose(Length.SHORT, [endless], "", 150) == [endless]


def test_the_lead_in_to_a_list_is_never_proposed() -> None:
    action = Part("Action", "I offered two ways: \nWait.\n" + "I asked. " * 200)

    assert "two ways" not in propose(Length.SHORT, [action], "", 150)[0].text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I offered two ways:\n\n- Wait.\n- Stop.\n\nI asked.", ["I offered two ways: Wait. Stop.", "I asked."]),
        ("I asked. There were two:\n\n\n- wait\n\n\n- stop;\n", ["I asked.", "There were two: wait, and stop."]),
        ("I offered:\n- wait, then ask\n- stop\n- go", ["I offered: wait, then ask; stop; and go."]),
        ("I offered:\n- stop!", ["I offered: Stop!"]),
        ("I offered:\n- (stop)", ["I offered: (stop)"]),
        ("I offered one:\n- 5 days,\nGood.", ["I offered one: 5 days.", "Good."]),
        (
            "I did this.\n\n- fix the log\n- rerun it;\n- I asked.",
            ["I did this.", "Fix the log.", "Rerun it.", "I asked."],
        ),
        ("- We met. They left\n-5 points", ["We met.", "They left.", "-5 points"]),
        ("I said:\nWe stop.\n\n- I asked.", ["We stop.", "I asked."]),
        ("I read. I said:", ["I read."]),
        ("", []),
    ],
)
def test_lists_are_said_as_sentences(text: str, expected: list[str]) -> None:
    assert said_sentences(text) == expected


LINES = st.lists(st.sampled_from(["I did two things:", "- fix the log", "- rerun, again", "* Good.", "We left.", ""]))


@given(LINES)
def test_what_is_said_is_complete_and_leaves_out_no_item(lines: list[str]) -> None:
    said = said_sentences("\n".join(lines))

    assert all(sentence[0].isupper() and sentence[-1] in ".!?" for sentence in said)
    assert sum(" ".join(said).lower().count(word) for word in ("fix", "rerun", "good")) == sum(
        line[:1] in ("-", "*") for line in lines
    )


@pytest.mark.parametrize(
    "line",
    [
        "Shipped in March as promised.",
        "It held.",
        "Then we launched.",
        "“That was it,” she said.",
        "Failed.",
        "shipped",
        "Its gain was a bug.",
        "Cut by half.",
    ],
)
def test_line_begins_in_the_middle(line: str) -> None:
    assert begins_in_the_middle(line)


@pytest.mark.parametrize(
    "line", ["", "Held a launch.", "I stopped my own launch.", "We shipped in March.", "In 2025 it began.", "Item one."]
)
def test_line_begins_where_a_listener_can_follow(line: str) -> None:
    assert not begins_in_the_middle(line)


@pytest.mark.parametrize(
    ("parts", "headline", "expected"),
    [
        ([SITUATION, RESULT], "Shipped in March as promised", "The gain looked good. Shipped in March as promised."),
        ([Part("Situation", "It was late."), TASK, RESULT], "", "The number was mine to defend."),
        ([Part("Action", "I decided to wait."), RESULT], "", "I decided to wait. We launched late."),
        ([RESULT], "Shipped in March", "Shipped in March. We launched late."),
        ([Part("Task", "I had " + "so " * 80 + "much to do."), SITUATION, RESULT], "", "The gain looked good."),
        ([Part("Task", "I had " + "so " * 80 + "much to do."), RESULT], "", "I had so so so"),
        ([ACTION, Part("Action", "I asked. I decided to wait. I left."), RESULT], "Held it", "Held it. I decided to"),
    ],
)
def test_headline_says_what_it_is_about(parts: list[Part], headline: str, expected: str) -> None:
    [proposed] = propose(Length.HEADLINE, parts, headline, 150)

    assert proposed.text.startswith(expected)


SAID = ("I went.", "I decided to go.", "It fell by 9 %.", "Long " + "and long " * 40 + "it was.", "Why?")
PARTS = st.lists(
    st.builds(
        Part,
        st.sampled_from(["Opening", "Situation", "Task", "Action", "Result", "Learning", "Closing"]),
        st.lists(
            st.sampled_from(
                ["I went.", "I decided to go.", "It fell by 9 %.", "Long " + "and long " * 40 + "it was.", "Why?"]
            )
        ).map(" ".join),
    ),
    unique_by=lambda part: part.name,
)


@given(PARTS, st.sampled_from(["", "It held", "Shipped in March", "I held a launch"]), st.integers(60, 300))
def test_headline_begins_in_the_middle_only_where_everything_does(
    parts: list[Part], headline: str, per_minute: int
) -> None:
    before = [part for part in parts if part.name in ("Situation", "Task", "Action")]
    beginnings = [headline, *(sentence for part in before for sentence in said_sentences(part.text))]

    proposed = propose(Length.HEADLINE, parts, headline, per_minute)

    if "Opening" not in {part.name for part in parts} and any(
        beginning and not begins_in_the_middle(beginning) for beginning in beginnings
    ):
        assert not begins_in_the_middle(proposed[0].text)


@given(PARTS, st.sampled_from(list(Length)), st.integers(60, 300))
def test_proposals_are_whole_sentences_in_order(parts: list[Part], length: Length, per_minute: int) -> None:
    told = [sentence for part in parts for sentence in sentences(part.text)]

    proposed = [sentence for part in propose(length, parts, "", per_minute) for sentence in sentences(part.text)]

    rest = iter(told)
    if length != Length.HEADLINE:
        assert all(sentence in rest for sentence in proposed)
    assert set(proposed) <= set(told)


def test_beats_are_stake_action_and_result() -> None:
    assert propose_beats(ANSWER) == [TASK.text, "I joined two logs.", "The clean test gave 0.9 %."]
    assert propose_beats([SITUATION, Part("Action", "I offered:")]) == ["The gain looked good."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We launched in 2025, 4 weeks late.", ["4 weeks"]),
        ("It fell from 23 comments to 8 within a month.", ["23 comments to 8"]),
        ("It went from 61 % to 52 %.", ["61 % to 52 %"]),
        ("Two newer ones, ten more people.", []),
        ("At 13:40, in v2.1.3, page p99.", []),
        ("We saved $40,000 and eleven hours; one day went.", ["$40,000", "eleven hours"]),
        (
            "Two people and three things: 310k → 195k, −37 %, $22k a month, p99 at 180 ms.",
            ["310k → 195k", "−37 %", "$22k", "180 ms"],
        ),
        ("From five hours to eleven minutes; five hours was long.", ["five hours to eleven minutes"]),
        ("It went from 3.1 days to 1.4 days, 14 moved, 6 percent there.", ["3.1 days to 1.4 days", "6 percent", "14"]),
        ("It fell from 13% to 3%, and 3% is less than 13%; 33% saw it.", ["13% to 3%", "33%"]),
        ("On 9 December, 24/7, the 3rd of 2024-05-01, 10–12 weeks.", ["10–12 weeks"]),
        ("Up 3x and €2.4M in 120,000 of 1.9 million.", ["3x", "€2.4M", "1.9 million", "120,000"]),
    ],
)
def test_figures_are_found_but_not_years_and_times(text: str, expected: list[str]) -> None:
    assert figures([Part("Result", text)]) == expected


def test_figures_that_matter_come_before_those_of_the_result() -> None:
    parts = [Part("Action", "Latency fell from 300 ms to 180 ms."), Part("Result", "7 teams and 40 people use it.")]

    assert figures(parts) == ["300 ms to 180 ms", "40 people", "7 teams"]


def test_figures_of_the_result_come_first_and_once() -> None:
    parts = [Part("Action", "I made 7 calls, 8 plans."), Part("Result", "It took 9 days, 9 days, 10 days.")]

    assert figures(parts) == ["9 days", "10 days", "7 calls", "8 plans"]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (60, "I want hard problems. I want people who say what they think. And I live here."),
        (4, "I want hard problems. And I live here."),
        (2, "I want hard problems."),
        (0, "I want hard problems."),
    ],
)
def test_short_answer_is_cut_to_whole_sentences_that_fit(seconds: int, text: str) -> None:
    whole = "I want hard problems. I want people who say what they think.\nAnd I live here."

    assert shorten(whole, seconds, per_minute=120) == text


def test_nothing_is_cut_from_nothing() -> None:
    assert shorten("", 60, per_minute=120) == ""
