"""The pages for everybody: what is sent, what is refused in a sentence, who sees what."""

import io
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from PIL import Image

import build
from build.office import Cast
from lantian.cases import actions as cases
from lantian.cases.models import Case, CaseContact, Policy
from lantian.public.tests.conftest import Send

HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 64
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def bomb() -> bytes:
    """A small PNG that says it has 400 million pixels."""
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


def token_of(answer) -> str:
    return answer.headers["Location"].split("/")[2]


def test_a_report_without_an_account_gives_a_number_and_a_private_link(client: Client, send: Send) -> None:
    answer = send(photos=[upload(build.photo_bytes())], phone="000-1234")
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).content.decode()
    case = Case.objects.get()
    assert case.number in page
    assert case.evidence.count() == 1
    assert "000-1234" not in page
    assert CaseContact.objects.get().phone == "000-1234"


def test_no_cookie_is_needed_and_none_is_set(client: Client, send: Send) -> None:
    answer = send()
    client.get(answer.headers["Location"])
    assert client.cookies == {}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEIC, "HEIC"),
        (b"", "0"),
        (b"GIF89a not a photo at all", "不是照片"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "不是照片"),
        (JPEG + b"<?php echo 1 ?>", "photo.jpg"),
        (build.photo_bytes()[:400], "photo.jpg"),
        (bomb(), "像素"),
    ],
)
def test_what_is_no_photo_is_a_sentence_and_the_words_stay(send: Send, content: bytes, said: str) -> None:
    answer = send(photos=[upload(content)], words="paint smell <again>", phone="000-1234")
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert said in page
    assert "paint smell <again>" in page
    assert "000-1234" in page
    assert not Case.objects.exists()


def test_a_good_photo_is_kept_when_another_is_refused(client: Client, send: Send) -> None:
    answer = send(photos=[upload(build.photo_bytes()), upload(HEIC, "b.heic")])
    page = answer.content.decode()
    kept = re.search(r'name="kept" value="([^"]+)"', page)
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)
    assert kept and ticket
    said = {"ticket": ticket[1], "kept": kept[1], "kind": "smell", "lon": "113.05", "lat": "35.05"}
    assert client.post("/report/", said).status_code == 303
    assert Case.objects.get().evidence.count() == 1


def test_a_photo_of_somebody_else_cannot_be_claimed(client: Client, send: Send, cast: Cast) -> None:
    photo = build.a_photo(cast.officer)
    answer = send(kept=str(photo.key), words="")
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_a_polyglot_is_shown_as_pixels_alone(client: Client, send: Send) -> None:
    content = build.photo_bytes() + b"<script>alert(1)</script>PK\x03\x04"
    answer = send(photos=[upload(content)])
    page = client.get(answer.headers["Location"]).content.decode()
    url = re.search(r'src="(/report/[^"]+/photos/[^"]+)"', page)
    assert url
    shown = client.get(url[1])
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert b"<script>" not in shown.content


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "noise"},
        {"lon": "abc"},
        {"lon": "nan"},
        {"lon": "100"},
        {"lon": "", "lat": ""},
        {"words": "x" * 501},
        {"words": ""},
        {"website": "http://spam.example"},
        {"ticket": "forged"},
        {"ticket": ""},
    ],
)
def test_bad_input_is_refused_in_chinese_and_keeps_nothing(send: Send, changes: dict[str, str]) -> None:
    answer = send(**changes)
    assert answer.status_code == 422
    assert re.search(r'class="(form-errors|error)"', answer.content.decode())
    assert not Case.objects.exists()


def test_a_machine_that_is_faster_than_a_person_is_asked_to_look_again(send: Send) -> None:
    Policy.objects.filter(code="least_fill_seconds").update(value=3)
    answer = send()
    assert answer.status_code == 422
    assert "太快" in answer.content.decode()


def test_too_many_from_one_address_wait_and_a_header_nobody_trusts_changes_nothing(
    client: Client, send: Send, settings
) -> None:
    Policy.objects.filter(code="told_per_hour").update(value=2)
    for number in range(2):
        assert send(words=f"burnt paint in house {number}").status_code == 303
    refused = client.post("/report/", {"words": "kept words"}, headers={"X-Forwarded-For": "9.9.9.9"})
    assert refused.status_code == 422
    assert "kept words" in refused.content.decode()
    settings.LANTIAN_CLIENT_HEADER = "X-Forwarded-For"
    other = client.post("/report/", {"words": "x"}, headers={"X-Forwarded-For": "1.1.1.1, 9.9.9.9"})
    assert "提交得太多" not in other.content.decode()


def test_more_than_any_report_is_not_even_read(client: Client, cast: Cast) -> None:
    answer = client.post("/report/", b"x", content_type="text/plain", CONTENT_LENGTH="99999999999")
    assert answer.status_code == 413


def test_the_private_page_is_kept_and_collected_by_nobody(client: Client, send: Send) -> None:
    headers = client.get(send().headers["Location"]).headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in headers["X-Robots-Tag"]
    assert "no-store" in headers["Cache-Control"]
    assert "script-src" not in headers["Content-Security-Policy"]
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "Disallow: /" in client.get("/robots.txt").content.decode()


def test_links_of_others_and_made_up_ones_are_not_there(client: Client, send: Send) -> None:
    one = token_of(send(photos=[upload(build.photo_bytes())], words="one"))
    other = token_of(send(words="two two two two"))
    photo = re.search(r"/photos/([^/]+)/", client.get(f"/report/{one}/").content.decode())
    assert photo
    assert client.get(f"/report/{one}/photos/{photo[1]}/").status_code == 200
    for url in (f"/report/{other}/photos/{photo[1]}/", f"/report/{one}x/", "/report/QX-2026-000001/"):
        assert client.get(url).status_code == 404, url
        assert client.post(url, {"kind": "thanks"}).status_code in {404, 405}, url


def test_no_word_of_the_office_reaches_the_page(client: Client, send: Send, cast: Cast) -> None:
    answer = send()
    number = Case.objects.get().number
    reason = "made up by the firm works"
    cases.void(number=number, reason=reason, by=cast.analyst, now=build.NOON)
    page = client.get(answer.headers["Location"]).content.decode()
    assert reason not in page
    assert "works" not in page
    assert "没有作为问题办理" in page


def test_a_lost_link_is_found_by_number_and_phone(client: Client, send: Send) -> None:
    answer = send(phone="138 0000 1234")
    number = Case.objects.get().number
    found = client.post("/report/find/", {"number": number.lower(), "phone": "1234"})
    assert found.headers["Location"] == f"/report/{token_of(answer)}/"
    wrong = client.post("/report/find/", {"number": number, "phone": "0000"})
    assert wrong.status_code == 422


def test_guessing_the_four_digits_ends_soon(client: Client, send: Send) -> None:
    send(phone="138 0000 1234")
    number = Case.objects.get().number
    tries = [client.post("/report/find/", {"number": number, "phone": f"{n:04}"}) for n in range(11)]
    assert "提交得太多" in tries[-1].content.decode()


@pytest.mark.parametrize(
    ("header", "language"),
    [("", "zh-hans"), ("fr", "zh-hans"), ("zh-CN,en;q=0.8", "zh-hans"), ("en-GB,zh;q=0.5", "en")],
)
def test_the_language_is_the_browsers_and_chinese_otherwise(
    client: Client, cast: Cast, header: str, language: str
) -> None:
    answer = client.get("/report/", headers={"Accept-Language": header} if header else {})
    assert answer.headers["Content-Language"] == language


def test_a_stranger_sees_exactly_these_pages(client: Client, cast: Cast) -> None:
    open_pages = {
        f"{one.callback.__module__}.{one.name}"
        for one in _patterns(get_resolver().url_patterns)
        if one.callback.__module__.startswith("lantian.public")
    }
    assert {name.rsplit(".", 1)[1] for name in open_pages} == {
        "robots",
        "report",
        "report-find",
        "report-follow",
        "report-photo",
        "air",
        *(f"open311-{name}" for name in ("discovery", "services", "service", "requests", "request")),
        "open311-token",
        "open311-nothing",
    }
    for url in ("/report/", "/report/find/", "/air/", "/robots.txt", "/open311/v2/services.json"):
        assert client.get(url).status_code == 200, url
    for url in ("/residents/", "/residents/QX-2026-000001/", "/cases/"):
        assert client.get(url).status_code == 302, url


def _patterns(found: list[URLPattern | URLResolver]):
    for one in found:
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns)
        elif hasattr(one.callback, "__module__"):
            yield one
