"""Connection, transaction, documents, indexes, the private mongod; no rules."""

from blogsite.database.afterwards import after_commit
from blogsite.database.connection import Connection, Documents, collection, connection
from blogsite.database.document import EMBEDDED, NOT_STORED, Document, Embedded, Stale
from blogsite.database.errors import DatabaseRefused
from blogsite.database.keys import KeyRing, key_ring, sign, unsign
from blogsite.database.outage import patience, will_pass
from blogsite.database.readership import NOBODY, Readership
from blogsite.database.secret_key import kept_keys, rotate_secret_key
from blogsite.database.shared_numbers import SITE
from blogsite.database.transactions import atomic, lost_a_race, transaction

__all__ = [
    "EMBEDDED",
    "NOBODY",
    "NOT_STORED",
    "SITE",
    "Connection",
    "DatabaseRefused",
    "Document",
    "Documents",
    "Embedded",
    "KeyRing",
    "Readership",
    "Stale",
    "after_commit",
    "atomic",
    "collection",
    "connection",
    "kept_keys",
    "key_ring",
    "lost_a_race",
    "patience",
    "rotate_secret_key",
    "sign",
    "transaction",
    "unsign",
    "will_pass",
]
