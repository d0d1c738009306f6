from dataclasses import FrozenInstanceError, fields

import pytest

from hj212 import faults

KINDS = faults.Fault.__subclasses__()


def example(kind):
    return kind(**{field.name: 7 if field.type is int else "offender" for field in fields(kind)})


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_names_the_offender_in_one_sentence(kind):
    fault = example(kind)
    assert all(str(getattr(fault, field.name)) in fault.message for field in fields(kind))
    assert "\n" not in fault.message
    assert str(fault) == f"{kind.__name__}: {fault.message}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_is_plain_values_and_never_changes(kind):
    fault = example(kind)
    assert fault.as_dict()["fault"] == kind.__name__
    with pytest.raises((FrozenInstanceError, TypeError)):
        setattr(fault, fields(kind)[0].name, "other")


def test_damage_is_what_makes_the_bytes_untrustworthy():
    damage = {kind.__name__ for kind in KINDS if kind.is_damage}
    assert damage == {"NoHeader", "Truncated", "NoChecksum", "BadCrc"}


def test_braces_in_a_seen_text_do_not_break_the_sentence():
    assert faults.OddField(text="{0}{x}").message == "the text '{0}{x}' is not a field that can be read here"
