"""Where the rules count groups of voters apart, a code knows its group and hands nothing but that on to its ballot."""

from django.db import migrations, models


class AddUnorderedField(migrations.AddField):
    """As AddField, but on SQLite the table stays without row numbers when it is made anew (migration 0002)."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        unordered(schema_editor, super().database_forwards, app_label, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        unordered(schema_editor, super().database_backwards, app_label, from_state, to_state)


def unordered(schema_editor, change, app_label, from_state, to_state):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.sql_create_table = f"{type(schema_editor).sql_create_table} WITHOUT ROWID"
    change(app_label, schema_editor, from_state, to_state)
    vars(schema_editor).pop("sql_create_table", None)


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0016_channels_by_code")]

    operations = [
        AddUnorderedField(
            "Ballot", "group", models.CharField(blank=True, db_column="voter_group", max_length=60)
        ),
        AddUnorderedField(
            "Code", "group", models.CharField(blank=True, db_column="voter_group", max_length=60)
        ),
        migrations.AddField(
            "CodeChange",
            "group",
            models.CharField(blank=True, max_length=60, verbose_name="Group of voters"),
        ),
    ]
