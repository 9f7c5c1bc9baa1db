"""The disk fills up while stories are saved: refusals say so, acknowledged saves stay, and room helps."""
# ruff: noqa: S311

import random
import resource
import shutil
import subprocess
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.reliability.browsers import Answer, Browser, Fields, RefusedError
from tests.reliability.libraries import Library, new_library
from tests.reliability.reports import Report, Times
from tests.reliability.servers import Server, serving
from tests.reliability.typists import Life, Typist, faults_of, losses_of
from tests.reliability.writing import Written

ROOM = 200_000
"""Bytes left when the disk begins to fill up: enough for a few saves."""
MOST_SAVES = 500
NOT_FULL = f"The disk was not full after {MOST_SAVES} saves."
TRIES = 3
PAGES = ("/", "/stories/", "/questions/", "/coverage/", "/review/", "/data/library.json")
OWN_MOUNTS = ("unshare", "--user", "--map-root-user", "--mount")
MOUNT = 'mount -t tmpfs -o size="$1" tmpfs "$2" && shift 2 && exec "$@"'


class Disk(ABC):
    """A way to leave a server without room."""

    name: str
    wrapper: Sequence[str] = ()
    """The command that starts the server."""
    server: Server

    def __init__(self, library: Library) -> None:
        self.library = library

    @abstractmethod
    def fill(self) -> None: ...

    @abstractmethod
    def make_room(self) -> None: ...

    @contextmanager
    def seen(self) -> Iterator[Library]:
        """The library as this process can read it."""
        yield self.library


class FileLimit(Disk):
    """The system lets none of the server's files grow (RLIMIT_FSIZE), which SQLite reports as an I/O error."""

    name = "files can't grow"

    def fill(self) -> None:
        self._limit(max(file.stat().st_size for file in self.library.folder.glob("library.sqlite3*")) + ROOM)

    def make_room(self) -> None:
        self._limit(resource.RLIM_INFINITY)

    def _limit(self, size: int) -> None:
        resource.prlimit(self.server.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


class SmallDisk(Disk):
    """A 32 MB disk in memory that only the server sees, with ballast that leaves hardly any room (ENOSPC)."""

    name = "small disk"

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self.wrapper = [*OWN_MOUNTS, "sh", "-c", MOUNT, "sh", "32m", str(library.folder)]

    @staticmethod
    def is_possible() -> bool:
        """Whether the system lets this user mount a disk for one of its processes."""
        with tempfile.TemporaryDirectory() as folder:
            command = [*OWN_MOUNTS, "sh", "-c", MOUNT, "sh", "1m", folder, "true"]
            return (
                bool(shutil.which("unshare"))
                and not subprocess.run(command, capture_output=True, check=False).returncode
            )

    @property
    def _folder(self) -> Path:
        return Path(f"/proc/{self.server.pid}/root{self.library.folder}")

    def fill(self) -> None:
        (self._folder / "ballast").write_bytes(bytes(shutil.disk_usage(self._folder).free - ROOM))

    def make_room(self) -> None:
        (self._folder / "ballast").unlink()

    @contextmanager
    def seen(self) -> Iterator[Library]:
        """A copy, because SQLite can't open files through /proc. Nobody writes meanwhile."""
        with tempfile.TemporaryDirectory() as folder:
            for name in ("library.sqlite3", "library.sqlite3-wal"):
                shutil.copy(self._folder / name, folder)
            yield Library(Path(folder))


@dataclass
class Filling:
    """Someone who goes on writing on a disk that fills up."""

    disk: Disk
    typist: Typist
    browser: Browser
    refused: list[Answer] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def run(self) -> int:
        """How many acknowledged saves were lost."""
        self.typist.move_to(self.browser)
        for _ in range(TRIES):
            self.typist.save_new()
        self.disk.fill()
        self.save_until_refused()
        page, kept = self.go_on_in_vain()
        lost = self.look()
        self.disk.make_room()
        self.save_again(page, kept)
        return lost + self.look()

    def save_until_refused(self) -> None:
        for _ in range(MOST_SAVES):
            try:
                self.typist.save_something()
            except RefusedError as error:
                self.refused.append(error.answer)
                return
        raise AssertionError(NOT_FULL)

    def go_on_in_vain(self) -> tuple[Answer, Written]:
        """Every way to save is refused and stores nothing, and all pages can be read. Returns the last refusal."""
        for life in self.typist.lives[:TRIES]:
            for is_pressed in (False, True):
                answer, kept = self._save_until_in_vain(life, is_pressed=is_pressed)
        self.read_everything()
        for life in self.typist.lives:
            life.sent = None
        return answer, kept

    def _save_until_in_vain(self, life: Life, *, is_pressed: bool) -> tuple[Answer, Written]:
        """The refusing answer, and what it refused. A short text may still fit where a long one didn't."""
        for _ in range(MOST_SAVES):
            written = self.typist.write_for(life)
            try:
                life.editor.save(written, is_pressed=is_pressed)
            except RefusedError as error:
                self.refused.append(error.answer)
                answer = error.answer
                self.broken += _faults_of_page(answer, life, written) if is_pressed else _faults_of_sentence(answer)
                return answer, written
            life.acknowledged = written
        raise AssertionError(NOT_FULL)

    def save_again(self, page: Answer, kept: Written) -> None:
        """With room again, the page that refused saves what it kept, and the other stories go on."""
        last = self.typist.lives[TRIES - 1]
        answer = self.browser.post(last.editor.path, Fields(page.text, last.editor.path).values)
        if answer.status != 302:
            self.broken.append(f"with room again, the page that refused doesn't save: {answer.status}")
        last.acknowledged = kept
        for life in self.typist.lives:
            if life is not last:
                self.typist.save(life)

    def read_everything(self) -> None:
        pages = [*PAGES, *(f"/stories/{life.story}/" for life in self.typist.lives if life.acknowledged)]
        for page in pages:
            try:
                self.browser.get(page)
            except RefusedError as error:
                self.broken.append(f"{page} can't be read: {error}")

    def look(self) -> int:
        """How many acknowledged saves are lost."""
        with self.disk.seen() as library:
            stored, faults = library.stories(), library.faults()
        self.broken += faults_of([self.typist], stored) + faults
        return len(losses_of([self.typist], stored))


def _faults_of_page(answer: Answer, life: Life, written: Written) -> list[str]:
    sent = life.editor.filled(written)
    expected = {
        "status 507": answer.status == 507,
        "the disk": "The disk that holds the library" in answer.text,
        "what was not saved": "What you just sent is not saved" in answer.text,
        "what to do": "Free some space" in answer.text,
        "every field that was sent": Fields(answer.text, life.editor.path).values == sent,
    }
    return [f"the page lacks {name}: {answer.status}" for name, is_there in expected.items() if not is_there]


def _faults_of_sentence(answer: Answer) -> list[str]:
    is_plain = answer.headers["content-type"].startswith("text/plain")
    names_disk = is_plain and answer.status == 507 and "The disk that holds the library" in answer.text
    return (
        [] if names_disk else [f"the answer while typing doesn't mention the disk: {answer.status} {answer.text[:200]}"]
    )


def fill_up(kind: type[Disk], *, seed: int) -> Report:
    """Save until the disk is full, get refused, go on reading, make room, and save again."""
    with new_library() as library:
        disk = kind(library)
        with serving(library, wrapper=disk.wrapper) as disk.server:
            return _fill(disk, Typist("w", random.Random(seed), Times()), seed)


def _fill(disk: Disk, typist: Typist, seed: int) -> Report:
    with closing(Browser.signed_in(disk.server.port, disk.server.link)) as browser:
        filling = Filling(disk, typist, browser)
        lost = filling.run()
    saves = len(typist.times.taken)
    figures = {"acknowledged saves": saves, "refused": len(filling.refused), "lost": lost, "seed": seed}
    broken = filling.broken + disk.server.complaints
    return Report(f"Disk full, {disk.name}", {name: str(figure) for name, figure in figures.items()}, broken)
