"""The administrator's desk: units."""

from typing import Any

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

from brandportal.accounts import services
from brandportal.accounts.enums import Category
from brandportal.accounts.forms import UnitForm
from brandportal.accounts.models import Unit
from brandportal.kit.views import FormPage, ListPage


class UnitListView(ListPage):
    permission = "accounts.view_unit"
    template_name = "accounts/unit_list.html"
    search_fields = ("name_zh", "name_en", "code", "pinyin", "initials")
    sorts = {
        "name": (gettext_lazy("Name"), "sort_key"),
        "category": (gettext_lazy("Category"), "category,sort_key"),
        "people": (gettext_lazy("People"), "people_count,sort_key"),
    }
    default_sort = "name"
    filters = (("category", gettext_lazy("Category"), Category.choices),)

    def get_queryset(self) -> QuerySet[Unit]:
        self.queryset = Unit.objects.visible_to(self.request.user).annotate(people_count=Count("people"))
        return super().get_queryset()


class UnitFormView(FormPage):
    permission = "accounts.change_unit"
    form_class = UnitForm
    template_name = "accounts/unit_form.html"
    success_url = reverse_lazy("accounts:unit-list")
    success_message = gettext_lazy("The unit is saved.")

    def get_object(self) -> Unit | None:
        code = self.kwargs.get("code")
        return get_object_or_404(Unit.objects.visible_to(self.request.user), code=code) if code else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.get_object()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(unit=self.get_object(), **kwargs)

    def deed(self, form: UnitForm) -> Unit:
        data = form.cleaned_data
        unit = self.get_object()
        if unit:
            return services.update_unit(unit, by=self.person, **data)
        del data["is_active"], data["sort_key"]
        return services.create_unit(by=self.person, **data)
