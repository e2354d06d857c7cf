import pytest

from tools.extraction import Key, extract

PYTHON = """
from django.utils.translation import gettext as _, ngettext, npgettext, pgettext

greeting = _("One "
             "text")
# Translators: of a round
state = pgettext("round", "Open")
count = ngettext("%(n)d unit", "%(n)d units", 2)
both = npgettext("stage", "%(n)d sheet", "%(n)d sheets", 2)
name = _(greeting)
"""
TEMPLATE = """{% load i18n %}
<p title="{% translate "Open 5%" context "verb" %}">{{ value|default:_("none") }}</p>
{% blocktranslate trimmed count n=total %}
  One {{ n }} sheet
{% plural %}
  {{ n }} sheets
{% endblocktranslate %}
{% if word == _("it's") %}{% endif %}
"""


@pytest.fixture
def project(tmp_path):
    for name, text in {"brandportal/one.py": PYTHON, "templates/page.html": TEMPLATE}.items():
        path = tmp_path / name
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_contexts_and_plurals_of_both_languages_are_found(project):
    found = {key: message.plural for key, message in extract(project).items()}

    assert found == {
        Key("One text"): None,
        Key("Open", "round"): None,
        Key("%(n)d unit"): "%(n)d units",
        Key("%(n)d sheet", "stage"): "%(n)d sheets",
        Key("Open 5%%", "verb"): None,
        Key("none"): None,
        Key("One %(n)s sheet"): "%(n)s sheets",
        Key("it's"): None,
    }


def test_files_and_comments_go_with_the_message(project):
    message = extract(project)[Key("Open", "round")]

    assert message.files == {"brandportal/one.py"}
    assert message.comments == {"Translators: of a round"}


def test_one_text_with_two_plurals_is_refused(project):
    (project / "brandportal" / "two.py").write_text('ngettext("%(n)d unit", "%(n)d offices", 2)')

    with pytest.raises(ValueError, match="two plurals"):
        extract(project)
