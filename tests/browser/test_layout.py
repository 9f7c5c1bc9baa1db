"""What is hard to lay out, on every page and at every width: long, unbroken, right-to-left and CJK text."""

import pytest
from django.db.models import Model
from playwright.sync_api import Page

from stories.core.choices import Section
from stories.models import Owner
from tests.browser import test_accessibility

UNBROKEN = "Donaudampfschifffahrtsgesellschaftskapitän" * 3
HEBREW = "עצרתי את ההשקה שעה לפני שיצאה לאוויר"
ARABIC = "أوقفت الإطلاق قبل ساعة من صدوره لأن الأرقام كانت خاطئة"
JAPANESE = "監督に公開の延期を求め、記録の誤りを示してから、九日後に会員を一人も失わずに公開した話"
CHINESE = "我在发布前一小时叫停了自己负责的上线，并向主管说明指标提升来自日志错误"
LONG = "Rolled back the ranking launch in the week before the quarterly review although everybody had already agreed"
HARD = (UNBROKEN, HEBREW, JAPANESE, LONG, ARABIC, CHINESE)
SENTENCE = "I asked the director, and then I measured it again. "
WORDS = 3000
WIDTHS = (390, 768, 1280, 1920)
WITHOUT_OWN_TEXT = {
    "data",
    "import",
    "rule",
    "culture",
    "concept",
    "new framework",
    "new loop",
    "empty the bin",
    "not found",
}

TROUBLE = """() => {
  const root = document.documentElement;
  const name = (node) => `${node.tagName.toLowerCase()}.${node.className} “${node.textContent.trim().slice(0, 30)}”`;
  const shown = (node) => node.checkVisibility() && !node.matches(".visually-hidden, .visually-hidden *");
  const isBox = (node) => getComputedStyle(node).display !== "inline";
  const boxes = [...document.querySelectorAll(
    "h1, h2, h3, .btn, .flag, .notice, .empty, .cards > li, .rows > li, .story-rows > li, .question-rows > li, " +
    ".planned, .sheet-entry, .version, .tag-row, .tabs, .site-nav, .filters, fieldset, legend, td, tbody th"
  )].filter(shown).filter(isBox);
  const scrolls = (box) => getComputedStyle(box).overflowX === "auto";
  const cut = boxes.filter((box) => box.scrollWidth > box.clientWidth + 1 && !scrolls(box));
  const overlapping = [];
  for (const row of document.querySelectorAll(
    ".page-head, .section-head, .story-row-head, .buttons, .tabs, .site-nav, .filters, .rows > li, .question-rows > li"
  )) {
    const parts = [...row.children].filter(shown).filter(isBox).map((node) => [node, node.getBoundingClientRect()]);
    for (const [index, [node, box]] of parts.entries()) {
      const next = parts[index + 1];
      if (!next || !box.width || !next[1].width) continue;
      const wide = Math.min(box.right, next[1].right) - Math.max(box.left, next[1].left);
      const high = Math.min(box.bottom, next[1].bottom) - Math.max(box.top, next[1].top);
      if (wide > 1 && high > 1) overlapping.push(`${name(node)} over ${name(next[0])}`);
    }
  }
  return [
    ...(root.scrollWidth > root.clientWidth ? [`scrolls by ${root.scrollWidth - root.clientWidth} px`] : []),
    ...cut.map((box) => `cut: ${name(box)}`),
    ...overlapping,
  ];
}"""
MOVING = """() => [...document.querySelectorAll("*")].filter((node) => {
  const style = getComputedStyle(node);
  return style.transitionDuration !== "0s" || style.animationName !== "none";
}).length"""

# The pages of a library with something on each of them.
library = test_accessibility.library


@pytest.fixture
def pages(library: dict[str, str], alice: Owner) -> dict[str, str]:
    harden(alice)
    shown = {name: path for name, path in library.items() if name not in WITHOUT_OWN_TEXT}
    return shown | {f"{text[:6]}…": alice.stories.get(title=text[:150]).get_absolute_url() for text in HARD[:2]}


def harden(owner: Owner) -> None:
    """Put difficult text wherever the owner writes; the first story gets 3,000 words."""
    for number, story in enumerate(owner.stories.order_by("created", "pk")):
        text = HARD[number % len(HARD)] if number < len(HARD) else f"{HARD[number % len(HARD)]} {number}"
        for section in Section:
            setattr(story, section, f"{text}. {getattr(story, section)}\n\n- {text}\n\n`{UNBROKEN}`")
        story.action += SENTENCE * (0 if number else WORDS // len(SENTENCE.split()))
        write(story, title=text, headline=f"{text} {text}", organisation=text, role=text, when=text)
        story.tags.update(evidence=f"{text} {text}")
        story.answers.update(opening=f"{text} {text}", closing=text, beats=f"{text}\n{UNBROKEN}")
    for loop in owner.loops.all():
        write(loop, name=UNBROKEN, company=HEBREW)
    for number, part in enumerate(owner.rounds.all()):
        write(part, name=HARD[number % len(HARD)])
    for question in owner.questions.all():
        write(question, text=f"{UNBROKEN}? {HEBREW} {JAPANESE}", source=UNBROKEN)
    for value in owner.values.all():
        write(value, name=UNBROKEN, signals=f"{HEBREW}\n{UNBROKEN}")


def write(thing: Model, **texts: str) -> None:
    """Save texts that are as long as their fields allow."""
    for name, text in texts.items():
        setattr(thing, name, text[: getattr(thing._meta.get_field(name), "max_length", None)])
    thing.save()


def trouble(page: Page) -> dict[int, list[str]]:
    """What doesn't fit, by window width."""
    by_width = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        by_width[width] = page.evaluate(TROUBLE)
    return {width: lines for width, lines in by_width.items() if lines}


def direction(page: Page, path: str, selector: str) -> str:
    """The direction of the first element that holds the Hebrew title."""
    page.goto(path)
    return str(page.locator(selector, has_text=HEBREW).first.evaluate("node => getComputedStyle(node).direction"))


def test_hard_text_fits_on_every_page_at_every_width(page: Page, pages: dict[str, str]) -> None:
    by_page = {}
    for name, path in pages.items():
        page.goto(path)
        by_page[name] = trouble(page)

    assert {name: lines for name, lines in by_page.items() if lines} == {}


def test_right_to_left_title_runs_that_way_wherever_it_is(page: Page, pages: dict[str, str], alice: Owner) -> None:
    story = alice.stories.get(title=HEBREW).get_absolute_url()
    places = {
        story: "h1, .headline, .prose",
        f"{story}edit/": "h1 bdi",
        "/stories/": "h2 a, .headline",
        "/coverage/": ".matrix tbody th a",
    }

    directions = {path: direction(page, path, selector) for path, selector in places.items()}

    assert directions == dict.fromkeys(places, "rtl")


def test_nothing_moves_when_reduced_motion_is_asked_for(page: Page, alice: Owner) -> None:
    page.goto("/stories/new/")
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(MOVING) > 0

    page.emulate_media(reduced_motion="reduce")

    assert page.evaluate(MOVING) == 0
