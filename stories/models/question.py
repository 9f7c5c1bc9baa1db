from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from stories.core.choices import QuestionKind, Strength
from stories.core.likelihood import Audience
from stories.enums import AUDIENCE_LABELS, QUESTION_KINDS, STRENGTHS, Category, Evidence, Stage
from stories.models.concept import Concept
from stories.models.framework import Value
from stories.models.owner import Owner


class Topic(models.Model):
    """What a question is about, and why interviewers ask about it."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    category = models.CharField(max_length=30, choices=Category)
    why = models.TextField()
    listen_for = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.name


class QuestionQuerySet(models.QuerySet["Question"]):
    def of(self, owner: Owner) -> "QuestionQuerySet":
        """The bank's and the owner's own, including hidden ones."""
        return self.filter(Q(owner=None) | Q(owner=owner))

    def shown_to(self, owner: Owner) -> "QuestionQuerySet":
        return self.of(owner).filter(~Exists(HiddenQuestion.objects.filter(question=OuterRef("pk"), owner=owner)))

    def hidden_by(self, owner: Owner) -> "QuestionQuerySet":
        return self.of(owner).filter(hiddenquestion__owner=owner)


class Question(models.Model):
    """Something an interviewer asks. Without an owner it is the bank's."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, null=True, blank=True, related_name="questions")
    slug = models.SlugField(max_length=80)
    text = models.TextField("question", max_length=500)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="questions")
    stages = models.JSONField(default=list)
    evidence = models.CharField(max_length=20, choices=Evidence, default=Evidence.OWN)
    source = models.CharField(
        max_length=300, blank=True, help_text="Where you heard or read it, for example in a friend's loop."
    )
    audience = models.CharField(max_length=20, choices=AUDIENCE_LABELS, default=Audience.EVERYBODY)
    kind = models.CharField("what answers it", max_length=10, choices=QUESTION_KINDS, default=QuestionKind.EPISODE)
    concept = models.ForeignKey(Concept, on_delete=models.SET_NULL, null=True, blank=True, related_name="questions")
    """What it is about: the owner's opinion on that answers it, if it takes an answer without a story."""
    position = models.PositiveSmallIntegerField(default=1000)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("slug",), condition=Q(owner=None), name="question_slug_unique_in_bank"),
            models.UniqueConstraint(
                fields=("owner", "slug"), condition=Q(owner__isnull=False), name="question_slug_unique_of_owner"
            ),
        )

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("stories:question-detail", args=[self.pk])

    @property
    def takes_story(self) -> bool:
        return QuestionKind(self.kind).takes_story

    @property
    def takes_prepared(self) -> bool:
        """Whether it may be answered without a story."""
        return QuestionKind(self.kind).takes_prepared

    @property
    def stage_labels(self) -> list[str]:
        return [Stage(stage).label for stage in self.stages]


class Probe(models.Model):
    """Question by value: what the question is asked to find out."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, null=True, blank=True, related_name="probes")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="probes")
    value = models.ForeignKey(Value, on_delete=models.CASCADE, related_name="probes")
    strength = models.CharField(max_length=10, choices=STRENGTHS, default=Strength.PRIMARY)

    class Meta:
        ordering = ("strength", "pk")
        constraints = (models.UniqueConstraint(fields=("question", "value"), name="question_probes_value_once"),)

    def __str__(self) -> str:
        return f"{self.value} ({self.strength})"


class HiddenQuestion(models.Model):
    """A question that its owner does not want to see."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE)
    question = models.ForeignKey(Question, on_delete=models.CASCADE)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "question"), name="question_hidden_once"),)

    def __str__(self) -> str:
        return f"{self.question}, hidden by {self.owner}"
