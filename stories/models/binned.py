from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from stories.models.owner import Owner

KEPT_FOR = timedelta(days=30)


class BinnedQuerySet(models.QuerySet["Binned"]):
    def expired(self) -> "BinnedQuerySet":
        return self.filter(deleted__lt=timezone.now() - KEPT_FOR)

    def kept(self) -> "BinnedQuerySet":
        return self.exclude(deleted__lt=timezone.now() - KEPT_FOR)


class Binned(models.Model):
    """Something that its owner deleted, with everything deleted along with it; kept for 30 days."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="binned")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=500)
    rows = models.JSONField()
    """The deleted rows as Django serializes them, the thing itself first."""
    cleared = models.JSONField()
    """References to it that were emptied: model, id of the row, field, id of what it pointed to."""
    deleted = models.DateTimeField(default=timezone.now)

    objects = BinnedQuerySet.as_manager()

    class Meta:
        ordering = ("-deleted", "-pk")

    def __str__(self) -> str:
        return self.name

    @property
    def until(self) -> datetime:
        """When it is gone for good."""
        return self.deleted + KEPT_FOR
