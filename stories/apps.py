from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate


class StoriesConfig(AppConfig):
    name = "stories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from stories.base.checks import check_model
        from stories.base.revisions import watch_tables  # It has models, which are known only now.

        checks.register(check_model)
        post_migrate.connect(watch_tables, sender=self)
