"""Export five station-years of hours in a process of its own and say how its memory grew.

Five stations with 8,760 hours each lie in a fresh database; the process has answered a small export before,
so that what is measured is the export and not the loading of the program.
"""

import json
import os
import resource
import sys
from datetime import UTC, datetime, timedelta

form, home = sys.argv[1:3]
os.environ |= {"LANTIAN_HOME": home, "DJANGO_SETTINGS_MODULE": "lantian.config.settings"}

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from lantian.accounts.models import Organisation, Person  # noqa: E402
from lantian.assessment.models import HourlyIndex  # noqa: E402
from lantian.registry.models import Region, Station  # noqa: E402

SINCE = datetime(2025, 1, 1, tzinfo=UTC)
VALUES = {"pm25": "35.2", "pm10": "61", "so2": "6", "no2": "21", "co": "0.6", "o3": "104"}


def most_mb() -> float:
    """The most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def lay_down() -> Person:
    """Five stations with a year of hours, and somebody who may see them."""
    unit = Organisation.objects.create(code="hq", name_zh="办", name_en="Office", kind="office", path="/hq/")
    region = Region.objects.create(code="D", name_zh="区", name_en="District", kind="district", is_ours=True)
    for number in range(5):
        code = f"ST{number}"
        Station.objects.create(
            code=code, name_zh=f"{code}站", name_en=code, kind="national", region=region, lon=113, lat=35
        )
        HourlyIndex.objects.bulk_create(
            (
                HourlyIndex(
                    subject_kind="station", subject=code, begins_at=SINCE + timedelta(hours=ahead),
                    edition="2012", aqi=80, level=2, primary=["pm10"],
                    sub_indices=dict.fromkeys(VALUES, 40), values=VALUES, position=1, computed_at=SINCE,
                )
                for ahead in range(8760)
            ),
            batch_size=500,
        )  # fmt: skip
    return Person.objects.create(
        username="a", name_zh="a", name_en="a", role="leader", organisation=unit, area=unit
    )


def taken(client: Client, until: str) -> int:
    """How many rows of hours lie in the file; it is thrown away piece by piece."""
    given = {"kind": "station", "since": "2025-01-01T00:00Z", "until": until}
    total = client.get("/v1/hours", given | {"limit": 1}).json()["about"]["rows"]
    answer = client.get("/v1/hours", given | {"format": form})
    assert answer.status_code == 200, answer
    for _piece in answer.streaming_content:
        pass
    answer.close()
    return int(total)


setup_test_environment()
call_command("migrate", verbosity=0)
client = Client()
client.force_login(lay_down(), backend="django.contrib.auth.backends.ModelBackend")
taken(client, "2025-01-03T00:00Z")
before = most_mb()
rows = taken(client, "2026-01-01T00:00Z")
found = {"rows": rows, "before_mb": round(before), "grown_mb": round(most_mb() - before)}
sys.stdout.write(json.dumps(found))
