"""SIGKILL at any moment loses nothing that was acknowledged (docs/reliability.md)."""

from tests.reliability.killing import kill_while_saving, kill_while_setting_up
from tests.reliability.libraries import Library

KILLS = 4
KILLS_OF_A_SET_UP = 1


def test_acknowledged_saves_survive_a_killed_server(library: Library, seed: int) -> None:
    report = kill_while_saving(library, kills=KILLS, seed=seed)

    print(report)  # noqa: T201
    assert report.broken == []
    assert report.figures["kills"] == str(KILLS)
    assert int(report.figures["acknowledged saves"]) >= KILLS
    assert int(report.figures["kills within a save"]) > 0


def test_start_that_was_killed_is_made_good_by_the_next(server_url: str, seed: int) -> None:
    report = kill_while_setting_up(server_url, kills=KILLS_OF_A_SET_UP, seed=seed)

    print(report)  # noqa: T201
    assert report.broken == []
    assert report.figures["kills"] == str(KILLS_OF_A_SET_UP)
