"""The second factor: a code from a device beside the password, and recovery codes for the day it is lost."""

import hashlib
import time
import unicodedata
from typing import cast

from django.conf import settings
from django.db import transaction
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_otp import verify_token
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from brandportal.accounts.enums import Role
from brandportal.accounts.models import User
from brandportal.accounts.services import READABLE, end_sessions
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, StaleState

# Whoever runs a round, signs for others, reads everything or holds the keys.
NEEDED_BY = frozenset(
    role.value for role in (Role.ORGANIZER, Role.CHAIR, Role.SECRETARY, Role.AUDITOR, Role.ADMINISTRATOR)
)
DIGITS = 6
RECOVERY_CODES = 10
RECOVERY_LENGTH = 12
KEY_BYTES = 20


def is_required() -> bool:
    return bool(settings.SECOND_FACTOR == "required")


def must_have(user: User) -> bool:
    """Say whether this installation asks a second factor of `user`."""
    return is_required() and bool(user.roles & NEEDED_BY)


def device_of(user: User) -> TOTPDevice | None:
    return cast("TOTPDevice | None", TOTPDevice.objects.filter(user=user, confirmed=True).first())


def recovery_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def offered_device(user: User, session_key: str) -> TOTPDevice:
    """Return the device that `user` may set up, unsaved: the same all through one session, nothing is stored for it."""
    key = salted_hmac("second factor", f"{user.pk} {session_key}", algorithm="sha256").digest()[:KEY_BYTES]
    return TOTPDevice(user=user, name=_("Authenticator app"), key=key.hex(), confirmed=True)


@transaction.atomic
def set_up_second_factor(user: User, device: TOTPDevice, code: str) -> list[str]:
    """Keep `device` once it has shown a right code; returns the recovery codes, which are readable only now."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if device_of(user):
        raise StaleState(
            _("Your second factor is set up already. To change the device, ask the administrator.")
        )
    totp = TOTP(device.bin_key)
    totp.time = time.time()
    typed = _plain(code)
    if not (_is_code(typed) and totp.verify(int(typed), tolerance=1)):
        raise DomainError(
            _(
                "Code: this is not what the app shows now. Check that its clock is right and type the next code."
            ),
            field="code",
        )
    device.last_t, device.drift = totp.t(), totp.drift
    device.save()
    codes = _new_recovery_codes(user)
    record("set_up_second_factor", user, by=user)
    return codes


def pass_second_factor(user: User, code: str) -> int | None:
    """Accept a code of the device, or use up a recovery code: then return how many are left.

    Not one transaction: a refusal has to leave its mark, so that guessing gets slower.
    """
    typed = _plain(code)
    if _is_code(typed):
        _verify(user, device_of(user), typed)
        return None
    if len(typed) == RECOVERY_LENGTH:
        _verify(user, _recovery_device(user), _digest(user, typed))
        left = recovery_left(user)
        record("use_recovery_code", user, by=user, data={"left": left})
        return left
    raise DomainError(
        _("Code: a code of the app has 6 digits, a recovery code 12 characters. Type one of them."),
        field="code",
    )


def renew_recovery_codes(user: User, code: str) -> list[str]:
    """Replace all recovery codes, given a code of the device."""
    typed = _plain(code)
    _verify(user, device_of(user), typed if _is_code(typed) else "")
    with transaction.atomic():
        codes = _new_recovery_codes(user)
        record("renew_recovery_codes", user, by=user)
    return codes


@transaction.atomic
def reset_second_factor(user: User, *, by: User | None) -> User:
    """Forget the device and the recovery codes of `user` and end all sessions; a lost telephone is replaced so."""
    removed, _kinds = TOTPDevice.objects.filter(user=user).delete()
    if not removed:
        raise DomainError(
            _("%(name)s has no second factor. There is nothing to reset.") % {"name": user.name}
        )
    StaticDevice.objects.filter(user=user).delete()
    end_sessions(user)
    record("reset_second_factor", user, by=by)
    return user


def still_valid(user: User, codes: list[str]) -> bool:
    """Say whether all `codes` are recovery codes of `user` that nobody has used."""
    digests = {_digest(user, _plain(code)) for code in codes}
    found = StaticToken.objects.filter(device__user=user, token__in=digests).count()
    return bool(digests) and found == len(digests) == len(codes)


def _verify(user: User, device: TOTPDevice | StaticDevice | None, token: str) -> None:
    if device is None:
        raise DomainError(_("No second factor is set up for this account."), field="code")
    allowed, reason = device.verify_is_allowed()
    if not allowed:
        wait = int((reason["locked_until"] - clock.machine_now()).total_seconds()) + 1
        raise DomainError(
            ngettext(
                "Too many wrong codes. Wait %(n)d second, then type the code that the app shows then.",
                "Too many wrong codes. Wait %(n)d seconds, then type the code that the app shows then.",
                wait,
            )
            % {"n": wait},
            field="code",
        )
    if verify_token(user, device.persistent_id, token) is None:
        raise DomainError(
            _("Code: it is wrong, or was used already. Wait for the next code of the app and type that."),
            field="code",
        )


def _recovery_device(user: User) -> StaticDevice | None:
    return cast("StaticDevice | None", StaticDevice.objects.filter(user=user, confirmed=True).first())


def _new_recovery_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    box = StaticDevice.objects.create(user=user, name="recovery", confirmed=True)
    codes = [get_random_string(RECOVERY_LENGTH, READABLE) for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=box, token=_digest(user, code)) for code in codes)
    return ["-".join(code[at : at + 4] for at in range(0, RECOVERY_LENGTH, 4)) for code in codes]


def _digest(user: User, code: str) -> str:
    # Twelve symbols of 31 cannot be guessed, so that a plain digest keeps them; the column holds 16 characters.
    return hashlib.sha256(f"{user.pk} {code}".encode()).hexdigest()[:16]


def _is_code(typed: str) -> bool:
    return len(typed) == DIGITS and typed.isascii() and typed.isdecimal()


def _plain(code: str) -> str:
    """Return what was meant: full-width digits, blanks and hyphens are how people copy."""
    return "".join(unicodedata.normalize("NFKC", code).split()).replace("-", "").lower()[:40]
