from django.contrib.auth.models import AbstractUser, UserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from stories.core.coverage import DEFAULT_TARGET
from stories.core.speaking import DEFAULT_WORDS_PER_MINUTE

LOCAL_USERNAME = "me"


class OwnerManager(UserManager["Owner"]):
    def local(self) -> "Owner":
        """The one candidate of a library on a laptop; has no password until one is set."""
        owner, created = self.get_or_create(username=LOCAL_USERNAME)
        if created:
            owner.set_unusable_password()
            owner.save(update_fields=["password"])
        return owner


class Owner(AbstractUser):
    """A candidate: the one who signs in, owns the stories and has settings."""

    framework = models.ForeignKey("stories.Framework", on_delete=models.SET_NULL, null=True, blank=True)
    coverage_target = models.PositiveSmallIntegerField(
        "stories aimed for per value",
        default=DEFAULT_TARGET,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text="A value counts as covered when this many ready stories show it.",
    )
    words_per_minute = models.PositiveSmallIntegerField(
        default=DEFAULT_WORDS_PER_MINUTE,
        validators=[MinValueValidator(60), MaxValueValidator(300)],
        help_text="How fast you speak in an interview. 150 is usual.",
    )

    objects = OwnerManager()  # type: ignore[misc]  # narrower than AbstractUser's
