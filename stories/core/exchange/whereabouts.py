"""Where, as what and when it was, in one line: “Acme | Engineer | 2022”."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from stories.core.exchange.labels import target_of
from stories.core.exchange.lines import mark_in
from stories.core.search import fold

_LONGEST = 150
"""Characters."""
_LONGEST_PART = 7
"""Words."""
_BARS = re.compile(r"\s*[|·•;／]\s*")
_DASHES = re.compile(r"\s+[-–—]+\s+")
_COMMAS = re.compile(r"\s*,\s+")
_TIME_IN_BRACKETS = re.compile(r"\s+\(([^()]{4,40})\)\Z")
_AT = re.compile(r"\s+(?:at|@|bei|chez)\s+")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_TIMES = (
    "jan, feb, mar, apr, may, jun, jul, aug, sep, sept, oct, nov, dec, january, february, march, april, june, july, "
    "august, september, october, november, december, januar, februar, marz, mai, juni, juli, oktober, dezember, "
    "janvier, fevrier, mars, avril, juin, juillet, aout, septembre, octobre, novembre, decembre, enero, febrero, "
    "marzo, abril, mayo, junio, julio, agosto, septiembre, octubre, noviembre, diciembre, janeiro, fevereiro, marco, "
    "maio, junho, julho, setembro, outubro, novembro, dezembro, spring, summer, autumn, fall, winter, fruhling, "
    "sommer, herbst, early, mid, late, since, from, to, until, present, now, today, current, heute, seit, bis, q1, "
    "q2, q3, q4, h1, h2"
)
_WEEKDAYS = (
    "monday, tuesday, wednesday, thursday, friday, saturday, sunday, montag, dienstag, mittwoch, donnerstag, freitag, "
    "samstag, sonntag, lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche, lunes, martes, miercoles, jueves, "
    "viernes, sabado, domingo"
)
"""A day of the week belongs to the date of a note, not to that of what it tells."""
_TERMS = (
    "full time, part time, contract, freelance, self employed, internship, apprenticeship, seasonal, remote, hybrid, "
    "on site, vollzeit, teilzeit, temps plein, temps partiel, jornada completa, tempo integral"
)
"""How somebody is employed, beside where."""
_ROLES = (
    "engineer, engineering, developer, manager, analyst, designer, director, lead, leader, head, consultant, "
    "architect, scientist, researcher, officer, intern, internship, trainee, assistant, associate, coordinator, "
    "specialist, administrator, technician, teacher, tutor, lecturer, nurse, doctor, clerk, founder, cofounder, "
    "owner, president, vp, ceo, cto, cfo, coo, pm, po, sre, swe, tpm, em, ic, volunteer, student, writer, editor, "
    "producer, recruiter, accountant, salesperson, supervisor, operator, programmer, tester, qa, entwickler, "
    "entwicklerin, leiter, leiterin, berater, beraterin, ingenieur, ingenieurin, ingeniero, ingeniera, engenheiro, "
    "engenheira, chef, cheffe"
)
_OF_SENTENCES = (
    "i, we, it, he, she, they, you, was, were, is, are, had, has, have, did, that, this, my, our, when, because, "
    "told, asked"
)


def whereabouts(line: str) -> dict[str, str]:
    """By field, what a line below a title says; empty if it says something else.

    There must be a date, or a bar and a role.
    """
    bare = line.strip("*_> \t")
    return named_whereabouts(bare) or (_unlabelled(bare) if bare and len(bare) <= _LONGEST else {})


def named_whereabouts(line: str) -> dict[str, str]:
    """By field, what a line with a name says; empty if it is of one field only, or of something else.

    “Company: Acme | Role: Engineer”, “Company | Role: Acme | Engineer” or “Company: Acme | Engineer | 2022”.
    """
    if len(line) > _LONGEST:
        return {}
    marks = [mark_in(part) for part in _BARS.split(line)]
    pairs = [(mark.target, mark.rest.strip("*_ ")) for mark in marks if mark and mark.rest]
    if len(pairs) == len(marks) > 1:
        details = dict(pairs)
        return details if len(details) == len(pairs) and details.keys() <= _FIELDS else {}
    name, _, rest = line.partition(":")
    names, parts = _split(name.strip("*_ ")), _split(rest.strip("*_ "))
    targets = [target_of(part) for part in names]
    if set(targets) == {"organisation", "role"}:
        return _workplace(targets, rest.strip("*_ "), parts)
    if len(set(targets)) == len(parts) > 1 and set(targets) <= _FIELDS:
        return dict(zip(targets, parts, strict=True))
    return _unlabelled(rest.strip("*_ ")) if "organisation" in targets and set(targets) <= _FIELDS else {}


def _workplace(targets: Sequence[str], text: str, parts: Sequence[str]) -> dict[str, str]:
    """The organisation and the role, in either order; after a comma may stand a place."""
    if len(both := _AT.split(text)) == 2 and _is_role(both[0]):
        return {"organisation": both[1], "role": both[0]}
    roles = [part for part in parts if _is_role(part)]
    if len(parts) == 2 and len(roles) == 1:
        return {"organisation": next(part for part in parts if part not in roles), "role": roles[0]}
    is_listed = bool(_COMMAS.search(text)) and not (_BARS.search(text) or _DASHES.search(text))
    return dict(zip(targets, parts, strict=True)) if len(parts) == len(targets) and not is_listed else _unlabelled(text)


_FIELDS = frozenset({"organisation", "role", "when"})


def _split(text: str) -> list[str]:
    sign = next((sign for sign in (_BARS, _DASHES, _COMMAS, re.compile(r"\s*/\s*")) if sign.search(text)), None)
    return [part for part in sign.split(text) if part] if sign else [text] if text else []


def _unlabelled(line: str) -> dict[str, str]:
    is_barred = bool(_BARS.search(line))
    if is_date_of_a_note(line):
        return {}
    parts = [*_parts(line)]
    if is_barred and (terms := [part for part in parts if " ".join(_tokens(part)) in _TERMS.split(", ")]):
        workplace = [part for part in parts if part not in terms]
        return {"organisation": workplace[0]} if len(workplace) == 1 and _may_be_part(workplace[0]) else {}
    times, others = _told_apart(parts)
    if len(times) > 1 or line.endswith((".", "!", "?", ":")):
        return {}
    if not others:
        return dict(zip(["when"], times, strict=False))
    if not all(map(_may_be_part, others)) or not (times or (is_barred and any(map(_is_role, others)))):
        return {}
    named = _named(others, is_listed=is_barred or not _COMMAS.search(line))
    return named | ({"when": times[0]} if times else {}) if named else {}


def _parts(line: str) -> Iterator[str]:
    """Its parts; what stands in brackets at its end is one if it is a time."""
    bracket = _TIME_IN_BRACKETS.search(line)
    if bracket and is_time(bracket[1]):
        yield from _split(line[: bracket.start()])
        yield bracket[1]
    else:
        yield from _split(line)


def _told_apart(parts: Sequence[str]) -> tuple[list[str], list[str]]:
    """Times, in which the sign between the parts may stand as well, and the other parts."""
    times: list[str] = []
    others: list[str] = []
    for are_times, group in groupby(parts, key=is_time):
        listed = list(group)
        if not are_times:
            others += listed
        elif any(_YEAR.match(token) for part in listed for token in _tokens(part)):
            times.append(" – ".join(listed))
        else:
            others += listed
    return times, others


def _tokens(part: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(part))


def is_time(part: str) -> bool:
    tokens, known = _tokens(part), _TIMES.split(", ")
    return bool(tokens) and all(token in known or (token.isdecimal() and len(token) <= 4) for token in tokens)


def is_date_of_a_note(line: str) -> bool:
    """Whether it is a day with its weekday, “Monday, 12 May 2025”."""
    tokens = _tokens(line) if len(line) <= _LONGEST else []
    others = [token for token in tokens if token not in _WEEKDAYS.split(", ")]
    return len(others) < len(tokens) and is_time(" ".join(others))


def _is_role(part: str) -> bool:
    return not set(_tokens(part)).isdisjoint(_ROLES.split(", "))


def _may_be_part(part: str) -> bool:
    tokens = _tokens(part)
    return (
        0 < len(tokens) <= _LONGEST_PART
        and part[0].isalnum()
        and ":" not in part
        and set(tokens).isdisjoint(_OF_SENTENCES.split(", "))
    )


def _named(parts: Sequence[str], *, is_listed: bool) -> dict[str, str]:
    """The organisation comes first, unless that is the role; what is only listed after a comma may be a place."""
    roles = [part for part in parts if _is_role(part)]
    if len(parts) == 1 and len(both := _AT.split(parts[0])) == 2:
        return {"organisation": both[1], "role": both[0]}
    if len(roles) == 1:
        others = [part for part in parts if part not in roles]
        return ({"organisation": ", ".join(others)} if others else {}) | {"role": roles[0]}
    if len(parts) == 1:
        return {"organisation": parts[0]}
    if len(parts) == 2 and (is_listed or roles):
        return {"organisation": parts[0], "role": parts[1]}
    return {} if roles else {"organisation": ", ".join(parts)}
