"""Stories: writing them, their versions, conflicts, findings and the bin."""
