"""The same rows in another order: in the database, and in the tables of a bundle."""

from pathlib import Path
from random import Random
from uuid import uuid4

from django.db import transaction
from django.db.models import F

from applications.models import Round
from evaluation.models import Ballot, ScoreSheet

TABLES = ("forms.csv", "entries.csv", "decisions.csv")


@transaction.atomic
def lay_anew(round: Round, rng: Random) -> None:
    """Write all ballots again, in another order and under other ids, and touch the sheets in another order."""
    ballots = list(Ballot.objects.filter(round=round))
    Ballot.objects.filter(round=round).delete()
    rng.shuffle(ballots)
    for ballot in ballots:
        ballot.pk = uuid4().hex
    Ballot.objects.bulk_create(ballots)
    sheets = list(ScoreSheet.objects.filter(channel__round=round).values_list("pk", flat=True))
    for key in rng.sample(sheets, len(sheets)):
        # PostgreSQL writes a changed row at another place.
        ScoreSheet.objects.filter(pk=key).update(status=F("status"))


def shuffle_bundle(path: Path, rng: Random) -> None:
    """Shuffle the rows of an unpacked inspection bundle whose cells hold no line breaks."""
    for name in TABLES:
        header, *rows = (path / name).read_text(encoding="utf-8").splitlines()
        lines = [header, *rng.sample(rows, len(rows))]
        (path / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
