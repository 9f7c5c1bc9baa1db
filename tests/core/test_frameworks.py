"""An owner's own frameworks: what is read, and what is refused with its line and the reason."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.core.frameworks import (
    MOST_VALUES,
    FrameworkFacts,
    FrameworkFileError,
    ValueFacts,
    read_csv,
    read_lines,
    read_toml,
)

TOML = """
company = "Acme"
name = "Principles, 2026"
source = "https://acme.example/principles"

[[value]]
name = " Own it "
concept = "courage"
signals = ["asks nobody", "tells everybody"]

[[value]]
name = "Say it"
"""
OWN, SAY = ValueFacts("Own it", ("asks nobody", "tells everybody"), "courage"), ValueFacts("Say it")


def test_lines_hold_a_name_and_what_shows_it() -> None:
    framework = read_lines("Own it: asks nobody; tells everybody ;\n\n Say it\n")

    assert framework == FrameworkFacts(values=(ValueFacts("Own it", OWN.signals), SAY))


def test_toml_holds_all_of_it() -> None:
    assert read_toml(TOML) == FrameworkFacts(
        "Acme", "Principles, 2026", "https://acme.example/principles", values=(OWN, SAY)
    )


@pytest.mark.parametrize(
    "text",
    [
        "name,concept,signals\nOwn it,courage,asks nobody; tells everybody\n\nSay it,,\n",
        "\ufeffSignals,Value,Concept\nasks nobody;tells everybody,Own it,courage\n,Say it\n",
    ],
)
def test_csv_is_read_by_its_column_names(text: str) -> None:
    assert read_csv(text) == FrameworkFacts(values=(OWN, SAY))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "The framework has no values."),
        ("Own it\n: asks nobody", "Line 2: the value has no name."),
        ("Own it\n\nown  IT".replace("  ", " "), "Line 3: “own IT” appears twice."),
        ("x" * 81, "Line 1: the name has 81 characters; the limit is 80."),
        (f"Own it: {'y' * 2001}", "Line 1: the text about what shows it is longer than 2,000 characters."),
        ("\n".join(map(str, range(MOST_VALUES + 1))), "There are 101 values; the limit is 100."),
    ],
)
def test_bad_lines_are_named(text: str, reason: str) -> None:
    with pytest.raises(FrameworkFileError) as raised:
        read_lines(text)

    assert str(raised.value) == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "The file is empty."),
        ("title\nOwn it", "Line 1: one column must be called “name”; “signals” and “concept” are optional."),
        ('name\n"Own it', "Line 2: unexpected end of data."),
        ("name,signals\nOwn it,x\n ,y", "Line 3: the value has no name."),
    ],
)
def test_bad_csv_is_named(text: str, reason: str) -> None:
    with pytest.raises(FrameworkFileError) as raised:
        read_csv(text)

    assert str(raised.value) == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("company = ", "This isn't valid TOML: Invalid value (at end of document)."),
        ("company = 3\n[[value]]\nname = 'x'", "The file: company must be a string."),
        ("value = 'x'", "Each value must be a table that starts with [[value]]."),
        ("value = ['x']", "Each value must be a table that starts with [[value]]."),
        ("[[value]]\nname = 'x'\n[[value]]\nname = 3", "Value 2: name must be a string."),
        ("[[value]]\nname = 'x'\nsignals = 'y'", "Value 1: signals must be a list of strings."),
        ("[[value]]\nname = 'x'\nsignals = [1]", "Value 1: signals must be a list of strings."),
        ("company = 'Acme'", "The framework has no values."),
    ],
)
def test_bad_toml_is_named(text: str, reason: str) -> None:
    with pytest.raises(FrameworkFileError) as raised:
        read_toml(text)

    assert str(raised.value) == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"x = {'[' * 5_000}", "too many brackets"),
        (f"x = {'9' * 6_000}", "isn't valid TOML"),
        (f"{'.'.join('a' * 20_000)} = 1", "too many parts"),
        (" . ".join(['"a"'] * 20_000), "too many parts"),
        (f"x = {{{'.'.join('a' * 20_000)} = 1}}", "too many parts"),
        ('"' + "a" * 200_000, "isn't valid TOML"),
        ('company = "A\\u0000"\n[[value]]\nname = "Own it"', "company contains a character that can't be stored"),
        ('[[value]]\nname = "A\\u0000"', "Value 1: name contains a character that can't be stored"),
        ('[[value]]\nname = "A"\nsignals = ["b\\u0000"]', "Value 1: it contains a character that can't be stored"),
    ],
)
def test_hostile_toml_is_refused_at_once(text: str, reason: str) -> None:
    start = time.process_time()

    with pytest.raises(FrameworkFileError, match=reason):
        read_toml(text)

    assert time.process_time() - start < 2


def test_prose_with_many_full_stops_is_no_key() -> None:
    text = '[[value]]\nname = "Own it"\nsignals = ["One. Two. Three. Four. Five. Six. Seven. Eight of them."]'

    assert read_toml(text).values[0].signals[0].endswith("Eight of them.")


@pytest.mark.parametrize("read", [read_lines, read_csv, read_toml])
@given(text=st.text(max_size=200))
def test_any_text_is_read_or_refused(read: object, text: str) -> None:
    try:
        framework = read(text)  # type: ignore[operator]
    except FrameworkFileError as error:
        assert str(error).endswith(".")
    else:
        assert framework.values
