"""What programs that collect pages are told."""

from django.http import HttpRequest, HttpResponse

ROBOTS = "User-agent: *\nAllow: /report/$\nAllow: /air/$\nDisallow: /\n"


def robots(request: HttpRequest) -> HttpResponse:
    """Only the two pages without anybody's business may be collected."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")
