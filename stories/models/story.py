import uuid

from django.db import models
from django.urls import reverse

from stories.core.choices import REQUIRED_SECTIONS, Section, Status
from stories.core.fields import DETAILS
from stories.core.hold_ups import counted_as, hold_ups
from stories.core.search import terms
from stories.core.speaking import Pace
from stories.core.terms import Terms, terms_of_story
from stories.enums import SECTIONS, STATUSES
from stories.models.owner import Owner


class StoryQuerySet(models.QuerySet["Story"]):
    def active(self) -> "StoryQuerySet":
        """The stories that count: all but the archived ones."""
        return self.exclude(status=Status.ARCHIVED)

    def matching(self, query: str) -> "StoryQuerySet":
        """The stories that contain every word of `query` somewhere in their text."""
        stories = self
        for term in terms(query):
            stories = stories.filter(search_text__contains=term)
        return stories


class Story(models.Model):
    """One true episode, told as Situation, Task, Action, Result and Learning (Markdown)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="stories")
    title = models.CharField(max_length=150, blank=True)
    headline = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=100, blank=True)
    role = models.CharField(max_length=100, blank=True)
    when = models.CharField(max_length=50, blank=True)
    situation = models.TextField(blank=True)
    task = models.TextField(blank=True)
    action = models.TextField(blank=True)
    result = models.TextField(blank=True)
    learning = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    follow_ups = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=STATUSES, default=Status.DRAFT)
    version = models.PositiveIntegerField(default=1)
    edit_session = models.UUIDField(default=uuid.uuid4, editable=False)
    """The open form that saved it last; that form may save again whatever the version."""
    search_text = models.TextField(blank=True, editable=False)
    terms = models.TextField(blank=True, editable=False)
    """What the story is about, for comparing it with questions: `Terms`, dumped."""
    findings = models.JSONField(default=dict, blank=True, editable=False)
    """What the story review found, and the edition of it: if that has changed, the review looks again."""
    extra = models.JSONField(default=dict, blank=True, editable=False)
    """What a story file held under unknown names; written back when the story is exported."""
    words = models.PositiveIntegerField(default=0, editable=False)
    faults = models.TextField(default="", blank=True, editable=False)
    """The review's errors, a sentence a line: as long as there are any, the story doesn't count as ready."""
    derived_by = models.CharField(max_length=12, default="", db_index=True, editable=False)
    """The edition of the code that made the columns derived from the texts (`stories.library.derived`)."""
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ("-updated", "pk")
        indexes = (models.Index(fields=("owner", "-updated"), name="story_of_owner_by_updated"),)

    def __str__(self) -> str:
        return self.title or "Untitled story"

    def get_absolute_url(self) -> str:
        return reverse("stories:story-detail", args=[self.pk])

    def get_history_url(self) -> str:
        return reverse("stories:story-history", args=[self.pk])

    @property
    def details(self) -> list[str]:
        """Where and when it was, as far as that is filled in."""
        return [text for name in DETAILS if (text := getattr(self, name))]

    def text_of(self, section: Section) -> str:
        text: str = getattr(self, section)
        return text

    @property
    def texts(self) -> dict[Section, str]:
        """The text of each section (Markdown)."""
        return {section: self.text_of(section) for section in Section}

    def read_terms(self) -> Terms:
        """What the story is about, read again from its texts."""
        return terms_of_story("\n".join(self.texts.values()), f"{self.title}\n{self.headline}")

    def hold_ups(self, pace: Pace) -> tuple[str, ...]:
        """Why it doesn't count as ready, or wouldn't, in sentences."""
        return hold_ups(self.faults.splitlines(), self.words, pace)

    def why_not_counted(self, pace: Pace) -> tuple[str, ...]:
        """Why a story that is marked ready doesn't count as such; empty for all others."""
        return self.hold_ups(pace) if self.status == Status.READY else ()

    def counted_as(self, pace: Pace) -> Status:
        """What coverage takes it for, whatever its owner marked it."""
        return counted_as(Status(self.status), self.hold_ups(pace))

    @property
    def unwritten(self) -> list[str]:
        """The names of the sections that keep the story from being marked ready."""
        return [SECTIONS[section] for section in REQUIRED_SECTIONS if not self.text_of(section)]
