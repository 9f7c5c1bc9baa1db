"""What every other package builds on: rendering, revisions, storage and sign-in."""
