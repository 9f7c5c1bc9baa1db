"""What counts as ready is worked out: the mark is its owner's, and the words of an answer are kept with it."""

from typing import Any

import django.core.validators
from django.db import migrations, models


def say_what_fell(apps: Any, _schema_editor: Any) -> None:
    """To everybody who has a story."""
    owners = apps.get_model("stories", "Owner").objects.filter(stories__isnull=False)
    apps.get_model("stories", "Owner").objects.filter(pk__in=owners.values("pk")).update(hears_what_fell=True)


class Migration(migrations.Migration):
    dependencies = (("stories", "0015_imports"),)

    operations = (
        migrations.AddField("owner", "hears_what_fell", models.BooleanField(default=False, editable=False)),
        migrations.RunPython(say_what_fell, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="story", name="story_ready_only_when_written"),
        migrations.AddField("story", "faults", models.TextField(blank=True, default="", editable=False)),
        migrations.AddField("answer", "words", models.PositiveIntegerField(default=0, editable=False)),
        migrations.AddField("answer", "was_seen", models.BooleanField(default=True, editable=False)),
        migrations.AddField(
            "owner",
            "answer_least",
            models.PositiveSmallIntegerField(
                default=45,
                help_text="An answer or a story that takes less time than this shows too little to count.",
                validators=[
                    django.core.validators.MinValueValidator(10),
                    django.core.validators.MaxValueValidator(120),
                ],
                verbose_name="shortest answer, in seconds",
            ),
        ),
    )
