"""The examples of the guide are what the review asks for."""

import pytest

from stories.bank.guide import guides
from stories.core.choices import Section
from stories.core.likelihood import Work
from stories.core.review import StoryText, review


@pytest.mark.parametrize("work", Work)
def test_example_of_each_kind_of_work_has_no_finding_and_can_be_told_in_time(work: Work) -> None:
    sections = {section: guide.example for section, guide in guides(work).items()}
    headline = "What I did, and what came of it, in one line."

    assert review(StoryText(title="An example", headline=headline, sections=sections, tags=())) == ()


def test_examples_differ() -> None:
    assert len({guides(work)[Section.ACTION].example for work in Work}) == len(Work)
    assert guides(None) == guides(Work.OTHER)
