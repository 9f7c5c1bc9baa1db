from django.db import models

from stories.models.owner import Owner
from stories.models.story import Story


class StoryVector(models.Model):
    """What a story means, as numbers. It is made in the background after the story is saved, so it may lag behind."""

    story = models.OneToOneField(Story, on_delete=models.CASCADE, primary_key=True, related_name="vector")
    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="vectors")
    numbers = models.BinaryField(max_length=768)
    """384 of them, as little-endian float16."""
    made_by = models.CharField(max_length=12, db_index=True)
    """The edition of the code that made it (`stories.base.engine`)."""
    made_from = models.PositiveIntegerField()
    """The version of the story that it was made from."""

    def __str__(self) -> str:
        return f"{self.story_id}, version {self.made_from}"
