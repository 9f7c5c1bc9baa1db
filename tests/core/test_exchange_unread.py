"""Headings and labels of texts in which none is known."""

import pytest

from stories.core.exchange.labelled_text import Unknown
from stories.core.exchange.unread import said_of, unread_labels


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("# Baza\n\n## Sytuacja\na\n## Wynik\nb\n## Sytuacja\nc\n", ["Sytuacja", "Wynik"]),
        ("**Ситуация:** a\n**Итог:** b\nOn: c\n", ["Ситуация", "Итог"]),
        ("Sytuacja: a\nd\nWynik: b\n", ["Sytuacja", "Wynik"]),
        ("# 状況\na\n# 結果\nb\n", ["状況", "結果"]),
        ("# One\na\n", []),
        ("# One\n## Two\n", []),
        ("# " + "Very " * 9 + "\na\n# Two\nb\n", []),
        ("Just text.\n", []),
    ],
)
def test_labels_with_text_are_found(text: str, names: list[str]) -> None:
    assert [label.name for label in unread_labels(text)] == names


def test_label_shows_how_its_text_begins() -> None:
    assert unread_labels("# Jeden\na\n\nb\n# Dwa\nc")[0].sample == "a b"


def test_labels_are_named_with_where_they_are_kept() -> None:
    unknown = [Unknown("Mood", "a"), Unknown("Revenue", "b", "result"), Unknown("Team", "c")]

    assert list(said_of(unknown)) == [
        "“Mood” and “Team” went to the notes.",
        "“Revenue” stayed in Result, but may not belong there.",
    ]
