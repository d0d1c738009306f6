"""System checks: each dangerous mix of settings has an id and says what to do."""

from collections.abc import Sequence
from typing import Any  # Django passes more than we read

from django.apps import AppConfig
from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security)
def open_to_the_world_without_tls(
    app_configs: Sequence[AppConfig] | None, **rest: Any
) -> list[checks.CheckMessage]:
    """Pages on a public address must be behind TLS, or passwords travel in clear."""
    if settings.LANTIAN_BIND in {"127.0.0.1", "::1", "localhost"} or settings.LANTIAN_SECURE:
        return []
    return [
        checks.Warning(
            f"LANTIAN_SECURE is off and the pages listen on {settings.LANTIAN_BIND}: passwords go in clear.",
            hint="Put a TLS proxy in front and set LANTIAN_SECURE=1, or listen on 127.0.0.1.",
            id="lantian.W001",
        )
    ]


@checks.register(checks.Tags.security)
def demo_open_to_the_world(app_configs: Sequence[AppConfig] | None, **rest: Any) -> list[checks.CheckMessage]:
    """The role switcher signs anybody in; it must not be reachable from outside."""
    if not settings.LANTIAN_DEMO or settings.LANTIAN_BIND in {"127.0.0.1", "::1", "localhost"}:
        return []
    return [
        checks.Warning(
            f"The demo is on and the pages listen on {settings.LANTIAN_BIND}: anybody may take any role.",
            hint="Listen on 127.0.0.1, or use a home without the demo.",
            id="lantian.W002",
        )
    ]


@checks.register(checks.Tags.database)
def doors_share_a_port(app_configs: Sequence[AppConfig] | None, **rest: Any) -> list[checks.CheckMessage]:
    """Two servers cannot listen on one port."""
    if settings.PORT != settings.LANTIAN_DOOR_PORT:
        return []
    return [
        checks.Error(
            f"PORT and LANTIAN_DOOR_PORT are both {settings.PORT}.",
            hint="Choose another PORT for the pages.",
            id="lantian.E001",
        )
    ]
