"""Objections: anybody files and asks, the organizer looks into them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from brandportal.kit import clock
from brandportal.kit.throttle import Throttle, minutes_of, told_to_wait
from brandportal.kit.views import FormPage, ListPage, PortalView
from naming import services
from naming.chapters import ObjectionRules
from naming.enums import ObjectionStatus
from naming.forms.objections import FindingForm, IdentityForm, ObjectionForm, ReceiptForm
from naming.models import Objection, ObjectorIdentity
from naming.selectors.notices import ListedBrand, ends_on, listed_in, moved_up_in, open_for_objections
from naming.selectors.objections import limits_of, openings_of, rules_of_objection
from naming.selectors.succession import Ways, ways_of
from naming.views.notices import NoticeMixin

# Far above what one objector needs, and an office or a village behind one address too.
OBJECTIONS = Throttle("objections", most=20)


class ObjectionCreateView(NoticeMixin, FormPage):
    """Anybody's objection; the receipt is shown once on the answer."""

    public = True
    form_class = ObjectionForm
    template_name = "naming/objection_form.html"

    @cached_property
    def open(self) -> list[ListedBrand]:
        return open_for_objections(self.notice, clock.today())

    @property
    def ruled(self) -> ObjectionRules:
        return rules_of_objection(self.round)

    @property
    def choices(self) -> list[ListedBrand]:
        """Whoever comes too late still finds the brand they meant, and is told until when."""
        return self.open or [*listed_in(self.notice), *moved_up_in(self.notice)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        last_day = ends_on(self.notice)
        context = super().get_context_data(
            takes=bool(self.open), last_day=last_day, ruled=self.ruled, **kwargs
        )
        return context | {"files_lost": bool(self.request.FILES) and bool(context["form"].errors)}

    def get_form_kwargs(self) -> dict[str, Any]:
        choices = [(one.application.code, f"{one.brand}（{one.unit}）") for one in self.choices]
        return super().get_form_kwargs() | {"choices": choices, "real_name": self.ruled.real_name}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wait = OBJECTIONS.wait_after(request)
        return self.slowed(wait) if wait else super().post(request, *args, **kwargs)

    def slowed(self, wait: int) -> HttpResponse:
        """Show the form as it was typed; its files are not even looked into."""
        form = self.form_class(**self.get_form_kwargs() | {"files": None})
        form.full_clean()
        form.add_error(None, too_often(wait, self.round.organizer_name, self.round.complaint_contact))
        return told_to_wait(self.form_invalid(form), wait)

    def deed(self, form: ObjectionForm) -> Objection:
        data = form.cleaned_data
        chosen = {one.application.code: one.application for one in self.choices}
        facts = {name: data[name] for name in ("text", "name", "contact", "evidence")}
        return services.file_objection(self.notice, chosen[data["application"]], **facts)

    def form_valid(self, form: ObjectionForm) -> HttpResponse:
        response = super().form_valid(form)
        if response.status_code == 302:
            context = {"objection": self.result, "notice": self.notice, "round": self.round}
            response = render(self.request, "naming/objection_filed.html", context)
            response["Cache-Control"] = "private, no-store"
        return response

    def get_success_url(self) -> str:
        return self.notice.get_absolute_url()


def too_often(wait: int, organizer: str, contact: str) -> str:
    minutes = minutes_of(wait)
    return ngettext(
        "Objections: too many came from your network. Send it again in %(minutes)d minute, or hand it in to "
        "%(organizer)s, %(contact)s.",
        "Objections: too many came from your network. Send it again in %(minutes)d minutes, or hand it in to "
        "%(organizer)s, %(contact)s.",
        minutes,
    ) % {"minutes": minutes, "organizer": organizer, "contact": contact}


class ObjectionLookupView(NoticeMixin, FormPage):
    """How an objection stands, for whoever holds its receipt; the receipt never stands in an address."""

    public = True
    form_class = ReceiptForm
    template_name = "naming/objection_lookup.html"

    def form_valid(self, form: ReceiptForm) -> HttpResponse:
        receipt = form.cleaned_data["receipt"]
        filed = self.notice.objections.select_related(
            "notice__round", "application", "succession__item__application"
        )
        found = filed.filter(receipt=receipt).first()
        if found is None:
            form.add_error(
                "receipt",
                _(
                    "Receipt: there is none with these letters for this notice. Compare it with what you noted."
                ),
            )
            return self.form_invalid(form)
        response = self.render_to_response(
            self.get_context_data(form=form, objection=found, limits=limits_of(found))
        )
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


class ObjectionMixin(PortalView):
    """`self.objection` from the address."""

    @cached_property
    def objection(self) -> Objection:
        found = Objection.objects.select_related(
            "notice__round",
            "application__unit",
            "application__round",
            "settled_by",
            "succession__item__application__unit",
        )
        return get_object_or_404(found, receipt=self.kwargs["receipt"])

    def get_permission_object(self) -> Objection:
        return self.objection

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"objection": self.objection, "round": self.objection.notice.round}


class ObjectionDetailView(ObjectionMixin, FormPage):
    """The objection and its finding; GET reads, POST settles."""

    permission = "naming.view_objection"
    form_class = FindingForm
    template_name = "naming/objection_detail.html"
    success_message = _("The finding is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"ways": self.ways}

    @cached_property
    def ways(self) -> Ways:
        return ways_of(self.objection)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        handles = self.person.has_perm("naming.settle_objection", self.objection)
        return super().get_context_data(
            handles=handles,
            evidence=list(self.objection.evidence.order_by("created_at", "key")),
            openings=openings_of(self.objection),
            ways=self.ways,
            limits=limits_of(self.objection),
            **kwargs,
        )

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
            committee_word=data["committee_word"],
            successor=data.get("successor", ""),
            level=data.get("level", ""),
            by=self.person,
        )

    def get_success_url(self) -> str:
        return self.objection.get_absolute_url()


class ObjectionIdentityView(ObjectionMixin, FormPage):
    """Open the seal: a handler says why, the trail keeps it, the identity is shown on the answer alone."""

    permission = "naming.open_identity"
    form_class = IdentityForm
    template_name = "naming/objection_identity.html"

    def deed(self, form: IdentityForm) -> ObjectorIdentity:
        return services.open_identity(self.objection, reason=form.cleaned_data["reason"], by=self.person)

    def form_valid(self, form: IdentityForm) -> HttpResponse:
        response = super().form_valid(form)
        if response.status_code == 302:
            response = self.render_to_response(self.get_context_data(form=form, identity=self.result))
            response["Cache-Control"] = "private, no-store"
        return response

    def get_success_url(self) -> str:
        return self.objection.get_absolute_url()
