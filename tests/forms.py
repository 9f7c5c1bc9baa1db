"""The forms and links of a page, read from its HTML: every one, without knowing what it is for."""

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import takewhile
from urllib.parse import urldefrag, urljoin

TOKEN = "csrfmiddlewaretoken"
FILLED = {"date": "2026-01-02", "number": "3", "url": "https://example.org/", "password": "a long enough one"}
"""What is typed into a blank field, by its type."""


@dataclass
class PageForm:
    """`fields` are its names and values as a browser sends them, filled in where they were blank."""

    method: str
    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    typed: set[str] = field(default_factory=set)
    """The fields whose text a person types and can read."""
    flow: list[tuple[str, str]] = field(default_factory=list)
    """What follows what: pairs of a field's name and "", and of "" and a text."""

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        return self.method, self.action, tuple(self.names)

    @property
    def names(self) -> list[str]:
        return sorted({*self.fields, *(name for name, _ in self.buttons)} - {TOKEN, ""})

    @property
    def shown(self) -> set[str]:
        """The fields that a person sees."""
        return {name for name, _ in self.flow if name}

    def filled(self) -> dict[str, list[str]]:
        """With the first button pressed."""
        pressed = {name: [value] for name, value in self.buttons[:1]}
        return {name: values for name, values in (self.fields | pressed).items() if name in self.names}

    def beside(self, name: str) -> str:
        """The text next to a field: from the field before it to the field after it."""
        places = [number for number, (named, _) in enumerate(self.flow) if named == name]
        if not places:
            return ""
        before, after = reversed(self.flow[: places[0]]), self.flow[places[-1] + 1 :]
        texts = [*reversed([*takewhile(_is_text, before)]), *takewhile(_is_text, after)]
        return " ".join(" ".join(text for _, text in texts).split())


def _is_text(part: tuple[str, str]) -> bool:
    return not part[0]


class Page(HTMLParser):
    """`address` is the page's own, to which forms and links without one lead."""

    def __init__(self, html: str, address: str) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.links: list[str] = []
        self._address = address
        self._form = PageForm("dialog", "")
        self._target = self._form
        self._named: dict[str, PageForm] = {}
        self._area = self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in has:
            self.links.append(urljoin(self._address, has["href"]))
        elif tag == "form" and has.get("method") != "dialog":
            self._form = PageForm(has.get("method", "get").lower(), self._leads_to(has.get("action", "")))
            self._target = self._form
            self._named[has.get("id", "")] = self._form
            self.forms.append(self._form)
        elif tag == "option" and self._select:
            self._option(has)
        elif "name" in has:
            self._field(tag, has, self._named.get(has.get("form", ""), self._form))

    def _field(self, tag: str, has: dict[str, str], form: PageForm) -> None:
        self._target = form
        name, kind = has["name"], has.get("type", "text")
        if tag in ("input", "textarea", "select") and kind != "hidden":
            form.flow.append((name, ""))
        leads_to = self._leads_to(has["formaction"]) if "formaction" in has else form.action
        if tag == "button" and leads_to != form.action:
            self.forms.append(replace(form, action=leads_to, buttons=[(name, has["value"])]))
        elif tag == "button":
            form.buttons.append((name, has.get("value", "")))
        elif tag == "textarea":
            self._area = name
            form.typed.add(name)
            form.fields[name] = [""]
        elif tag == "select":
            self._select = name
            form.fields[name] = []
        elif kind == "file":
            form.files.append(name)
        elif kind in ("checkbox", "radio"):
            form.fields.setdefault(name, []).extend([has.get("value", "on")] if "checked" in has else [])
        elif tag == "input":
            value = has.get("value") or ("" if kind == "hidden" else FILLED.get(kind, "filled"))
            form.fields.setdefault(name, []).append(value)
            form.typed |= {name} - {name if kind in ("hidden", "password") else ""}

    def _option(self, has: dict[str, str]) -> None:
        chosen = self._target.fields[self._select]
        if "selected" in has or chosen in ([], [""]):
            self._target.fields[self._select] = [has.get("value", "")]

    def _leads_to(self, action: str) -> str:
        return urldefrag(urljoin(self._address, action)).url

    def handle_data(self, data: str) -> None:
        if self._area:
            self._target.fields[self._area][0] += data
        else:
            self._target.flow.append(("", data))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            text = self._target.fields[self._area][0].removeprefix("\n")
            self._target.fields[self._area] = [text or "filled"]
            self._area = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._form = PageForm("dialog", "")
