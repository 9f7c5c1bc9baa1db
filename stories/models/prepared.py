from django.db import models
from django.urls import reverse

from stories.core.choices import Length
from stories.enums import LENGTHS
from stories.models.owner import Owner
from stories.models.question import Question


class PreparedAnswer(models.Model):
    """What its owner says to a question that no episode answers."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="prepared_answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="prepared_answers")
    full = models.TextField(blank=True)
    short = models.TextField(blank=True)
    headline = models.TextField(blank=True)
    follow_ups = models.TextField(blank=True)
    """As a story's: questions to expect afterwards, each with what to say indented below it."""
    version = models.PositiveIntegerField(default=0, editable=False)
    tell_on = models.DateField(null=True, blank=True, editable=False)
    """The day that its owner has chosen for the next telling; empty where the plan chooses."""
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "question"), name="prepared_answer_once_a_question"),)

    def __str__(self) -> str:
        return f"Prepared answer: {self.question}"

    def get_absolute_url(self) -> str:
        return reverse("stories:question-prepared", args=[self.question_id])

    def get_tell_url(self) -> str:
        return reverse("stories:question-prepared-tell", args=[self.question_id])

    def get_history_url(self) -> str:
        return reverse("stories:question-prepared-history", args=[self.question_id])

    @property
    def written(self) -> list[str]:
        """The names of what was written in it, and is deleted with it."""
        lengths = [f"the {label.lower()} text" for length, label in LENGTHS.items() if self.told_at(length)]
        return [*lengths, *(["the follow-ups"] if self.follow_ups else [])]

    def told_at(self, length: Length) -> str:
        """The text written for a length; empty if there is none."""
        text: str = getattr(self, length)
        return text
