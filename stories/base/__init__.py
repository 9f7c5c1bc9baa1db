"""What every other room stands on: rendering, revisions, storage and sign-in."""
