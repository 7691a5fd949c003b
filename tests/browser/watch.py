"""What goes wrong on a page unnoticed: scripts, blocked content, answers that never came."""

# The browser says so when somebody leaves a page that still waits for an answer.
LEFT_BEHIND = "net::ERR_ABORTED"


class Watch:
    """Everything a page complained about, from the moment it is watched."""

    def __init__(self, page):
        self.page, self.troubles = page, []
        page.on("pageerror", lambda error: self._note("script", error))
        page.on("console", self._said)
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _note(self, kind, text):
        self.troubles.append(f"{kind} on {self.page.url}: {text}")

    def _said(self, message):
        if message.type in {"error", "warning"}:
            self._note("console", message.text)

    def _failed(self, request):
        if request.failure != LEFT_BEHIND:
            self._note("request", f"{request.url} {request.failure}")

    def _answered(self, response):
        if response.status >= 400:
            self._note("answer", f"{response.url} {response.status}")
