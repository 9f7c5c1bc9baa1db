import pytest

from stories.views.wording import now_empty


@pytest.mark.parametrize(
    ("sections", "sentence"),
    [
        (["Task"], "Task is now empty"),
        (["Situation", "Task"], "Situation and Task are now empty"),
        (["Situation", "Task", "Result"], "Situation, Task and Result are now empty"),
    ],
)
def test_empty_sections_make_one_sentence(sections: list[str], sentence: str) -> None:
    assert now_empty(sections) == sentence
