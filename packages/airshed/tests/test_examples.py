"""The examples in the docstrings run."""

import doctest
import importlib
import pkgutil

import pytest

import airshed

MODULES = [name for _, name, _ in pkgutil.walk_packages(airshed.__path__, "airshed.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_say(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
