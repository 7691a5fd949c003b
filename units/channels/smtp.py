"""Django's SMTP backend that also knows how far a letter got before something went wrong."""

import smtplib

from django.core.mail.backends import smtp


class _Watched:
    """`handed_over` from the moment the server has asked for the letter's text: a connection
    that breaks after that leaves open whether the letter was taken."""

    handed_over = False

    def send(self, s):
        if self._awaits_text:
            self.handed_over = True
        super().send(s)

    _awaits_text = False

    def getreply(self):
        code, message = super().getreply()
        self._awaits_text = code == 354
        if code >= 400:
            self.handed_over = False
        return code, message


class _SMTP(_Watched, smtplib.SMTP):
    pass


class _SMTPS(_Watched, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self):
        return _SMTPS if self.use_ssl else _SMTP
