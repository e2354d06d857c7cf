from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_rosters")]
    operations = [
        migrations.AddField("signinsession", "seen_at", models.DateTimeField(null=True)),
    ]
