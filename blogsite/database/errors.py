"""What the database room refuses, in words for whoever runs the site."""


class DatabaseRefused(Exception):
    """The database cannot be used; the sentence says why and what to do about it."""
