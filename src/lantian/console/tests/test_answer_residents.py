"""The desk reads and answers residents, releases photos; a contact is behind a button and audited."""

from uuid import uuid4

import pytest
from django.test import Client

import build
from build.office import Cast
from lantian.cases import rules as case_rules
from lantian.console.tests import scenes
from lantian.residents import actions, queries, rules

pytestmark = pytest.mark.usefixtures("desk")
NOON = build.NOON


@pytest.fixture
def receipt(cast: Cast) -> queries.Receipt:
    """A resident's report with a photo and a phone."""
    actions.seed(now=NOON)
    photo = actions.keep_photo(content=build.photo_bytes(), name="x.jpg", now=NOON)
    tale = rules.Tale(
        kind="smell",
        words="paint <b>smell</b> every evening",
        lon=113.05,
        lat=35.05,
        photo_keys=(photo,),
        contact=case_rules.Contact(phone="000-1234"),
    )
    return actions.tell(key=uuid4(), tale=tale, who="a", now=NOON)


def test_the_phone_is_on_no_page_until_the_button_is_pressed(
    client: Client, cast: Cast, receipt: queries.Receipt
) -> None:
    scenes.sign_in(client, cast.analyst)
    pages = ("/residents/", f"/residents/{receipt.number}/", f"/cases/{receipt.number}/")
    shown = [client.get(url).content.decode() for url in pages]
    assert not any("000-1234" in page for page in shown)
    assert "paint &lt;b&gt;smell" in shown[1]
    assert not build.events("cases.contact_read")
    read = client.post(f"/residents/{receipt.number}/contact/")
    assert "000-1234" in read.content.decode()
    assert "no-store" in read.headers["Cache-Control"]
    assert [event.by_id for event in build.events("cases.contact_read")] == [cast.analyst.id]


def test_an_answer_and_a_released_photo_reach_the_residents_page(
    client: Client, cast: Cast, receipt: queries.Receipt
) -> None:
    scenes.sign_in(client, cast.analyst)
    url = f"/residents/{receipt.number}/"
    photo = queries.standing(receipt.token, now=NOON).photos[0].key
    assert client.post(url, {"act": "reply", "words": "somebody goes tonight"}).status_code == 302
    assert "somebody goes tonight" in client.get(f"/report/{receipt.token}/").content.decode()
    assert client.post(url, {"act": "show", "key": photo}).status_code == 422
    assert client.post(url, {"act": "show", "key": photo, "is_looked_at": "on"}).status_code == 302
    assert client.post(url, {"act": "show", "key": uuid4(), "is_looked_at": "on"}).status_code == 404
    assert client.post(url, {"act": "reply", "words": " "}).status_code == 422
    assert client.post(url, {"act": "nothing"}).status_code == 404
    sent = {"act": "publish", "number": receipt.number, "words": "paint smell"}
    assert client.post(url, sent).status_code == 302
    assert queries.request_of(receipt.number).words == "paint smell"


@pytest.mark.parametrize("who", ["officer", "unit_head", "handler", "supervisor", "leader"])
def test_nobody_but_the_desk_comes_in(client: Client, cast: Cast, receipt: queries.Receipt, who: str) -> None:
    scenes.sign_in(client, getattr(cast, who))
    for url in ("/residents/", f"/residents/{receipt.number}/"):
        assert client.get(url).status_code == 403
    assert client.post(f"/residents/{receipt.number}/contact/").status_code == 403
    assert not build.events("cases.contact_read")


def test_a_desk_of_another_district_finds_nothing(
    client: Client, cast: Cast, receipt: queries.Receipt
) -> None:
    build.an_organisation("far", kind="district")
    scenes.sign_in(client, build.an_actor("far_desk", role=cast.analyst.role, unit="far", area="far"))
    assert receipt.number not in client.get("/residents/").content.decode()
    for url in (f"/residents/{receipt.number}/", f"/residents/{receipt.number}/contact/"):
        assert client.post(url, {"act": "reply", "words": "x"}).status_code == 404
