"""What was named before 0008 learns its division: the words that the frozen rules give the key on the application.

A row that has its words, or whose key the rules do not know, stays as it is.
"""

import json

from django.db import migrations


def fill(apps, _schema_editor):
    Designation = apps.get_model("naming", "Designation")
    empty = Designation.objects.filter(division_zh="", division_en="").exclude(application__stratum="")
    for one in empty.select_related("application", "round"):
        title = _titles(one.round.rules).get(one.application.stratum)
        if title:
            one.division_zh, one.division_en = title
            one.save(update_fields=["division_zh", "division_en"])


def _titles(rules):
    """Return key → (Chinese, English), each in the other language where the rules lack it; {} for rules not frozen."""
    if not rules.startswith("{"):
        return {}
    found = {}
    for row in json.loads(rules).get("entries", {}).get("strata", []):
        title = row.get("title") or row["key"]
        zh, en = (title, title) if isinstance(title, str) else (title.get("zh", ""), title.get("en", ""))
        found[row["key"]] = (zh or en, en or zh)
    return found


class Migration(migrations.Migration):
    dependencies = [("naming", "0010_meeting_drafts"), ("applications", "0002_strata")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
