"""The public notice and objections to it."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from brandportal.kit import clock
from brandportal.kit.views import FormPage, ListPage, Page
from brandportal.lifecycle.views import TransitionView
from naming import services
from naming.enums import NoticeStatus, ObjectionStatus
from naming.forms.notices import DesignationForm, FindingForm, NoticeForm, ObjectionForm
from naming.lifecycle import NOTICE
from naming.models import NamingList, Notice, Objection
from naming.selectors.public import listed_in
from naming.views.loading import RoundMixin


class NoticeListView(ListPage):
    public = True
    template_name = "naming/notice_list.html"
    search_fields = ("title", "number", "round__title_zh")
    sorts = {"first": (_("First day"), "first_day,pk"), "title": (_("Title"), "title,pk")}
    default_sort = "-first"
    filters = (("status", _("State"), NoticeStatus.choices),)

    def get_queryset(self) -> QuerySet[Notice]:
        self.queryset = Notice.objects.visible_to(self.person).select_related("round")
        return super().get_queryset()


class NoticeMixin(RoundMixin):
    """`self.notice` from the address."""

    @cached_property
    def notice(self) -> Notice:
        return get_object_or_404(
            Notice.objects.visible_to(self.person).select_related("round"), round__code=self.kwargs["round"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"notice": self.notice}


class NoticeDetailView(NoticeMixin, Page):
    public = True
    template_name = "naming/notice_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        takes = self.notice.status == NoticeStatus.PUBLISHED and clock.today() <= self.notice.last_day
        offers = NOTICE.offers(self.notice, self.person) if self.person.is_authenticated else []
        return super().get_context_data(
            listed=listed_in(self.notice),
            takes_objections=takes,
            offers=offers,
            may_designate=self.person.is_authenticated
            and self.person.has_perm("naming.designate")
            and self.notice.status == NoticeStatus.CLOSED
            and not NamingList.objects.filter(round=self.round).exists(),
            **kwargs,
        )


class NoticeEditView(RoundMixin, FormPage):
    permission = "naming.manage_notice"
    form_class = NoticeForm
    template_name = "naming/notice_form.html"
    success_message = _("The draft is kept. Read it as the public will, then publish it.")

    def get_initial(self) -> dict[str, Any]:
        notice = Notice.objects.filter(round=self.round).first()
        if notice is None:
            return {"first_day": clock.today(), "days": 5}
        return {name: getattr(notice, name) for name in NoticeForm.declared_fields}

    def deed(self, form: NoticeForm) -> Notice:
        return services.prepare_notice(self.round, by=self.person, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("naming:notice-detail", args=[self.round.code])


class NoticeActView(NoticeMixin, TransitionView):
    lifecycle = NOTICE
    deeds = {"publish": services.publish_notice, "close": services.close_notice}

    def get_object(self) -> Notice:
        return self.notice


class ObjectionCreateView(NoticeMixin, FormPage):
    """Anybody's objection; the receipt is shown once on the answer."""

    public = True
    form_class = ObjectionForm
    template_name = "naming/objection_form.html"

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
            Objection.objects.select_related("notice__round", "application__unit", "application__round"),
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


class DesignateView(NoticeMixin, FormPage):
    permission = "naming.designate"
    form_class = DesignationForm
    template_name = "naming/designation_form.html"
    success_message = _("Named and published.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(listed=listed_in(self.notice), **kwargs)

    def deed(self, form: DesignationForm) -> NamingList:
        number = form.cleaned_data["document_number"]
        return services.designate(self.round, document_number=number, by=self.person)

    def get_success_url(self) -> str:
        return reverse("naming:list-detail", args=[self.round.code])
