"""Addresses of rounds and applications."""

from django.urls import path

from applications.views import documents, intake, own, record, rounds, steps, uploads

app_name = "applications"
ROUND = "rounds/<slug:round>/"
ONE = "applications/<slug:round>/<slug:code>/"
public = [
    path("rounds/", rounds.RoundListView.as_view(), name="round-list"),
    path(ROUND, rounds.RoundDetailView.as_view(), name="round-detail"),
    path(f"{ROUND}rules/", rounds.RoundRulesView.as_view(), name="round-rules"),
    path(f"{ROUND}rules.json", rounds.RoundRulesFileView.as_view(), name="round-rules-file"),
]
unit = [
    path("my/applications/", own.MyApplicationsView.as_view(), name="my-applications"),
    path(f"{ROUND}apply/", own.StartView.as_view(), name="application-start"),
    path(f"{ONE}edit/logo/", uploads.LogoView.as_view(), name="application-logo"),
    path(
        f"{ONE}edit/attachments/",
        uploads.AttachmentsView.as_view(),
        {"step": "attachments"},
        name="application-attachments",
    ),
    path(f"{ONE}edit/<slug:step>/", steps.StepView.as_view(), name="application-step"),
    path(f"{ONE}edit/<slug:step>/save/", steps.AutosaveView.as_view(), name="application-autosave"),
    path(
        f"{ONE}attachments/<uuid:key>/remove/",
        uploads.AttachmentRemoveView.as_view(),
        name="attachment-remove",
    ),
    path(f"{ONE}send/", record.SendView.as_view(), name="application-send"),
    path(f"{ONE}sign-off/", record.ApproveView.as_view(), name="application-approve"),
    path(f"{ONE}submit/", record.SubmitView.as_view(), name="application-submit"),
]
office = [
    path(f"{ROUND}applications/", intake.IntakeListView.as_view(), name="application-list"),
    path(f"{ROUND}applications.xlsx", intake.IntakeSheetView.as_view(), name="application-sheet"),
    path(f"{ONE}return/", intake.ReturnView.as_view(), name="application-return"),
    path(f"{ONE}accept-next/", intake.AcceptNextView.as_view(), name="application-accept-next"),
]
everybody = [
    path(ONE, record.ApplicationDetailView.as_view(), name="application-detail"),
    path(f"{ONE}print/", record.PrintView.as_view(), name="application-print"),
    path(f"{ONE}filings/<int:number>/", record.FilingDetailView.as_view(), name="filing-detail"),
    path(f"{ONE}filings/<int:number>/form.pdf", documents.FilingFormView.as_view(), name="filing-form"),
    path(f"{ONE}<slug:action>/", record.ActView.as_view(), name="application-act"),
]
urlpatterns = public + unit + office + everybody
