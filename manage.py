#!/usr/bin/env python
"""Prepsite's command line. `--demo` before or after any command works on the demo library.

Any Python runs it: `prepsite.environment` sees to the packages.
"""

import os
import sys

from prepsite import environment

# Commands that set the library up themselves or have nothing to do with one.
WITHOUT_LIBRARY = {"backup", "check", "collectstatic", "diffsettings", "help", "restore", "start", "version"}
# Commands for changing the schema: they find a folder, but not a library that is set up by the schema at hand.
ON_THE_SCHEMA = {"makemigrations", "migrate", "showmigrations", "sqlmigrate"}


STOPPED = 130
"""The exit code that a shell gives for Ctrl-C."""


def main(arguments: list[str]) -> int:
    try:
        if arguments[1:2] == ["test"]:
            return environment.run_tests(arguments[2:])
        if not environment.has_packages():
            return environment.run_command(arguments[1:])
        return run(arguments)
    except environment.UvError as error:
        return refuse(str(error))
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:  # Whoever read the output has seen enough, as `head` does.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def run(arguments: list[str]) -> int:
    """The exit code: 0 fine, 2 refused. Commands that end otherwise exit themselves."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prepsite.settings")
    if "--demo" in arguments:
        os.environ["PREPSITE_DEMO"] = "1"
        arguments = [argument for argument in arguments if argument != "--demo"]

    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import get_commands
    from django.db import DatabaseError

    try:
        django.setup()
        from prepsite import library
        from stories.base.storage import problem_in
        from stories.management.help import CommandLine

        words = arguments[1:]
        if words and not words[0].startswith("-") and words[0] not in {"help", "version", *get_commands()}:
            return refuse(f"There is no command {words[0]!r}; `manage.py help` lists them.")
        try:
            if needs_library(words):
                library.prepare_folder() if words[0] in ON_THE_SCHEMA else library.set_up()
            CommandLine(arguments).execute()
        except library.LibraryError as error:
            return refuse(str(error))
        except DatabaseError as error:
            if (problem := problem_in(error)) is None:
                raise
            return refuse(f"{problem} Nothing of this command was saved.")
    except ImproperlyConfigured as error:
        return refuse(str(error))
    return 0


def needs_library(words: list[str]) -> bool:
    wants_help = {"-h", "--help", "--version"} & set(words)
    return bool(words) and words[0] not in WITHOUT_LIBRARY and not wants_help


def refuse(sentence: str) -> int:
    print(f"Prepsite: {sentence}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv))
