"""Django's SMTP backend that also knows how far a letter got before something went wrong."""

import smtplib

from django.core.mail.backends import smtp

SEND_THE_TEXT = 354


class _Watched:
    """`handed_over` from the moment the text of a letter is on its way until the server clearly
    refuses it: a connection that breaks meanwhile leaves open whether it was taken."""

    handed_over = False
    _is_awaited = False

    def send(self, s):
        self.handed_over = self.handed_over or self._is_awaited
        super().send(s)

    def getreply(self):
        code, message = super().getreply()
        self._is_awaited = code == SEND_THE_TEXT
        if code >= 400:
            self.handed_over = False
        return code, message


class _Plain(_Watched, smtplib.SMTP):
    pass


class _Encrypted(_Watched, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """One letter a connection; `handed_over` stays known when the connection is gone."""

    handed_over = False

    @property
    def connection_class(self):
        return _Encrypted if self.use_ssl else _Plain

    def close(self):
        self.handed_over = getattr(self.connection, "handed_over", self.handed_over)
        super().close()
