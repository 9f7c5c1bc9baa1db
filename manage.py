#!/usr/bin/env python
"""Prepsite's command line. `--demo` before or after any command works on the demo library."""

import os
import sys

# Commands that set the library up themselves or have nothing to do with one.
WITHOUT_LIBRARY = {"backup", "check", "collectstatic", "diffsettings", "help", "restore", "start", "version"}
# Commands for changing the schema: they find a folder, but not a library that is set up by the schema at hand.
ON_THE_SCHEMA = {"makemigrations", "migrate", "showmigrations", "sqlmigrate"}


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prepsite.settings")
    if "--demo" in arguments:
        os.environ["PREPSITE_DEMO"] = "1"
        arguments = [argument for argument in arguments if argument != "--demo"]

    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        django.setup()
        from prepsite import library

        try:
            if needs_library(arguments[1:]):
                library.prepare_folder() if arguments[1] in ON_THE_SCHEMA else library.set_up()
            execute_from_command_line(arguments)
        except library.LibraryError as error:
            return refuse(error)
        except BrokenPipeError:  # Whoever read the output has seen enough, as `head` does.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except ImproperlyConfigured as error:
        return refuse(error)
    return 0


def needs_library(words: list[str]) -> bool:
    wants_help = {"-h", "--help", "--version"} & set(words)
    return bool(words) and words[0] not in WITHOUT_LIBRARY and not wants_help


def refuse(error: Exception) -> int:
    print(f"Prepsite: {error}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv))
