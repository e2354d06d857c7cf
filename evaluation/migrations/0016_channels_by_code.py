"""Codes, ballots and what is published of a box belong to a channel; a code may be good for the ballot on all brands.

Until now a round had one channel by code: its rows become that channel's.
"""

import django.db.models.deletion
from django.db import migrations, models

from brandportal.kit.freezing import frozen, thawed

OLD_NUMBERS = (
    "stage_id",
    "commitment_id",
    "unused",
    "used",
    "receipts",
    "ballots",
    "tallied",
    "box_digest",
    "counted_at",
    "counted_by_id",
)
NUMBERS = ("channel_id", *OLD_NUMBERS[1:])
OF_ROUNDS = ("Code", "Ballot", "CodeChange", "Commitment", "ReceiptList")
PROTECT = django.db.models.deletion.PROTECT


class AlterUnorderedField(migrations.AlterField):
    """As AlterField, but on SQLite the table stays without row numbers when it is made anew (migration 0002)."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.sql_create_table = f"{type(schema_editor).sql_create_table} WITHOUT ROWID"
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        vars(schema_editor).pop("sql_create_table", None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self.database_forwards(app_label, schema_editor, from_state, to_state)


def name_channels(apps, schema_editor):
    by_code = apps.get_model("evaluation", "Channel").objects.filter(
        form="levels", raters__in=["client", "public"]
    )
    first = {}
    for channel in by_code.order_by("round_id", "position"):
        first.setdefault(channel.round_id, channel)
    for name in OF_ROUNDS:
        for channel in first.values():
            rows = apps.get_model("evaluation", name).objects.filter(round_id=channel.round_id)
            rows.update(channel_id=channel.pk)
    for channel in first.values():
        counts = apps.get_model("evaluation", "BoxCount").objects.filter(stage_id=channel.stage_id)
        counts.update(channel_id=channel.pk)
    mix(schema_editor)


def name_stages(apps, schema_editor):
    for count in apps.get_model("evaluation", "BoxCount").objects.select_related("channel"):
        apps.get_model("evaluation", "BoxCount").objects.filter(pk=count.pk).update(
            stage_id=count.channel.stage_id
        )


def mix(schema_editor):
    """Naming the channel has written every row once more, in the old order."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SELECT evaluation_mix_ballots()", params=None)


def unconstrained(to, related_name, **more):
    return models.ForeignKey(
        to=to, on_delete=PROTECT, related_name=related_name, db_constraint=False, db_index=False, **more
    )


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0015_groups_of_raters")]

    operations = [
        thawed("evaluation_commitment"),
        thawed("evaluation_receiptlist"),
        thawed("evaluation_boxcount", OLD_NUMBERS),
        migrations.AddField("Code", "channel", unconstrained("evaluation.channel", "codes", null=True)),
        migrations.AddField("Ballot", "channel", unconstrained("evaluation.channel", "+", null=True)),
        migrations.AddField(
            "CodeChange",
            "channel",
            models.ForeignKey("evaluation.Channel", PROTECT, null=True, related_name="code_changes"),
        ),
        migrations.AddField(
            "Commitment",
            "channel",
            models.ForeignKey("evaluation.Channel", PROTECT, null=True, related_name="commitments"),
        ),
        migrations.AddField(
            "ReceiptList",
            "channel",
            models.ForeignKey("evaluation.Channel", PROTECT, null=True, related_name="receipt_lists"),
        ),
        migrations.AddField(
            "BoxCount",
            "channel",
            models.OneToOneField("evaluation.Channel", PROTECT, null=True, related_name="box_count"),
        ),
        migrations.AlterField(
            "BoxCount",
            "stage",
            models.OneToOneField("evaluation.Stage", PROTECT, null=True, related_name="box_count"),
        ),
        migrations.RunPython(name_channels, name_stages),
        migrations.RemoveField("BoxCount", "stage"),
        migrations.RemoveIndex("Code", "evaluation_code_application"),
        migrations.RemoveIndex("Ballot", "evaluation_ballot_application"),
        AlterUnorderedField("Code", "channel", unconstrained("evaluation.channel", "codes")),
        AlterUnorderedField("Code", "application", unconstrained("applications.application", "codes", null=True)),
        AlterUnorderedField("Ballot", "channel", unconstrained("evaluation.channel", "+")),
        AlterUnorderedField("Ballot", "application", unconstrained("applications.application", "+", null=True)),
        AlterUnorderedField("Ballot", "answers", models.TextField()),
        migrations.AddIndex(
            "Code", models.Index(fields=["channel", "application"], name="evaluation_code_channel")
        ),
        migrations.AddIndex(
            "Ballot", models.Index(fields=["channel", "application"], name="evaluation_ballot_channel")
        ),
        migrations.AlterField(
            "CodeChange",
            "channel",
            models.ForeignKey("evaluation.Channel", PROTECT, related_name="code_changes"),
        ),
        migrations.AlterField(
            "CodeChange",
            "application",
            models.ForeignKey("applications.Application", PROTECT, null=True, related_name="+"),
        ),
        migrations.RemoveConstraint("Commitment", "evaluation_one_commitment_per_number"),
        migrations.RemoveConstraint("ReceiptList", "evaluation_one_receipt_list_per_number"),
        migrations.RemoveConstraint("ReceiptList", "evaluation_one_final_receipt_list"),
        migrations.AlterField(
            "Commitment",
            "channel",
            models.ForeignKey("evaluation.Channel", PROTECT, related_name="commitments"),
        ),
        migrations.AlterField(
            "ReceiptList",
            "channel",
            models.ForeignKey("evaluation.Channel", PROTECT, related_name="receipt_lists"),
        ),
        migrations.AlterField(
            "BoxCount",
            "channel",
            models.OneToOneField("evaluation.Channel", PROTECT, related_name="box_count"),
        ),
        migrations.AlterModelOptions(
            "Commitment", {"ordering": ("channel", "number"), "verbose_name": "commitment to the codes"}
        ),
        migrations.AlterModelOptions(
            "ReceiptList", {"ordering": ("channel", "number"), "verbose_name": "list of receipts"}
        ),
        migrations.AddConstraint(
            "Commitment",
            models.UniqueConstraint(fields=("channel", "number"), name="evaluation_one_commitment_per_number"),
        ),
        migrations.AddConstraint(
            "ReceiptList",
            models.UniqueConstraint(fields=("channel", "number"), name="evaluation_one_receipt_list_per_number"),
        ),
        migrations.AddConstraint(
            "ReceiptList",
            models.UniqueConstraint(
                condition=models.Q(("is_final", True)),
                fields=("channel",),
                name="evaluation_one_final_receipt_list",
            ),
        ),
        frozen("evaluation_commitment"),
        frozen("evaluation_receiptlist"),
        frozen("evaluation_boxcount", NUMBERS),
    ]
