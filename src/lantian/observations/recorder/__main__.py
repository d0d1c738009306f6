"""`python -m lantian.observations.recorder`: the recorder alone, as a service starts it."""

import django

django.setup()

from lantian.observations.recorder.run import run  # noqa: E402  # models exist only after setup

run()
