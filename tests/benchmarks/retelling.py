"""What it brings to tell a story twice: `uv run python -m tests.benchmarks.retelling` prints the figures.

Six stories of the demo, those that answer the most questions, face a new loop with the usual rounds: first with the
demo's own answers alone, then with the first of the three stories chosen for each question that is still open.
"""

from typing import TYPE_CHECKING

from tests.benchmarks.pages import library, say

if TYPE_CHECKING:
    from stories.models import Loop, Owner

STORIES = 6


def keep_the_best(owner: "Owner") -> None:
    from django.db.models import Count

    by_answers = owner.stories.annotate(answered=Count("answers")).order_by("-answered", "title")
    for story in by_answers[STORIES:]:
        story.delete()
    owner.answers.update(was_seen=True)


def choose_the_first(owner: "Owner", loop: "Loop") -> None:
    """One press in Match for each question that is open."""
    from stories.answers.decisions import choose_story
    from stories.core.coverage import QuestionLevel
    from stories.coverage.snapshot import snapshot_of
    from stories.models import Question

    snapshot = snapshot_of(owner, category="")
    for question in Question.objects.filter(round_questions__round__loop=loop).distinct():
        if snapshot.covered[question.pk].level == QuestionLevel.OPEN:
            choose_story(owner=owner, question=question, story=snapshot.stories[snapshot.offered[question.pk][0]])


def figures(owner: "Owner", loop: "Loop") -> str:
    from stories.loops.planner import loop_page

    told = []
    for loop.may_repeat in (False, True):
        loop.save()
        page = loop_page(loop, owner)
        told.append(f"{page.told_questions} of {page.questions}")
    return f"{told[0]} questions told with each story once, {told[1]} where a story may be told again"


def main() -> None:
    with library(""):
        from stories.bank import demo
        from stories.models import Owner

        owner = Owner.objects.create(username="demo")
        demo.fill(owner)
        keep_the_best(owner)
        loop = owner.loops.get()
        say(f"{STORIES} stories with the demo's answers: {figures(owner, loop)}")
        choose_the_first(owner, loop)
        say(f"with one chosen for each open question: {figures(owner, loop)}")


if __name__ == "__main__":
    main()
