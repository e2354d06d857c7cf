"""The audit trail."""

from django.urls import path

from brandportal.audit.views import EventListView

app_name = "audit"
urlpatterns = [path("", EventListView.as_view(), name="event-list")]
