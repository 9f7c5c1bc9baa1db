"""What texts mean, as vectors: a sentence-embedding model that runs on this machine (docs/decisions.md).

This package imports nothing, so that only those who need the model wait for numpy.
"""
