import datetime as dt
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.utils import translation

from brandportal.kit import drawing, icons
from brandportal.kit.lists import Listing
from brandportal.kit.templatetags import portal

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def rendered(text, **context):
    return Template("{% load portal frame %}" + text).render(Context(context))


def listing(address="", count=95):
    params = QueryDict(address)
    page = Paginator(list(range(count)), 10).get_page(params.get("page"))
    return Listing(params=params, query="", sort=params.get("sort", ""), sorts={"name": "Name"}, page=page)


def test_an_icon_beside_a_word_is_hidden_and_alone_it_speaks():
    assert 'aria-hidden="true"' in icons.icon("check-lg")
    assert 'aria-label="Flagged &amp; kept"' in icons.icon("flag", label="Flagged & kept")
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")


def test_every_mark_of_a_state_is_drawn():
    marks = {mark for _tone, mark in portal.TONES.values()} | set(portal.MARKS.values())

    assert all(icons.paths_of(mark) for mark in marks)


def test_every_icon_named_in_a_template_exists():
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")]
    named = {part.split('"')[0] for text in texts for part in text.split('{% icon "')[1:]}

    assert all(icons.paths_of(name) for name in named)


def test_a_state_is_shown_in_word_mark_and_tint():
    application = SimpleNamespace(status="returned", get_status_display=lambda: "Returned <b>")

    html = rendered("{% status_pill application %}", application=application)

    assert html.startswith('<span class="bp-pill bp-pill-warn"><svg class="bi"')
    assert html.endswith("Returned &lt;b&gt;</span>")


def test_figures_that_are_missing_are_dashes():
    assert (
        rendered("{{ x|score }} {{ y|thin }} {{ z|zh_date }} {{ z|fingerprint }}", x=None, y="", z=None)
        == "— — — —"
    )
    assert rendered("{{ x|score }} {{ x|score:0 }}", x="177/2") == "88.50 89"


def test_a_bar_stands_on_zero_and_carries_the_cut():
    svg = drawing.bar(["27.97", "37.23", "28.40"], "93.60 <in all>", cut="88.58")

    assert '<rect class="bp-c1" x="0" y="18" width="279.7" height="20"/>' in svg
    assert '<rect class="bp-c2" x="282.7" y="18" width="369.3" height="20"/>' in svg
    assert '<line class="bp-cut" x1="885.8" x2="885.8" y1="0" y2="56"/>' in svg
    assert 'aria-label="93.60 &lt;in all&gt;"' in svg
    assert "style=" not in svg


def test_a_meter_shows_what_goes_beyond_its_target():
    assert 'class="v" width="500"' in drawing.meter(5, 10)
    assert 'class="o" width="200"' in drawing.meter(12, 10)
    assert 'class="v" width="0"' in drawing.meter(0, 0)


def test_a_column_head_sorts_and_says_how_it_is_sorted():
    unsorted = rendered('{% sort_head listing "name" %}', listing=listing())
    upward = rendered('{% sort_head listing "name" "n" %}', listing=listing("sort=name&page=3"))

    assert "aria-sort" not in unsorted
    assert 'href="?sort=name"' in unsorted
    assert 'class="n" aria-sort="ascending"' in upward
    assert 'href="?sort=-name"' in upward


def test_the_pager_keeps_the_search_and_elides():
    links = portal.page_links(listing("q=a&page=5"))

    assert [text for text, _url, _here in links] == ["1", "2", "3", "4", "5", "6", "7", "…", "10"]
    assert links[0] == ("1", "?q=a&page=1", False)
    assert links[4][2]
    assert links[7][1] == ""
    assert rendered("{% rows_caption listing %}", listing=listing("page=10")) == "91–95 of 95"


def test_a_trail_ends_on_this_page():
    html = rendered('{% crumb "Units" "/units/" name %}', name="A & B")

    assert '<li><a href="/units/">Units</a></li><li aria-current="page">A &amp; B</li>' in html


def test_a_long_name_has_a_narrower_slip():
    assert "bp-slip long" in rendered('{% slip "出入有境服务无境" unit="市公安局" url="/x/" %}')
    assert 'aria-hidden="true"' in rendered('{% slip "市情信达" %}')


def test_a_line_of_the_error_summary_names_its_field_once():
    class Sheet(forms.Form):
        day = forms.CharField(label="Day")

    field = Sheet({"day": ""})["day"]

    assert rendered('{% error_line f "There is no 31 September." %}', f=field) == (
        '<a href="#id_day">Day: There is no 31 September.</a>'
    )
    assert rendered('{% error_line f "Day: write it." %}', f=field) == '<a href="#id_day">Day: write it.</a>'


def test_urgency_counts_the_day_itself_as_late(monkeypatch):
    monkeypatch.setattr(portal.clock, "today", lambda: dt.date(2026, 6, 22))

    days = (None, dt.date(2026, 6, 21), dt.date(2026, 6, 22), dt.date(2026, 6, 25), dt.date(2026, 6, 26))

    assert [portal.urgency(day) for day in days] == ["", "is-late", "is-late", "is-soon", ""]


def test_what_was_written_becomes_paragraphs_and_heads():
    html = portal.paragraphs("一、机关文化\n\n围绕<八个字>讨论。\r\n 推行一表告知。")

    assert html == (
        '<p class="bp-text-head">一、机关文化</p>\n<p>围绕&lt;八个字&gt;讨论。</p>\n<p>推行一表告知。</p>'
    )
    assert portal.paragraphs(None) == ""


def test_a_range_of_days_has_the_dash_of_its_language():
    first, last = dt.date(2026, 8, 10), dt.date(2026, 11, 9)

    assert portal.date_range(first, last).count("bp-nowrap") == 2
    assert "10 August\u00a0–</span> <span" in portal.date_range(first, last)
    with translation.override("zh-hans"):
        assert "8月10日—</span><span" in portal.date_range(first, last)


def test_a_spread_runs_from_zero_to_either_side():
    right = rendered('{% spread 5 "five" -5 15 %}')
    left = rendered('{% spread -5 "minus five" -5 15 %}')

    assert 'class="bp-c1" x="250" y="18" width="250"' in right
    assert 'class="bp-c2" x="0" y="18" width="250"' in left
    assert 'x1="250"' in right
    assert 'aria-label="minus five"' in left
    assert 'width="0"' in rendered('{% spread 0 "nothing" 0 0 %}')
