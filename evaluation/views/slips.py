"""The file in which codes leave the portal: made once, in the answer to the deed that drew them."""

import io
import zipfile

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from brandportal.documents.pdf import render_pdf
from brandportal.kit.sheets import csv_bytes
from evaluation.models import Stage
from evaluation.selectors.ballot_sheets import TEMPLATE, ballot_sheets
from evaluation.services.codes import Draw, IssuedCode


def slips_response(request: HttpRequest, stage: Stage, draw: Draw, name: str) -> HttpResponse:
    """Return the codes of `draw`, as sheets to print and as a list, in one file; without codes the way to the list.

    Both come from the same draw and neither can be made again, so they leave together.
    """
    if not draw.slips:
        return HttpResponseRedirect(reverse("evaluation:code-change-list", args=[draw.round.code]))
    door = request.build_absolute_uri(reverse("evaluation:ballot-door"))
    files = {
        f"{name}-sheets.pdf": render_pdf(TEMPLATE, ballot_sheets(stage, draw.slips, door)),
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
    header = [_("Serial number"), _("Application"), _("Brand"), _("Unit"), _("One-time code"), _("Link")]
    return csv_bytes(header, [_row(request, draw, slip) for slip in draw.slips])


def _row(request: HttpRequest, draw: Draw, slip: IssuedCode) -> list[str]:
    page = reverse("evaluation:ballot-page", args=[draw.round.code, slip.application.code])
    # Behind the hash: a browser sends that part to nobody.
    link = f"{request.build_absolute_uri(page)}#{slip.code}"
    entry = slip.application
    return [slip.serial, entry.code, entry.brand_name, entry.unit.name, slip.code, link]
