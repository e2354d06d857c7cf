"""A score sheet may say on the whole that its rater does not agree; nothing else on it is then asked."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0017_groups_of_voters")]

    operations = [
        migrations.AddField("ScoreSheet", "rejects", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "ScoreSheet",
            models.CheckConstraint(
                condition=Q(rejects=False) | (~Q(answers="") & ~Q(answers__endswith="|")),
                name="evaluation_sheet_rejects_by_its_last_answer",
            ),
        ),
    ]
