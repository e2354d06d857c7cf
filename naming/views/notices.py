"""The public notice, its way to publication, and the naming that follows it."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from brandportal.kit import clock
from brandportal.kit.errors import DomainError
from brandportal.kit.views import FormPage, ListPage, Page
from brandportal.lifecycle.views import TransitionView
from naming import services
from naming.enums import NoticeStatus, ObjectionStatus
from naming.forms.notices import DesignationForm, NoticeForm
from naming.lifecycle import NOTICE
from naming.models import NamingList, Notice, Resolution
from naming.selectors.notices import (
    days_of,
    ends_on,
    left_of,
    listed_in,
    moved_up_in,
    offers_of,
    rules_of_notice,
    too_early_to_name,
    written_body,
    written_title,
)
from naming.selectors.papers import closing_lines
from naming.views.loading import RoundMixin
from naming.workdays import LAST_KNOWN_YEAR, knows

# From the day on which a notice is prepared to its last one, at most.
LONGEST_WAY = 60


class NoticeListView(ListPage):
    public = True
    indexed = True
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
    indexed = True
    template_name = "naming/notice_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        days, listed, moved = days_of(self.notice, today), listed_in(self.notice), moved_up_in(self.notice)
        return super().get_context_data(
            listed=listed,
            changes=[*(one for one in listed if one.is_struck), *moved],
            has_supplement=bool(moved),
            days=days,
            closing=closing_lines(self.notice, days),
            days_left=left_of(self.notice, today),
            ends=ends_on(self.notice),
            offers=offers_of(self.notice, self.person, today),
            waiting=self.notice.objections.filter(status=ObjectionStatus.FILED).count(),
            naming_list=self.naming_list,
            may_designate=self.may_designate,
            **kwargs,
        )

    @cached_property
    def naming_list(self) -> NamingList | None:
        return NamingList.objects.filter(round=self.round).first()

    @property
    def may_designate(self) -> bool:
        permitted = self.person.is_authenticated and self.person.has_perm("naming.designate")
        return permitted and self.notice.status == NoticeStatus.CLOSED and self.naming_list is None


class NoticeEditView(RoundMixin, FormPage):
    permission = "naming.manage_notice"
    form_class = NoticeForm
    template_name = "naming/notice_form.html"
    success_message = _("The draft is kept. Read it as the public will, then publish it.")

    def permit(self) -> None:
        super().permit()
        if not Resolution.objects.filter(proposal__round=self.round).exists():
            raise DomainError(
                _("The committee has not resolved on the list yet. Its resolution is recorded first.")
            )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.draft and self.draft.status != NoticeStatus.DRAFTED:
            raise DomainError(_("The notice is published and cannot be changed."))
        return super().get(request, *args, **kwargs)

    @cached_property
    def draft(self) -> Notice | None:
        return Notice.objects.filter(round=self.round).first()

    def get_initial(self) -> dict[str, Any]:
        if self.draft:
            return {name: getattr(self.draft, name) for name in NoticeForm.declared_fields}
        ruled = rules_of_notice(self.round)
        return {
            "first_day": clock.today(),
            "days": ruled.days,
            "counts_first_day": ruled.counts_first_day,
            "title": written_title(self.round),
            "body": written_body(self.round),
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"asks_days": self.asks_days}

    @property
    def asks_days(self) -> bool:
        """Days are asked for where the notice may reach a year that the calendar lacks."""
        typed = "free_days" in self.request.POST or "worked_days" in self.request.POST
        reaches = not knows(clock.today() + timedelta(days=LONGEST_WAY))
        return typed or reaches or bool(self.draft and not knows(self.draft.last_day))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            ruled=rules_of_notice(self.round), last_year=LAST_KNOWN_YEAR, **kwargs
        )

    def deed(self, form: NoticeForm) -> Notice:
        return services.prepare_notice(self.round, by=self.person, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("naming:notice-detail", args=[self.round.code])


class NoticeActView(NoticeMixin, TransitionView):
    lifecycle = NOTICE
    deeds = {"publish": services.publish_notice, "close": services.close_notice}

    def get_object(self) -> Notice:
        return self.notice


class DesignateView(NoticeMixin, FormPage):
    permission = "naming.designate"
    form_class = DesignationForm
    template_name = "naming/designation_form.html"
    success_message = _("Named and published.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = [*listed_in(self.notice), *moved_up_in(self.notice)]
        return super().get_context_data(
            listed=[one for one in lines if not one.is_struck],
            struck=[one for one in lines if one.is_struck],
            waits=too_early_to_name(self.notice),
            naming_list=NamingList.objects.filter(round=self.round).first(),
            **kwargs,
        )

    def deed(self, form: DesignationForm) -> NamingList:
        number = form.cleaned_data["document_number"]
        return services.designate(self.round, document_number=number, by=self.person)

    def get_success_url(self) -> str:
        return reverse("naming:list-detail", args=[self.round.code])
