"""The administrator's desk: people."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brandportal.accounts import services
from brandportal.accounts.enums import Role
from brandportal.accounts.factors import device_of, must_have, reset_second_factor
from brandportal.accounts.forms import UserForm
from brandportal.accounts.home import people_in
from brandportal.accounts.locks import is_locked, unlock_user
from brandportal.accounts.models import User
from brandportal.kit.views import FormPage, ListPage, PortalView

STATES = (
    ("active", gettext_lazy("Active")),
    ("never", gettext_lazy("Never signed in")),
    ("roleless", gettext_lazy("Without a role")),
    ("locked", gettext_lazy("Locked out")),
    ("no_factor", gettext_lazy("Second factor missing")),
    ("disabled", gettext_lazy("Disabled")),
)


class UserListView(ListPage):
    permission = "accounts.view_user"
    template_name = "accounts/user_list.html"
    search_fields = ("username", "name", "unit__name_zh", "unit__pinyin", "unit__initials")
    sorts = {
        "username": (gettext_lazy("Sign-in name"), "username"),
        "name": (gettext_lazy("Name"), "name"),
        "unit": (gettext_lazy("Unit"), "unit__sort_key,username"),
    }
    default_sort = "username"
    filters = (
        ("role", gettext_lazy("Role"), Role.choices),
        ("state", gettext_lazy("State"), STATES),
    )

    def get_queryset(self) -> QuerySet[User]:
        self.queryset = User.objects.visible_to(self.request.user).prefetch_related("grants")
        return super().get_queryset()

    def filter_role(self, queryset: QuerySet[User], value: str) -> QuerySet[User]:
        return queryset.filter(grants__role=value)

    def filter_state(self, queryset: QuerySet[User], value: str) -> QuerySet[User]:
        if value == "disabled":
            return queryset.filter(is_active=False)
        return queryset.filter(pk__in=people_in(value).values("pk"))


class UserCreateView(FormPage):
    permission = "accounts.change_user"
    form_class = UserForm
    template_name = "accounts/user_form.html"

    def deed(self, form: UserForm) -> User:
        user, self.first = services.create_user(by=self.person, **form.cleaned_data)
        return user

    def get_success_url(self) -> str:
        return reverse("accounts:user-list")

    def form_valid(self, form: UserForm) -> HttpResponse:
        response = super().form_valid(form)
        if response.status_code == 302:
            return _first_password_page(self.request, self.result, self.first)
        return response


class UserUpdateView(FormPage):
    permission = "accounts.change_user"
    form_class = UserForm
    template_name = "accounts/user_form.html"
    success_url = reverse_lazy("accounts:user-list")
    success_message = gettext_lazy("The account is saved.")

    def get_object(self) -> User:
        return get_object_or_404(User.objects.visible_to(self.request.user), username=self.kwargs["username"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.get_object()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.get_object()
        return super().get_context_data(
            person=person,
            device=device_of(person),
            factor_required=must_have(person),
            locked=is_locked(person),
            **kwargs,
        )

    def deed(self, form: UserForm) -> User:
        data, by = form.cleaned_data, self.person
        user = services.update_user(
            self.get_object(), name=data["name"], unit=data["unit"], email=data["email"], by=by
        )
        return services.set_roles(user, data["roles"], by=by)


class UserDeedView(PortalView):
    """Disable, enable or reset one account; GET asks, POST does."""

    permission = "accounts.change_user"
    deed = ""
    services: ClassVar = {
        "disable": services.disable_user,
        "enable": services.enable_user,
        "factor": reset_second_factor,
        "unlock": unlock_user,
    }

    def get_object(self) -> User:
        return get_object_or_404(User.objects.visible_to(self.request.user), username=self.kwargs["username"])

    def get(self, request: HttpRequest, username: str) -> HttpResponse:
        return render(request, "accounts/user_confirm.html", {"person": self.get_object(), "deed": self.deed})

    def post(self, request: HttpRequest, username: str) -> HttpResponse:
        user = self.get_object()
        if self.deed == "reset":
            return _first_password_page(request, user, services.reset_password(user, by=self.person))
        self.services[self.deed](user, by=self.person)
        messages.success(request, _("%(name)s: the account is changed.") % {"name": user.name})
        return HttpResponseRedirect(reverse("accounts:user-list"))


def _first_password_page(request: HttpRequest, user: Any, first: str) -> HttpResponse:
    """Show a first password once: it is stored nowhere in plain."""
    response = render(request, "accounts/first_password.html", {"person": user, "first_password": first})
    response["Cache-Control"] = "private, no-store"
    return response
