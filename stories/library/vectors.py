"""The vectors of stories: what they mean, made outside of requests, because each takes about a tenth of a second."""

from django.db import transaction
from django.db.models import F, QuerySet

from stories.base.engine import Engine, edition
from stories.base.rendering import render_markdown, spoken_text
from stories.core.choices import Section
from stories.core.lengths import sentences
from stories.core.meaning.recipe import dump_vector, encode_story
from stories.core.progress import Progress
from stories.models import Owner, Story, StoryVector


def make_vectors(engine: Engine, progress: Progress, owner: Owner | None = None) -> int:
    """Make every vector that is missing or was made from an older text or by other code; return how many."""
    pks = list(outdated(owner).order_by("-updated").values_list("pk", flat=True))
    done = 0
    for pk in pks:
        if story := Story.objects.filter(pk=pk).first():
            make_vector(story, engine)
            done += 1
            progress(done, len(pks))
    return done


def outdated(owner: Owner | None = None) -> QuerySet[Story]:
    """The stories without a vector of their present text: the owner's, or everybody's."""
    stories = owner.stories if owner else Story.objects
    return stories.exclude(vector__made_by=edition(), vector__made_from=F("version"))


def make_vector(story: Story, engine: Engine) -> None:
    """Make the vector anew, unless the story is saved meanwhile."""
    numbers = numbers_of(story, engine)
    with transaction.atomic():
        if Story.objects.select_for_update().filter(pk=story.pk, version=story.version).exists():
            made = {"owner_id": story.owner_id, "numbers": numbers, "made_by": edition(), "made_from": story.version}
            StoryVector.objects.update_or_create(story=story, defaults=made)


def numbers_of(story: Story, engine: Engine) -> bytes:
    spoken = (spoken_text(render_markdown(story.text_of(section))) for section in Section)
    said = [sentence for text in spoken for sentence in sentences(text)]
    vector = encode_story(engine.embed, said, f"{story.title}. {story.headline}".strip(". "))
    return dump_vector(vector)
