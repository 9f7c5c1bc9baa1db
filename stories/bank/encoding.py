"""Works out what the matching knows of questions: `uv run python -m stories.bank.encoding`.

For developers, after the labelled questions or the vocabulary have changed. It needs no database.
"""

import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stories.base.embedding import Unavailable, load_model
from stories.base.engine import BASIS
from stories.core.choices import Strength
from stories.core.meaning.basis import LabelledQuestion, work_out

FRAMEWORK = "netflix-2024"
"""The default framework, in whose values questions are labelled."""
SEEDS = Path(__file__).parent / "seeds"


def labelled_questions() -> list[LabelledQuestion]:
    """The bank's questions, then others that are only there to learn from."""
    bank = [
        LabelledQuestion(
            entry["text"], entry["topic"], _values(entry.get("probes", {}).get(FRAMEWORK, {})), is_of_bank=True
        )
        for entry in _read("questions")
    ]
    examples = [
        LabelledQuestion(entry["text"], entry.get("topic", ""), _values(entry)) for entry in _read("example_questions")
    ]
    return bank + examples


def wordings() -> dict[str, list[str]]:
    """The bank's questions by slug, each with its text and, where there are any, its paraphrases."""
    paraphrases = tomllib.loads((SEEDS / "paraphrases.toml").read_text(encoding="utf-8"))
    return {
        entry["slug"]: [entry["text"], *paraphrases.get(entry["slug"], {}).get("texts", ())]
        for entry in _read("questions")
    }


def signals_of_values() -> dict[str, list[str]]:
    """What shows each value of the default framework."""
    [framework] = [entry for entry in _read("frameworks", "framework") if entry["slug"] == FRAMEWORK]
    return {value["slug"]: value["signals"] for value in framework["value"]}


def _read(name: str, entries: str = "question") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((SEEDS / f"{name}.toml").read_text(encoding="utf-8"))[entries]
    return rows


def _values(entry: Mapping[str, Any]) -> dict[str, Strength]:
    supporting: dict[str, Strength] = dict.fromkeys(entry.get("secondary", ()), Strength.SUPPORTING)
    return supporting | dict.fromkeys(entry.get("primary", ()), Strength.PRIMARY)


def main() -> None:
    model = load_model()
    if isinstance(model, Unavailable):
        raise SystemExit(model.reason)
    BASIS.write_bytes(work_out(model.embed, labelled_questions(), wordings(), signals_of_values()).dump())
    sys.stdout.write(f"Wrote {BASIS}.\n")


if __name__ == "__main__":
    main()
