from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from stories.models.owner import Owner


class FrameworkQuerySet(models.QuerySet["Framework"]):
    def of(self, owner: Owner) -> "FrameworkQuerySet":
        """The bank's and the owner's own."""
        return self.filter(Q(owner=None) | Q(owner=owner))


class Framework(models.Model):
    """One company's published set of values, in one edition. Without an owner it is the bank's."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, null=True, blank=True, related_name="frameworks")
    slug = models.SlugField(max_length=80)
    company = models.CharField(max_length=100)
    name = models.CharField("edition", max_length=100, help_text="For example “Leadership principles, 2026”.")
    source = models.URLField(blank=True)
    is_default = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=1000)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("slug",), condition=Q(owner=None), name="framework_slug_unique_in_bank"),
            models.UniqueConstraint(
                fields=("owner", "slug"), condition=Q(owner__isnull=False), name="framework_slug_unique_of_owner"
            ),
        )

    def __str__(self) -> str:
        return f"{self.company}: {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("stories:framework-list")


class ValueQuerySet(models.QuerySet["Value"]):
    def of(self, owner: Owner) -> "ValueQuerySet":
        """The bank's and the owner's own, including hidden ones."""
        return self.filter(Q(owner=None) | Q(owner=owner))

    def shown_to(self, owner: Owner) -> "ValueQuerySet":
        return self.of(owner).filter(~Exists(HiddenValue.objects.filter(value=OuterRef("pk"), owner=owner)))

    def hidden_by(self, owner: Owner) -> "ValueQuerySet":
        return self.of(owner).filter(hiddenvalue__owner=owner)


class Value(models.Model):
    """One member of a framework. Without an owner it is the bank's."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, null=True, blank=True, related_name="values")
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="values")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=80)
    concept = models.SlugField(blank=True)
    signals = models.TextField(
        "what shows it",
        blank=True,
        max_length=2000,
        help_text="What somebody who has this value does, one thing per line.",
    )
    position = models.PositiveSmallIntegerField(default=1000)

    objects = ValueQuerySet.as_manager()

    class Meta:
        ordering = ("framework__position", "position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("framework", "slug"), condition=Q(owner=None), name="value_slug_unique_in_bank"
            ),
            models.UniqueConstraint(
                fields=("framework", "owner", "slug"),
                condition=Q(owner__isnull=False),
                name="value_slug_unique_of_owner",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("stories:value-detail", args=[self.pk])

    @property
    def meaning(self) -> str:
        """The first thing that shows it; empty if nothing is described."""
        return self.signals.partition("\n")[0].strip()


class HiddenValue(models.Model):
    """A value that its owner does not want to see."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE)
    value = models.ForeignKey(Value, on_delete=models.CASCADE)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "value"), name="value_hidden_once"),)

    def __str__(self) -> str:
        return f"{self.value}, hidden by {self.owner}"
