"""Questions about visits, their checklists and their photos."""

from lantian.inspections.queries.checklists import template_for
from lantian.inspections.queries.photos import (
    PhotoView,
    evidence,
    look_alikes,
    photo_view,
    photos_of,
    public_copy,
    shows_the_same,
)
from lantian.inspections.queries.visits import (
    ItemView,
    Need,
    VisitView,
    answered,
    distance_from_goal,
    finding_of,
    form_of,
    needs_me,
    visit,
    visit_of,
)

__all__ = [
    "ItemView",
    "Need",
    "PhotoView",
    "VisitView",
    "answered",
    "distance_from_goal",
    "evidence",
    "finding_of",
    "form_of",
    "look_alikes",
    "needs_me",
    "photo_view",
    "photos_of",
    "public_copy",
    "shows_the_same",
    "template_for",
    "visit",
    "visit_of",
]
