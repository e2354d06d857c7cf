"""The second factor: typing its code, setting it up, its recovery codes."""

from base64 import b32encode
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brandportal.accounts import factors
from brandportal.accounts.forms import CodeForm
from brandportal.accounts.sign_ins import end_other_sessions, mark_second_factor, owes_second_factor
from brandportal.documents.qr import qr_svg
from brandportal.kit.views import FormPage, PortalView


class CodeView(FormPage):
    """The code after the password; whoever owes none is sent on."""

    permission = "accounts.use_second_factor"
    form_class = CodeForm
    template_name = "accounts/second_factor.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not owes_second_factor(request):
            return HttpResponseRedirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def deed(self, form: CodeForm) -> int | None:
        left = factors.pass_second_factor(self.person, form.cleaned_data["code"])
        mark_second_factor(self.request)
        if left is not None:
            text = ngettext(
                "That recovery code is used up; %(n)d is left. Make new ones in your account before none is left.",
                "That recovery code is used up; %(n)d are left. Make new ones in your account before none is left.",
                left,
            )
            messages.warning(self.request, text % {"n": left})
        return left

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next=self.request.GET.get("next", ""), **kwargs)

    def get_success_url(self) -> str:
        wanted = self.request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={self.request.get_host()})
        return wanted if safe else reverse("my")


class SetUpView(FormPage):
    """Set up a device: scan, type a code, keep the recovery codes."""

    permission = "accounts.use_second_factor"
    form_class = CodeForm
    template_name = "accounts/second_factor_set_up.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if factors.device_of(self.person):
            return HttpResponseRedirect(reverse("accounts:profile"))
        return super().get(request, *args, **kwargs)

    def deed(self, form: CodeForm) -> list[str]:
        return factors.set_up_second_factor(self.person, self.offered(), form.cleaned_data["code"])

    def form_valid(self, form: CodeForm) -> HttpResponse:
        response = super().form_valid(form)
        if response.status_code != 302:
            return response
        mark_second_factor(self.request)
        end_other_sessions(self.person, here=self.request.session.session_key or "")
        return _recovery_page(self.request, self.result)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        device = self.offered()
        secret = b32encode(device.bin_key).decode()
        return super().get_context_data(
            qr=qr_svg(device.config_url),
            secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
            required=factors.must_have(self.person),
            **kwargs,
        )

    def get_success_url(self) -> str:
        return reverse("accounts:profile")

    def offered(self) -> Any:
        return factors.offered_device(self.person, self.request.session.session_key or "")


class RecoveryView(FormPage):
    """New recovery codes in place of the old ones, for whoever holds the device."""

    permission = "accounts.use_second_factor"
    form_class = CodeForm
    template_name = "accounts/recovery_renew.html"

    def permit(self) -> None:
        super().permit()
        if not factors.device_of(self.person):
            raise Http404

    def deed(self, form: CodeForm) -> list[str]:
        return factors.renew_recovery_codes(self.person, form.cleaned_data["code"])

    def form_valid(self, form: CodeForm) -> HttpResponse:
        response = super().form_valid(form)
        return _recovery_page(self.request, self.result) if response.status_code == 302 else response

    def get_success_url(self) -> str:
        return reverse("accounts:profile")


class RecoveryFileView(PortalView):
    """The codes that the page shows as a text file; the portal itself cannot read them any more."""

    permission = "accounts.use_second_factor"
    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        codes = request.POST.get("codes", "")[:400].split()
        if not factors.still_valid(self.person, codes):
            raise Http404
        response = HttpResponse("\r\n".join([*codes, ""]), content_type="text/plain; charset=utf-8")
        name = _("recovery codes") + ".txt"
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
        response["Cache-Control"] = "private, no-store"
        return response


def _recovery_page(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """Show recovery codes once: only their digests are kept."""
    response = render(request, "accounts/recovery_codes.html", {"codes": codes})
    response["Cache-Control"] = "private, no-store"
    return response
