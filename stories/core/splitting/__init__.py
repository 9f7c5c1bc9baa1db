"""Notes without labels, split into the sections of a story: a proposal, sentence by sentence."""
