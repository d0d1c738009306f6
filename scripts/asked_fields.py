"""Count what each form of the phone and of the public asks of whoever fills it in, for docs/benchmarks.md."""

import importlib
import inspect
import os
import pkgutil

import django


def counts() -> dict[str, tuple[int, int]]:
    """By form: fields a person fills in, and how many of them may not be left out."""
    from django import forms  # Django reads its settings first

    import lantian.field
    import lantian.public

    found: dict[str, tuple[int, int]] = {}
    for package in (lantian.field, lantian.public):
        for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".tests" in one.name or not one.name.endswith("forms"):
                continue
            module = importlib.import_module(one.name)
            for name, form in inspect.getmembers(module, inspect.isclass):
                if not issubclass(form, forms.Form) or form.__module__ != module.__name__:
                    continue
                asked = [
                    field
                    for field in form.base_fields.values()
                    if not isinstance(field.widget, forms.HiddenInput) and field.label is not None
                ]
                found[f"{one.name.removeprefix('lantian.')}.{name}"] = (
                    len(asked),
                    sum(field.required for field in asked),
                )
    return found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lantian.config.settings")
    django.setup()
    print("| form | asked | of these needed |\n|---|---:|---:|")
    for name, (asked, needed) in sorted(counts().items()):
        if asked:
            print(f"| `{name}` | {asked} | {needed} |")
