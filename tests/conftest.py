"""Alice owns a library; Charlie must see nothing of it."""

from collections.abc import Iterator

import pytest
from django.test import Client
from hypothesis import settings
from pytest_django.plugin import DjangoDbBlocker

from stories.bank import seeding
from stories.models import Framework, Owner, Question, Value
from tests.factories import OwnerFactory

settings.register_profile("prepsite", deadline=None)  # How long an example takes says more about the machine.
settings.load_profile("prepsite")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Every test finds the bank in the database, as every user does."""
    with django_db_blocker.unblock():
        seeding.seed()


@pytest.fixture
def bank_comes_back(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    yield
    with django_db_blocker.unblock():
        seeding.seed()


@pytest.fixture
def transactional_db(bank_comes_back: None, transactional_db: None) -> None:
    """For tests that commit: Django empties every table after them, so the bank is written again."""


@pytest.fixture
def alice(db: None) -> Owner:
    return OwnerFactory.create(username="alice")


@pytest.fixture
def charlie(db: None) -> Owner:
    return OwnerFactory.create(username="charlie")


@pytest.fixture
def client(client: Client, alice: Owner) -> Client:
    """Alice's browser."""
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def stranger(charlie: Owner) -> Client:
    """Charlie's browser."""
    browser = Client()
    browser.force_login(charlie, backend="django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.fixture
def netflix(db: None) -> Framework:
    return Framework.objects.get(slug="netflix-2024")


@pytest.fixture
def candor(netflix: Framework) -> Value:
    return netflix.values.get(slug="candor")


@pytest.fixture
def courage(netflix: Framework) -> Value:
    return netflix.values.get(slug="courage")


@pytest.fixture
def disagreement(db: None) -> Question:
    """A question of the bank that probes candor and courage as primary."""
    return Question.objects.get(slug="nfx-seed-01")
