"""What answers a form that saves itself."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string


def fragment(template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """Return a piece of a page alone: what belongs to the whole, such as its navigation, is not asked for."""
    return HttpResponse(render_to_string(template, dict(context)), status=status)


def answer_save(template: str, context: Mapping[str, Any], *, form: str) -> HttpResponse:
    """Return the line that says when it was saved, or why not: `context` has `conflict` and `errors`.

    `form` is the selector of the form whose page then no longer warns of leaving.
    """
    status = 409 if context["conflict"] else 422 if context["errors"] else 200
    response = fragment(template, context, status)
    if status == 200:
        response["HX-Trigger"] = json.dumps({"bp:saved": {"target": form}})
    return response
