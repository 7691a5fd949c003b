"""A mail server and a gateway that really listen, and misbehave when they are told to."""

import asyncio
import base64
import hashlib
import hmac
import json
import time
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller

from tests.installation import free_port


class MailServer:
    """Keeps what it took; `at_recipient` and `at_text` are what it says instead of 250.

    It pauses at the step `pauses_at` names, "recipient" or "text", before it answers.
    """

    def __init__(self):
        self.taken, self.at_recipient, self.at_text = [], [], []
        self.drops = self.is_paused = False
        self.pauses_at = ""
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self):
        self.controller.start()
        return self

    def __exit__(self, *_error):
        self.controller.stop(no_assert=True)

    async def pause(self, step):
        self.is_paused = step == self.pauses_at
        while step == self.pauses_at:
            await asyncio.sleep(0.02)

    def go_on(self):
        self.pauses_at = ""

    async def handle_RCPT(self, server, session, envelope, address, options):
        await self.pause("recipient")
        if self.at_recipient:
            return self.at_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.at_text:
            return self.at_text.pop(0)
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        await self.pause("text")
        if self.drops:
            server.transport.abort()
        return "250 OK"


class Gateway(ThreadingHTTPServer):
    """Answers with the next of `answers`, (status, JSON or bytes), and keeps what was posted.

    With a `secret` it checks the signature as DingTalk says it does.
    """

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Answering)
        self.posts, self.answers, self.secret, self.pause = [], [], "", 0
        self.host = f"127.0.0.1:{self.server_port}"

    def __enter__(self):
        Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return super().__enter__()

    def __exit__(self, *error):
        self.shutdown()
        super().__exit__(*error)

    def handle_error(self, request, client_address):
        """Whoever asked did not wait for the answer."""

    def judge(self, query):
        if self.answers:
            return self.answers.pop(0)
        if self.secret and not self._is_signed(query):
            return 200, {"errcode": 310000, "errmsg": "sign not match"}
        return 200, {"errcode": 0, "errmsg": "ok", "code": 0}

    def _is_signed(self, query):
        stamp = query["timestamp"][0]
        digest = hmac.new(
            self.secret.encode(), f"{stamp}\n{self.secret}".encode(), hashlib.sha256
        ).digest()
        is_fresh = abs(int(stamp) / 1000 - time.time()) < 3600
        return is_fresh and query["sign"][0] == base64.b64encode(digest).decode()


class _Answering(BaseHTTPRequestHandler):
    def do_POST(self):
        query = parse_qs(urlsplit(self.path).query)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append(
            {"query": query, "json": json.loads(body), "headers": dict(self.headers), "raw": body}
        )
        time.sleep(self.server.pause)
        status, answer = self.server.judge(query)
        if status is None:  # hangs up without a word
            self.close_connection = True
            return
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        if status in {301, 302, 307}:
            self.send_header("Location", f"http://{self.server.host}/elsewhere")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments):
        pass
