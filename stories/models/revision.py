from django.db import models


class Revision(models.Model):
    """What state a library, or the bank, is in: another name after each transaction that wrote to it.

    Triggers of the database alone write it (`stories.base.revisions`), so that no way of writing can forget to.
    """

    library = models.BigIntegerField(primary_key=True)
    """The id of its owner, or 0 for the bank."""
    name = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name
