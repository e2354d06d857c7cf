"""The file in which codes leave the portal: made once, in the answer to the deed that drew them."""

import io
import zipfile

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from brandportal.documents.pdf import render_pdf
from brandportal.kit.sheets import csv_bytes
from evaluation.models import Channel
from evaluation.selectors.ballot_sheets import TEMPLATE, ballot_sheets
from evaluation.selectors.box_addresses import ballot_address, is_alone
from evaluation.services.codes import Draw, IssuedCode


def slips_response(request: HttpRequest, draw: Draw, name: str) -> HttpResponse:
    """Return the codes of `draw`, as sheets to print and as a list, in one file; without codes the way to the list.

    Both come from the same draw and neither can be made again, so they leave together.
    """
    if not draw.slips:
        return HttpResponseRedirect(reverse("evaluation:code-change-list", args=[draw.channel.round.code]))
    door = request.build_absolute_uri(reverse("evaluation:ballot-door"))
    files = {
        f"{name}-sheets.pdf": render_pdf(TEMPLATE, ballot_sheets(draw.channel, draw.slips, door)),
        f"{name}-codes.csv": _list(request, draw),
    }
    response = HttpResponse(_packed(files), content_type="application/zip")
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}-codes.zip")
    response["Content-Disposition"] = disposition or ""
    response["Cache-Control"] = "private, no-store"
    return response


def _packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return out.getvalue()


def _list(request: HttpRequest, draw: Draw) -> bytes:
    groups = {group.key: group.title for group in draw.channel.rater_groups}
    header = [_("Serial number"), _("Application"), _("Brand"), _("Unit"), _("One-time code"), _("Link")]
    header += [_("Group of voters")] if groups else []
    alone = is_alone(draw.channel)
    rows = [_row(request, draw.channel, slip, alone=alone) for slip in draw.slips]
    if groups:
        rows = [[*row, groups[slip.group]] for row, slip in zip(rows, draw.slips, strict=True)]
    return csv_bytes(header, rows)


def _row(request: HttpRequest, channel: Channel, slip: IssuedCode, *, alone: bool) -> list[str]:
    entry = slip.application
    page = ballot_address("ballot-page", channel, entry, alone=alone)
    # Behind the hash: a browser sends that part to nobody.
    link = f"{request.build_absolute_uri(page)}#{slip.code}"
    named = [entry.code, entry.brand_name, entry.unit.name] if entry else ["", channel.title, ""]
    return [slip.serial, *named, slip.code, link]
