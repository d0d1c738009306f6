"""Checks of hourly values: each a pure function from a scene to flags, none of which changes a value.

`airshed.quality.scene.of` lays hours out, `airshed.quality.registry.run` runs the checks. All numbers in the
rules are design defaults, kept as settings: no published text was read that fixes them.
"""
