"""The site as it runs, with one page more: the bare one that the others are compared with."""

from prepsite.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
