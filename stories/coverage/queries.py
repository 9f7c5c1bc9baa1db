"""What the pages of coverage read."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from stories.base.revisions import revision_if_settled
from stories.coverage.bank_rows import topics_in
from stories.coverage.filters import QuestionFilter, topic_choices, value_choices
from stories.coverage.snapshot import QuestionRow, Snapshot, snapshot_in
from stories.models import Owner, Topic


@dataclass(frozen=True)
class NarrowedQuestions:
    filters: QuestionFilter
    snapshot: Snapshot

    @cached_property
    def rows(self) -> list[QuestionRow]:
        """Worked out on demand: a page that shows no question needs no stories put in order."""
        return self.filters.narrow(self.snapshot.question_rows)


def narrowed_questions(owner: Owner, query: Mapping[str, Any]) -> NarrowedQuestions:
    """The owner's questions as a URL's query narrows them, the likely ones first."""
    revision = revision_if_settled(owner)
    topics = topics_in(revision.bank) if revision else list(Topic.objects.all())
    filters = QuestionFilter(query, topic=topic_choices(topics))
    category, hidden = filters.category_to_read(topics), filters.chosen("level") == "hidden"
    framework = str(query.get("framework", ""))
    snapshot = snapshot_in(revision, owner, framework=framework, category=category, hidden=hidden)
    filters.offer(value=value_choices(snapshot.values.values()))
    return NarrowedQuestions(filters, snapshot)
