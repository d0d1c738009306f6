"""A report handed on goes to a real server of another jurisdiction, and says what it answers."""

import http.server
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs

import pytest

import build
from build.office import Cast
from lantian.residents import actions, models, rules
from lantian.residents.tests.test_tell import tell

NOON = build.NOON


class Neighbour(http.server.BaseHTTPRequestHandler):
    """Another office's GeoReport v2."""

    taken: list[dict[str, list[str]]] = []
    answer: tuple[int, object] = (201, [{"service_request_id": "N-1"}])
    status: str = "open"

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        Neighbour.taken.append(parse_qs(self.rfile.read(length).decode()))
        self._say(*Neighbour.answer)

    def do_GET(self) -> None:
        if "/tokens/" in self.path:
            return self._say(200, [{"service_request_id": "N-2", "token": "T"}])
        return self._say(200, [{"status": Neighbour.status, "status_notes": "a crew is out"}])

    def log_message(self, *args: object) -> None:
        """Quiet."""

    def _say(self, code: int, answer: object) -> None:
        self.send_response(code)
        if code == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(answer if isinstance(answer, bytes) else json.dumps(answer).encode())


@pytest.fixture
def neighbour() -> Iterator[str]:
    Neighbour.taken, Neighbour.answer, Neighbour.status = [], (201, [{"service_request_id": "N-1"}]), "open"
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Neighbour)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v2"
    server.shutdown()
    server.server_close()


@pytest.fixture
def number(cast: Cast, neighbour: str) -> str:
    actions.admit(code="next", name_zh="邻区", name_en="next", url=neighbour, out_key="our-key", now=NOON)
    receipt = tell()
    actions.hand_on(number=receipt.number, code="next", by=cast.analyst, now=NOON)
    return receipt.number


def test_only_kind_rough_place_and_released_words_go_out(number: str) -> None:
    assert actions.exchange(now=NOON) == (1, 1)
    (sent,) = Neighbour.taken
    assert sent == {"api_key": ["our-key"], "service_code": ["smell"], "lat": ["35.05"], "long": ["113.05"]}
    row = models.HandOn.objects.get()
    assert (row.foreign_id, row.status, row.status_notes) == ("N-1", "open", "a crew is out")


def test_it_is_sent_once_and_asked_about_until_it_is_closed(number: str, cast: Cast) -> None:
    actions.hand_on(number=number, code="next", by=cast.analyst, now=NOON)
    actions.exchange(now=NOON)
    assert actions.exchange(now=NOON + timedelta(minutes=5)) == (0, 0)
    Neighbour.status = "closed"
    assert actions.exchange(now=NOON + timedelta(hours=2)) == (0, 1)
    assert actions.exchange(now=NOON + timedelta(hours=9)) == (0, 0)
    assert len(Neighbour.taken) == 1
    assert [event.facts["status"] for event in build.events("residents.heard")] == ["open", "closed"]


def test_a_token_becomes_a_number(number: str) -> None:
    Neighbour.answer = (200, [{"token": "T"}])
    actions.exchange(now=NOON)
    assert models.HandOn.objects.get().foreign_id == "N-2"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((403, [{"code": 403, "description": "bad key"}]), "403"),
        ((200, b"<html>not json"), "no readable answer"),
        ((200, {"not": "a list"}), "not a list"),
        ((200, [{}]), "neither"),
        ((302, b""), "302"),
    ],
)
def test_what_goes_wrong_is_kept_and_tried_again(number: str, answer: tuple, said: str) -> None:
    Neighbour.answer = answer
    actions.exchange(now=NOON)
    row = models.HandOn.objects.get()
    assert said in row.error
    assert row.sent_at is None
    Neighbour.answer = (201, [{"service_request_id": "N-1"}])
    actions.exchange(now=NOON)
    row.refresh_from_db()
    assert (row.foreign_id, row.error) == ("N-1", "")


def test_nothing_goes_out_where_no_address_is_set(cast: Cast) -> None:
    receipt = tell()
    actions.admit(code="quiet", name_zh="q", name_en="q", now=NOON)
    with pytest.raises(rules.JurisdictionUnknown):
        actions.hand_on(number=receipt.number, code="quiet", by=cast.analyst, now=NOON)
    assert actions.exchange(now=NOON) == (0, 0)
