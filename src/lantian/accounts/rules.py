"""Who may do what: one table of roles and verbs, the same as in docs/glossary.md."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from lantian.kernel.refusals import Refused, gettext_noop


class Role(StrEnum):
    """The part a person plays."""

    DUTY_ANALYST = "duty_analyst"
    GRID_OFFICER = "grid_officer"
    UNIT_HEAD = "unit_head"
    HANDLER = "handler"
    SUPERVISOR = "supervisor"
    LEADER = "leader"
    ADMINISTRATOR = "administrator"
    SITE_DUST_OFFICER = "site_dust_officer"
    PLANT_MANAGER = "plant_manager"


class Verb(StrEnum):
    """What a person may be allowed to do; the name is room.action."""

    ENTER = "console.enter"
    SEE_DESK = "console.see"
    SEE_CASES = "cases.see"
    SEE_BRIEFINGS = "reporting.see"
    SEE_QUARANTINE = "ingest.see"
    EXPLAIN = "reporting.explain"
    SEE_SUSPICIONS = "diagnosis.see"
    DISMISS = "diagnosis.dismiss"
    ISSUE_ORDER = "dispatch.issue"
    DRAW = "dispatch.draw"
    WITHDRAW_ORDER = "dispatch.withdraw"
    VISIT = "inspections.visit"
    SEE_COVERAGE = "inspections.see_coverage"
    WRITE_TEMPLATE = "inspections.write_template"
    SEE_CUSTODY = "inspections.see_custody"
    SEE_ORIGINAL = "inspections.see_original"
    JUDGE_HINT = "inspections.judge_hint"
    MASK = "inspections.mask"
    REPORT = "cases.report"
    FILE = "cases.file"
    VOID = "cases.void"
    VERIFY = "cases.verify"
    MERGE = "cases.merge"
    SEE_CONTACT = "cases.see_contact"
    ASSIGN = "cases.assign"
    RETURN = "cases.return"
    HAND_DOWN = "cases.hand_down"
    ACCEPT = "cases.accept"
    RECTIFY = "cases.rectify"
    PLAN = "cases.plan"
    DECIDE_EXTENSION = "cases.decide_extension"
    PARK = "cases.park"
    SELF_CHECK = "cases.self_check"
    RECHECK = "cases.recheck"
    PUBLICISE = "cases.publicise"
    OBJECT = "cases.object"
    UPHOLD_OBJECTION = "cases.uphold_objection"
    CLOSE = "cases.close"
    REOPEN = "cases.reopen"
    WRITE_LETTER = "cases.write_letter"
    TAKE_RUNG = "cases.take_rung"
    SEE_REACH = "cases.see_reach"
    KEEP_LEDGER = "cases.keep_ledger"
    REPORT_PROGRESS = "cases.report_progress"
    TAKE_STEP = "cases.take_step"
    ORDER_SWEEP = "cases.order_sweep"
    ANSWER_SWEEP = "cases.answer_sweep"
    TRANSFER = "cases.transfer"
    ENFORCE = "cases.enforce"
    WRITE_BRIEFING = "reporting.write"
    FILL_IN_TASK = "campaign.fill_in"
    REPORT_TASK = "campaign.report"
    ADMINISTER = "accounts.administer"
    SEE_MEANS = "accounts.see_means"
    HOLD_TOKEN = "accounts.hold_token"
    SET_MEMBERSHIP = "registry.set_membership"
    SET_TARGET = "assessment.set_target"
    IMPORT_LIST = "assessment.import_list"
    DECLARE_LEVEL = "assessment.declare_level"
    JUDGE_FLAG = "observations.judge_flag"
    SEE_SITES = "sites.see"
    FILL_SHEET = "sites.fill_sheet"
    CONFIRM_WEEK = "sites.confirm_week"
    KEEP_ROSTER = "sites.keep_roster"
    CHECK_IN = "sites.check_in"
    REPLY = "sites.reply"
    STATE_FACTS = "sites.state_facts"
    DECIDE_REPLY = "sites.decide_reply"


TOKEN_LIFE = timedelta(days=180)  # design default
MOST_TOKENS = 10  # in force at once, of one person; design default
LONGEST_TITLE = 60

# those who keep a site or plant: they see what is theirs, and nothing of the office
KEEPERS = frozenset({Role.SITE_DUST_OFFICER, Role.PLANT_MANAGER})
_ALL = frozenset(Role) - KEEPERS
_DESK = frozenset({Role.DUTY_ANALYST, Role.SUPERVISOR, Role.LEADER, Role.ADMINISTRATOR})

MAY: dict[Verb, frozenset[Role]] = {
    Verb.ENTER: frozenset(Role),
    Verb.SEE_DESK: _ALL,
    Verb.SEE_CASES: _ALL,
    Verb.SEE_BRIEFINGS: _DESK | {Role.UNIT_HEAD},
    Verb.SEE_QUARANTINE: frozenset({Role.DUTY_ANALYST, Role.ADMINISTRATOR}),
    Verb.EXPLAIN: _ALL,
    Verb.SEE_SUSPICIONS: frozenset({Role.DUTY_ANALYST, Role.GRID_OFFICER, Role.SUPERVISOR, Role.LEADER}),
    Verb.DISMISS: frozenset({Role.DUTY_ANALYST}),
    Verb.ISSUE_ORDER: frozenset({Role.DUTY_ANALYST}),
    Verb.DRAW: frozenset({Role.DUTY_ANALYST}),
    Verb.WITHDRAW_ORDER: frozenset({Role.DUTY_ANALYST}),
    Verb.VISIT: frozenset({Role.GRID_OFFICER, Role.SUPERVISOR, Role.HANDLER}),
    Verb.SEE_COVERAGE: _DESK | {Role.UNIT_HEAD, Role.GRID_OFFICER},
    Verb.WRITE_TEMPLATE: frozenset({Role.DUTY_ANALYST, Role.ADMINISTRATOR}),
    Verb.SEE_CUSTODY: _DESK,
    Verb.SEE_ORIGINAL: frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}),
    Verb.JUDGE_HINT: frozenset({Role.DUTY_ANALYST, Role.SUPERVISOR}),
    Verb.MASK: frozenset({Role.DUTY_ANALYST, Role.SUPERVISOR}),
    Verb.REPORT: frozenset({Role.GRID_OFFICER, Role.SUPERVISOR, Role.DUTY_ANALYST}),
    Verb.FILE: frozenset({Role.DUTY_ANALYST}),
    Verb.VOID: frozenset({Role.DUTY_ANALYST}),
    Verb.VERIFY: frozenset({Role.DUTY_ANALYST}),
    Verb.MERGE: frozenset({Role.DUTY_ANALYST}),
    Verb.SEE_CONTACT: frozenset({Role.DUTY_ANALYST}),
    Verb.ASSIGN: frozenset({Role.DUTY_ANALYST}),
    Verb.RETURN: frozenset({Role.UNIT_HEAD}),
    Verb.HAND_DOWN: frozenset({Role.UNIT_HEAD}),
    Verb.ACCEPT: frozenset({Role.UNIT_HEAD, Role.HANDLER}),
    Verb.RECTIFY: frozenset({Role.HANDLER}),
    Verb.RECHECK: frozenset({Role.SUPERVISOR, Role.GRID_OFFICER, Role.HANDLER, Role.UNIT_HEAD}),
    Verb.PLAN: frozenset({Role.UNIT_HEAD}),
    Verb.DECIDE_EXTENSION: frozenset({Role.UNIT_HEAD, Role.SUPERVISOR, Role.LEADER}),
    Verb.PARK: frozenset({Role.LEADER}),
    Verb.SELF_CHECK: frozenset({Role.UNIT_HEAD}),
    Verb.PUBLICISE: frozenset({Role.SUPERVISOR}),
    Verb.OBJECT: frozenset(Role) - {Role.ADMINISTRATOR},
    Verb.UPHOLD_OBJECTION: frozenset({Role.SUPERVISOR}),
    Verb.CLOSE: frozenset({Role.GRID_OFFICER, Role.UNIT_HEAD, Role.SUPERVISOR, Role.LEADER}),
    Verb.REOPEN: frozenset({Role.DUTY_ANALYST, Role.GRID_OFFICER, Role.SUPERVISOR}),
    Verb.WRITE_LETTER: frozenset({Role.DUTY_ANALYST}),
    Verb.TAKE_RUNG: frozenset({Role.DUTY_ANALYST, Role.SUPERVISOR, Role.LEADER}),
    Verb.SEE_REACH: _DESK,
    Verb.KEEP_LEDGER: frozenset({Role.DUTY_ANALYST}),
    Verb.REPORT_PROGRESS: frozenset({Role.UNIT_HEAD, Role.HANDLER}),
    Verb.TAKE_STEP: frozenset({Role.UNIT_HEAD, Role.DUTY_ANALYST, Role.SUPERVISOR, Role.LEADER}),
    Verb.ORDER_SWEEP: frozenset({Role.DUTY_ANALYST, Role.SUPERVISOR, Role.LEADER}),
    Verb.ANSWER_SWEEP: frozenset({Role.GRID_OFFICER, Role.UNIT_HEAD, Role.HANDLER}),
    Verb.TRANSFER: frozenset({Role.DUTY_ANALYST, Role.SUPERVISOR}),
    Verb.ENFORCE: frozenset({Role.UNIT_HEAD, Role.HANDLER}),
    Verb.WRITE_BRIEFING: frozenset({Role.DUTY_ANALYST}),
    Verb.FILL_IN_TASK: frozenset({Role.DUTY_ANALYST}),
    Verb.REPORT_TASK: frozenset({Role.UNIT_HEAD, Role.DUTY_ANALYST}),
    Verb.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
    Verb.SEE_MEANS: frozenset({Role.DUTY_ANALYST, Role.ADMINISTRATOR}),
    Verb.HOLD_TOKEN: _ALL,
    Verb.SET_MEMBERSHIP: frozenset({Role.ADMINISTRATOR}),
    Verb.SET_TARGET: frozenset({Role.DUTY_ANALYST}),
    Verb.IMPORT_LIST: frozenset({Role.DUTY_ANALYST}),
    Verb.DECLARE_LEVEL: frozenset({Role.DUTY_ANALYST}),
    Verb.JUDGE_FLAG: frozenset({Role.DUTY_ANALYST}),
    Verb.SEE_SITES: frozenset(Role),
    Verb.FILL_SHEET: KEEPERS,
    Verb.CONFIRM_WEEK: frozenset({Role.PLANT_MANAGER}),
    Verb.KEEP_ROSTER: KEEPERS,
    Verb.CHECK_IN: KEEPERS,
    Verb.REPLY: KEEPERS,
    Verb.STATE_FACTS: frozenset({Role.PLANT_MANAGER}),
    Verb.DECIDE_REPLY: frozenset({Role.DUTY_ANALYST}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person as actions see them: who, in what role, of which unit, over which area."""

    id: int
    name_zh: str
    name_en: str
    role: Role
    organisation_id: int
    organisation_path: str
    area_path: str
    has_certificate: bool = False
    stands_in_for: tuple["Actor", ...] = ()

    @property
    def hats(self) -> tuple["Actor", ...]:
        """The posts this person works for now: their own, and those they stand in for."""
        return (self, *self.stands_in_for)

    @property
    def ids(self) -> frozenset[int]:
        """Whose work this person does now: their own, and that of those they stand in for."""
        return frozenset(hat.id for hat in self.hats)

    def may(self, verb: Verb) -> bool:
        """Whether the role allows the verb anywhere at all."""
        return any(hat.role in MAY[verb] for hat in self.hats)

    def is_of(self, path: str) -> bool:
        """Whether the person works for the unit with this path, or for one below it."""
        return any(hat.organisation_path.startswith(path) for hat in self.hats)

    def covers(self, path: str) -> bool:
        """Whether a unit lies in the person's area."""
        return any(path.startswith(hat.area_path) for hat in self.hats)


class NotAllowed(PermissionError):
    """A person tried what their role, area or unit does not allow."""

    def __init__(self, verb: Verb, by: Actor, reason: str = "") -> None:
        self.verb, self.by, self.reason = verb, by, reason
        super().__init__(f"{by.role} may not {verb}{': ' + reason if reason else ''}")


class OutsideArea(Refused):
    """An account that another administrator looks after."""

    sentence = gettext_noop(
        "{person} belongs to {unit} and oversees {area}; your area does not hold both. "
        "Ask the administrator there; nothing was changed."
    )

    def __init__(self, person: str, *, unit: str, area: str) -> None:
        self.person, self.unit, self.area = person, unit, area
        super().__init__(person=person, unit=unit, area=area)


class LastAdministrator(Refused):
    """Without this person nobody could administer an area any more."""

    sentence = gettext_noop(
        "{person} is the last administrator of {area}. Give somebody else there that role first; "
        "nothing was changed."
    )

    def __init__(self, person: str, *, area: str) -> None:
        self.person, self.area = person, area
        super().__init__(person=person, area=area)


class OwnAccount(Refused):
    """Somebody would lock themselves out."""

    sentence = gettext_noop("This is your own account; another administrator may close it.")


class StandInUnfit(Refused):
    """Somebody cannot stand in: nobody may be left waiting for somebody who is away themselves."""

    sentence = gettext_noop("{stand_in} cannot stand in for {person}: {reason}. Nothing was changed.")

    def __init__(self, stand_in: str, *, person: str, reason: str) -> None:
        self.stand_in, self.person, self.reason = stand_in, person, reason
        super().__init__(stand_in=stand_in, person=person, reason=reason)


class LeaveBackwards(Refused):
    sentence = gettext_noop("The leave ends at {ends_at}, which is not after {begins_at}. Correct the dates.")

    def __init__(self, *, begins_at: datetime, ends_at: datetime) -> None:
        super().__init__(
            begins_at=begins_at.isoformat(timespec="minutes"), ends_at=ends_at.isoformat(timespec="minutes")
        )


class LeaveOverlaps(Refused):
    sentence = gettext_noop("{person} is on leave in that time already. End that leave first.")

    def __init__(self, person: str) -> None:
        super().__init__(person=person)


class StillStandsIn(Refused):
    """Whoever is away would wait for nobody."""

    sentence = gettext_noop(
        "{stand_in} stands in for {person} until {until}. Name somebody else for that leave first; "
        "nothing was changed."
    )

    def __init__(self, stand_in: str, *, person: str, until: datetime) -> None:
        super().__init__(stand_in=stand_in, person=person, until=until.isoformat(timespec="minutes"))


class SeatTaken(Refused):
    sentence = gettext_noop("{person} holds this seat of {unit}. End that first, with its last day.")

    def __init__(self, person: str, *, unit: str) -> None:
        super().__init__(person=person, unit=unit)


class HeadOutside(Refused):
    sentence = gettext_noop(
        "{person} belongs neither to {unit} nor to a unit above or below it. Choose somebody of theirs."
    )

    def __init__(self, person: str, *, unit: str) -> None:
        super().__init__(person=person, unit=unit)


class DomainMissing(Refused):
    sentence = gettext_noop("Say which kinds of problems are in the care of this deputy.")


class DatesBackwards(Refused):
    sentence = gettext_noop("The last day {last} lies before the first day {first}. Correct the dates.")

    def __init__(self, *, first: date, last: date) -> None:
        super().__init__(first=first, last=last)


class AliasTaken(Refused):
    sentence = gettext_noop("“{name}” is the name of {unit} in that time already.")

    def __init__(self, name: str, *, unit: str) -> None:
        super().__init__(name=name, unit=unit)


class NameMissing(Refused):
    sentence = gettext_noop("A name is missing.")


class AddressBad(Refused):
    sentence = gettext_noop("“{address}” is no {kind}: {needed}.")

    def __init__(self, address: str, *, kind: str, needed: str) -> None:
        super().__init__(address=address, kind=kind, needed=needed)


class TooManyTokens(Refused):
    """Somebody holds as many tokens as one person may."""

    sentence = gettext_noop("{most} tokens are in force already; revoke one that is not used any more.")

    def __init__(self, *, most: int) -> None:
        self.most = most
        super().__init__(most=most)


class NoTitle(Refused):
    """A token that says nothing of the program it is for."""

    sentence = gettext_noop("Say in up to {longest} characters which program the token is for.")

    def __init__(self, *, longest: int) -> None:
        self.longest = longest
        super().__init__(longest=longest)


def token_hash(text: str) -> str:
    """What is kept of a token; its text has 256 random bits, so one plain hash is enough."""
    return hashlib.sha256(text.encode()).hexdigest()


def require(verb: Verb, by: Actor) -> None:
    """Raise NotAllowed unless the role allows the verb."""
    if not by.may(verb):
        raise NotAllowed(verb, by)


NEEDED = {
    "phone": (re.compile(r"\+?[0-9][0-9 -]{4,18}[0-9]"), gettext_noop("digits, six to twenty of them")),
    "mail": (re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), gettext_noop("name@example.org")),
}


def check_address(kind: str, address: str) -> None:
    """Raise AddressBad for what cannot be a phone number or a mail address."""
    if not address.strip():
        raise NameMissing()
    form, needed = NEEDED.get(kind, (None, ""))
    if form is not None and not form.fullmatch(address.strip()):
        raise AddressBad(address, kind=kind, needed=needed)


def why_unfit_to_stand_in(*, person: Actor, stand_in: Actor) -> str | None:
    """Why somebody may not do a post's work; None when they may.

    Either the same role or the same area: so nobody gets a verb of one post over the area of another.
    """
    if person.id == stand_in.id:
        return gettext_noop("nobody stands in for themselves")
    if person.role is Role.ADMINISTRATOR and stand_in.role is not Role.ADMINISTRATOR:
        return gettext_noop("an administrator is replaced by an administrator")
    if stand_in.role in KEEPERS or person.role in KEEPERS:
        return None if person.role is stand_in.role else gettext_noop("another role")
    if person.role is not stand_in.role and person.area_path != stand_in.area_path:
        return gettext_noop("neither the same role nor the same area")
    return None
