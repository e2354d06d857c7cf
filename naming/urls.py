"""Addresses of proposals, meetings, notices, objections and the register."""

from django.urls import include, path

from naming.views import documents, feed, lists, meetings, notices, objections, proposals, recording, register

app_name = "naming"
of_lists = [
    path("", register.ListIndexView.as_view(), name="list-index"),
    path("<slug:round>/", lists.ListDetailView.as_view(), name="list-detail"),
    path("<slug:round>/list.csv", register.ListFileView.as_view(), name="list-file"),
    path("<slug:round>/decision.pdf", documents.DecisionPdfView.as_view(), name="decision-pdf"),
    path("<slug:round>/decision.docx", documents.DecisionDocxView.as_view(), name="decision-docx"),
    path("<slug:round>/list.pdf", documents.ListPdfView.as_view(), name="list-pdf"),
    path("<slug:round>/certificates.pdf", documents.CertificatesView.as_view(), name="certificates"),
]
of_brands = [
    path("", register.BrandListView.as_view(), name="brand-list"),
    path("register.csv", register.BrandFileView.as_view(), name="brand-file"),
    path("<slug:code>/", register.BrandDetailView.as_view(), name="brand-detail"),
]
of_notices = [
    path("<slug:round>/edit/", notices.NoticeEditView.as_view(), name="notice-edit"),
    path("<slug:round>/designate/", notices.DesignateView.as_view(), name="designation-create"),
    path("", notices.NoticeListView.as_view(), name="notice-list"),
    path("<slug:round>/", notices.NoticeDetailView.as_view(), name="notice-detail"),
    path("<slug:round>/object/", objections.ObjectionCreateView.as_view(), name="objection-create"),
    path("<slug:round>/answer/", objections.ObjectionLookupView.as_view(), name="objection-lookup"),
    path("<slug:round>/notice.pdf", documents.NoticePdfView.as_view(), name="notice-pdf"),
    path("<slug:round>/notice.docx", documents.NoticeDocxView.as_view(), name="notice-docx"),
    path("<slug:round>/supplement.pdf", documents.SupplementPdfView.as_view(), name="supplement-pdf"),
    path("<slug:round>/<slug:action>/", notices.NoticeActView.as_view(), name="notice-act"),
]
of_meetings = [
    path("<slug:round>/", meetings.MeetingDetailView.as_view(), name="meeting-detail"),
    path("<slug:round>/edit/", recording.MeetingEditView.as_view(), name="meeting-edit"),
    path("<slug:round>/save/", recording.MeetingAutosaveView.as_view(), name="meeting-autosave"),
    path("<slug:round>/confirm/", meetings.MeetingConfirmView.as_view(), name="meeting-confirm"),
    path("<slug:round>/minutes.pdf", meetings.MinutesPdfView.as_view(), name="minutes-pdf"),
    path("<slug:round>/minutes.docx", meetings.MinutesDocxView.as_view(), name="minutes-docx"),
    path("<slug:round>/<slug:action>/", meetings.MeetingActView.as_view(), name="meeting-act"),
]
of_objections = [
    path("", objections.ObjectionListView.as_view(), name="objection-list"),
    path("<slug:receipt>/", objections.ObjectionDetailView.as_view(), name="objection-detail"),
    path("<slug:receipt>/identity/", objections.ObjectionIdentityView.as_view(), name="objection-identity"),
]
# One group for each first word, so that an address of another room is done with after ten looks.
urlpatterns = [
    path("lists/", include(of_lists)),
    path("brands/", include(of_brands)),
    path("notices/", include(of_notices)),
    path("meetings/", include(of_meetings)),
    path("proposals/<slug:round>/", proposals.ProposalDetailView.as_view(), name="proposal-detail"),
    path("objections/", include(of_objections)),
    path("certificates/<slug:number>.pdf", documents.CertificateView.as_view(), name="certificate"),
    path("check/", register.CertificateCheckView.as_view(), name="certificate-check"),
    path("feed.atom", feed.FeedView.as_view(), name="feed"),
]
