from django.db import models
from django.urls import reverse

from stories.core.words import Fit
from stories.enums import FITS
from stories.models.owner import Owner
from stories.models.question import Question
from stories.models.story import Story


class Answer(models.Model):
    """A story told for one question."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="answers")
    fit = models.CharField(max_length=10, choices=FITS, default=Fit.OK)
    opening = models.CharField(
        "opening line", max_length=500, blank=True, help_text="Names the story in one breath, before you tell it."
    )
    closing = models.CharField(
        "closing line", max_length=500, blank=True, help_text="Lands the value: what the story shows about you."
    )
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("created", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("story", "question"),
                name="answer_once_a_story_and_question",
                violation_error_message="This story is an answer to this question already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.question}: {self.story}"

    def get_absolute_url(self) -> str:
        return reverse("stories:answer-update", args=[self.pk])
