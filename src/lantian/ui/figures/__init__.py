"""Figures as SVG text: pure functions from values, the same bytes every time, no Django and no clock.

    from lantian.ui.figures import bars, district, line, small_multiple, standalone, strip

On a page colours are CSS variables, so that a figure follows the theme; `standalone.render` makes the same
figure stand alone.
"""
