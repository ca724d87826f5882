"""How a letter is put together and handed over, whatever it says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from email.utils import parseaddr
from typing import Any

from flask import Flask, current_app, render_template
from flask_babel import force_locale, get_locale
from flask_mailman import EmailMultiAlternatives, Mail
from flask_mailman.backends.base import BaseEmailBackend

from blogsite import urls
from blogsite.lib import locales
from blogsite.lib.mailbox import Mailbox

SMTP = "blogsite.mailers.smtp.EmailBackend"
KEPT = "blogsite.mailers.letter.EmailBackend"
TIMEOUT = 20

_ID_HEADER = "X-Letter-Id"


def init_app(app: Flask) -> None:
    """Let Flask-Mailman send by SMTP, or keep letters where there is no server."""
    settings = app.config["SETTINGS"]
    app.config.update(
        MAIL_SERVER=settings.mail_server,
        MAIL_PORT=settings.mail_port,
        MAIL_USERNAME=settings.mail_username,
        MAIL_PASSWORD=settings.mail_password,
        MAIL_USE_TLS=settings.mail_use_tls,
        MAIL_USE_SSL=settings.mail_use_ssl,
        MAIL_DEFAULT_SENDER=settings.mail_default_sender,
        MAIL_TIMEOUT=TIMEOUT,
        MAIL_FILE_PATH=str(settings.mail_dir),
        MAIL_BACKEND=SMTP if settings.mail_server else KEPT,
    )
    Mail(app)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """What is written meanwhile is in that language of the site: its reader's, not the sender's.

    Arguments:
        language: by its tag; one that the site does not speak, or none, is the default.
    """
    with force_locale(locales.OFFERED[locales.nearest(language)]):
        yield


def send(
    *,
    to: str,
    subject: str,
    template: str,
    letter_id: str,
    connection: BaseEmailBackend | None = None,
    **context: Any,
) -> None:
    """Send a letter as text and as HTML.

    Arguments:
        to: the stored address of the reader.
        subject: one line.
        template: the name below `templates/mail`, without its ending.
        letter_id: the letter's own. Sent twice under one id it is one letter: a kept one is
            written over, and mailboxes know the Message-ID.
        connection: the way to the mail server; left out, the usual one.
        context: what the templates say.

    Raises:
        smtplib.SMTPException, OSError: the server did not take it.
    """
    language = get_locale().language
    context["site_url"] = urls.absolute(urls.home())
    context |= {"language": language, "text_direction": locales.direction(language)}
    letter = EmailMultiAlternatives(
        subject,
        render_template(f"mail/{template}.txt", **context),
        to=[to],
        connection=connection,
        headers={**_headers(letter_id), "Content-Language": language},
    )
    letter.attach_alternative(render_template(f"mail/{template}.html", **context), "text/html")
    # Flask-Mailman leaves a connection open when the server refuses a letter.
    with letter.get_connection() as letter.connection:
        letter.send()


def _headers(letter_id: str) -> dict[str, str]:
    sender = current_app.config["MAIL_DEFAULT_SENDER"]
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    return {
        "Message-ID": f"<{letter_id}@{domain}>",
        "Auto-Submitted": "auto-generated",
        _ID_HEADER: letter_id,
    }


class EmailBackend(BaseEmailBackend):  # type: ignore[misc] # Flask-Mailman has no types
    """Keeps letters in `DATA_DIR/mail` instead of sending them."""

    def send_messages(self, email_messages: list[EmailMultiAlternatives]) -> int:
        mailbox = Mailbox(current_app.config["SETTINGS"].mail_dir)
        for one in email_messages:
            message: Message = one.message()
            mailbox.keep(message, name=str(message[_ID_HEADER]))
        return len(email_messages)
