"""The examples in the docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

import hj212

MODULES = ["hj212", *(f"hj212.{module.name}" for module in pkgutil.iter_modules(hj212.__path__))]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name):
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0


def test_every_public_function_has_an_example():
    public = [getattr(hj212, name) for name in hj212.__all__]
    functions = [thing for thing in public if callable(thing) and not isinstance(thing, type)]
    assert functions
    assert [function.__name__ for function in functions if ">>>" not in (function.__doc__ or "")] == []
