"""What a certificate and the printed naming list say."""

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation

from applications.models import Round
from brandportal.documents.official import official_date
from brandportal.documents.qr import qr_svg
from brandportal.kit.display import date_text
from naming.enums import DesignationStatus
from naming.models import Designation, NamingList
from naming.selectors.papers import cell_if_any, fingerprint_line, honour_of, naming_bodies

Absolute = Callable[[str], str]


def in_force(round: Round) -> list[Designation]:
    """Return the designations of a round that have a certificate: those in force, in their order."""
    valid = Designation.objects.filter(round=round, status=DesignationStatus.IN_FORCE)
    return list(valid.select_related("brand", "round__naming_list").order_by("position"))


def certificates_data(designations: Sequence[Designation], absolute: Absolute) -> dict[str, Any]:
    """Return the pages of templates/documents/naming/certificate.typ; `absolute` makes an address of a path."""
    return {
        "title": designations[0].number if len(designations) == 1 else designations[0].round.title_zh,
        "dated": max(one.designated_on for one in designations).isoformat(),
        "certificates": [_certificate(one, absolute) for one in designations],
    }


def check_path(designation: Designation) -> str:
    """Return the page where anybody can compare a certificate with the register."""
    return designation.get_absolute_url()


def _certificate(designation: Designation, absolute: Absolute) -> dict[str, Any]:
    round = designation.round
    address = absolute(check_path(designation))
    return {
        "unit": designation.unit_name,
        "brand": designation.brand_name,
        "honour": honour_of(round) or f"{round.title_zh}命名品牌",
        "division": designation.division_zh,
        "level": designation.level_zh,
        "ground": round.naming_list.document_number,
        "bodies": list(naming_bodies(round)),
        "date": official_date(designation.designated_on),
        "number": designation.number,
        "qr": qr_svg(address),
        "address": address,
    }


@translation.override(settings.LANGUAGE_CODE)
def list_data(naming_list: NamingList, absolute: Absolute) -> dict[str, Any]:
    """Return what templates/documents/naming/list.typ prints: every designation of the list with its present state."""
    round = naming_list.round
    named = list(Designation.objects.filter(round=round).order_by("position"))
    address = absolute(naming_list.get_absolute_url())
    return {
        "title": naming_list.title,
        "dated": naming_list.published_on.isoformat(),
        "about": "　".join(
            [round.naming_body, naming_list.document_number, f"{date_text(naming_list.published_on)}公布"]
        ),
        "with_division": any(one.division_zh for one in named),
        "with_level": any(one.level_zh for one in named),
        "rows": [
            [
                str(one.position),
                one.brand_name,
                one.unit_name,
                *cell_if_any(one.division_zh, [each.division_zh for each in named]),
                *cell_if_any(one.level_zh, [each.level_zh for each in named]),
                one.number,
                date_text(one.designated_on),
                one.get_status_display(),
            ]
            for one in named
        ],
        "qr": qr_svg(address),
        "address": address,
        "foot": fingerprint_line(round),
    }
