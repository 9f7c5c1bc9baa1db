from django.db import models
from django.urls import reverse

from stories.enums import ConceptKind
from stories.models.owner import Owner


class Concept(models.Model):
    """An idea of the culture memo to study: a principle, a practice or an older phrase."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=ConceptKind)
    summary = models.TextField()
    body = models.TextField()
    prompts = models.JSONField(default=list)
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("stories:concept-detail", args=[self.slug])


class Opinion(models.Model):
    """What the owner thinks of a concept; interviewers ask for it."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="opinions")
    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="opinions")
    text = models.TextField(blank=True)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "concept"), name="opinion_once_a_concept"),)

    def __str__(self) -> str:
        return f"{self.concept}: {self.text[:50]}"
