"""What is asked at the door."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import forms as auth_forms
from django.utils.translation import gettext_lazy as _


class SignIn(auth_forms.AuthenticationForm):
    """Name and password."""

    error_messages = {
        "invalid_login": _(
            "This name and password do not belong together, or the account is closed. "
            "Check both; after six failed tries the account rests for 15 minutes."
        ),
        "inactive": _("This account is closed. Ask your administrator."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Sign-in name")
        self.fields["password"].label = _("Password")
        if settings.LANTIAN_DEMO:  # the demo begins at its posts, not in a form nobody has an account for
            self.fields["username"].widget.attrs.pop("autofocus", None)


class Switch(forms.Form):
    """Whose place to take in the demo, and where to go on."""

    role = forms.SlugField(max_length=60)
    next = forms.CharField(max_length=300, required=False)
    direct = forms.BooleanField(required=False)  # a post of one's own choice, not the tour's
