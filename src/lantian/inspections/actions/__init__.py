"""What officers do on a visit and the desk with checklists: one function per verb."""

from lantian.inspections.actions.evidence import attach_photo
from lantian.inspections.actions.recording import keep_record, sign
from lantian.inspections.actions.seeding import seed
from lantian.inspections.actions.visiting import answer, check_in, file_finding, name_stage

__all__ = ["answer", "attach_photo", "check_in", "file_finding", "keep_record", "sign", "name_stage", "seed"]
