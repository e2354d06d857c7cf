from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("naming", "0005_seal_identities")]
    operations = [
        migrations.RemoveField(
            model_name='objection',
            name='contact',
        ),
        migrations.RemoveField(
            model_name='objection',
            name='name',
        ),
    ]
