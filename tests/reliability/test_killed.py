"""SIGKILL at any moment loses nothing that was acknowledged (docs/reliability.md)."""

from tests.reliability.killing import kill_while_saving, kill_while_setting_up
from tests.reliability.libraries import Library

KILLS = 4
SETUP_KILLS = 1


def test_acknowledged_saves_survive_a_killed_server(library: Library, seed: int) -> None:
    report = kill_while_saving(library, kills=KILLS, seed=seed)

    print(report)  # noqa: T201
    assert report.broken == []
    assert report.figures["kills"] == str(KILLS)
    assert int(report.figures["acknowledged saves"]) >= KILLS
    assert int(report.figures["kills within a save"]) > 0


def test_start_after_a_killed_one_sets_the_library_up(server_url: str, seed: int) -> None:
    report = kill_while_setting_up(server_url, kills=SETUP_KILLS, seed=seed)

    print(report)  # noqa: T201
    assert report.broken == []
    assert report.figures["kills"] == str(SETUP_KILLS)
