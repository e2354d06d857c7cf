"""Who objected moves to a table of its own; in a migration apart, as PostgreSQL alters no table with checks pending."""

from django.db import migrations


def seal(apps, _schema_editor):
    Objection = apps.get_model("naming", "Objection")
    ObjectorIdentity = apps.get_model("naming", "ObjectorIdentity")
    for one in Objection.objects.exclude(name=""):
        ObjectorIdentity.objects.create(objection=one, name=one.name, contact=one.contact)
    Objection.objects.exclude(name="").update(is_named=True)


class Migration(migrations.Migration):
    dependencies = [("naming", "0004_sealed_identities")]
    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
