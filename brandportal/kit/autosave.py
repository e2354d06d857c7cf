"""What answers a form that saves itself."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def answer_save(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, form: str
) -> HttpResponse:
    """Return the line that says when it was saved, or why not: `context` has `conflict` and `errors`.

    `form` is the selector of the form whose page then no longer warns of leaving.
    """
    status = 409 if context["conflict"] else 422 if context["errors"] else 200
    response = render(request, template, dict(context), status=status)
    if status == 200:
        response["HX-Trigger"] = json.dumps({"bp:saved": {"target": form}})
    return response
