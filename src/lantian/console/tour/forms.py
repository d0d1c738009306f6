"""Moving through the tour."""

from django import forms

from lantian.console.tour import steps

WAYS = {"go": 0, "other": 1}
MOVES = ("next", "previous", "close", "open", *WAYS)


class Move(forms.Form):
    """One move, and the page it was made on."""

    move = forms.ChoiceField(choices=[(move, move) for move in MOVES])
    next = forms.CharField(max_length=300, required=False)

    def step_after(self, index: int) -> int:
        """The stop a move leads to."""
        change = {"next": 1, "previous": -1}.get(self.cleaned_data["move"], 0)
        return min(max(index + change, 0), len(steps.STEPS) - 1)

    def way_of(self, step: steps.Step) -> steps.Way | None:
        """The way that is taken; None for a move within the tour."""
        place = WAYS.get(self.cleaned_data["move"])
        return step.ways[place] if place is not None and place < len(step.ways) else None
