"""Interview loops, and the plan of which story is told where."""
