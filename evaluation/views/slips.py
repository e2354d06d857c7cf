"""The file in which codes leave the portal: made once, in the answer to the deed that drew them."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brandportal.kit.sheets import csv_response
from evaluation.services.codes import Draw, IssuedCode


def slips_response(request: HttpRequest, draw: Draw, name: str) -> HttpResponse:
    """Return the codes of `draw` as a file; where there are none, the way back to the list."""
    if not draw.slips:
        return HttpResponseRedirect(reverse("evaluation:code-change-list", args=[draw.round.code]))
    header = [_("Serial number"), _("Application"), _("Brand"), _("Unit"), _("One-time code"), _("Link")]
    return csv_response(f"{name}-codes.csv", header, [_row(request, draw, slip) for slip in draw.slips])


def _row(request: HttpRequest, draw: Draw, slip: IssuedCode) -> list[str]:
    page = reverse("evaluation:ballot-page", args=[draw.round.code, slip.application.code])
    # Behind the hash: a browser sends that part to nobody.
    link = f"{request.build_absolute_uri(page)}#{slip.code}"
    entry = slip.application
    return [slip.serial, entry.code, entry.brand_name, entry.unit.name, slip.code, link]
