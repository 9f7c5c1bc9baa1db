from datetime import date as Day  # noqa: N812 - a loop has a date of its own
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from stories.enums import Stage
from stories.models.owner import Owner
from stories.models.question import Question
from stories.models.story import Story


class Loop(models.Model):
    """The rounds of interviews that its owner faces at one company."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="loops")
    name = models.CharField(max_length=100)
    company = models.CharField(
        max_length=100,
        blank=True,
        help_text="Your next loop with the same company avoids the stories you told in this one.",
    )
    date = models.DateField("first interview", null=True, blank=True)
    may_repeat = models.BooleanField(
        "A story may be told in more than one round",
        default=False,
        help_text="Interviewers compare notes, so each further telling counts against a story.",
    )
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-created", "-pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("stories:loop-detail", args=[self.pk])


class Round(models.Model):
    """One interview of a loop."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="rounds")
    loop = models.ForeignKey(Loop, on_delete=models.CASCADE, related_name="rounds")
    name = models.CharField(max_length=100)
    stage = models.CharField(
        max_length=30, choices=Stage, blank=True, help_text="Decides which questions are likely in this round."
    )
    minutes = models.PositiveSmallIntegerField(default=45, validators=[MinValueValidator(5), MaxValueValidator(480)])
    starts = models.DateTimeField("date and time", null=True, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('stories:loop-detail', args=[self.loop_id])}#round-{self.pk}"

    @property
    def day(self) -> Day | None:
        """When it takes place, where it is; else when its loop begins."""
        return self.local_start.date() if self.local_start else self.loop.date

    @property
    def local_start(self) -> datetime | None:
        """When it begins, in its own time zone."""
        zone = ZoneInfo(self.time_zone) if self.time_zone else None
        return timezone.localtime(self.starts, zone) if self.starts else None


class RoundQuestion(models.Model):
    """A question that is likely in a round, the story pinned to it, and afterwards the story that was told."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="round_questions")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="questions")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="round_questions")
    position = models.PositiveSmallIntegerField(default=0)
    pinned = models.ForeignKey(Story, on_delete=models.SET_NULL, null=True, blank=True, related_name="pins")
    was_asked = models.BooleanField(default=False)
    told = models.ForeignKey(Story, on_delete=models.SET_NULL, null=True, blank=True, related_name="tellings")

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("round", "question"), name="round_question_once"),
            models.CheckConstraint(condition=Q(was_asked=True) | Q(told=None), name="round_question_told_when_asked"),
        )

    def __str__(self) -> str:
        return f"{self.question} ({self.round})"

    def get_absolute_url(self) -> str:
        """A fold that it is in opens, because the address is within."""
        return f"{reverse('stories:loop-detail', args=[self.round.loop_id])}#asked-{self.pk}"
