"""What reading the files of an import may cost. Readers pay as they go: a few bytes can be packed to hold a lot."""

from dataclasses import dataclass
from typing import Literal

from stories.core.exchange.problems import FormatError

MOST_STORIES = 5_000
MOST_CHARACTERS = 20_000_000

Amount = Literal["steps", "characters", "unpacked", "stories", "tables", "documents"]
_SPENT: dict[Amount, str] = {
    "steps": "There is too much in it to be read at once, perhaps many empty cells; import it in parts.",
    "characters": f"With this, the files hold more than {MOST_CHARACTERS:,} characters; import them in parts.",
    "unpacked": "Unpacked, it is too large to be read at once; import it in parts.",
    "stories": f"With this, the files hold more than {MOST_STORIES:,} stories; import them in parts.",
    "tables": "There are too many tables to be read at once; import them in parts.",
    "documents": "There are too many libraries to be read at once; import them in parts.",
}


@dataclass
class Budget:
    """For all files of one import together; each amount is what is left of it."""

    steps: int = 1_000_000
    """A cell, a row, a tag or a text in XML, a value: whatever takes a few microseconds."""
    characters: int = MOST_CHARACTERS
    """Of text that is kept; a byte counts as one."""
    unpacked: int = 50_000_000
    """Bytes that are read once and not kept."""
    stories: int = MOST_STORIES
    """Those in tables are counted when their rows are read: which are stories is up to their owner."""
    tables: int = 50
    documents: int = 10
    seconds: float = 6
    """For programs that only time can limit."""

    def take(self, amount: Amount, count: int = 1) -> None:
        """Raises FormatError if there is not so much left."""
        left = getattr(self, amount) - count
        setattr(self, amount, left)
        if left < 0:
            raise FormatError(_SPENT[amount])
