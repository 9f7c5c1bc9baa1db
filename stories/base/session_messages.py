"""Messages that end with the session they were written in."""

from typing import Any

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.core.signing import get_cookie_signer
from django.http import HttpResponseBase


class SessionCookieStorage(CookieStorage):
    """The cookie is signed for one session; in any other it can't be read and is deleted."""

    def _encode_parts(self, *args: Any, **kwargs: Any) -> Any:
        self._sign_for_session()
        return super()._encode_parts(*args, **kwargs)  # type: ignore[misc] # the stubs leave it out

    def _decode(self, data: Any) -> Any:
        self._sign_for_session()
        return super()._decode(data)  # type: ignore[misc] # the stubs leave it out

    def _sign_for_session(self) -> None:
        """Only now, because signing in or out changes the session's key halfway through a request."""
        self.signer = get_cookie_signer(salt=f"{self.key_salt}.{self.request.session.session_key}")


class SessionMessages(FallbackStorage):
    """In a cookie while they are short, and otherwise in the session itself."""

    storage_classes = (SessionCookieStorage, SessionStorage)

    def update(self, response: HttpResponseBase) -> Any:
        """Also deletes a cookie that couldn't be read."""
        for storage in self.storages:
            if storage.used:
                storage._store([], response)
        return super().update(response)
