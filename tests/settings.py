"""The site's settings for tests: a separate data folder, and passwords that hash quickly."""

import atexit
import os
import tempfile

_folder = tempfile.TemporaryDirectory(prefix="prepsite-tests-")
atexit.register(_folder.cleanup)
os.environ["PREPSITE_DATA_DIR"] = _folder.name
os.environ["PREPSITE_TIME_ZONE"] = "UTC"

from prepsite.settings import *  # noqa: F403

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # A file, as users have it: in memory, a server's threads would share one connection.
    DATABASES["default"]["TEST"] = {"NAME": f"{_folder.name}/tests.sqlite3"}  # noqa: F405
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WORK_IN_BACKGROUND = False  # A test makes the vectors that it needs.
