"""What residents tell us, what they are told, and who else reports here."""

from django.conf import settings
from django.db import models

from lantian.cases.models import Case
from lantian.inspections.models import Evidence


class Kind(models.Model):
    """What a resident can choose, in a resident's words; it becomes a category of cases."""

    code = models.CharField(max_length=32)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80)
    hint_zh = models.CharField(max_length=80, blank=True)
    hint_en = models.CharField(max_length=120, blank=True)
    category = models.CharField(max_length=32)
    position = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="resident_kind_once")]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.code


class Jurisdiction(models.Model):
    """Another office that speaks Open311: it may report here by its key, or is reported to at its address."""

    code = models.CharField(max_length=60, unique=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    key_sha256 = models.CharField(max_length=64, unique=True, null=True, blank=True)
    url = models.CharField(
        max_length=200, blank=True, help_text="of its GeoReport v2; empty: nothing goes out"
    )
    out_key = models.CharField(max_length=200, blank=True, help_text="the key it gave us")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.code


class Report(models.Model):
    """One telling of one resident; the private link is kept as its hash alone."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="resident_report")
    token_sha256 = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=32)
    who = models.CharField(max_length=64, blank=True, help_text="keyed hash of the address in the network")
    words_sha256 = models.CharField(max_length=64, blank=True)
    is_rough = models.BooleanField(default=False, help_text="no point was given: it is the middle of an area")
    jurisdiction = models.ForeignKey(
        Jurisdiction, on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    media_url = models.CharField(max_length=300, blank=True, help_text="as it was sent; never fetched")
    public_words = models.CharField(max_length=500, blank=True, help_text="what other programs may read")
    told_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="when the case last moved")

    class Meta:
        indexes = [
            models.Index(fields=["told_at", "id"], name="report_told"),
            models.Index(fields=["changed_at", "id"], name="report_changed"),
            models.Index(fields=["words_sha256", "told_at"], name="report_words"),
        ]

    def __str__(self) -> str:
        return f"report {self.case_id}"


class Reply(models.Model):
    """What the desk tells everybody who told of a case; apart from the words of the office."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="public_replies")
    words = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.words[:40]


class ShownPhoto(models.Model):
    """A photo of which somebody said, having looked, that residents may see its public copy."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="shown_photos")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "evidence"], name="shown_photo_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.evidence_id}"


class Saying(models.Model):
    """What whoever told us says of the mending, once for each closing."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="sayings")
    kind = models.CharField(max_length=10, choices=[("not_fixed", "没改好"), ("thanks", "满意")])
    closing = models.PositiveSmallIntegerField(help_text="how often the case had been reopened by then")
    words = models.CharField(max_length=500, blank=True)
    led_to = models.CharField(max_length=16, blank=True, help_text="look or objection")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "kind", "closing"], name="saying_once_a_closing")
        ]
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind}"


class Knock(models.Model):
    """Somebody tried something that is counted; rows older than a day are dropped."""

    what = models.CharField(max_length=16)
    who = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["what", "who", "at"], name="knock_who"),
            models.Index(fields=["at"], name="knock_at"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%H:%M}"


class HandOn(models.Model):
    """A report on its way to another jurisdiction, and what it says of it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handed_on")
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="handed_on")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    foreign_id = models.CharField(max_length=120, blank=True)
    token = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=16, blank=True)
    status_notes = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "jurisdiction"], name="hand_on_once")]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.jurisdiction_id}"
