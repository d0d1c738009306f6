import pytest

from airshed.assessment import shortfall


@pytest.mark.parametrize("why", shortfall.Shortfall)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_shortfall_can_be_said(why: shortfall.Shortfall, language: str) -> None:
    said = shortfall.sentence(why, got=13, needed=14, language=language)
    assert "{" not in said
    assert ("13" in said) == (why is not shortfall.Shortfall.NO_VALUES)
