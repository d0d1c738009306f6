"""The address of a script in its version."""

from django import template

from lantian.field.offline import assets

register = template.Library()


@register.simple_tag
def script(name: str) -> str:
    """Where a file of the phone's pages is, in the version this page was made with."""
    return assets.url_of(name)
