"""Which texts are taken for English."""

import pytest

from stories.bank.encoding import labelled_questions, wordings
from stories.core.language import is_english


def test_every_question_that_comes_with_prepsite_is_english() -> None:
    texts = [question.text for question in labelled_questions()]
    texts += [text for ways in wordings().values() for text in ways]

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


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    assert is_english("Why did it fail? " * 200 + "Wann haben Sie zuletzt versagt? " * 1000)
