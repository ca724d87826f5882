"""Connection, transaction, documents, indexes, the private mongod; no rules."""

from blogsite.database.afterwards import after_commit
from blogsite.database.connection import Connection, Documents, collection, connection
from blogsite.database.document import EMBEDDED, NOT_STORED, Document, Embedded, Stale
from blogsite.database.errors import DatabaseRefused
from blogsite.database.outage import will_pass
from blogsite.database.secret_key import current_secret_keys, rotate_secret_key, secret_keys
from blogsite.database.transactions import atomic, transaction

__all__ = [
    "EMBEDDED",
    "NOT_STORED",
    "Connection",
    "DatabaseRefused",
    "Document",
    "Documents",
    "Embedded",
    "Stale",
    "after_commit",
    "atomic",
    "collection",
    "connection",
    "current_secret_keys",
    "rotate_secret_key",
    "secret_keys",
    "transaction",
    "will_pass",
]
