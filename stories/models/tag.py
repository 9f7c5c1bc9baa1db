from django.db import models

from stories.enums import STRENGTHS
from stories.models.framework import Value
from stories.models.owner import Owner
from stories.models.story import Story


class Tag(models.Model):
    """Story by value, with the line of the story that shows it."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="tags")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="tags")
    value = models.ForeignKey(Value, on_delete=models.CASCADE, related_name="tags")
    strength = models.CharField(max_length=10, choices=STRENGTHS)
    evidence = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("strength", "value__position", "pk")
        constraints = (models.UniqueConstraint(fields=("story", "value"), name="tag_once_a_story_and_value"),)

    def __str__(self) -> str:
        return f"{self.value} ({self.strength})"


class Declined(models.Model):
    """A carried tag, from a value in another framework, that the owner does not want."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="declined")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="declined")
    value = models.ForeignKey(Value, on_delete=models.CASCADE, related_name="declined")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("story", "value"), name="declined_once_a_story_and_value"),)

    def __str__(self) -> str:
        return f"{self.story} without {self.value}"
