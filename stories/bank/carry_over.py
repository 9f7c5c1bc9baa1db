"""Tags that carry over to another framework, to the value that means the same.

A carried tag is only an offer, until the owner confirms or declines it; it counts for nothing before it is confirmed.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from stories.core.choices import Status, Strength
from stories.core.coverage import Id
from stories.coverage.carried_tags import TagElsewhere, carried_over
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
    values = list(Value.objects.shown_to(owner).filter(framework=framework))
    settled = set(owner.tags.filter(value__framework=framework).values_list("story_id", "value_id"))
    settled |= set(owner.declined.filter(value__framework=framework).values_list("story_id", "value_id"))
    tags = list(_tags_elsewhere(owner, framework))
    sources: dict[tuple[Id, str], list[Tag]] = defaultdict(list)
    for tag in tags:
        sources[tag.story_id, tag.value.concept].append(tag)
    elsewhere = [TagElsewhere(tag.story_id, tag.value.concept, tag.value.name) for tag in tags]
    return [
        CarriedTag(sources[story, value.concept][0].story, value, sources[story, value.concept])
        for story, value in carried_over(values, elsewhere, settled)
    ]


def _tags_elsewhere(owner: Owner, framework: Framework) -> QuerySet[Tag]:
    """The tags of other frameworks; those of archived stories count nowhere."""
    tags = owner.tags.exclude(value__framework=framework).exclude(story__status=Status.ARCHIVED)
    return tags.select_related("story", "value__framework").order_by("-story__updated", "strength", "pk")


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
