"""What a person types finds what an editor, a phone or a copied page made of it, and the other way round."""

import sys
import unicodedata

import pytest

from stories.core.search import as_typed, bare, fold, terms


@pytest.mark.parametrize(
    ("text", "folded"), [("Résumé", "resume"), ("STRASSE straße", "strasse strasse"), ("İ", "i"), ("障害", "障害")]
)
def test_fold_ignores_case_and_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


SAME = [
    ("didn't", ["didn’t", "didn‘t", "didnʼt", "didn′t", "didn＇t", "didn´t", "didn`t", "DIDN’T"]),
    ('"no"', ["“no”", "„no“", "«no»", "″no″", "＂no＂"]),
    ("state-of-the-art", ["state‑of‑the‑art", "state‐of‐the‐art", "state–of—the−art", "state\u00ad‑of‐the－art"]),
    ("2019-2021", ["2019–2021", "2019‒2021", "2019—2021"]),
    ("well...", ["well…"]),
    ("rollback", ["roll\u00adback", "roll\u200bback", "roll\u2060back", "\ufeffrollback", "\u202erollback\u202c"]),
    ("10 000 users", ["10\u00a0000\u202fusers", "10\u2009000\u3000users"]),
    ("❤ it", ["❤\ufe0f it"]),
]


@pytest.mark.parametrize(("typed", "found"), [(typed, other) for typed, others in SAME for other in others])
def test_fold_ignores_how_signs_are_written(typed: str, found: str) -> None:
    assert fold(found) == fold(typed)
    assert set(terms(found)) == set(terms(typed))


def test_as_typed_keeps_case_accents_and_lines() -> None:
    assert as_typed("“Résumé”\n– didn’t") == '"Résumé"\n- didn\'t'


def test_every_space_is_folded() -> None:
    spaces = [chr(number) for number in range(sys.maxunicode + 1) if unicodedata.category(chr(number)) == "Zs"]

    assert {as_typed(space) for space in spaces} == {" "}


def test_terms_are_the_words_of_a_search() -> None:
    assert terms("  Café  au\u00a0LAIT \u200b ") == ["cafe", "au", "lait"]


def test_texts_that_differ_in_case_accents_and_punctuation_have_the_same_letters() -> None:
    assert bare("Tell me about a TIME you—finally—said “Nö”!") == bare("tell me, about a time you finally said no")
