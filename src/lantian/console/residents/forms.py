"""What the desk tells residents."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lantian.residents import rules


class Reply(forms.Form):
    """An answer to everybody who told of a case."""

    words = forms.CharField(
        label=_("Answer to the residents"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Everybody who told of this case reads it. Name no firm and no person; "
            "the words of the office stay in the case."
        ),
        error_messages={"required": rules.ReplyMissing.sentence},
    )


class ShowPhoto(forms.Form):
    """A photo that residents may see from now on."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    is_looked_at = forms.BooleanField(
        label=_("I looked: no face, no number plate and no name of a firm can be made out."),
        error_messages={"required": _("Look at the photo first and tick that nobody can be made out in it.")},
    )


class Publish(forms.Form):
    """Words that other programs may read."""

    number = forms.CharField(max_length=24, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Words that may leave the house"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Read by other jurisdictions through Open311; empty: nothing but the kind leaves."),
    )


class HandOn(forms.Form):
    """Another jurisdiction that a report goes to."""

    code = forms.ChoiceField(label=_("Hand on to"))

    def __init__(self, *args: object, neighbours: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own
        self.fields["code"].choices = neighbours  # type: ignore[attr-defined]  # a ChoiceField
