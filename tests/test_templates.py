"""What every template file keeps to."""

from pathlib import Path

TEMPLATES = Path(__file__).parent.parent / "templates"
LONGEST_LINE = 150


def test_no_template_line_is_too_long() -> None:
    too_long = [
        f"{path.relative_to(TEMPLATES.parent)}:{number}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST_LINE
    ]

    assert too_long == []
