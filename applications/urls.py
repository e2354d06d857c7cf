"""Addresses of rounds and applications."""

from django.urls import path

from applications.views import intake, own, record, rounds, steps, uploads

app_name = "applications"
ONE = "applications/<slug:round>/<slug:code>/"
public = [
    path("rounds/", rounds.RoundListView.as_view(), name="round-list"),
    path("rounds/<slug:round>/", rounds.RoundDetailView.as_view(), name="round-detail"),
]
unit = [
    path("my/applications/", own.MyApplicationsView.as_view(), name="my-applications"),
    path("rounds/<slug:round>/apply/", own.StartView.as_view(), name="application-start"),
    path(f"{ONE}edit/logo/", uploads.LogoView.as_view(), {"step": "logo"}, name="application-logo"),
    path(
        f"{ONE}edit/attachments/",
        uploads.AttachmentsView.as_view(),
        {"step": "attachments"},
        name="application-attachments",
    ),
    path(
        f"{ONE}attachments/<uuid:key>/remove/",
        uploads.AttachmentRemoveView.as_view(),
        name="attachment-remove",
    ),
    path(f"{ONE}edit/<slug:step>/", steps.StepView.as_view(), name="application-step"),
]
office = [
    path("rounds/<slug:round>/applications/", intake.IntakeListView.as_view(), name="application-list"),
    path(f"{ONE}return/", intake.ReturnView.as_view(), name="application-return"),
    path(f"{ONE}accept-next/", intake.AcceptNextView.as_view(), name="application-accept-next"),
]
both = [
    path(ONE, record.ApplicationDetailView.as_view(), name="application-detail"),
    path(f"{ONE}filings/<int:number>/", record.FilingDetailView.as_view(), name="filing-detail"),
    path(f"{ONE}<slug:action>/", record.ActView.as_view(), name="application-act"),
]
urlpatterns = public + unit + office + both
