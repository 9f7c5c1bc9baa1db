import uuid

from django.db import models
from django.urls import reverse

from stories.models.answer import Answer
from stories.models.owner import Owner
from stories.models.story import Story


class Conflict(models.Model):
    """What an open form tried to save after something else had changed; kept until the owner chooses."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.UUIDField()
    """The open form that it came from; what the form saves next replaces it."""
    content = models.JSONField()
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        ordering = ("updated",)


class EditConflict(Conflict):
    """Of a story."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="conflicts")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="conflicts")

    class Meta(Conflict.Meta):
        constraints = (models.UniqueConstraint(fields=("story", "session"), name="conflict_once_a_form"),)

    def __str__(self) -> str:
        return f"{self.story}, saved aside {self.updated:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("stories:conflict-detail", args=[self.pk])


class AnswerConflict(Conflict):
    """Of an answer; its content is the answer's own fields by name."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="answer_conflicts")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="conflicts")

    class Meta(Conflict.Meta):
        constraints = (models.UniqueConstraint(fields=("answer", "session"), name="answer_conflict_once_a_form"),)

    def __str__(self) -> str:
        return f"{self.answer}, saved aside {self.updated:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("stories:answerconflict-detail", args=[self.pk])
