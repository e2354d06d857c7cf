"""Addresses of proposals, meetings, notices, objections and the register."""

from django.urls import path

from naming.views import documents, feed, lists, meetings, notices, objections, proposals, recording, register

app_name = "naming"
office = [
    path("proposals/<slug:round>/", proposals.ProposalDetailView.as_view(), name="proposal-detail"),
    path("meetings/<slug:round>/", meetings.MeetingDetailView.as_view(), name="meeting-detail"),
    path("meetings/<slug:round>/edit/", recording.MeetingEditView.as_view(), name="meeting-edit"),
    path("meetings/<slug:round>/save/", recording.MeetingAutosaveView.as_view(), name="meeting-autosave"),
    path("meetings/<slug:round>/confirm/", meetings.MeetingConfirmView.as_view(), name="meeting-confirm"),
    path("notices/<slug:round>/edit/", notices.NoticeEditView.as_view(), name="notice-edit"),
    path("notices/<slug:round>/designate/", notices.DesignateView.as_view(), name="designation-create"),
    path("objections/", objections.ObjectionListView.as_view(), name="objection-list"),
    path("objections/<slug:receipt>/", objections.ObjectionDetailView.as_view(), name="objection-detail"),
    path(
        "objections/<slug:receipt>/identity/",
        objections.ObjectionIdentityView.as_view(),
        name="objection-identity",
    ),
]
public = [
    path("notices/", notices.NoticeListView.as_view(), name="notice-list"),
    path("notices/<slug:round>/", notices.NoticeDetailView.as_view(), name="notice-detail"),
    path("notices/<slug:round>/object/", objections.ObjectionCreateView.as_view(), name="objection-create"),
    path("notices/<slug:round>/answer/", objections.ObjectionLookupView.as_view(), name="objection-lookup"),
    path("lists/", register.ListIndexView.as_view(), name="list-index"),
    path("lists/<slug:round>/", lists.ListDetailView.as_view(), name="list-detail"),
    path("lists/<slug:round>/list.csv", register.ListFileView.as_view(), name="list-file"),
    path("brands/", register.BrandListView.as_view(), name="brand-list"),
    path("brands/register.csv", register.BrandFileView.as_view(), name="brand-file"),
    path("check/", register.CertificateCheckView.as_view(), name="certificate-check"),
    path("feed.atom", feed.FeedView.as_view(), name="feed"),
    path("brands/<slug:code>/", register.BrandDetailView.as_view(), name="brand-detail"),
]
papers = [
    path("meetings/<slug:round>/minutes.pdf", meetings.MinutesPdfView.as_view(), name="minutes-pdf"),
    path("meetings/<slug:round>/minutes.docx", meetings.MinutesDocxView.as_view(), name="minutes-docx"),
    path("notices/<slug:round>/notice.pdf", documents.NoticePdfView.as_view(), name="notice-pdf"),
    path("notices/<slug:round>/notice.docx", documents.NoticeDocxView.as_view(), name="notice-docx"),
    path("notices/<slug:round>/supplement.pdf", documents.SupplementPdfView.as_view(), name="supplement-pdf"),
    path("lists/<slug:round>/decision.pdf", documents.DecisionPdfView.as_view(), name="decision-pdf"),
    path("lists/<slug:round>/decision.docx", documents.DecisionDocxView.as_view(), name="decision-docx"),
    path("lists/<slug:round>/list.pdf", documents.ListPdfView.as_view(), name="list-pdf"),
    path("lists/<slug:round>/certificates.pdf", documents.CertificatesView.as_view(), name="certificates"),
    path("certificates/<slug:number>.pdf", documents.CertificateView.as_view(), name="certificate"),
]
deeds = [
    path("meetings/<slug:round>/<slug:action>/", meetings.MeetingActView.as_view(), name="meeting-act"),
    path("notices/<slug:round>/<slug:action>/", notices.NoticeActView.as_view(), name="notice-act"),
]
urlpatterns = office + public + papers + deeds
