"""What the database itself refuses."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from stories.models import Framework, Owner, Question, Value
from tests.factories import AnswerFactory, QuestionFactory, StoryFactory, TagFactory, ValueFactory


def test_story_is_tagged_once_with_a_value(alice: Owner, candor: Value) -> None:
    story = StoryFactory.create(owner=alice)
    TagFactory.create(story=story, value=candor)

    with pytest.raises(IntegrityError), transaction.atomic():
        TagFactory.create(story=story, value=candor)


def test_story_answers_a_question_once(alice: Owner, disagreement: Question) -> None:
    story = StoryFactory.create(owner=alice)
    AnswerFactory.create(story=story, question=disagreement)

    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerFactory.create(story=story, question=disagreement)


def test_slugs_are_unique_in_the_bank_and_for_each_owner(alice: Owner, charlie: Owner, candor: Value) -> None:
    for owner in (alice, charlie):
        ValueFactory.create(owner=owner, framework=candor.framework, slug="candor")
        QuestionFactory.create(owner=owner, slug="nfx-seed-01")
        Framework.objects.create(owner=owner, slug="netflix-2024")

    for other in (alice, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            ValueFactory.create(owner=other, framework=candor.framework, slug="candor")
        with pytest.raises(IntegrityError), transaction.atomic():
            QuestionFactory.create(owner=other, slug="nfx-seed-01")
        with pytest.raises(IntegrityError), transaction.atomic():
            Framework.objects.create(owner=other, slug="netflix-2024")


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration() -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    except SystemExit:
        pytest.fail("A model differs from the migrations: run `uv run manage.py makemigrations stories -n NAME`.")
