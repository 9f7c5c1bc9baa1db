"""Where, as what and when it was, in one line."""

import pytest

from stories.core.exchange import read_labelled
from stories.core.exchange.whereabouts import named_whereabouts, whereabouts

ALL = ("Acme", "Engineer", "2022")
STORY = "S: Late.\nR: Nine.\n"


def found(said: dict[str, str]) -> tuple[str, ...]:
    assert set(said) <= {"organisation", "role", "when"}
    return tuple(said.get(name, "") for name in ("organisation", "role", "when"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Acme | Engineer | 2022", ALL),
        ("Acme · Engineer · 2022", ALL),
        ("Acme – Engineer – 2022", ALL),
        ("Acme - Engineer - 2022", ALL),
        ("Acme, Engineer, 2022", ALL),
        ("*Acme, Engineer, 2022*", ALL),
        ("2022 | Acme | Engineer", ALL),
        ("Engineer, Acme, 2022", ALL),
        ("Engineer at Acme, 2022", ALL),
        ("Engineer at Acme (2022)", ALL),
        ("Acme | Engineer", ("Acme", "Engineer", "")),
        ("Acme, 2022", ("Acme", "", "2022")),
        ("Acme (2022)", ("Acme", "", "2022")),
        ("Engineer, 2022", ("", "Engineer", "2022")),
        ("Acme | Marketing | Q3 2022", ("Acme", "Marketing", "Q3 2022")),
        ("Acme, Berlin, 2022", ("Acme, Berlin", "", "2022")),
        ("Acme | Berlin | Engineer | 2022", ("Acme, Berlin", "Engineer", "2022")),
        ("Chief of Staff | Director | 2022", ("Chief of Staff", "Director", "2022")),
        ("Acme – Engineer – Jan 2019 – Mar 2021", ("Acme", "Engineer", "Jan 2019 – Mar 2021")),
        ("Acme | Engineer | 2019 – present", ("Acme", "Engineer", "2019 – present")),
        ("Acme, Ingenieurin, März 2022", ("Acme", "Ingenieurin", "März 2022")),
        ("Lead engineer | Platform manager | 2022", ("Lead engineer", "Platform manager", "2022")),
        ("2022", ("", "", "2022")),
    ],
)
def test_line_below_a_title_is_told_apart(line: str, said: tuple[str, ...]) -> None:
    assert found(whereabouts(line)) == said


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Acme",
        "Acme · Berlin",
        "|||",
        ", , ,",
        "Company:",
        "Three of us, 5",
        "It was in Berlin, 2022",
        "We lost, 2021",
        "Told at Acme, 2022.",
        "Budget: 3, 2022",
        "Acme | 2019 | Engineer | 2022",
        "Engineer, Manager, Director, 2022",
        "a " * 80 + ", 2022",
        "one two three four five six seven eight, 2022",
    ],
)
def test_other_line_is_not(line: str) -> None:
    assert whereabouts(line) == {}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Company: Acme | Role: Engineer | Year: 2022", ALL),
        ("**Company:** Acme | **Role:** Engineer | **Year:** 2022", ALL),
        ("Company | Role | Year: Acme | Engineer | 2022", ALL),
        ("Company, Role, Year: Acme, Engineer, 2022", ALL),
        ("Company / Role: Acme / Engineer", ("Acme", "Engineer", "")),
        ("Company: Acme | Engineer | 2022", ALL),
        ("Company | Role: Acme | Engineer | 2022", ALL),
        ("Role: Engineer · Year: 2022", ("", "Engineer", "2022")),
        ("Company: Acme, Inc.", ("", "", "")),
        ("Company: Acme", ("", "", "")),
        ("Company: |", ("", "", "")),
        ("Company |", ("", "", "")),
        ("When: March 2, 2022", ("", "", "")),
        ("Company: Acme | Mood: good", ("", "", "")),
        ("Company: Acme | Company: Other", ("", "", "")),
        (f"Company: {'a' * 150}, 2022", ("", "", "")),
    ],
)
def test_line_with_names_is_told_apart(line: str, said: tuple[str, ...]) -> None:
    assert found(named_whereabouts(line)) == said


@pytest.mark.parametrize(
    "text",
    [
        f"# Rollback\nAcme | Engineer | 2022\n\n{STORY}",
        f"# Rollback\nAcme, Engineer, 2022\nTold twice.\n\n{STORY}",
        f"# Rollback\nCompany: Acme | Engineer | 2022\n\n{STORY}",
        f"Rollback\nAcme, Engineer, 2022\n\n{STORY}",
        f"Rollback\n\nAcme, Engineer, 2022\n\n{STORY}",
        f"Title: Rollback\nCompany | Role | Year: Acme | Engineer | 2022\n\n{STORY}",
        f"# Rollback\n**Company | Role | Year:** Acme | Engineer | 2022\n\n{STORY}",
        f"Title: Rollback\nAcme, Engineer, 2022\n{STORY}",
        f"# Rollback\nCompany: Acme\nAcme, Engineer, 2022\n{STORY}",
        f"# Rollback\n{STORY}\nCompany: Acme | Engineer | 2022\n",
    ],
)
def test_details_of_a_story_are_read_from_one_line(text: str) -> None:
    [story] = read_labelled(text).stories

    assert (story.texts["title"], *(story.texts[name] for name in ("organisation", "role", "when"))) == (
        "Rollback",
        *ALL,
    )
    assert story.texts["notes"] in ("", "Told twice.")


def test_line_with_a_date_is_a_title_where_there_is_none() -> None:
    [story] = read_labelled(f"Acme, 2022\n\n{STORY}").stories

    assert (story.texts["title"], "organisation" in story.texts) == ("Acme, 2022", False)
