from django.contrib.auth.models import AbstractUser, UserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from stories.core.choices import Section
from stories.core.coverage import DEFAULT_TARGET
from stories.core.likelihood import Work
from stories.core.practice import DEFAULT_MINUTES
from stories.core.practice import MINUTES as PRACTICE_MINUTES
from stories.core.speaking import DEFAULT_LIMIT, DEFAULT_SHARES, DEFAULT_SHORTEST, DEFAULT_WORDS_PER_MINUTE, Pace
from stories.enums import WORKS

LOCAL_USERNAME = "me"
SHARES = {section: f"{section.value}_share" for section in DEFAULT_SHARES}
"""The names of the fields that hold the target shares."""


def _share(section: Section) -> "models.PositiveSmallIntegerField[int, int]":
    return models.PositiveSmallIntegerField(
        f"{section.capitalize()}, % of an answer's time",
        default=DEFAULT_SHARES[section],
        validators=[MinValueValidator(1), MaxValueValidator(97)],
    )


class OwnerManager(UserManager["Owner"]):
    def local(self) -> "Owner":
        """The only owner of a library on a laptop, without a password until one is set."""
        owner, created = self.get_or_create(username=LOCAL_USERNAME)
        if created:
            owner.set_unusable_password()
            owner.save(update_fields=["password"])
        return owner


class Owner(AbstractUser):
    """The person who signs in, owns the stories and has settings."""

    framework = models.ForeignKey(
        "stories.Framework", on_delete=models.SET_NULL, null=True, blank=True, related_name="chosen_by"
    )
    work = models.CharField(
        "kind of work",
        max_length=20,
        choices=WORKS,
        blank=True,
        help_text="Questions asked only of candidates for other kinds of work don't count as likely.",
    )
    coverage_target = models.PositiveSmallIntegerField(
        "target number of stories per value",
        default=DEFAULT_TARGET,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text=(
            "A value is covered when at least this many ready stories are tagged with it, one or more as primary."
        ),
    )
    words_per_minute = models.PositiveSmallIntegerField(
        default=DEFAULT_WORDS_PER_MINUTE,
        validators=[MinValueValidator(60), MaxValueValidator(300)],
        help_text="How fast you speak in an interview; 150 is usual.",
    )
    answer_limit = models.PositiveSmallIntegerField(
        "longest answer, in seconds",
        default=DEFAULT_LIMIT,
        validators=[MinValueValidator(30), MaxValueValidator(600)],
        help_text="In an interview loop, aim for no more than two minutes; a recruiter expects a shorter answer.",
    )
    answer_least = models.PositiveSmallIntegerField(
        "shortest answer, in seconds",
        default=DEFAULT_SHORTEST,
        validators=[MinValueValidator(10), MaxValueValidator(120)],
        help_text="An answer or a story that takes less time than this shows too little to count.",
    )
    situation_share = _share(Section.SITUATION)
    task_share = _share(Section.TASK)
    action_share = _share(Section.ACTION)
    result_share = _share(Section.RESULT)

    practice_minutes = models.PositiveSmallIntegerField(
        "minutes of practice a day",
        default=DEFAULT_MINUTES,
        choices=[(minutes, f"{minutes} minutes") for minutes in PRACTICE_MINUTES],
        help_text="No day's plan takes longer.",
    )
    names_story_first = models.BooleanField(
        "Ten seconds to name the story before the clock starts",
        default=True,
        help_text="Time to choose the story and its first line, as you would in the room.",
    )

    readings = models.JSONField(default=dict, editable=False)
    """How the columns and labels of earlier imports were read, for the next file of the same shape."""

    hears_what_fell = models.BooleanField(default=False, editable=False)
    """Whether they haven't read yet what counts no longer since stories and answers must be able to be told."""

    objects = OwnerManager()  # type: ignore[misc]  # narrower than AbstractUser's

    class Meta(AbstractUser.Meta):
        constraints = (
            models.CheckConstraint(
                condition=Q(result_share=100 - F("situation_share") - F("task_share") - F("action_share")),
                name="owner_shares_make_a_whole",
                violation_error_message="The four shares must add up to 100%.",
            ),
        )

    @property
    def kind_of_work(self) -> Work | None:
        """None as long as they haven't said."""
        return Work(self.work) if self.work else None

    @property
    def pace(self) -> Pace:
        """How fast the owner speaks, and how the time of an answer should be divided."""
        shares = {section: getattr(self, name) for section, name in SHARES.items()}
        return Pace(self.words_per_minute, self.answer_limit, self.answer_least, shares)
