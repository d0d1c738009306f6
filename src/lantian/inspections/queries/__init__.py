"""Questions about visits, their checklists and their photos."""

from lantian.inspections.queries.checklists import in_force, template_for, template_held
from lantian.inspections.queries.photos import (
    PhotoView,
    evidence,
    look_alikes,
    photo_view,
    photos_of,
    public_copy,
    shows_the_same,
)
from lantian.inspections.queries.records import record_of, signatures_of, visit_row
from lantian.inspections.queries.visits import (
    FormView,
    ItemView,
    Need,
    StageView,
    VisitView,
    answered,
    distance_from_goal,
    finding_of,
    form,
    form_of,
    last_stage,
    needs_me,
    visit,
    visit_of,
)

__all__ = [
    "FormView",
    "ItemView",
    "Need",
    "PhotoView",
    "StageView",
    "VisitView",
    "answered",
    "distance_from_goal",
    "evidence",
    "finding_of",
    "form",
    "form_of",
    "in_force",
    "last_stage",
    "look_alikes",
    "needs_me",
    "photo_view",
    "photos_of",
    "public_copy",
    "record_of",
    "signatures_of",
    "visit_row",
    "shows_the_same",
    "template_for",
    "template_held",
    "visit",
    "visit_of",
]
