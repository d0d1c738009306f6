"""The words of the quarantine: why a frame was not taken, what to do about it, and how the door stands."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

QUARANTINE: dict[str, Promise] = {
    "junk": _("Not a frame"),
    "oversize": _("Frame too long"),
    "bad-crc": _("Wrong checksum"),
    "damaged": _("Damaged frame"),
    "no-mn": _("No device number"),
    "unknown-device": _("Unknown device"),
    "inactive-device": _("Device switched off"),
    "wrong-password": _("Wrong password"),
    "flood": _("Too many faulty bytes"),
    "bad-row": _("Row of a file not taken"),
}
QUARANTINE_ADVICE: dict[str, Promise] = {
    "junk": _("Bytes between frames that begin with no ##. Is another program using this port?"),
    "oversize": _("Longer than the door reads. Raise LANTIAN_DOOR_MAX_FRAME if it must be."),
    "bad-crc": _("Damaged on the way. The device will send again."),
    "damaged": _("Cut, or without a header. The device will send again."),
    "no-mn": _("Set the MN on the device."),
    "unknown-device": _("Register it, or stop whoever sends."),
    "inactive-device": _("Switch it on in the register."),
    "wrong-password": _("Correct the device or the register."),
    "flood": _("One address sent more than is kept in a minute; the rest is dropped."),
    "bad-row": _("Correct the file and bring it in again."),
}
DOOR_STATES: dict[str, Promise] = {
    "open": _("taking and acknowledging"),
    "paused": _("not acknowledging"),
    "closed": pgettext_lazy("door", "stopped"),
}
