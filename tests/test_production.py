"""A server with TLS gets https only, secure cookies and no default secrets."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PRODUCTION = {
    "PREPSITE_PRODUCTION": "1",
    "PREPSITE_SECRET_KEY": "a-key-for-tests-only-" + "0123456789abcdef" * 4,
    "PREPSITE_ALLOWED_HOSTS": "prepsite.example.org",
}
VISIT = """
import json
from django.test import Client
from django.conf import settings
browser = Client(headers={"host": "prepsite.example.org"})
plain = browser.get("/stories/")
secure = browser.get("/stories/", secure=True)
said = [browser.get("/stories/", headers={"X-Forwarded-Proto": scheme}).status_code for scheme in ("http", "https")]
print(json.dumps({
    "plain": [plain.status_code, plain["Location"]],
    "secure": [secure.status_code, secure["Strict-Transport-Security"]],
    "said": said,
    "csrf": [settings.CSRF_COOKIE_SECURE, settings.CSRF_COOKIE_HTTPONLY],
    "session": [settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY],
    "hasher": settings.PASSWORD_HASHERS[0].rsplit(".", 1)[1],
}))
"""


def run(data: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PREPSITE_", "DJANGO_", "DATABASE"))
    }
    environment = kept | PRODUCTION | {"PREPSITE_DATA_DIR": str(data)} | variables
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_deployment_check_finds_nothing(tmp_path: Path) -> None:
    result = run(tmp_path, "check", "--deploy", "--fail-level", "WARNING")

    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("proxies", "said"), [("", [301, 301]), ("192.0.2.1", [301, 301]), ("192.0.2.1, unix, 127.0.0.0/8", [301, 302])]
)
def test_visitors_are_kept_to_https_as_a_listed_proxy_sees_it(tmp_path: Path, proxies: str, said: list[int]) -> None:
    (tmp_path / "static").mkdir()

    result = run(tmp_path, "shell", "--no-imports", "-c", VISIT, PREPSITE_PROXIES=proxies)

    assert json.loads(result.stdout) == {
        "plain": [301, "https://prepsite.example.org/stories/"],
        "secure": [302, "max-age=31536000; includeSubDomains"],
        "said": said,
        "csrf": [True, True],
        "session": [True, True],
        "hasher": "Argon2PasswordHasher",
    }


def test_secret_of_a_server_is_never_written_down(tmp_path: Path) -> None:
    run(tmp_path, "coverage", "--owner", "nobody")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["library.sqlite3", "set-up.lock"]


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PREPSITE_SECRET_KEY", ""),
        ("PREPSITE_SECRET_KEY", "short"),
        ("PREPSITE_ALLOWED_HOSTS", ""),
        ("PREPSITE_ALLOWED_HOSTS", "*"),
        ("PREPSITE_DEBUG", "1"),
        ("PREPSITE_PROXIES", "nginx"),
        ("PREPSITE_PROXIES", "10.0.0.1/8"),
    ],
)
def test_server_does_not_start_with_an_unsafe_setting(tmp_path: Path, variable: str, value: str) -> None:
    result = run(tmp_path, "check", **{variable: value})

    assert result.returncode == 2
    assert result.stderr.startswith("Prepsite: ")
    assert variable in result.stderr


def test_start_needs_to_know_the_proxy_that_ends_tls(tmp_path: Path) -> None:
    result = run(tmp_path, "start", "--port", "0")

    assert result.returncode == 2
    assert result.stderr.strip() == (
        "CommandError: PREPSITE_PRODUCTION needs a proxy that terminates TLS; list its address in PREPSITE_PROXIES."
    )
    assert list(tmp_path.iterdir()) == []
