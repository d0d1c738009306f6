"""Who goes where, as what kind of going; and the lots that were drawn."""

from django.conf import settings
from django.db import models

from lantian.diagnosis.models import Suspicion
from lantian.dispatch.rules import KindOfGoing, Mode
from lantian.dispatch.states import State
from lantian.registry.models import Grid, Source


class Purpose(models.Model):
    """What an order may ask for; there is no free text, so nothing can be asked for that is not here."""

    code = models.CharField(max_length=40, unique=True)
    position = models.PositiveSmallIntegerField()
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160)
    kinds_of_going = models.JSONField(help_text="kinds of going it suits")
    source_kinds = models.JSONField(default=list, help_text="kinds of source it suits; empty for all")
    wets_ground = models.BooleanField(help_text="spraying, fog cannon or road washing: never near a station")
    clock = models.CharField(max_length=8, choices=[("natural", "自然钟"), ("working", "工作钟")])
    hours = models.DecimalField(max_digits=6, decimal_places=2, help_text="proposed limit on that clock")
    origin = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name_zh


class GoingTerms(models.Model):
    """What a kind of going allows and asks for, in one version; a change is a new row with its own dates."""

    kind = models.CharField(max_length=24, choices=[(k.value, k.value) for k in KindOfGoing])
    version = models.PositiveSmallIntegerField()
    may_enter_firm = models.BooleanField()
    may_go = models.JSONField(help_text="roles that may be sent")
    certificates_needed = models.PositiveSmallIntegerField()
    needs_basis = models.BooleanField(help_text="the article or document it rests on is written down")
    needs_plan = models.BooleanField(help_text="without a clue it stands in a yearly plan")
    yearly_cap = models.PositiveSmallIntegerField(
        null=True, help_text="visits a firm and year; null for none"
    )
    cap_spares_clues = models.BooleanField(help_text="an alarm, case or complaint does not use up the cap")
    merge_within_days = models.PositiveSmallIntegerField(help_text="visits so near are offered as one")
    needs_scan_in = models.BooleanField(help_text="begins with the code at the gate")
    radius_m = models.PositiveIntegerField(null=True, help_text="a check-in inside it proves the place")
    may_be_unannounced = models.BooleanField()
    penalty_may_follow = models.BooleanField()
    score_may_follow = models.BooleanField(help_text="what came of it may cost or earn points")
    what_may_follow = models.JSONField(default=list)
    basis = models.CharField(max_length=120, blank=True)
    origin = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="going_terms_version")]

    def __str__(self) -> str:
        return f"{self.kind} v{self.version}"


class AlarmBudget(models.Model):
    """How many orders for at once one person may get in a shift, and what is night; a change is a new row."""

    version = models.PositiveSmallIntegerField(unique=True)
    most_a_shift = models.PositiveSmallIntegerField()
    shifts = models.JSONField(help_text="local times at which shifts begin: 08:00, 20:00")
    night_begins = models.TimeField()
    night_ends = models.TimeField()
    spared = models.JSONField(default=list, help_text="codes of purposes whose orders always go")
    origin = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"v{self.version}: {self.most_a_shift}"


class DrawShare(models.Model):
    """What share of a class of places is drawn in a quarter."""

    code = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField()
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    share = models.DecimalField(max_digits=5, decimal_places=4)
    origin = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="draw_share_version"),
            models.CheckConstraint(condition=models.Q(share__gt=0, share__lte=1), name="draw_share_part"),
        ]
        ordering = ["-share"]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class DrawObject(models.Model):
    """A place in the object base (检查对象库), with its class."""

    source = models.OneToOneField(Source, on_delete=models.PROTECT, related_name="draw_object")
    object_class = models.CharField(max_length=20)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.source_id}: {self.object_class}"


class Draw(models.Model):
    """One random draw: its lists, shares and seed as they were, and what they gave. Never changed."""

    number = models.CharField(max_length=24, unique=True)
    quarter = models.CharField(max_length=6, help_text="2026Q4")
    area = models.CharField(max_length=200, help_text="path of the area whose lists were drawn from")
    seed = models.CharField(max_length=64)
    objects_json = models.JSONField(help_text="the object base, with why a place was left out")
    inspectors_json = models.JSONField(help_text="the inspector base, with why a person was left out")
    shares_json = models.JSONField(help_text="share by class, as text")
    picks_json = models.JSONField(help_text="places drawn with their pairs")
    digest = models.CharField(max_length=64, help_text="SHA-256 over lists, shares, seed and picks")
    what = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["-at"], name="draw_newest")]

    def __str__(self) -> str:
        return self.number


class Order(models.Model):
    """One going-out, asked of one person, by a time on a named clock."""

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=24, choices=[(k.value, k.value) for k in KindOfGoing])
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State])
    suspicion = models.ForeignKey(
        Suspicion, on_delete=models.PROTECT, null=True, blank=True, related_name="orders"
    )
    case_ref = models.CharField(
        max_length=80, blank=True, db_index=True, help_text="number of the case a recheck visit is about"
    )
    grid = models.ForeignKey(Grid, on_delete=models.PROTECT, related_name="orders")
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, help_text="where to look first"
    )
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders")
    companion = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="joint_orders"
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="issued_orders"
    )
    what = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="orders")
    clock = models.CharField(max_length=8, choices=[("natural", "自然钟"), ("working", "工作钟")])
    issued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)
    mode = models.CharField(
        max_length=12, choices=[(m.value, m.value) for m in Mode], default=Mode.ANNOUNCED.value
    )
    basis = models.CharField(max_length=200, blank=True, help_text="article or document it rests on")
    plan = models.CharField(max_length=120, blank=True, help_text="the yearly plan it stands in")
    planned_on = models.DateField(null=True, blank=True, help_text="the day it is meant for")
    notified_on = models.DateField(null=True, blank=True, help_text="when the unit was told beforehand")
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, null=True, blank=True, related_name="orders")
    firm = models.CharField(max_length=80, blank=True, help_text="key of the firm it goes to")
    uses_cap = models.BooleanField(default=False, help_text="one of the firm's visits of the year")
    over_reason = models.CharField(
        max_length=200, blank=True, help_text="why it was issued beyond the officer's budget of the shift"
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(mode="unannounced")
                | models.Q(
                    notified_on__isnull=True, source__isnull=False, suspicion__isnull=True, case_ref=""
                ),
                name="order_unannounced_tells_nobody",
            ),
            models.CheckConstraint(
                condition=models.Q(due_at__gt=models.F("issued_at")), name="order_due_after_issue"
            ),
            models.UniqueConstraint(
                fields=["suspicion"],
                condition=models.Q(state__in=["issued", "arrived"]),
                name="order_one_running_per_suspicion",
            ),
        ]
        indexes = [
            models.Index(fields=["officer", "state", "due_at"], name="order_officer"),
            models.Index(fields=["firm", "kind"], name="order_firm"),
            models.Index(fields=["issued_at"], name="order_issued"),
        ]

    def __str__(self) -> str:
        return self.number


class Part(models.Model):
    """Somebody of another unit on a joint visit, with what is theirs to look at."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="parts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="joint_parts")
    part = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "person"], name="part_once")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.person_id}"


class FirmYear(models.Model):
    """A firm's visits of a kind in a year are counted one after another: whoever counts holds this row."""

    firm = models.CharField(max_length=80)
    kind = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField()
    counted = models.PositiveIntegerField(default=0, help_text="how often somebody counted")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "kind", "year"], name="firm_year_once")]

    def __str__(self) -> str:
        return f"{self.firm} {self.year}"


class PlaceCode(models.Model):
    """The code that hangs at a place's gate; scanning it says that one is there."""

    source = models.OneToOneField(Source, on_delete=models.PROTECT, related_name="place_code")
    code = models.CharField(max_length=16, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class ScanIn(models.Model):
    """Somebody scanned the code of a place on arrival."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="scans")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    accuracy_m = models.FloatField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "person"], name="scan_once")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.at:%Y-%m-%d %H:%M}"
