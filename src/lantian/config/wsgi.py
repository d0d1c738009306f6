"""The door for the web server."""

import gc
import os

# What is loaded here stays; looking for garbage in it takes a tenth of the start.
gc.disable()

from django.core.wsgi import get_wsgi_application  # noqa: E402  # after the collector is off
from django.urls import get_resolver  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lantian.config.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018  # every page is loaded now, not with the first request

gc.freeze()
gc.enable()
