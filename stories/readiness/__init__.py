"""Where the likely questions stand, and what is worth doing today."""
