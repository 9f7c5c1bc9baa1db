"""Tags that carry over to another framework, to the value that means the same.

A carried tag is only an offer, until the owner confirms or declines it; it counts for nothing before it is confirmed.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from stories.core.choices import Strength
from stories.library.actions import set_tag
from stories.models import Declined, Framework, Owner, Story, Tag, Value


@dataclass(frozen=True, slots=True)
class CarriedTag:
    """A tag offered in this framework because the story carries the same value in others."""

    story: Story
    value: Value
    sources: Sequence[Tag]
    """The tags that it comes from, primary ones first."""

    @property
    def key(self) -> str:
        """Identifies it in a form."""
        return f"{self.story.pk}:{self.value.pk}"

    @property
    def strength(self) -> Strength:
        return Strength(self.sources[0].strength)

    @property
    def evidence(self) -> str:
        return next((tag.evidence for tag in self.sources if tag.evidence), "")


def carried_tags(owner: Owner, framework: Framework) -> list[CarriedTag]:
    """The offers for a framework, without those already tagged or declined, by story, the latest first."""
    values: dict[str, list[Value]] = defaultdict(list)
    for value in Value.objects.shown_to(owner).filter(framework=framework).exclude(concept=""):
        values[value.concept].append(value)
    settled = set(owner.tags.filter(value__framework=framework).values_list("story_id", "value_id"))
    settled |= set(owner.declined.filter(value__framework=framework).values_list("story_id", "value_id"))
    return [
        CarriedTag(sources[0].story, value, sources)
        for (story, concept), sources in _sources(owner, framework).items()
        for value in _nearest(values[concept], sources)
        if (story, value.pk) not in settled
    ]


def _nearest(values: Sequence[Value], sources: Sequence[Tag]) -> Sequence[Value]:
    """Of the values that mean the same, those with the name of a source: editions of one memo keep their names."""
    names = {tag.value.name for tag in sources}
    return [value for value in values if value.name in names] or values


def _sources(owner: Owner, framework: Framework) -> Mapping[tuple[object, str], list[Tag]]:
    """The tags of other frameworks, by story and concept."""
    tags = owner.tags.exclude(value__framework=framework).exclude(value__concept="")
    sources: dict[tuple[object, str], list[Tag]] = defaultdict(list)
    for tag in tags.select_related("story", "value__framework").order_by("-story__updated", "strength", "pk"):
        sources[tag.story_id, tag.value.concept].append(tag)
    return sources


@transaction.atomic
def confirm(*, carried: Sequence[CarriedTag]) -> None:
    """Turn the offers into tags, each with the strength and evidence of its sources."""
    for offer in carried:
        set_tag(story=offer.story, value=offer.value, strength=offer.strength, evidence=offer.evidence)


def decline(*, owner: Owner, carried: Sequence[CarriedTag]) -> None:
    """Don't offer these again."""
    Declined.objects.bulk_create(
        [Declined(owner=owner, story=offer.story, value=offer.value) for offer in carried], ignore_conflicts=True
    )
