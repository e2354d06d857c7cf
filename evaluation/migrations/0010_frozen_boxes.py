"""Published lists of receipts and counted numbers are never changed; only the second name comes later."""

from django.db import migrations

from brandportal.kit.freezing import frozen

NUMBERS = (
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


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0009_receipt_lists")]
    operations = [frozen("evaluation_receiptlist"), frozen("evaluation_boxcount", NUMBERS)]
