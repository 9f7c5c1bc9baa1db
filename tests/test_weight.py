"""What the real server sends over the wire: little at first, less later, and nothing twice."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.test_library import SQLITE_ONLY, free_port, link_in, started
from tests.test_streaming import Visitor

pytestmark = [SQLITE_ONLY, pytest.mark.xdist_group("weight")]
FIRST_VISIT, LATER = 120_000, 25_000
"""The most bytes of HTML, CSS and JavaScript, compressed, that a visit may take."""
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"')
STORY = re.compile(r'href="(/stories/[0-9a-f-]{36}/)"')


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """A browser signed in to the demo."""
    port = free_port()
    with started(tmp_path_factory.mktemp("weight"), "--demo", port=port) as (_, lines):
        browser, link = Visitor(port), urlsplit(link_in(lines))
        browser.read(f"{link.path}?{link.query}")
        yield browser
        browser.connection.close()


def page(visitor: Visitor, path: str) -> tuple[str, int]:
    """A page, and its bytes on the wire."""
    response = visitor.open(path, accept="gzip, deflate, br")
    body = response.read()
    assert (response.status, response.headers["Content-Encoding"]) == (200, "gzip")
    return gzip.decompress(body).decode(), len(body)


@pytest.fixture
def paths(visitor: Visitor) -> dict[str, str]:
    story = STORY.search(page(visitor, "/stories/")[0])
    assert story
    return {
        "home": "/",
        "stories": "/stories/",
        "story": story[1],
        "edit": f"{story[1]}edit/",
        "coverage": "/coverage/",
        "coverage by questions": "/coverage/?view=questions",
        "questions": "/questions/",
        "answers": "/answers/sheet/",
        "loops": "/loops/",
    }


def test_first_visit_is_light_and_later_ones_lighter(visitor: Visitor, paths: dict[str, str]) -> None:
    sizes: dict[str, int] = {}
    later, first = {}, {}
    for name, path in paths.items():
        html, later[name] = page(visitor, path)
        assets = set(ASSET.findall(html))
        for asset in assets - set(sizes):
            sizes[asset] = len(visitor.open(asset, accept="br").read())
        first[name] = later[name] + sum(sizes[asset] for asset in assets)

    assert {name: size for name, size in first.items() if size > FIRST_VISIT} == {}
    assert {name: size for name, size in later.items() if size > LATER} == {}


def test_static_files_are_compressed_and_never_asked_for_again(visitor: Visitor) -> None:
    assets = ASSET.findall(page(visitor, "/")[0])
    assert len(assets) >= 4

    for asset in assets:
        response = visitor.open(asset, accept="gzip, deflate, br")
        response.read()
        assert response.headers["Content-Encoding"] == "br"
        assert response.headers["Cache-Control"] == "max-age=315360000, public, immutable"
        assert re.search(r"\.[0-9a-f]{12}\.(css|js)$", asset)


def test_changed_file_is_collected_by_the_next_start(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, port=port, PREPSITE_STATIC_ROOT=str(tmp_path / "static")):
        pass
    manifest = tmp_path / "static" / "staticfiles.json"
    collected = manifest.read_text()
    manifest.write_text(collected.replace(re.findall(r"prepsite\.([0-9a-f]{12})\.css", collected)[0], "0" * 12))

    with started(tmp_path, port=port, PREPSITE_STATIC_ROOT=str(tmp_path / "static")):
        assert manifest.read_text() == collected


def unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def test_collecting_that_was_cut_off_is_made_good_by_the_next_start(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, port=port, PREPSITE_STATIC_ROOT=str(tmp_path / "static")):
        pass
    static = tmp_path / "static"
    files = [path for path in static.rglob("*.*") if path.is_file()]
    whole = {path: unpacked(path) for path in files if path.suffix != ".json"}
    (static / "complete").unlink()
    for path in files:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    with started(tmp_path, port=port, PREPSITE_STATIC_ROOT=str(tmp_path / "static")):
        assert {path: unpacked(path) for path in files if path.suffix != ".json"} == whole
