"""What stories mean, for the commands that put them in order: there may be no server that works it out."""

import sys
from time import monotonic

from stories.base.embedding import Unavailable
from stories.base.engine import load_engine
from stories.base.storage import if_possible
from stories.core.grammar import count_of
from stories.core.progress import paced
from stories.models import Owner


def learn_meanings(owner: Owner) -> None:
    """Work out what isn't known yet, or only of an older text; the library may be read-only. Tells standard error."""
    # Imported here because `help` loads every command and shouldn't wait for numpy.
    from stories.library.vectors import make_vectors, outdated

    unknown = outdated(owner).count()
    if not unknown or isinstance(engine := load_engine(), Unavailable):
        return
    stories = count_of(unknown, "story", "stories")
    sys.stderr.write(f"Working out the meaning of {stories}; each takes about a tenth of a second.\n")
    with if_possible():
        make_vectors(engine, paced(_tell, monotonic), owner)


def _tell(done: int, total: int) -> None:
    sys.stderr.write(f"The meaning of {done:,} of {total:,} stories is known.\n")
