import uuid
from collections.abc import Mapping
from typing import TypedDict

from django.db import models
from django.urls import reverse

from stories.core.choices import Section
from stories.core.fields import LABELS
from stories.enums import FITS, LENGTHS, SECTIONS
from stories.models.answer import Answer
from stories.models.owner import Owner
from stories.models.prepared import PreparedAnswer
from stories.models.story import Story


class VersionTag(TypedDict):
    """A tag as it was; the name stays readable when the value no longer exists."""

    value: int
    name: str
    strength: str
    evidence: str


class Version(models.Model):
    """What a person had written when it was saved."""

    number = models.PositiveIntegerField()
    """The `version` of what was saved."""
    began = models.DateTimeField(auto_now_add=True)
    saved = models.DateTimeField()
    session = models.UUIDField(default=uuid.uuid4)
    """The open form that saved it."""

    class Meta:
        abstract = True
        ordering = ("-number",)

    @property
    def parts(self) -> Mapping[str, str]:
        """What it says, in reading order, by the name of each part."""
        raise NotImplementedError


class StoryVersion(Version):
    """One sitting with a story, as it ended."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="story_versions")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="versions")
    texts = models.JSONField()
    """The text fields by name."""
    tags = models.JSONField()
    """Each a `VersionTag`."""

    class Meta(Version.Meta):
        constraints = (models.UniqueConstraint(fields=("story", "number"), name="story_version_once"),)

    def __str__(self) -> str:
        return f"Version {self.number} of “{self.story}”"

    def get_absolute_url(self) -> str:
        return reverse("stories:story-version", args=[self.story_id, self.number])

    @property
    def parts(self) -> Mapping[str, str]:
        texts = {LABELS.get(name, name.capitalize()): text for name, text in self.texts.items()}
        return {**texts, "Tags": "\n".join(_tag_line(tag) for tag in self.tags)}


def _tag_line(tag: VersionTag) -> str:
    return f"{tag['name']}, {tag['strength']}" + (f": {tag['evidence']}" if tag["evidence"] else "")


class AnswerVersion(Version):
    """One sitting with an answer, as it ended."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="answer_versions")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="versions")
    fields = models.JSONField()
    """Its own fields by name."""

    class Meta(Version.Meta):
        constraints = (models.UniqueConstraint(fields=("answer", "number"), name="answer_version_once"),)

    def __str__(self) -> str:
        return f"Version {self.number} of the answer with “{self.answer.story}”"

    def get_absolute_url(self) -> str:
        return reverse("stories:answer-version", args=[self.answer_id, self.number])

    @property
    def parts(self) -> Mapping[str, str]:
        fields = self.fields
        reworded = {section: fields["rewordings"].get(section, {}).get("text", "") for section in Section}
        return {
            "Fit": FITS[fields["fit"]],
            "Opening line": fields["opening"],
            **{f"{SECTIONS[section]}, reworded": text for section, text in reworded.items()},
            "Closing line": fields["closing"],
            **{label: fields[length] for length, label in LENGTHS.items()},
            "Beats": fields["beats"],
            "Follow-ups": "\n".join(
                f"{follow_up['question']}: {follow_up['note']}" for follow_up in fields["follow_ups"]
            ),
        }


class PreparedVersion(Version):
    """A prepared answer as it was once saved."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="prepared_versions")
    prepared = models.ForeignKey(PreparedAnswer, on_delete=models.CASCADE, related_name="versions")
    fields = models.JSONField()
    """Its texts by name."""

    class Meta(Version.Meta):
        constraints = (models.UniqueConstraint(fields=("prepared", "number"), name="prepared_version_once"),)

    def __str__(self) -> str:
        return f"Version {self.number} of “{self.prepared}”"

    def get_absolute_url(self) -> str:
        return reverse("stories:question-prepared-version", args=[self.prepared.question_id, self.number])

    @property
    def parts(self) -> Mapping[str, str]:
        texts = {label: self.fields[length] for length, label in LENGTHS.items()}
        return {**texts, "Follow-ups": self.fields["follow_ups"]}
