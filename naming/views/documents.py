"""Notice, decision, list and certificates on paper."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from brandportal.documents.official import TEMPLATE, official_data, official_docx
from brandportal.documents.pdf import kept_pdf, render_pdf
from brandportal.documents.responses import docx_response, pdf_response
from brandportal.kit import clock
from brandportal.kit.errors import DomainError
from brandportal.kit.views import PortalView
from naming.enums import DesignationStatus, NoticeStatus
from naming.models import Designation, NamingList
from naming.selectors.certificates import certificates_data, in_force, list_data
from naming.selectors.papers import decision_text, notice_text
from naming.selectors.supplement import supplement_text
from naming.views.notices import NoticeMixin


class NoticePdfView(NoticeMixin):
    """The notice in official layout; a draft only for those who see it on its page."""

    public = True

    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        data = kept_pdf(TEMPLATE, official_data(notice_text(self.notice, clock.today())))
        private = self.notice.status == NoticeStatus.DRAFTED
        return pdf_response(f"公示-{self.notice.number}", data, private=private)


class NoticeDocxView(NoticeMixin):
    """The same to be worked on in an office program."""

    permission = "naming.take_papers"

    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        return docx_response(
            f"公示-{self.notice.number}", official_docx(notice_text(self.notice, clock.today()))
        )


class SupplementPdfView(NoticeMixin):
    """Who was struck and who moved up since the publication, in the layout of the notice."""

    public = True

    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        text = supplement_text(self.notice, clock.today())
        if text is None:
            raise Http404
        return pdf_response(
            f"补充公示-{self.notice.number}", kept_pdf(TEMPLATE, official_data(text)), private=False
        )


class ListMixin(PortalView):
    """`self.naming_list` from the address."""

    @cached_property
    def naming_list(self) -> NamingList:
        return get_object_or_404(NamingList.objects.select_related("round"), round__code=self.kwargs["round"])


class DecisionPdfView(ListMixin):
    public = True

    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        data = kept_pdf(TEMPLATE, official_data(decision_text(self.naming_list)))
        return pdf_response(f"命名决定-{self.naming_list.document_number}", data, private=False)


class DecisionDocxView(ListMixin):
    permission = "naming.take_papers"

    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        data = official_docx(decision_text(self.naming_list))
        return docx_response(f"命名决定-{self.naming_list.document_number}", data)


class ListPdfView(ListMixin):
    public = True

    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        data = list_data(self.naming_list, request.build_absolute_uri)
        return pdf_response(self.naming_list.title, kept_pdf("naming/list.typ", data), private=False)


class CertificatesView(ListMixin):
    """Every certificate of a list, a sheet each, ready for the printer."""

    permission = "naming.print_certificates"

    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        designations = in_force(self.naming_list.round)
        if not designations:
            raise DomainError(_("No designation of this list is in force; there is no certificate to print."))
        data = certificates_data(designations, request.build_absolute_uri)
        return pdf_response(
            f"命名证书-{self.naming_list.round.code}", render_pdf("naming/certificate.typ", data)
        )


class CertificateView(PortalView):
    """One certificate, for the organizer and the unit that was named."""

    permission = "naming.print_certificate"

    @cached_property
    def designation(self) -> Designation:
        found = Designation.objects.select_related("round__naming_list", "brand")
        return get_object_or_404(found, number=self.kwargs["number"])

    def get_permission_object(self) -> Designation:
        return self.designation

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        if self.designation.status != DesignationStatus.IN_FORCE:
            raise DomainError(
                _(
                    "Number %(number)s is no longer in force (%(state)s); its certificate is not printed again."
                )
                % {"number": number, "state": self.designation.get_status_display()}
            )
        data = certificates_data([self.designation], request.build_absolute_uri)
        return pdf_response(f"命名证书-{number}", render_pdf("naming/certificate.typ", data))
