from django.db import models
from django.urls import reverse

from stories.core.exchange import Columns
from stories.models.owner import Owner


class PendingImport(models.Model):
    """Files sent for an import, kept until their owner has seen what it would do and decided."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="pending_imports")
    columns = models.JSONField(default=dict)
    """What the owner chose for each table, by its name: the header's row number and the columns' targets."""
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created",)

    def __str__(self) -> str:
        return f"Import of {self.created:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("stories:import-detail", args=[self.pk])

    @property
    def chosen_columns(self) -> dict[str, Columns]:
        return {name: Columns(header, tuple(targets)) for name, (header, targets) in self.columns.items()}


class ImportedFile(models.Model):
    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="imported_files")
    pending = models.ForeignKey(PendingImport, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    content = models.BinaryField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name
