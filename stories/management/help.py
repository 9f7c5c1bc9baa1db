"""`manage.py help`: Prepsite's own commands, each with what it does."""

from django.core.management import ManagementUtility, get_commands, load_command_class


class CommandLine(ManagementUtility):
    """Django's command line; its help lists Prepsite's commands instead of every app's."""

    def main_help_text(self, commands_only: bool = False) -> str:  # noqa: FBT001, FBT002 - Django's own signature
        if commands_only:
            return super().main_help_text(commands_only)
        ours = sorted(name for name, app in get_commands().items() if app == "stories")
        return "\n".join(
            [
                f"Usage: {self.prog_name} COMMAND [OPTIONS]. `{self.prog_name} help COMMAND` tells more.",
                "",
                *(f"  {name:<16}{load_command_class('stories', name).help}" for name in ours),
                "",
                f"`{self.prog_name} help --commands` lists Django's own commands, too.",
            ]
        )
