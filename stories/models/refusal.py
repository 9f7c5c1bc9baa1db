from typing import TypedDict

from django.db import models
from django.db.models import Q
from django.utils import timezone

from stories.models.owner import Owner
from stories.models.question import Question


class SeenStory(TypedDict):
    """A story that was among the closest, and what it was about: its stems, with spaces between them."""

    story: str
    about: str


class RefusalQuerySet(models.QuerySet["Refusal"]):
    def current(self) -> "RefusalQuerySet":
        return self.filter(ended=None)


class Refusal(models.Model):
    """Its owner looked at the closest stories and said that none of theirs answers the question."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="refusals")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="refusals")
    seen = models.JSONField(default=list)
    """Each a `SeenStory`: those of earlier refusals too."""
    made = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True, blank=True)
    """When a story was chosen after all, or the owner took it back."""

    objects = RefusalQuerySet.as_manager()

    class Meta:
        ordering = ("made", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "question"), condition=Q(ended=None), name="refusal_once_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"None answers: {self.question}"
