"""A browser without a screen: Flask's test client that can show the form token and carries a session."""

from typing import Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from webapp.tenancy import cookie_name


class Visitor(FlaskClient):
    """`get` as ever; `send` posts a form as our own pages do, with the token that our own pages carry."""

    def sign_in(self, session_token: str) -> None:
        """As somebody who signed in before."""
        self.set_cookie(cookie_name(), session_token)

    def send(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        """A form of ours."""
        return self.post(path, data={"csrf_token": self.form_token(), **(data or {})}, **options)

    def form_token(self) -> str:
        """What the hidden field of any of our forms would hold for this visitor."""
        with self.session_transaction() as kept:
            raw = kept.setdefault("csrf_token", "0" * 40)
        signer = URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token")
        return str(signer.dumps(raw))
