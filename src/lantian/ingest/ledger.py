"""The door's books: who may come in, who was heard, what was set aside, how the door fares.

All of it is relational and runs in the door's second thread; the door itself waits for none of it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import DatabaseError, connection, transaction

from lantian.ingest import models, quarantine
from lantian.ingest.rules import Pass
from lantian.kernel import clock
from lantian.observations import rules as observing
from lantian.observations.journal.files import JournalError
from lantian.registry.models import Device

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Heard:
    """What was heard of one device since the books were last written."""

    frames: int = 0
    peer: str = ""
    at_ns: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How a door fares."""

    heard: Mapping[str, Heard] = field(default_factory=dict)
    connections: int = 0
    frames: int = 0
    refused_connections: int = 0
    trouble: str = ""


class Books:
    """The books of one door."""

    def __init__(self, *, door: str, listens_on: str, opened_at: datetime) -> None:
        self._door, self._listens_on, self._opened_at = door, listens_on, opened_at

    def roster(self) -> Mapping[str, Pass]:
        """Every registered device with its password."""
        rows = Device.objects.values_list("mn", "password", "is_active")
        return {mn: Pass(password, is_active) for mn, password, is_active in rows}

    def settle(self, report: Report) -> Mapping[str, Pass] | None:
        """Write everything down and return the roster; None when the database cannot be reached just now."""
        now = clock.now()
        try:
            with transaction.atomic():
                roster = self.roster()
                write_liveness(report.heard)
                self._write_link(report, state=self._state(report), now=now)
        except DatabaseError as error:
            logger.warning("the door's books wait: %s", error)
            connection.close()
            return None
        try:
            quarantine.take_over(now=now)
        except (DatabaseError, JournalError, OSError) as error:
            logger.warning("what was set aside waits: %s", error)
        return roster

    def close(self, report: Report) -> None:
        """Say that the door is closed."""
        try:
            self._write_link(report, state=models.Link.State.CLOSED, now=clock.now())
        except DatabaseError as error:
            logger.warning("the door's books wait: %s", error)

    @staticmethod
    def _state(report: Report) -> models.Link.State:
        return models.Link.State.PAUSED if report.trouble else models.Link.State.OPEN

    def _write_link(self, report: Report, *, state: models.Link.State, now: datetime) -> None:
        models.Link.objects.update_or_create(
            door=self._door,
            defaults={
                "listens_on": self._listens_on,
                "state": state,
                "sentence": report.trouble,
                "connections": report.connections,
                "frames": report.frames,
                "refused_connections": report.refused_connections,
                "opened_at": self._opened_at,
                "beat_at": now,
            },
        )


def together(earlier: Mapping[str, Heard], later: Mapping[str, Heard]) -> dict[str, Heard]:
    """What was heard in both stretches: frames are added, the later one says from where and when."""
    found = dict(earlier)
    for mn, heard in later.items():
        before = found.get(mn)
        found[mn] = heard if before is None else Heard(before.frames + heard.frames, heard.peer, heard.at_ns)
    return found


def write_liveness(heard: Mapping[str, Heard]) -> None:
    """Note when each device was last heard, in one statement for all of them."""
    if not heard:
        return
    device_ids = dict(Device.objects.filter(mn__in=list(heard)).values_list("mn", "id"))
    before = dict(
        models.Liveness.objects.filter(device_id__in=device_ids.values()).values_list("device_id", "frames")
    )
    models.Liveness.objects.bulk_create(
        [
            models.Liveness(
                device_id=device_id,
                last_seen_at=observing.moment(heard[mn].at_ns),
                peer=heard[mn].peer,
                frames=before.get(device_id, 0) + heard[mn].frames,
            )
            for mn, device_id in device_ids.items()
        ],
        update_conflicts=True,
        unique_fields=["device"],
        update_fields=["last_seen_at", "peer", "frames"],
    )
