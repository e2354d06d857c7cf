"""The way in, and one's own account."""

from typing import Any

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brandportal.accounts import services
from brandportal.accounts.enums import Role
from brandportal.accounts.factors import device_of, must_have, recovery_left
from brandportal.accounts.forms import PasswordForm, SignInForm
from brandportal.accounts.idle import seconds_left
from brandportal.accounts.models import User
from brandportal.accounts.sessions import IDLE
from brandportal.accounts.sign_ins import (
    end_other_sessions,
    end_session,
    owe_second_factor,
    places_of,
    remember_sign_in,
)
from brandportal.kit.views import FormPage, Page, PortalView, said


class SignInView(LoginView):
    """The way in; with demonstration data it offers the demonstration's people."""

    public = True
    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        self.request.session.pop(IDLE, None)
        remember_sign_in(self.request)
        if device_of(form.get_user()):
            owe_second_factor(self.request)
        return response

    def get_initial(self) -> dict[str, Any]:
        return {"username": self.request.GET.get("as", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            demo_people=demo_people(),
            demo_password=settings.DEMO_PASSWORD,
            chosen=self.request.GET.get("as"),
            idle_minutes=self.request.session.get(IDLE),
            **kwargs,
        )


def demo_people() -> list[User]:
    """Return a few demonstration accounts of each role, in the order of the road."""
    people = User.objects.filter(is_demo=True, is_active=True).prefetch_related("grants").order_by("pk")
    shown: list[User] = []
    for role in Role:
        of_role = [user for user in people if role.value in user.roles]
        shown += [user for user in of_role[:2] if user not in shown]
    return shown


class StayView(PortalView):
    """How many seconds a session lasts unused: asked for by the page; posted by whoever wants to stay."""

    public = True

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse({"left": seconds_left(request)})

    post = get


class SignOutView(LogoutView):
    public = True


class ProfileView(Page):
    permission = "accounts.view_home"
    template_name = "accounts/profile.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        places = places_of(self.person, self.request.session.session_key or "")
        return super().get_context_data(
            places=places,
            others=[place for place in places if not place.here],
            device=device_of(self.person),
            recovery_left=recovery_left(self.person),
            factor_required=must_have(self.person),
            **kwargs,
        )


class SessionEndView(PortalView):
    """Sign out one other place where the person is signed in; what does not exist any more is signed out already."""

    permission = "accounts.change_own_password"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        if not end_session(self.person, code, here=request.session.session_key or ""):
            raise Http404
        said(request, _("That place is signed out."))
        return HttpResponseRedirect(reverse("accounts:profile"))


class SessionEndOthersView(PortalView):
    """Sign out everywhere but here."""

    permission = "accounts.change_own_password"
    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        end_other_sessions(self.person, here=request.session.session_key or "")
        said(request, _("You are signed in here only."))
        return HttpResponseRedirect(reverse("accounts:profile"))


class PasswordView(FormPage):
    permission = "accounts.change_own_password"
    form_class = PasswordForm
    template_name = "accounts/password.html"
    success_url = reverse_lazy("my")
    success_message = gettext_lazy(
        "Your password is changed; other places where you were signed in are signed out."
    )

    def deed(self, form: PasswordForm) -> User:
        data = form.cleaned_data
        user = services.change_own_password(self.person, old=data["old"], new=data["new"])
        update_session_auth_hash(self.request, user)
        end_other_sessions(user, here=self.request.session.session_key or "")
        return user
