"""What an owner thinks of a concept."""

from django.db import IntegrityError, transaction

from stories.models import Opinion


class OpinionChangedError(Exception):
    """The opinion was saved in another window after the form was opened."""


def save_opinion(*, opinion: Opinion, seen: str) -> None:
    """Save it as it stands. Raises OpinionChangedError if what is stored no longer reads as `seen`."""
    same = Opinion.objects.filter(owner=opinion.owner_id, concept=opinion.concept_id)
    try:
        with transaction.atomic():
            stored = same.select_for_update().first()
            if (stored.text if stored else "") != seen:
                raise OpinionChangedError
            opinion.save()
    except IntegrityError as error:  # Written for the first time in two windows at once.
        raise OpinionChangedError from error
