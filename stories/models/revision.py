from django.db import models


class Revision(models.Model):
    """The state that a library, its vectors or the bank are in: a new name after each transaction that wrote to it.

    Only database triggers write it (`stories.base.revisions`), so no write can forget to.
    """

    library = models.BigIntegerField(primary_key=True)
    """The id of its owner, or 0 for the bank; negative for the vectors of the owner's stories."""
    name = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name
