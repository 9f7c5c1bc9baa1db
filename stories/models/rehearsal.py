import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from stories.core.choices import Section
from stories.core.memory import Rating
from stories.core.section_times import Mark
from stories.enums import RATINGS, Occasion
from stories.models.answer import Answer
from stories.models.loop import Round
from stories.models.owner import Owner
from stories.models.prepared import PreparedAnswer

Told = Answer | PreparedAnswer
"""What can be told."""


class RehearsalQuerySet(models.QuerySet["Rehearsal"]):
    def of(self, told: Told) -> "RehearsalQuerySet":
        return self.filter(answer=told) if isinstance(told, Answer) else self.filter(prepared=told)

    def rated(self) -> "RehearsalQuerySet":
        """Those that are over."""
        return self.filter(rating__isnull=False)

    def under_way(self) -> "RehearsalQuerySet":
        return self.filter(rating=None)


class Rehearsal(models.Model):
    """One telling of an answer, by the clock, or one quick recall of it."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="rehearsals")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, null=True, blank=True, related_name="rehearsals")
    prepared = models.ForeignKey(
        PreparedAnswer, on_delete=models.CASCADE, null=True, blank=True, related_name="rehearsals"
    )
    occasion = models.CharField(max_length=10, choices=Occasion, default=Occasion.TELLING)
    sitting = models.UUIDField(null=True, blank=True)
    """What the tellings of one mock round or one quick recall have in common."""
    round = models.ForeignKey(Round, on_delete=models.SET_NULL, null=True, blank=True, related_name="rehearsals")
    """The mock round's."""
    began = models.DateTimeField(default=timezone.now)
    day = models.DateField(default=timezone.localdate)
    """Where its owner was."""
    milliseconds = models.PositiveIntegerField(default=0)
    """That it took so far, without what has run since `runs_since`."""
    runs_since = models.DateTimeField(null=True, blank=True)
    """None while the clock stands."""
    marks = models.JSONField(default=list, blank=True)
    """The sections in the order in which they were begun, each with the milliseconds that had passed."""
    is_told = models.BooleanField(default=False)
    """Whether the clock was stopped for good."""
    left_out = models.JSONField(default=list, blank=True)
    """The beats and figures that weren't said, as they stood beside the answer."""
    rating = models.PositiveSmallIntegerField(null=True, blank=True, choices=RATINGS)
    """None until its owner has said how it went."""

    objects = RehearsalQuerySet.as_manager()

    class Meta:
        ordering = ("-began", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(answer__isnull=True, prepared__isnull=False)
                | Q(answer__isnull=False, prepared__isnull=True),
                name="rehearsal_of_one_answer",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_occasion_display()}: {self.told.question}"

    def get_absolute_url(self) -> str:
        return reverse("stories:rehearsal-detail", args=[self.pk])

    @property
    def told(self) -> Told:
        """The answer."""
        told: Told | None = self.answer or self.prepared
        if told is None:
            raise TypeError("A rehearsal is always of an answer.")
        return told

    @property
    def state(self) -> str:
        if self.rating:
            return "over"
        if self.is_told:
            return "told"
        return "running" if self.runs_since else "paused"

    @property
    def seconds(self) -> int:
        return round(self.milliseconds / 1000)

    @property
    def begun(self) -> list[Mark]:
        """Its sections."""
        return [Mark(Section(section), at) for section, at in self.marks]

    @property
    def rated(self) -> Rating | None:
        return Rating(self.rating) if self.rating else None

    def elapsed(self, now: datetime) -> int:
        """Milliseconds by the server's clock."""
        since = (now - self.runs_since).total_seconds() if self.runs_since else 0.0
        return self.milliseconds + max(0, round(since * 1000))


def rehearsal_of(told: Told, *, occasion: Occasion, sitting: uuid.UUID | None = None) -> Rehearsal:
    """A new one, not saved yet."""
    of = {"answer": told} if isinstance(told, Answer) else {"prepared": told}
    return Rehearsal(owner_id=told.owner_id, occasion=occasion, sitting=sitting, **of)
