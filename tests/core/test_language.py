"""Which texts are taken for English."""

import tomllib
from pathlib import Path
from unicodedata import normalize

import pytest

from stories.bank.encoding import labelled_questions, wordings
from stories.core.language import is_english

FOREIGN = tomllib.loads((Path(__file__).parent / "golden" / "foreign_questions.toml").read_text())
SETS = Path(__file__).parent.parent / "benchmarks" / "data"


def test_every_question_that_comes_with_prepsite_is_english() -> None:
    texts = [question.text for question in labelled_questions()]
    texts += [text for ways in wordings().values() for text in ways]

    assert [text for text in texts if not is_english(text)] == []


def test_questions_of_the_labelled_libraries_are_english() -> None:
    sets = [tomllib.loads(path.read_text()) for path in SETS.glob("matching-*.toml")]
    texts = [question["text"] for labelled in sets for question in labelled["question"] if "text" in question]

    assert len(texts) > 250
    assert [text for text in texts if not is_english(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?!",
        "2024",
        "Why?",
        "Weakness?",
        "Biggest failure?",
        "Name a risk.",
        "Led? Lost?",
        "Faux pas?",
        "Déjà vu?",
        "Ad hoc decisions?",
        "Vis-à-vis the board?",
        "Your raison d'être?",
        "Greatest coup de grâce?",
        "De facto lead?",
        "Persona non grata?",
        "Laissez-faire manager?",
        "Led a team in La Paz?",
        "Worked under Van der Berg?",
        "Kafka, Kubernetes, Docker, Terraform experience?",
        "Your time at Koninklijke Philips in Eindhoven?",
        "TELL ME ABOUT YOUR BIGGEST FAILURE",
        "Tell me about El Niño and Los Angeles.",
    ],
)
def test_short_english_question_is_never_called_foreign(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Erzählen Sie von einem Konflikt mit Ihrem Chef.",
        "Wann haben Sie zuletzt versagt?",
        "Parlez-moi d'un échec.",
        "Décrivez une situation où vous avez pris un risque.",
        "Cuéntame de una vez que fracasaste.",
        "¿Cuál es tu mayor debilidad?",
        "Raccontami di una volta in cui hai sbagliato.",
        "Conte-me sobre uma vez em que você falhou.",
        "Vertel eens over een conflict met je manager.",
        "Berätta om ett misslyckande som du har lärt dig av.",
        "Fortæl om en konflikt med din chef.",
        "Opowiedz o sytuacji, kiedy nie zgadzałeś się z szefem.",
        "Расскажите о конфликте.",
        "あなたの失敗について話してください。",
        "حدثني عن فشل",
    ],
)
def test_question_in_another_language_is_told_apart(text: str) -> None:
    assert not is_english(text)


@pytest.mark.parametrize("language", FOREIGN)
def test_typical_questions_of_other_languages_are_told_apart(language: str) -> None:
    questions = FOREIGN[language]

    assert len(questions) >= 2
    assert [text for text in questions if is_english(text)] == []
    assert [text for text in questions if is_english(normalize("NFD", text))] == []


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    assert is_english("Why did it fail? " * 200 + "Wann haben Sie zuletzt versagt? " * 1000)
