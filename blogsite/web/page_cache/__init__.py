"""Pages that are the same for every reader, kept in memory for as long as what they show lasts."""

from blogsite.web.page_cache.declaring import cached, shows
from blogsite.web.page_cache.middleware import init_app

__all__ = ["cached", "init_app", "shows"]
