"""What the portal is measured against: a view that only answers, one with one UPDATE, and the tutorial's way to vote."""

import secrets

from django import forms
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.csrf import csrf_protect

from applications.models import Application
from bench.ratios import ITEMS
from evaluation import tokens
from evaluation.models import Ballot, Code, ScoreSheet

LEVELS = ("very_satisfied", "satisfied", "dissatisfied", "none")


class TutorialForm(forms.Form):
    """Six questions as radio buttons, and the code."""

    code = forms.CharField()
    attitude, efficiency, convenience, openness, honesty, overall = (
        forms.ChoiceField(choices=[(level, level) for level in LEVELS], widget=forms.RadioSelect)
        for _ in ITEMS
    )


def bare(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def one_update(request: HttpRequest) -> HttpResponse:
    ScoreSheet.objects.filter(pk=int(request.GET["sheet"])).update(revision=F("revision"))
    return HttpResponse("ok")


@csrf_protect
def tutorial(request: HttpRequest, application: str) -> HttpResponse:
    form = TutorialForm(request.POST)
    if not form.is_valid():
        return HttpResponse(str(form.errors), status=422)
    with transaction.atomic():
        entry = Application.objects.get(code=application)
        digest = tokens.digest(tokens.normalise(form.cleaned_data["code"]))
        code = get_object_or_404(
            Code.objects.select_for_update(), digest=digest, application=entry, used=False
        )
        code.used = True
        code.save()
        answers = "|".join(form.cleaned_data[item] for item in ITEMS)
        Ballot.objects.create(
            id=secrets.token_hex(16), round_id=code.round_id, channel_id=code.channel_id,
            application=entry, answers=answers, receipt_digest=secrets.token_hex(32),
        )  # fmt: skip
    return HttpResponse("ok")


urlpatterns = [
    path("ok/", bare),
    path("update/", one_update),
    path("tutorial/<slug:application>/", tutorial),
]
