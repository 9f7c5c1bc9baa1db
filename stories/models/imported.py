from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from stories.models.binned import KEPT_FOR
from stories.models.owner import Owner


class ImportedQuerySet(models.QuerySet["Imported"]):
    def kept(self) -> "ImportedQuerySet":
        """Those that can still be taken back, or were."""
        return self.filter(created__gte=timezone.now() - KEPT_FOR)

    def expired(self) -> "ImportedQuerySet":
        return self.filter(created__lt=timezone.now() - KEPT_FOR)


class Imported(models.Model):
    """An import that was done: what it made and changed, so that it can be taken back for 30 days."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="imports")
    source = models.CharField(max_length=500)
    """The names of its files."""
    items = models.JSONField()
    """What can be taken back, each an `ImportedItem`."""
    staying = models.JSONField()
    """What can't, as counts by kind: "2 loops"."""
    left = models.JSONField(default=list)
    """What was left when it was taken back, each a name and why."""
    created = models.DateTimeField(default=timezone.now)
    taken_back = models.DateTimeField(null=True)

    objects = ImportedQuerySet.as_manager()

    class Meta:
        ordering = ("-created", "-pk")
        verbose_name = "import"
        constraints = (models.CheckConstraint(condition=~Q(source=""), name="import_has_a_source"),)

    def __str__(self) -> str:
        return f"Import of {self.source}"

    @property
    def until(self) -> datetime:
        """How long it can be taken back."""
        return self.created + KEPT_FOR
