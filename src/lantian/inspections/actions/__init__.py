"""What officers do on a visit and the desk with checklists: one function per verb."""

from lantian.inspections.actions.custody import judge_hint, mask, open_original
from lantian.inspections.actions.drafting import (
    describe,
    discard,
    draft_new,
    draft_version,
    move_item,
    publish,
    remove_item,
    replace_items,
    withdraw_template,
    write_item,
)
from lantian.inspections.actions.evidence import attach_photo
from lantian.inspections.actions.recording import keep_record, sign
from lantian.inspections.actions.seeding import seed
from lantian.inspections.actions.visiting import answer, check_in, file_finding, name_stage

__all__ = [
    "answer",
    "attach_photo",
    "check_in",
    "describe",
    "discard",
    "draft_new",
    "draft_version",
    "file_finding",
    "judge_hint",
    "keep_record",
    "mask",
    "move_item",
    "name_stage",
    "open_original",
    "publish",
    "remove_item",
    "replace_items",
    "seed",
    "sign",
    "withdraw_template",
    "write_item",
]
