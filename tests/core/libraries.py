"""Libraries of facts to plan from."""

from dataclasses import replace

from hypothesis import strategies as st

from stories.core.choices import Fit, QuestionKind, Status, Strength
from stories.core.coverage import AnswerFact, Library, PreparedFact, QuestionFact, Source, StoryFact, TagFact
from stories.core.hold_ups import Weakness

VALUES = ("candor", "courage", "judgment")
WEAKNESSES = st.sampled_from([(), (), (Weakness.TOO_LONG,), (Weakness.TOO_SHORT, Weakness.UNSEEN), (Weakness.UNSEEN,)])
"""Of the telling of an answer."""
LENGTHS = st.sampled_from([(), (Weakness.TOO_LONG,), (Weakness.TOO_SHORT,)])
"""What may be weak in what is said without a story."""


def library(
    stories: dict[str, Status],
    *,
    tags: list[tuple[str, str, Strength]] | None = None,
    answers: list[tuple[str, str, Fit] | tuple[str, str, Fit, tuple[Weakness, ...]]] | None = None,
    questions: dict[str, set[str]] | None = None,
    values: tuple[str, ...] = ("candor", "courage"),
) -> Library:
    """Tags are (story, value, strength), answers (question, story, fit), questions the values that they probe first.

    An answer may end with what is weak in its telling.
    """
    return Library(
        values=list(values),
        questions=[QuestionFact(name, frozenset(primary)) for name, primary in (questions or {}).items()],
        stories=[StoryFact(name, status) for name, status in stories.items()],
        tags=[TagFact(*tag) for tag in tags or []],
        answers=[AnswerFact(number, *answer) for number, answer in enumerate(answers or [])],
    )


@st.composite
def small_libraries(draw: st.DrawFn) -> Library:
    """Up to five stories and six questions of any kind on three values, with any tags and answers."""
    stories = {f"s{number}": draw(st.sampled_from(Status)) for number in range(draw(st.integers(0, 5)))}
    questions = {f"q{number}": draw(st.sets(st.sampled_from(VALUES))) for number in range(draw(st.integers(0, 6)))}
    tags = draw(st.sets(st.tuples(st.sampled_from(sorted(stories)), st.sampled_from(VALUES)))) if stories else set()
    pairs = st.tuples(st.sampled_from(sorted(questions)), st.sampled_from(sorted(stories)))
    told = draw(st.sets(pairs)) if stories and questions else set()
    refused = frozenset(question for question in questions if draw(st.booleans()))
    facts = library(
        stories,
        tags=[(story, value, draw(st.sampled_from(Strength))) for story, value in sorted(tags)],
        answers=[(question, story, draw(st.sampled_from(Fit)), draw(WEAKNESSES)) for question, story in sorted(told)],
        questions=questions,
        values=VALUES,
    )
    asked = [replace(question, kind=draw(st.sampled_from(QuestionKind))) for question in facts.questions]
    return replace(facts, questions=asked, refused=refused, prepared=draw(prepared_for(asked)))


@st.composite
def prepared_for(draw: st.DrawFn, questions: list[QuestionFact]) -> list[PreparedFact]:
    """Prepared answers and opinions for some of the questions, whether or not these take them."""
    pairs = [(question.id, source) for question in questions for source in Source if draw(st.booleans())]
    return [PreparedFact(question, source, draw(LENGTHS)) for question, source in draw(st.permutations(pairs))]
