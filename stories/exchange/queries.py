"""What an import would do to an owner's library."""

from collections import defaultdict

from stories.core.exchange import Entry, Known, LibraryPlan, Problem, after, plan_library, plan_stories
from stories.core.exchange.asked_question import with_answers
from stories.core.exchange.files import Read
from stories.core.exchange.near_copies import NearCopies
from stories.enums import Evidence, Occasion, Stage
from stories.exchange.asked_questions import asked_by
from stories.exchange.export import library_of
from stories.exchange.likeness import nearness
from stories.models import Concept, Framework, Owner, Question, Topic, Value


def plan_of(read: Read, owner: Owner) -> LibraryPlan:
    """What importing it would do. Libraries come first, since stories may be tagged with their values."""
    existing = library_of(owner)
    copies = NearCopies(existing.stories, nearness)
    bank = _bank()
    entries, problems = list[Entry](), list(read.problems)
    for name, library in read.libraries:
        plan = plan_library(library, existing, bank, name)
        entries += plan.entries
        problems += [Problem(f"{name}, {problem.place}", problem.reason) for problem in plan.problems]
        existing = after(existing, plan.entries)
    stories, asked = asked_by(read.stories, existing, owner)
    planned = plan_stories(stories, existing.stories, bank.with_those_of(existing).values, copies)
    answered = {(answer.question, answer.story) for answer in existing.answers}
    entries += with_answers(planned, asked, answered)
    return LibraryPlan(tuple(entries), tuple(problems))


def value_names(owner: Owner) -> dict[str, str]:
    """The names of the values that stories may be tagged with, by framework/value."""
    return {key: name for names in values_by_framework(owner).values() for key, name in names.items()}


def values_by_framework(owner: Owner) -> dict[Framework, dict[str, str]]:
    """The same names, by framework: two editions share most of theirs, and those of the chosen one come first."""
    names = defaultdict[Framework, dict[str, str]](dict)
    for value in Value.objects.of(owner).select_related("framework"):
        names[value.framework][f"{value.framework.slug}/{value.slug}"] = value.name
    return dict(sorted(names.items(), key=lambda item: item[0].pk != owner.framework_id))


def _bank() -> Known:
    """What comes with Prepsite."""
    values = Value.objects.filter(owner=None).values_list("framework__slug", "slug", "name")
    names = {
        "questions": dict(Question.objects.filter(owner=None).values_list("slug", "text")),
        "values": {f"{framework}/{slug}": name for framework, slug, name in values},
        "frameworks": dict(Framework.objects.filter(owner=None).values_list("slug", "name")),
        "topics": dict(Topic.objects.values_list("slug", "name")),
        "concepts": dict(Concept.objects.values_list("slug", "name")),
    }
    return Known(
        **{kind: frozenset(named) for kind, named in names.items()},
        stages=frozenset(Stage.values),
        evidence=frozenset(Evidence.values),
        occasions=frozenset(Occasion.values),
        names={(kind, slug): name for kind, named in names.items() for slug, name in named.items()},
    )
