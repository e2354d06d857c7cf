"""The outbox."""

from django.urls import path

from brandportal.outbox import letters, views

app_name = "outbox"
urlpatterns = [
    path("", views.MessageListView.as_view(), name="message-list"),
    path("release/", views.ReleaseWaitingView.as_view(), name="message-release-all"),
    path("letters/", letters.LetterListView.as_view(), name="letter-list"),
    path("letters/<slug:code>/", letters.LetterDetailView.as_view(), name="letter-detail"),
    path("letters/<slug:code>/acknowledge/", letters.AcknowledgeView.as_view(), name="letter-acknowledge"),
    path("<slug:code>/", views.MessageDetailView.as_view(), name="message-detail"),
    path("<slug:code>/release/", views.MessageReleaseView.as_view(), name="message-release"),
]
