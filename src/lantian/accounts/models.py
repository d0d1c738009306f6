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
