"""The rules that every template file follows, and the tags that write sentences."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template

TEMPLATES = Path(__file__).parent.parent / "templates"
LONGEST_LINE = 150
LONGEST_FILE = 100


def test_no_template_line_is_too_long() -> None:
    too_long = [
        f"{path.relative_to(TEMPLATES.parent)}:{number}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST_LINE
    ]

    assert too_long == []


def test_every_page_has_a_title() -> None:
    pages = [
        path for path in TEMPLATES.rglob("*.html") if '{% extends "base.html" %}' in path.read_text(encoding="utf-8")
    ]

    untitled = [str(path) for path in pages if "{% block title %}" not in path.read_text(encoding="utf-8")]

    assert untitled == [], "Give these pages a title block."


def test_no_template_file_is_too_long() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in TEMPLATES.rglob("*.html")}

    assert [str(path) for path, length in lengths.items() if length > LONGEST_FILE] == []


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (["Candor"], "shows Candor."),
        (["Candor", "Courage"], "shows Candor and Courage."),
        (["Candor", "Courage", "<b>"], "shows Candor, Courage and &lt;b&gt;."),
    ],
)
def test_list_in_a_sentence_ends_in_and(names: list[str], sentence: str) -> None:
    template = "{% load prepsite %}shows {% for name in names %}{{ name }}{% separator %}{% endfor %}."
    joined = "{% load prepsite %}shows {{ names|join_words }}."

    assert Template(template).render(Context({"names": names})) == sentence
    assert Template(joined).render(Context({"names": names})) == sentence


def test_every_template_that_another_names_exists() -> None:
    named = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r"{% (?:include|extends) \"([^\"#]+)", path.read_text(encoding="utf-8"))
    }

    assert [name for name in sorted(named) if not (TEMPLATES / name).exists()] == []
