"""Someone who writes stories, save after save, and remembers what was acknowledged."""

import random
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.reliability.browsers import NEW, Browser, Editor, KeptAside, LostError, RefusedError, editing
from tests.reliability.libraries import Stored
from tests.reliability.reports import Times
from tests.reliability.writing import Written, write


@dataclass
class Life:
    """A story that only one typist writes: what was last acknowledged, and what was sent since without an answer."""

    editor: Editor
    acknowledged: Written | None = None
    sent: Written | None = None
    needs_opening: bool = False
    """Its editor was left by pressing Save."""

    @property
    def story(self) -> uuid.UUID:
        return self.editor.story

    def fault(self, stored: Stored | None) -> str | None:
        """What is wrong with what is stored: it must be the last acknowledged save, or the one sent after it."""
        known = [self.acknowledged, self.sent] if self.sent else [self.acknowledged]
        if (stored.written if stored else None) not in known:
            actual = stored.written.mark if stored else "nothing"
            expected = " or ".join(written.mark if written else "nothing" for written in known)
            return f"story {self.story} contains {actual}, not all of {expected}"
        if stored and not stored.is_whole:
            return f"story {self.story} contains {stored.written.mark}, but its search text doesn't"
        return None


class Typist:
    """Saves new stories and edits its own, by the button and while typing."""

    def __init__(self, name: str, rng: random.Random, times: Times, stories: int = 1_000) -> None:
        self.name, self.rng, self.times, self.stories = name, rng, times, stories
        self.lives: list[Life] = []
        self.faults: list[str] = []
        self._saves = 0

    def move_to(self, browser: Browser) -> None:
        """Go on in a browser that reaches the server now running; open forms stay as they are."""
        self.browser = browser
        for life in self.lives:
            life.editor.browser = browser

    def type_until_lost(self) -> None:
        """For a thread: save until the server is gone. Any answer that doesn't acknowledge a save is a fault."""
        try:
            for life in self.lives:
                if life.sent:  # No answer came: the same form sends it again.
                    self.save(life)
            while not self.faults:
                self.save_something()
        except LostError:
            pass
        except RefusedError as refused:
            self.faults.append(f"{self.name} was refused: {refused}")
            self.times.end()
        finally:
            self.browser.close()

    def save_something(self) -> None:
        """Raises LostError and RefusedError, like everything here that saves."""
        if not self.lives or (len(self.lives) < self.stories and self.rng.random() < 0.2):
            self.save_new()
        else:
            self.save(self.rng.choice(self.lives))

    def save_new(self) -> None:
        self.lives.append(Life(Editor(self.browser, NEW)))
        self.save(self.lives[-1])

    def save(self, life: Life) -> None:
        """Save a new text, or the one whose answer never came."""
        if life.needs_opening:
            life.editor, life.needs_opening = Editor(self.browser, editing(life.story)), False
        life.sent = life.sent or self.write_for(life)
        is_pressed = self.rng.random() < 0.3
        with self.times.measured():
            outcome = life.editor.save(life.sent, is_pressed=is_pressed)
        if isinstance(outcome, KeptAside):
            self.faults.append(f"{self.name} got a conflict on a story that nobody else writes")
        life.acknowledged, life.sent, life.needs_opening = life.sent, None, is_pressed

    def write_for(self, life: Life) -> Written:
        return write(f"{self.name}n{self.next_number()}", life.editor.values, self.rng)

    @property
    def is_idle(self) -> bool:
        """Whether nothing has been written yet, in own stories or in shared ones."""
        return self._saves == 0

    def next_number(self) -> int:
        self._saves += 1
        return self._saves


def losses_of(typists: Iterable[Typist], stored: Mapping[uuid.UUID, Stored]) -> list[str]:
    """Where the database differs from what the typists were told."""
    lives = [life for typist in typists for life in typist.lives]
    return [fault for life in lives if (fault := life.fault(stored.get(life.story)))]


def faults_of(typists: Iterable[Typist], stored: Mapping[uuid.UUID, Stored]) -> list[str]:
    """What the typists saw go wrong, what is lost, and stories from nowhere."""
    noticed = [fault for typist in typists for fault in typist.faults]
    unknown = stored.keys() - {life.story for typist in typists for life in typist.lives}
    strays = [f"story {story} was written by nobody" for story in sorted(unknown)]
    return noticed + losses_of(typists, stored) + strays
