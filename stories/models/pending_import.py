from django.db import models
from django.urls import reverse

from stories.core.exchange import Columns
from stories.models.owner import Owner


class PendingImport(models.Model):
    """What was read of the files sent for an import, until their owner has seen what it would do and decided."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="pending_imports")
    content = models.BinaryField()
    """As `stories.core.exchange.pack` writes it."""
    columns = models.JSONField(default=dict)
    """What the owner chose for each table, by its name: the header's row number and the columns' targets."""
    labels = models.JSONField(default=dict)
    """What the owner said that labels in notes mean, by the name of the file: plain names and what they announce."""
    choices = models.JSONField(default=dict)
    """What the owner has decided so far about conflicts, by their names in the form."""
    stamp = models.CharField(max_length=16, blank=True)
    """The plan's when the choices were made; they mean nothing in another plan."""
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
