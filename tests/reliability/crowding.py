"""Many people write at once, their own stories and shared ones: no update is lost, and nothing fails."""
# ruff: noqa: S311

import random
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise

from tests.reliability.browsers import Browser, Editor, Fields, KeptAside, LostError, RefusedError, editing
from tests.reliability.libraries import Library, Stored
from tests.reliability.reports import Report, Times
from tests.reliability.servers import serving
from tests.reliability.typists import Typist, faults_of, losses_of
from tests.reliability.writing import Written, write

OWN_STORIES = 3
WRITERS_A_SHARED_STORY = 8


@dataclass(frozen=True)
class Accepted:
    """A save that became a version of a shared story."""

    version: int
    base: int
    """The version that its writer was looking at."""
    session: uuid.UUID | None
    """The form that saved it; None for a choice between two versions."""
    written: Written


@dataclass
class Shared:
    """What the writers of a shared story were told. Each form only writes its own entry in `kept`."""

    story: uuid.UUID
    accepted: list[Accepted] = field(default_factory=list)
    kept: dict[uuid.UUID, Written] = field(default_factory=dict)
    """What is set aside, by edit session."""
    overwritten: int = 0
    """How often a form replaced what it had set aside before."""

    def losses(self, stored: Stored | None, aside: Mapping[uuid.UUID, Written]) -> list[str]:
        """Acknowledged texts that are gone, though nobody replaced them knowingly."""
        saves = sorted(self.accepted, key=lambda save: save.version)
        versions = [save.version for save in saves]
        if versions != list(range(1, len(saves) + 1)):
            return [f"{self.story}: two saves were told the same version: {versions}"]
        lost = [
            f"{self.story}: version {before.version} was overwritten by someone who had only read version {after.base}"
            for before, after in pairwise(saves)
            if after.base != before.version and after.session != before.session
        ]
        if stored is None or (stored.written, stored.version) != (saves[-1].written, saves[-1].version):
            lost.append(f"{self.story} doesn't contain what was saved last: {saves[-1].written.mark}")
        return lost + [
            f"{self.story} doesn't keep {written.mark} aside"
            for session, written in self.kept.items()
            if aside.get(session) != written
        ]


class Writer(Typist):
    """A typist who also writes shared stories, and deals with conflicts in one of three ways."""

    def share(self, stories: Iterable[Shared]) -> None:
        self.shared = list(stories)
        self._open: dict[uuid.UUID, Editor] = {}

    def work_until(self, stop: threading.Event) -> None:
        try:
            while not (stop.is_set() or self.faults):
                self.save_shared() if self.rng.random() < 0.3 else self.save_something()
        except (LostError, RefusedError) as error:
            self.faults.append(f"{self.name} got no acknowledgement: {error!r}")
        finally:
            self.browser.close()

    def save_shared(self) -> None:
        shared = self.rng.choice(self.shared)
        if shared.story not in self._open:
            self._open[shared.story] = Editor(self.browser, editing(shared.story))
        editor = self._open[shared.story]
        written, base = write(f"{self.name}s{self.next_number()}", editor.values, self.rng), editor.base
        with self.times.measured():
            outcome = editor.save(written, is_pressed=False)
        if isinstance(outcome, KeptAside):
            shared.overwritten += editor.session in shared.kept
            shared.kept[editor.session] = written
            self._deal_with(outcome, shared, editor)
        else:
            shared.accepted.append(Accepted(outcome.version, base, editor.session, written))

    def _deal_with(self, conflict: KeptAside, shared: Shared, editor: Editor) -> None:
        """Go on typing; or open the story again and write on from there; or choose the typed version."""
        way = self.rng.choice(("go on", "open again", "choose"))
        if way == "choose":
            self._choose(conflict, shared, editor.session)
        if way != "go on":
            del self._open[shared.story]

    def _choose(self, conflict: KeptAside, shared: Shared, session: uuid.UUID) -> None:
        form = Fields(self.browser.get(conflict.conflict).text, conflict.conflict).values
        mine = dict.fromkeys(form, "mine") | {name: form[name] for name in ("base", "csrfmiddlewaretoken")}
        answer = self.browser.post(conflict.conflict, mine)
        if answer.status != 302:
            raise RefusedError(answer)
        if answer.location == f"/stories/{shared.story}/":
            base = int(form["base"])
            shared.accepted.append(Accepted(base + 1, base, None, shared.kept.pop(session)))


def all_at_once(works: Iterable[Callable[[threading.Event], None]], stop: threading.Event, seconds: float) -> float:
    """Run each in a thread of its own, and set `stop` after `seconds`. Returns the seconds until the last one ended."""
    started = time.perf_counter()
    threads = [threading.Thread(target=work, args=(stop,)) for work in works]
    for thread in threads:
        thread.start()
    stop.wait(seconds)
    stop.set()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started


@dataclass
class Crowd:
    """Writers at one server, and what they share."""

    library: Library
    rng: random.Random
    times: Times = field(default_factory=Times)
    shared: list[Shared] = field(default_factory=list)
    writers: list[Writer] = field(default_factory=list)

    def begin(self, browser: Browser, port: int, count: int) -> None:
        """Create the shared stories, and give everyone a browser."""
        for number in range(max(1, count // WRITERS_A_SHARED_STORY)):
            editor = Editor(browser)
            written = write(f"shared{number}", editor.values, self.rng)
            editor.save(written, is_pressed=False)
            self.shared.append(Shared(editor.story, [Accepted(1, 0, editor.session, written)]))
        for number in range(count):
            writer = Writer(f"w{number}", random.Random(self.rng.random()), self.times, OWN_STORIES)
            writer.share(self.rng.sample(self.shared, k=min(2, len(self.shared))))
            writer.move_to(browser.another(port))
            self.writers.append(writer)

    def work(self, seconds: float) -> float:
        """Let everyone write at once; returns the seconds until the last one ended."""
        return all_at_once([writer.work_until for writer in self.writers], threading.Event(), seconds)

    def look(self) -> tuple[list[str], list[str]]:
        """What is lost, and what else is wrong."""
        stored, aside = self.library.stories(), defaultdict[uuid.UUID, dict[uuid.UUID, Written]](dict)
        for (story, session), written in self.library.kept_aside().items():
            aside[story][session] = written
        shared_ids = {shared.story for shared in self.shared}
        own = {story: content for story, content in stored.items() if story not in shared_ids}
        lost = [loss for shared in self.shared for loss in shared.losses(stored.get(shared.story), aside[shared.story])]
        idle = [f"{writer.name} saved nothing" for writer in self.writers if writer.is_idle]
        return lost + losses_of(self.writers, own), idle + faults_of(self.writers, own) + self.library.faults()

    @property
    def fates(self) -> dict[str, int]:
        return {
            "shared stories": len(self.shared),
            "versions of them": sum(len(shared.accepted) for shared in self.shared),
            "set aside": sum(len(shared.kept) for shared in self.shared),
            "set aside before by the same form": sum(shared.overwritten for shared in self.shared),
            "chosen": sum(save.session is None for shared in self.shared for save in shared.accepted),
        }


def crowd(library: Library, *, writers: int, seconds: float, seed: int) -> Report:
    """Let `writers` write for `seconds`, and compare what they were told with what is stored."""
    crowd_at_work = Crowd(library, random.Random(seed))
    with serving(library) as server:
        with closing(Browser.signed_in(server.port, server.link)) as browser:
            crowd_at_work.begin(browser, server.port, writers)
        took = crowd_at_work.work(seconds)
        lost, wrong = crowd_at_work.look()
        complaints = server.complaints
    saves = len(crowd_at_work.times.taken)
    errors = sum(len(writer.faults) for writer in crowd_at_work.writers) + len(complaints)
    figures = {"writers": writers, "acknowledged saves": saves, "lost": len(lost), "errors": errors}
    figures |= crowd_at_work.fates | {"seed": seed}
    speed = {"a second": f"{saves / took:.1f}"} | crowd_at_work.times.figures
    broken = [*dict.fromkeys(lost + wrong + complaints)]
    return Report(f"Writers, {library.kind}", {name: str(figure) for name, figure in figures.items()} | speed, broken)
