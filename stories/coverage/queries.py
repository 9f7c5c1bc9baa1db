"""What the pages of coverage read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stories.coverage.filters import QuestionFilter, topic_choices, value_choices
from stories.coverage.snapshot import QuestionRow, Snapshot, snapshot_of
from stories.models import Owner, Topic


@dataclass(frozen=True, slots=True)
class NarrowedQuestions:
    filters: QuestionFilter
    rows: list[QuestionRow]
    snapshot: Snapshot


def narrowed_questions(owner: Owner, query: Mapping[str, Any]) -> NarrowedQuestions:
    """The owner's questions as a URL's query narrows them, gaps first."""
    framework = str(query.get("framework", ""))
    topics = list(Topic.objects.all())
    asked = QuestionFilter(query, topic=topic_choices(topics))
    category, hidden = asked.category_to_read(topics), asked.chosen("level") == "hidden"
    snapshot = snapshot_of(owner, framework=framework, category=category, hidden=hidden)
    filters = QuestionFilter(query, topic=topic_choices(topics), value=value_choices(snapshot.values.values()))
    return NarrowedQuestions(filters, filters.narrow(snapshot.question_rows), snapshot)
