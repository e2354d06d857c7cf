"""The audit trail."""

from django.urls import path

from brandportal.audit.views import BackupListView, CheckListView, EventListView

app_name = "audit"
urlpatterns = [
    path("", EventListView.as_view(), name="event-list"),
    path("checks/", CheckListView.as_view(), name="check-list"),
    path("backups/", BackupListView.as_view(), name="backup-list"),
]
