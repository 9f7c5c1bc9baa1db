"""The live server over HTTPS, where browsers keep pages by other rules than over HTTP."""

import ssl
from typing import Any

import trustme
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import LiveServerThread


class SecureServer(ThreadedWSGIServer):
    """Its certificate is signed by an authority that no browser knows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert("localhost").configure_cert(context)
        # The handshake is left to the connection's own thread, so that an idle connection keeps nobody waiting.
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def setup_environ(self) -> None:
        super().setup_environ()
        self.base_environ["HTTPS"] = "on"


class SecureServerThread(LiveServerThread):
    server_class = SecureServer


def secure_server() -> SecureServerThread:
    thread = SecureServerThread("localhost", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    return thread
