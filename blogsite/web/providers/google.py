"""Google: OpenID at an address that everybody knows."""

from __future__ import annotations

from typing import Any

from blogsite.web.providers.openid import OpenID


class Google(OpenID):
    """Does not say when somebody signed in there, but lets them choose the account."""

    discovery = "https://accounts.google.com/.well-known/openid-configuration"

    def asked_again(self) -> dict[str, Any]:
        return {"prompt": "select_account"}
