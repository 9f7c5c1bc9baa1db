"""The server is killed while stories are saved, and while it sets up a library."""
# ruff: noqa: S311

import random
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field

from tests.reliability.browsers import Browser, Editor, editing
from tests.reliability.libraries import Library, Stored, new_library
from tests.reliability.reports import Report, Times
from tests.reliability.servers import NotStartedError, Server, serving
from tests.reliability.typists import Typist, faults_of, losses_of

TYPISTS = 4
SAVES_WITHIN = 120
"""Seconds to wait for saves, even on a busy machine."""
LOOKED_AT = 20
"""How many stories are read in the browser at the end."""


@dataclass
class Killing:
    """Typists at a server that is killed again and again."""

    library: Library
    rng: random.Random
    times: Times = field(default_factory=Times)
    typists: list[Typist] = field(default_factory=list)
    cookies: Mapping[str, str] = field(default_factory=dict)
    fates: Counter[str] = field(default_factory=Counter)

    def kill_once(self) -> None:
        """Start, let the typists save, and send SIGKILL at a random moment within a few saves."""
        with serving(self.library) as server:
            self.cookies = self.cookies or _sign_in(server)
            enough = len(self.times.taken) + self.rng.randint(1, 2 * TYPISTS)
            threads = [self._at_work(typist, server) for typist in self.typists]
            self.times.wait_for(enough, SAVES_WITHIN)
            threading.Event().wait(self.rng.uniform(0, 2 * self.times.at(0.5)))
            server.kill()
            for thread in threads:
                thread.join()

    def _at_work(self, typist: Typist, server: Server) -> threading.Thread:
        typist.move_to(Browser(server.port, self.cookies))
        thread = threading.Thread(target=typist.type_until_lost)
        thread.start()
        return thread

    def look(self) -> tuple[int, list[str]]:
        """The number of lost saves, and everything that is wrong."""
        stored = self.library.stories()
        unanswered = [life for typist in self.typists for life in typist.lives if life.sent]
        self.fates["kills within a save"] += bool(unanswered)
        self.fates["unanswered saves"] += len(unanswered)
        self.fates["of them stored"] += sum(_holds(stored, life.story, life.sent) for life in unanswered)
        return len(losses_of(self.typists, stored)), faults_of(self.typists, stored) + self.library.faults()

    def look_through_the_browser(self) -> list[str]:
        """The server starts once more and shows what the database holds."""
        stored = sorted(self.library.stories().items())
        with serving(self.library) as server, closing(Browser(server.port, self.cookies)) as browser:
            shown = [
                (story, Editor(browser, editing(story)).fields, expected.written)
                for story, expected in self.rng.sample(stored, min(LOOKED_AT, len(stored)))
            ]
            wrong = [story for story, fields, written in shown if fields | dict(written.texts) != fields]
            return [f"story {story} isn't shown as it is stored" for story in wrong] + server.complaints


def _sign_in(server: Server) -> Mapping[str, str]:
    with closing(Browser.signed_in(server.port, server.link)) as browser:
        return browser.cookies


def _holds(stored: Mapping[uuid.UUID, Stored], story: uuid.UUID, written: object) -> bool:
    return story in stored and stored[story].written == written


def kill_while_saving(library: Library, *, kills: int, seed: int) -> Report:
    """Kill the server, and check the database after every kill; stops at the first broken promise."""
    killing = Killing(library, random.Random(seed))
    killing.typists = [Typist(f"w{n}", random.Random(f"{seed}/{n}"), killing.times) for n in range(TYPISTS)]
    lost, broken, count = 0, list[str](), 0
    while count < kills and not broken:
        killing.kill_once()
        count += 1
        lost, broken = killing.look()
    broken = broken or killing.look_through_the_browser()
    figures = {
        "kills": count,
        "acknowledged saves": len(killing.times.taken),
        "lost": lost,
        **killing.fates,
        "seed": seed,
    }
    return Report(
        f"Killed while saving, {library.kind}", {name: str(figure) for name, figure in figures.items()}, broken
    )


def kill_while_setting_up(server_url: str, *, kills: int, seed: int) -> Report:
    """A first start is killed while it writes; the next must set up the library as if nothing had happened."""
    rng = random.Random(seed)
    with new_library(server_url) as library, serving(library, until=_has_begun(library)) as server:
        begun = server.age
        server.wait()
        writing, whole = server.age - begun, library.shape()
    moments, broken = Counter[str](), list[str]()
    for _ in range(kills):
        with new_library(server_url) as library:
            moments[_kill_a_start(library, rng.uniform(0, writing))] += 1
            broken += _start_again(library, whole)
    figures = {"kills": kills, **moments, "next starts that failed": len(broken), "seed": seed}
    return Report(
        f"Killed while setting up, {library.kind}", {name: str(figure) for name, figure in figures.items()}, broken
    )


def _has_begun(library: Library) -> Callable[[], bool]:
    return lambda: library.is_begun


def _kill_a_start(library: Library, after: float) -> str:
    """Kill `after` seconds from the beginning of the database; says whether the start was finished by then."""
    with serving(library, until=_has_begun(library)) as server:
        threading.Event().wait(after)
        server.kill()
        return "after setup was finished" if server.serves else "before setup was finished"


def _start_again(library: Library, whole: Iterable[object]) -> list[str]:
    try:
        with serving(library) as server, closing(Browser.signed_in(server.port, server.link)) as browser:
            typist = Typist("first", random.Random(0), Times())
            typist.move_to(browser)
            typist.save_something()
            faults = faults_of([typist], library.stories()) + library.faults() + server.complaints
    except NotStartedError as error:
        return [f"the next start failed: {error}"]
    return faults + _differences(library.shape(), whole)


def _differences(shape: Iterable[object], whole: Iterable[object]) -> list[str]:
    """What a library that was set up in two goes has more and less than one set up at once."""
    had, wanted = Counter(map(str, shape)), Counter(map(str, whole))
    return [f"too much: {row}" for row in had - wanted] + [f"missing: {row}" for row in wanted - had]
