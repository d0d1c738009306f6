"""The square code on a paper."""

import io

import segno


def qr(text: str) -> str:
    """A QR code as an SVG."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", border=1, xmldecl=False, svgclass=None, lineclass=None)
    return out.getvalue().decode()
