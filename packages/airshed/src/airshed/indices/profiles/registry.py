"""All profiles by their codes."""

from collections.abc import Mapping
from types import MappingProxyType

from airshed import AirshedError
from airshed.indices.profiles import china, eu_2024, in_2014, uk_2013, us_2024, who_2021
from airshed.indices.profiles.profile import Profile
from airshed.standards import registry

PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        profile.code: profile
        for profile in (
            *(china.profile_of(standard) for standard in registry.INDEX_STANDARDS),
            us_2024.PROFILE,
            eu_2024.PROFILE,
            uk_2013.PROFILE,
            in_2014.PROFILE,
            who_2021.PROFILE,
        )
    }
)
"""``cn-2012 cn-2026 us-2024 eu-2024 uk-2013 in-2014 who-2021``."""


class UnknownProfile(AirshedError):
    """An index was asked for by a code that no module holds."""

    def __init__(self, *, code: str) -> None:
        self.code = code
        super().__init__(f"there is no index {code!r} here; the indices are {', '.join(PROFILES)}")


def profile(code: str) -> Profile:
    """Return a profile by its code; `UnknownProfile` otherwise.

    Examples
    --------
    >>> profile("uk-2013").items["no2_1h"].averaging
    '1 h'
    """
    if code not in PROFILES:
        raise UnknownProfile(code=code)
    return PROFILES[code]
