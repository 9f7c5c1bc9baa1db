"""The model is found without running its package's code, is loaded once, and may be missing."""

import ast
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core import checks
from django.core.management import call_command
from django.test import Client
from pytest_django.asserts import assertContains
from threadpoolctl import threadpool_info, threadpool_limits

from stories.base import embedding, engine
from stories.base.checks import check_model
from stories.base.editions import edition_of
from stories.base.embedding import PACKAGE, Unavailable
from stories.core.meaning import sentence_model
from stories.core.meaning.sentence_model import SentenceModel
from stories.models import Owner
from tests.factories import StoryFactory


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Each test begins without a model and leaves none of its own."""
    _forget()
    yield
    _forget()


def _forget() -> None:
    embedding._load.cache_clear()
    embedding.find_problem.cache_clear()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty package in place of the one with the weights."""
    folder = tmp_path / "other_weights"
    folder.mkdir()
    (folder / "__init__.py").write_text("raise AssertionError('This code should not run.')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(embedding, "MODULE", folder.name)
    return folder


def test_the_model_is_loaded_once_for_all_threads() -> None:
    with ThreadPoolExecutor(4) as pool:
        models = list(pool.map(lambda _: embedding.load_model(), range(8)))

    assert isinstance(models[0], SentenceModel)
    assert {id(model) for model in models} == {id(models[0])}
    assert embedding.find_problem() is None


def test_the_model_holds_blas_to_one_thread() -> None:
    with threadpool_limits(2, user_api="blas"):
        embedding.load_model()

        assert {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"} == {1}


def test_its_package_is_never_imported() -> None:
    program = (
        "import sys; from stories.base import embedding; before = set(sys.modules) & {'numpy', embedding.MODULE};"
        "embedding.load_model(); print(before, embedding.MODULE in sys.modules, 'numpy' in sys.modules)"
    )

    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert finished.stdout == "set() False True\n"


def test_without_the_package_there_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, embedding.MODULE, None)

    expected = Unavailable(f"The package {PACKAGE} is not installed.")
    assert (embedding.load_model(), embedding.find_problem()) == (expected, expected)


def test_check_and_settings_say_that_the_package_is_missing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_model() == []
    assert "notice-warning" not in client.get("/settings/").text
    embedding.find_problem.cache_clear()
    monkeypatch.setitem(sys.modules, embedding.MODULE, None)

    [warning] = [message for message in checks.run_checks() if message.id == "stories.W001"]
    page = client.get("/settings/")

    assert warning.level == checks.WARNING
    assert warning.msg == (
        f"The package {PACKAGE} is not installed. Until that is mended, stories are suggested by tags, topic and equal "
        "words alone."
    )
    assertContains(page, warning.msg)


def test_command_says_that_the_package_is_missing(
    alice: Owner, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    StoryFactory.create(owner=alice, title="The ledger")
    monkeypatch.setitem(sys.modules, embedding.MODULE, None)
    monkeypatch.setattr(engine, "_load", engine._load.__wrapped__)

    call_command("suggest", owner="alice", text="Tell me about a bet that went badly.")

    out = capsys.readouterr().out
    assert "The ledger" in out
    assert f"The package {PACKAGE} is not installed. Until that is mended" in out
    assert "The bank has it as" not in out


def test_docs_name_the_line_to_delete_should_the_package_vanish() -> None:
    root = Path(__file__).parent.parent
    [line] = [line for line in (root / "pyproject.toml").read_text().splitlines() if PACKAGE in line]

    assert f"```\n{line}\n```" in (root / "docs" / "self-hosting.md").read_text()


def test_other_weights_are_refused_by_their_size(package: Path) -> None:
    (package / embedding.FILE).write_bytes(b"other")

    expected = Unavailable(f"The package {PACKAGE} has other weights than version 1.0.0: their size differs.")
    assert (embedding.load_model(), embedding.find_problem()) == (expected, expected)


def test_changed_weights_are_refused_by_their_hash(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (package / embedding.FILE).write_bytes(b"other")
    monkeypatch.setattr(embedding, "SIZE", len(b"other"))

    expected = Unavailable(f"The package {PACKAGE} has other weights than version 1.0.0: their SHA-256 differs.")
    assert (embedding.load_model(), embedding.find_problem()) == (expected, expected)


def test_weights_that_cannot_be_read_have_a_reason(package: Path) -> None:
    expected = Unavailable(f"The weights in the package {PACKAGE} can't be read: No such file or directory.")

    assert (embedding.load_model(), embedding.find_problem()) == (expected, expected)


def test_the_vocabulary_is_the_one_that_the_weights_were_made_with() -> None:
    digest = hashlib.sha256(embedding.VOCABULARY.read_bytes()).hexdigest()

    assert digest == "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
    assert len(embedding.read_vocabulary()) == 30_522


def test_the_edition_rests_on_every_module_that_makes_a_vector() -> None:
    folder = Path(sentence_model.__file__).parent
    modules = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
    imported = set().union(*(imported_modules(path) for path in modules))

    of_questions = {"stories.core.choices", "stories.core.terms", "stories.core.vocabulary"}
    assert {name for name in imported if name.startswith("stories.")} - of_questions <= {
        f"stories.core.meaning.{path.stem}" for path in modules
    }
    assert embedding.edition() == edition_of(("stories.core.meaning", "stories.base.embedding"))


def imported_modules(path: Path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text()))
    return {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
