"""Libraries out to files and back in."""
