"""No commitment is ever changed; rounds that were open before there were commitments get theirs now."""

import hashlib

from django.db import migrations

from brandportal.kit.freezing import frozen


def commit_open_rounds(apps, schema_editor):
    stages = apps.get_model("evaluation", "Stage").objects.filter(
        status="open", channels__form="levels", channels__raters__in=["client", "public"]
    )
    for stage in stages.distinct():
        commit(apps, stage)


def commit(apps, stage):
    codes = apps.get_model("evaluation", "Code").objects.filter(round_id=stage.round_id)
    rows = list(codes.order_by("digest").values_list("digest", "application__code", "revoked"))
    parts = {name: part([row for row in rows if row[1] == name]) for name in sorted({row[1] for row in rows})}
    issued, good, digest = part(rows)
    apps.get_model("evaluation", "Commitment").objects.create(
        round_id=stage.round_id,
        number=1,
        issued=issued,
        revoked=issued - good,
        digest=digest,
        parts=parts,
        made_at=stage.opened_at,
    )


def part(rows):
    good = [digest for digest, _application, revoked in rows if not revoked]
    whole = "".join(f"{digest}\n" for digest in good).encode()
    return len(rows), len(good), hashlib.sha256(whole).hexdigest()


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0004_commitments")]
    operations = [
        migrations.RunPython(commit_open_rounds, migrations.RunPython.noop),
        frozen("evaluation_commitment"),
    ]
