"""Answers: stories told for one question."""
