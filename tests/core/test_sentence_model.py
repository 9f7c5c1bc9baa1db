"""Vectors are those of onnxruntime, whatever else is embedded at the same time and on however many threads."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.base.embedding import load_model
from stories.core.meaning.sentence_model import DIMENSIONS, PIECES_AT_ONCE, SentenceModel

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parent / "golden" / "embeddings.json").read_text())
TEXTS: list[str] = GOLDEN["texts"]
ROUNDED_TO = 5e-6
"""The golden vectors have five decimals."""
NOISE = 1e-6
"""Of float32: sums of 1,536 terms in another order differ by about 2e-7."""
anything = settings(max_examples=20, deadline=None)  # The first example imports scipy.


@pytest.fixture(scope="module")
def model() -> SentenceModel:
    model = load_model()
    assert isinstance(model, SentenceModel)
    return model


def test_vectors_are_those_of_onnxruntime(model: SentenceModel) -> None:
    vectors = model.embed(TEXTS)

    assert vectors.shape == (len(TEXTS), DIMENSIONS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, GOLDEN["vectors"], rtol=0, atol=ROUNDED_TO + NOISE)


def test_what_means_the_same_is_closer_than_what_shares_words(model: SentenceModel) -> None:
    asked, alike, other = model.embed(
        [
            "Tell me about a risk that didn't pay off.",
            "The gamble cost us a quarter, and I owned it.",
            "Tell me about a mentor who paid off.",
        ]
    )

    assert asked @ alike > asked @ other + 0.05


def test_nothing_gives_no_vectors(model: SentenceModel) -> None:
    assert model.embed([]).shape == (0, DIMENSIONS)


def test_a_text_means_the_same_in_any_company(model: SentenceModel) -> None:
    texts = [f"Story {number} about {text}" for number in range(12) for text in TEXTS[:4]] + TEXTS[-1:]
    assert len(texts) * 12 > PIECES_AT_ONCE  # Several portions, then.

    together = model.embed(texts)

    np.testing.assert_allclose(together, np.concatenate([model.embed([text]) for text in texts]), rtol=0, atol=NOISE)


def test_the_end_of_a_very_long_text_counts_for_nothing(model: SentenceModel) -> None:
    start = "We rolled it back before anyone noticed. " * 60

    np.testing.assert_array_equal(model.embed([start + "A" * 10**6]), model.embed([start + "Then we went home."]))


@anything
@given(texts=st.lists(st.text(st.characters(exclude_categories=())), max_size=3))
def test_any_text_has_a_vector_of_length_one(texts: list[str]) -> None:
    model = load_model()
    assert isinstance(model, SentenceModel)

    lengths = np.linalg.norm(model.embed(texts), axis=1)

    np.testing.assert_allclose(lengths, np.ones(len(texts)), rtol=0, atol=NOISE)


def test_threads_do_not_spoil_each_others_vectors(model: SentenceModel) -> None:
    expected = model.embed(TEXTS)

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: model.embed(TEXTS), range(12)))

    for result in results:
        np.testing.assert_allclose(result, expected, rtol=0, atol=NOISE)
