from django.db import models

from stories.models.owner import Owner
from stories.models.story import Story


class Dismissal(models.Model):
    """A finding of the review that its owner disagrees with, for as long as the judged text stays as it is."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="dismissals")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="dismissals")
    code = models.CharField(max_length=10)
    fingerprint = models.CharField(max_length=16)
    reason = models.CharField(max_length=300, error_messages={"blank": "Say why; in a month you may wonder yourself."})
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("story", "code", "fingerprint"), name="dismissal_once_a_finding"),
        )

    def __str__(self) -> str:
        return f"{self.story}: {self.code}, because {self.reason}"
