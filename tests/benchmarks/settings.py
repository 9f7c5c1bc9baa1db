"""The real settings, with one more page: the bare one with which the others are compared."""

from prepsite.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
