"""The workbook as a whole: rules, totals of stages, channels, groups, forms; one cell says whether all checks agree."""

from django.conf import settings
from django.utils import translation

from brandportal.documents.workbook import Book
from evaluation.models import Tally
from evaluation.selectors.workbook.channels import DIFFERENT, write_channels
from evaluation.selectors.workbook.forms import write_forms
from evaluation.selectors.workbook.groups import write_groups
from evaluation.selectors.workbook.rules import FIRST, write_rules
from evaluation.selectors.workbook.source import Source, entries_of, source_of
from evaluation.selectors.workbook.totals import stage_title, write_stage

AGREE, DISAGREE = "全部一致", "有不符之处"


def result_workbook(tally: Tally) -> bytes:
    """Return the XLSX of a done tally; DomainError when its inputs have changed since."""
    return workbook_of(source_of(tally))


@translation.override(settings.LANGUAGE_CODE)
def workbook_of(source: Source) -> bytes:
    """Return the XLSX of a result and the very forms that it was counted from."""
    book = Book(source.tally.round.title_zh)
    first = write_rules(book, source)
    # In the order in which they are read: totals, channels, groups, forms. They are written the other way round.
    stages = [book.sheet(stage_title(source.rules, stage["key"])) for stage in reversed(source.stages)][::-1]
    middle = book.sheet("渠道得分")
    has_groups = any(channel.groups for channel, _stage in source.channels())
    divided = book.sheet("分组得分") if has_groups else None
    forms = {
        channel.key: write_forms(book, source, channel, entries_of(stage))
        for channel, stage in source.channels()
    }
    groups = write_groups(divided, source, forms, first) if divided else {}
    channels = write_channels(middle, source, forms, first.figures, groups)
    checks = [channels.checks]
    for sheet, stage in zip(stages, source.stages, strict=True):
        checks += write_stage(sheet, source, stage, channels, first.figures)
    wrong = "+".join(f'COUNTIF({one},"{DIFFERENT}")' for one in checks)
    row = FIRST - 2
    first.sheet.text(row, 0, "全部核对", "note")
    first.sheet.formula(row, 1, f'IF({wrong}=0,"{AGREE}","{DISAGREE}")', AGREE)
    return book.to_bytes()
