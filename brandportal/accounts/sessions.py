"""The session engine: Django's in the database, with whose a session is beside it."""

from datetime import datetime, timedelta
from typing import Any, cast

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils.dateparse import parse_datetime

from brandportal.accounts.models import SignInSession
from brandportal.kit import clock

SIGN_IN = "sign_in"
# Where the second factor of a session stands: nothing (there is none), owed, or passed.
FACTOR = "second_factor"
OWED, PASSED = "owed", "passed"
# In the session that follows one which ended by idleness: after how many minutes.
IDLE = "idle"
# How exactly it is kept when a session was last used; a write for each request would be one too many.
STEP = timedelta(minutes=1)


class SessionStore(DatabaseStore):
    """Copies from the session's content what its owner is shown; `seen_at` is when it was last used, as far as kept."""

    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[SignInSession]:
        return SignInSession

    def create_model_instance(self, data: dict[str, Any]) -> SignInSession:
        session = cast("SignInSession", super().create_model_instance(data))
        owner, facts = data.get("_auth_user_id"), data.get(SIGN_IN) or {}
        session.user_id = int(owner) if owner else None
        session.started_at = parse_datetime(facts["at"]) if facts.get("at") else None
        # Not in the content: writing that would move the end of the session.
        session.seen_at = self.seen_at = clock.machine_now()
        session.browser, session.place = facts.get("browser", ""), facts.get("place", "")
        return session

    def touch(self) -> None:
        """Keep that the session is in use."""
        at = clock.machine_now()
        if self.seen_at is None or at - self.seen_at >= STEP:
            self.get_model_class().objects.filter(session_key=self.session_key).update(seen_at=at)
            self.seen_at = at

    def _get_session_from_db(self) -> SignInSession | None:
        found = super()._get_session_from_db()  # type: ignore[misc]
        session = cast("SignInSession | None", found)
        self.seen_at = session.seen_at if session else None
        return session
