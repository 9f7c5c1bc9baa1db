"""Names of exported files, without the numbers that Notion puts in them."""

import io
from zipfile import ZipFile

import pytest

from stories.core.exchange import read_files
from stories.core.exchange.markup import without_ids

ID = "2a2e3d4c5b6a798081726354a5b6c7d8"
STORY = "## Situation\n{}\n## Action\nb\n## Result\nc\n"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (f"Kept the old API alive {ID}.md", "Kept the old API alive.md"),
        (f"Stories {ID}_all.csv", "Stories_all.csv"),
        (f"Stories {ID}/One {ID}.md", "Stories/One.md"),
        ("Export-2a2e3d4c-5b6a-7980-8172-6354a5b6c7d8.zip", "Export.zip"),
        (f"{ID}.md", f"{ID}.md"),
        ("Story 1234.md", "Story 1234.md"),
    ],
)
def test_number_is_no_part_of_a_name(name: str, shown: str) -> None:
    assert without_ids(name) == shown


def test_pages_of_the_same_name_are_told_apart() -> None:
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr(f"One {ID}.md", STORY.format("x"))
        archive.writestr(f"One {ID[::-1]}.md", STORY.format("y"))

    found = read_files([(f"Export {ID}.zip", packed.getvalue())], {})

    assert sorted((story.origin, story.record.texts["situation"]) for story in found.stories) == [
        ("Export.zip, One (2).md", "y"),
        ("Export.zip, One.md", "x"),
    ]
