"""Telling answers by the clock: what is told when, and what came of it."""
