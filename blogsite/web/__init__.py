"""What wraps a request: who asks, who may, which headers; no nouns' rules."""

from blogsite.web.current import current, sign_in, sign_out
from blogsite.web.flashes import flashes

__all__ = ["current", "flashes", "sign_in", "sign_out"]
