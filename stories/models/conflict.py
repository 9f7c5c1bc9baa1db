import uuid

from django.db import models
from django.urls import reverse

from stories.models.owner import Owner
from stories.models.story import Story


class EditConflict(models.Model):
    """What an open form tried to save after the story had changed elsewhere; kept until the owner chooses."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="conflicts")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="conflicts")
    session = models.UUIDField()
    """The open form that it came from; what the form saves next replaces it."""
    content = models.JSONField()
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("updated",)
        constraints = (models.UniqueConstraint(fields=("story", "session"), name="conflict_once_a_form"),)

    def __str__(self) -> str:
        return f"{self.story}, saved aside {self.updated:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("stories:conflict-detail", args=[self.pk])
