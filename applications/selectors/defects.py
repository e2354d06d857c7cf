"""What the organizer found: the defects of the last return, until the application is filed again."""

from dataclasses import dataclass

from applications.enums import EDITABLE, ApplicationStatus, Step
from applications.models import Application, Return
from applications.selectors.parts import Part, parts_of

CORRECTING = (*EDITABLE, ApplicationStatus.AWAITING_APPROVAL)


@dataclass(frozen=True)
class Defect:
    """One line of the list: the part it is about, the step where it is mended, and what to do."""

    part: Part
    text: str

    @property
    def step(self) -> Step:
        return self.part.step


def open_defects(application: Application) -> list[Defect]:
    """Return what is still to be corrected; nothing once the application is filed again."""
    if not application.is_correction or application.status not in CORRECTING:
        return []
    last = application.returns.filter(filing__number=application.filings_count).first()
    return defects_of(last, application) if last else []


def defects_of(one: Return, application: Application) -> list[Defect]:
    parts = {part.key: part for part in parts_of(application.round)}
    return [Defect(parts[row["part"]], row["text"]) for row in one.defects if row["part"] in parts]
