"""What is new, for feed readers and other portals."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brandportal.kit import clock
from brandportal.kit.views import PortalView
from naming.selectors.public import newest_news


class FeedView(PortalView):
    """Notices, naming lists and namings as Atom."""

    public = True

    def get(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
        news = newest_news()
        feed = self.empty_feed(request)
        for one in news:
            link = request.build_absolute_uri(one.path)
            moment = clock.start_of(one.day)
            feed.add_item(
                one.title, link, one.text, unique_id=f"{link}#{one.key}", pubdate=moment, updateddate=moment
            )
        feed.write(response, "utf-8")
        if news:
            response["Last-Modified"] = http_date(clock.start_of(news[0].day).timestamp())
        return response

    def empty_feed(self, request: HttpRequest) -> Atom1Feed:
        language = get_language() or settings.LANGUAGE_CODE
        return Atom1Feed(
            title=settings.PORTAL_NAME[language],
            link=request.build_absolute_uri(reverse("home")),
            description=_("Public notices, naming lists and namings"),
            language=language,
            author_name=settings.PORTAL_NAME[language],
            feed_url=request.build_absolute_uri(),
        )
