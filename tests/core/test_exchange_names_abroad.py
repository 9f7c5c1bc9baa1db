"""Names of sections in other languages, and tags without commas."""

import pytest

from stories.core.exchange import read_files
from stories.core.exchange.labels import target_of


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("Qué hice", "action"),
        ("Lo que he hecho", "action"),
        ("O que eu fiz", "action"),
        ("Was ich gemacht habe", "action"),
        ("Solución", "action"),
        ("Hindernisse", "task"),
        ("Obstáculo", "task"),
        ("Obstáculos", "task"),
        ("Meta", "task"),
        ("Qué pasó", "result"),
        ("O que aprendi", "learning"),
        ("Follow-up Qs", "follow_ups"),
        ("Potential follow-ups", "follow_ups"),
        ("Mögliche Nachfragen", "follow_ups"),
    ],
)
def test_name_is_known(name: str, target: str) -> None:
    assert target_of(name) == target


@pytest.mark.parametrize("tags", ['"#star #courage"', "'#courage #star'", '"#star, #courage"'])
def test_hashtags_in_one_line_are_several(tags: str) -> None:
    text = f"---\ntags: {tags}\n---\n## Situation\na\n## Action\nb\n"

    [story] = read_files([("a.md", text.encode())], {"netflix-2024/courage": "Courage"}).stories

    assert [tag.value for tag in story.record.tags] == ["netflix-2024/courage"]
    assert story.record.texts["notes"] == "Tags: star"
