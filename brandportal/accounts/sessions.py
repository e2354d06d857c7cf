"""The session engine: Django's in the database, with whose a session is beside it."""

from typing import Any, cast

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils.dateparse import parse_datetime

from brandportal.accounts.models import SignInSession

SIGN_IN = "sign_in"
# Where the second factor of a session stands: nothing (there is none), owed, or passed.
FACTOR = "second_factor"
OWED, PASSED = "owed", "passed"


class SessionStore(DatabaseStore):
    """Copies from the session's content what its owner is shown."""

    @classmethod
    def get_model_class(cls) -> type[SignInSession]:
        return SignInSession

    def create_model_instance(self, data: dict[str, Any]) -> SignInSession:
        session = cast("SignInSession", super().create_model_instance(data))
        owner, facts = data.get("_auth_user_id"), data.get(SIGN_IN) or {}
        session.user_id = int(owner) if owner else None
        session.started_at = parse_datetime(facts["at"]) if facts.get("at") else None
        session.browser, session.place = facts.get("browser", ""), facts.get("place", "")
        return session
