"""How first passwords are kept until their owner replaces them."""

from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher


class FirstPasswordHasher(PBKDF2PasswordHasher):
    """A quick hash for passwords of sixteen chance symbols of 31 (79 bits), which nobody guesses at any speed.

    A roster of five hundred people would otherwise take minutes. Whoever signs in gets the slow hash at once, and a
    wrong password takes as long as for every other account, so that nothing tells who has a first password.
    """

    algorithm = "first_pbkdf2_sha256"
    iterations = 1_000

    def verify(self, password: str, encoded: str) -> bool:
        right = bool(super().verify(password, encoded))
        if not right:
            Argon2PasswordHasher().encode(password, self.salt())
        return right

    def must_update(self, encoded: str) -> bool:
        return True

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Nothing more to do: `verify` has taken its time."""
