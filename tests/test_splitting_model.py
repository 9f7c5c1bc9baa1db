"""The weights that come with Prepsite, and what they make of texts that they were not learned from."""

import numpy as np

from stories.base.splitting_model import WEIGHTS, load_splitter
from stories.core.choices import Section
from stories.core.splitting.learning import LabelledSentences, digest
from stories.core.splitting.splitter import SplitWeights
from tests.benchmarks.splitting import LIBRARIES, labelled

HOW = "Run `uv run python -m tests.benchmarks.splitting --write` and commit stories/base/splitting.npz."


def test_weights_are_in_step_with_the_labelled_stories() -> None:
    nothing = np.zeros((0, 384), np.float32)
    stories = [
        LabelledSentences(said, sections, nothing) for path in LIBRARIES.values() for said, sections in labelled(path)
    ]

    assert str(SplitWeights.load(WEIGHTS.read_bytes()).source) == digest(stories), HOW


def test_notes_are_split_as_a_person_would() -> None:
    said = {
        Section.SITUATION: [
            "Our nightly export had failed three times in one week.",
            "The customer was about to leave.",
        ],
        Section.TASK: ["My job was to find out why before Monday."],
        Section.ACTION: [
            "I read the logs with the colleague who had written the job.",
            "Then I built a small copy of the database and ran the export against it.",
            "I told the customer each evening what we knew.",
        ],
        Section.RESULT: ["Failures fell from three a week to none.", "The customer renewed for two years."],
        Section.LEARNING: ["I learned to ask the person who wrote the code first."],
    }

    split = load_splitter().split([sentence for sentences in said.values() for sentence in sentences])

    assert split == [section for section, sentences in said.items() for _ in sentences]
