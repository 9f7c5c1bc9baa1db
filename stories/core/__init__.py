"""The thinking, in plain Python: facts in, answers out. No Django, no clock, no I/O."""
