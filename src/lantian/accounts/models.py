"""People and the units they belong to."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from lantian.accounts.rules import Role


class Organisation(models.Model):
    """A unit in the tree of units: office, department, township, group or responsible firm."""

    class Kind(models.TextChoices):
        DISTRICT = "district", "区"
        OFFICE = "office", "专班办公室"
        DEPARTMENT = "department", "部门"
        TOWNSHIP = "township", "乡镇街道"
        SUPERVISION = "supervision", "督查组"
        RESIDENT = "resident", "驻区机构"
        FIRM = "firm", "责任单位"

    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=Kind)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=200, unique=True, help_text="codes from the root, '/hq/town-a/'")
    is_under_command = models.BooleanField(default=True, help_text="others get a letter, not an order")
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name_zh


class Alias(models.Model):
    """Another name a unit has or had, with its dates."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="aliases")
    name = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class People(BaseUserManager["Person"]):
    """Finds people by the name they sign in with."""


class Person(AbstractBaseUser):
    """Somebody who signs in; in the demo a post, never a name."""

    username = models.CharField(max_length=60, unique=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    role = models.CharField(max_length=24, choices=[(r.value, r.value) for r in Role])
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    area = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="overseers")
    certificate = models.CharField(
        max_length=40, blank=True, help_text="number of the enforcement certificate"
    )
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)

    objects = People()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: list[str] = []

    def __str__(self) -> str:
        return self.name_zh


class Token(models.Model):
    """Lets a person's own programs read what that person may read; only the hash of its text is kept."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    title = models.CharField(max_length=60, help_text="which program it is for")
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="token_lives_forward"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Head(models.Model):
    """A head of record of a unit, with dates: of the party, of the government, or a deputy with domains."""

    class Seat(models.TextChoices):
        PARTY = "party", "党组织主要负责人"
        GOVERNMENT = "government", "行政主要负责人"
        DEPUTY = "deputy", "分管负责人"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="heads")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="headships")
    seat = models.CharField(max_length=12, choices=Seat)
    domains = models.JSONField(default=list, help_text="of a deputy: categories of problems in their care")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "seat"],
                condition=models.Q(valid_to__isnull=True) & ~models.Q(seat="deputy"),
                name="head_one_in_each_seat",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="head_forward",
            ),
        ]
        ordering = ["valid_from", "pk"]

    def __str__(self) -> str:
        return f"{self.organisation} {self.seat}"


class Leave(models.Model):
    """A stretch in which somebody is away and somebody else does the post's work."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leaves")
    stand_in = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stands_in")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=120)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gte=models.F("begins_at")), name="leave_forward"
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("stand_in")), name="leave_by_somebody_else"
            ),
        ]
        indexes = [models.Index(fields=["stand_in", "ends_at"], name="leave_stand_in")]
        ordering = ["begins_at", "pk"]

    def __str__(self) -> str:
        return f"{self.person} → {self.stand_in}"


class Means(models.Model):
    """A way to reach a person, and when somebody last reached them by it."""

    class Kind(models.TextChoices):
        PHONE = "phone", "电话"
        MAIL = "mail", "邮箱"
        WECOM = "wecom", "企业微信"
        DINGTALK = "dingtalk", "钉钉"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="means")
    kind = models.CharField(max_length=10, choices=Kind)
    address = models.CharField(max_length=120)
    added_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="when they were last reached by it")
    confirmed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "address"],
                condition=models.Q(ended_at__isnull=True),
                name="means_once",
            )
        ]
        ordering = ["kind", "pk"]

    def __str__(self) -> str:
        return f"{self.person} {self.kind}"
