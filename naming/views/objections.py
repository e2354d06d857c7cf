"""Objections: anybody files and asks, the organizer looks into them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from brandportal.kit import clock
from brandportal.kit.views import FormPage, ListPage
from naming import services
from naming.enums import NoticeStatus, ObjectionStatus
from naming.forms.notices import FindingForm, ObjectionForm, ReceiptForm
from naming.models import Objection
from naming.selectors.notices import listed_in
from naming.views.notices import NoticeMixin


class ObjectionCreateView(NoticeMixin, FormPage):
    """Anybody's objection; the receipt is shown once on the answer."""

    public = True
    form_class = ObjectionForm
    template_name = "naming/objection_form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(takes=self.takes, **kwargs)

    @property
    def takes(self) -> bool:
        return self.notice.status == NoticeStatus.PUBLISHED and clock.today() <= self.notice.last_day

    def get_form_kwargs(self) -> dict[str, Any]:
        choices = [(one.application.code, f"{one.brand}（{one.unit}）") for one in listed_in(self.notice)]
        return super().get_form_kwargs() | {"notice": self.notice, "choices": choices}

    def deed(self, form: ObjectionForm) -> Objection:
        data = form.cleaned_data
        listed = {one.application.code: one.application for one in listed_in(self.notice)}
        return services.file_objection(
            self.notice,
            listed[data["application"]],
            text=data["text"],
            name=data["name"],
            contact=data["contact"],
        )

    def form_valid(self, form: ObjectionForm) -> HttpResponse:
        response = super().form_valid(form)
        if response.status_code == 302:
            context = {"objection": self.result, "notice": self.notice, "round": self.round}
            response = render(self.request, "naming/objection_filed.html", context)
            response["Cache-Control"] = "private, no-store"
        return response

    def get_success_url(self) -> str:
        return self.notice.get_absolute_url()


class ObjectionLookupView(NoticeMixin, FormPage):
    """How an objection stands, for whoever holds its receipt; the receipt never stands in an address."""

    public = True
    form_class = ReceiptForm
    template_name = "naming/objection_lookup.html"

    def form_valid(self, form: ReceiptForm) -> HttpResponse:
        receipt = form.cleaned_data["receipt"]
        found = self.notice.objections.filter(receipt=receipt).select_related("application").first()
        if found is None:
            form.add_error(
                "receipt",
                _(
                    "Receipt: there is none with these letters for this notice. Compare it with what you noted."
                ),
            )
            return self.form_invalid(form)
        response = self.render_to_response(self.get_context_data(form=form, objection=found))
        response["Cache-Control"] = "private, no-store"
        return response


class ObjectionListView(ListPage):
    permission = "naming.list_objections"
    template_name = "naming/objection_list.html"
    search_fields = ("receipt", "application__brand_name", "application__unit__name_zh")
    sorts = {
        "filed": (_("Received"), "filed_at,pk"),
        "brand": (_("Brand"), "application__brand_name,pk"),
        "status": (_("State"), "status,pk"),
    }
    default_sort = "-filed"
    filters = (("status", _("State"), ObjectionStatus.choices),)

    def get_queryset(self) -> QuerySet[Objection]:
        self.queryset = Objection.objects.select_related(
            "notice__round", "application__unit", "application__round"
        )
        return super().get_queryset()


class ObjectionDetailView(FormPage):
    """The objection and its finding; GET reads, POST settles."""

    permission = "naming.view_objection"
    form_class = FindingForm
    template_name = "naming/objection_detail.html"
    success_message = _("The finding is recorded.")

    @cached_property
    def objection(self) -> Objection:
        return get_object_or_404(
            Objection.objects.select_related(
                "notice__round", "application__unit", "application__round", "settled_by"
            ),
            receipt=self.kwargs["receipt"],
        )

    def get_permission_object(self) -> Objection:
        return self.objection

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_settle = self.person.has_perm("naming.settle_objection", self.objection)
        context = {
            "objection": self.objection,
            "round": self.objection.notice.round,
            "may_settle": may_settle,
        }
        return super().get_context_data(**context, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.person.has_perm("naming.settle_objection", self.objection):
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def deed(self, form: FindingForm) -> Objection:
        data = form.cleaned_data
        return services.settle_objection(
            self.objection,
            upheld=data["upheld"] == "1",
            finding=data["finding"],
            effect=data["effect"],
            by=self.person,
        )

    def get_success_url(self) -> str:
        return self.objection.get_absolute_url()
