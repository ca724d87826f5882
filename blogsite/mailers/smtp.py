"""The way to a mail server, which has to prove who it is before it is told anything."""

from __future__ import annotations

import smtplib
import ssl
from typing import Any

from flask_mailman.backends import smtp


class VerifyingSMTP(smtplib.SMTP):
    """With STARTTLS, whoever stands between could show any certificate: Python looks at none."""

    def starttls(self, *arguments: Any, **options: Any) -> tuple[int, bytes]:
        options["context"] = options.get("context") or ssl.create_default_context()
        return super().starttls(*arguments, **options)


class EmailBackend(smtp.EmailBackend):  # type: ignore[misc] # Flask-Mailman has no types
    """Flask-Mailman's own, which lets STARTTLS look at no certificate."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return smtplib.SMTP_SSL if self.use_ssl else VerifyingSMTP
