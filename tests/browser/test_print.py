"""What is printed: how many A4 pages it takes, and that nothing is cut off at the edge."""

import re

import pytest
from playwright.sync_api import Page

from stories.bank.demo import fill
from stories.models import Owner

A4 = {"width": 718, "height": 1047}  # less Chromium's margins, in CSS pixels
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.browser_context_args(viewport=A4)
def test_matrices_a_story_and_what_is_said_print_whole_on_few_pages(page: Page, alice: Owner) -> None:
    fill(alice)
    story = alice.stories.get(title="Asked a director to hold the ranking launch")
    answer = story.answers.all()[0]
    pages, too_wide = {}, {}
    for name, path in {
        "values": "/coverage/",
        "questions": "/coverage/?view=questions&topic=conflict",
        "topics": "/coverage/?view=topics",
        "story": story.get_absolute_url(),
        "say it": f"/answers/{answer.pk}/",
        "headline": f"/answers/{answer.pk}/?length=headline",
    }.items():
        page.goto(path)
        page.emulate_media(media="print")
        too_wide[name] = page.evaluate(TOO_WIDE)
        pages[name] = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
        page.emulate_media(media="screen")

    assert too_wide == dict.fromkeys(too_wide, 0)
    assert pages == {"values": 1, "questions": 1, "topics": 1, "story": 2, "say it": 2, "headline": 1}
