"""Stories told for one question."""
