"""The outbox."""

from django.urls import path

from brandportal.outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.MessageListView.as_view(), name="message-list"),
    path("<slug:code>/", views.MessageDetailView.as_view(), name="message-detail"),
    path("<slug:code>/release/", views.MessageReleaseView.as_view(), name="message-release"),
]
