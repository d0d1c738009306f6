"""The page that puts the office's certificate on a phone, and the manifest of the home screen."""

import hashlib
import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from lantian.cli import certificates

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()


def test_a_stranger_gets_the_certificate_and_the_fingerprint_to_compare(settings, tmp_path: Path) -> None:
    certificates.make_ready(tmp_path, asked=(), found=("localhost",), now=datetime.now(UTC))
    settings.LANTIAN_TLS, settings.LANTIAN_TLS_FOLDER = True, tmp_path
    given = Client().get(reverse("field:authority"))
    assert given["Content-Type"] == "application/x-x509-ca-cert"
    assert given.content == ssl.PEM_cert_to_DER_cert((tmp_path / certificates.AUTHORITY).read_text())
    page = Client().get(reverse("field:install")).content.decode()
    seen = page.split('class="fingerprint num">')[1].split("</p>")[0].replace("<br>", "").replace(" ", "")
    assert seen == hashlib.sha256(given.content).hexdigest().upper()


def test_without_tls_there_is_nothing_to_install(settings) -> None:
    assert not settings.LANTIAN_TLS
    assert Client().get(reverse("field:install")).status_code == 404
    assert Client().get(reverse("field:authority")).status_code == 404


def test_no_key_leaves_the_home(settings, tmp_path: Path) -> None:
    certificates.make_ready(tmp_path, asked=(), found=("localhost",), now=datetime.now(UTC))
    settings.LANTIAN_TLS, settings.LANTIAN_TLS_FOLDER = True, tmp_path
    for name in (certificates.AUTHORITY_KEY, certificates.SERVER_KEY):
        assert Client().get(reverse("field:install") + name).status_code == 404


def test_the_manifest_names_pages_and_icons_that_exist() -> None:
    said = Client().get(reverse("field:manifest")).json()
    assert said["start_url"] == said["scope"] == reverse("field:day")
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in said["icons"])
