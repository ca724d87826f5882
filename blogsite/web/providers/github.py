"""GitHub, which has no OpenID: its API tells who has signed in."""

from __future__ import annotations

from typing import Any

from blogsite.models.claims import Claims
from blogsite.web.providers.provider import Answer, Provider, Secrets, read


class GitHub(Provider):
    """Known by the number of the account; the name of a GitHub account can change hands."""

    scope = "read:user user:email"
    site = "https://github.com"
    api = "https://api.github.com"

    @property
    def base(self) -> str:
        return self.site

    def address(self, client: Any, secrets: Secrets, *, again: bool) -> str:
        url, _state = client.create_authorization_url(
            f"{self.site}/login/oauth/authorize",
            state=secrets.state,
            code_verifier=secrets.verifier,
            **({"prompt": "select_account"} if again else {}),
        )
        return str(url)

    def claims(self, client: Any, answer: Answer, secrets: Secrets, *, again: bool) -> Claims:
        if answer.issuer is not None and not f"{answer.issuer}/".startswith(f"{self.site}/"):
            raise ValueError("another issuer")
        client.token_endpoint_auth_method = "client_secret_post"  # noqa: S105 (a method's name)
        client.fetch_token(
            f"{self.site}/login/oauth/access_token",
            code=answer.code,
            code_verifier=secrets.verifier,
            grant_type="authorization_code",
            allow_redirects=False,
        )
        user = self._ask(client, "/user")
        email = _primary(self._ask(client, "/user/emails"))
        number = user["id"]
        if not isinstance(number, int) or isinstance(number, bool):
            raise TypeError("no number")
        return Claims.read(
            provider=self.name,
            issuer=self.site,
            subject=str(number),
            email=email.get("email"),
            verified=email.get("verified"),
            name=user.get("name") or user.get("login"),
        )

    def _ask(self, client: Any, path: str) -> Any:
        wanted = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
        return read(client.get(f"{self.api}{path}", headers=wanted, allow_redirects=False))


def _primary(emails: list[dict[str, Any]]) -> dict[str, Any]:
    return next((one for one in emails if one.get("primary") is True), {})
