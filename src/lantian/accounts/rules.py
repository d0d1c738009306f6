"""Who may do what: one table of roles and verbs, the same as in docs/glossary.md."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
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
    WITHDRAW_ORDER = "dispatch.withdraw"
    VISIT = "inspections.visit"
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
    WRITE_BRIEFING = "reporting.write"
    FILL_IN_TASK = "campaign.fill_in"
    REPORT_TASK = "campaign.report"
    ADMINISTER = "accounts.administer"
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
WINDOW = "residents"  # name of the account in which the public's reports are kept; it is closed

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
    Verb.WITHDRAW_ORDER: frozenset({Role.DUTY_ANALYST}),
    Verb.VISIT: frozenset({Role.GRID_OFFICER, Role.SUPERVISOR}),
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
    Verb.WRITE_BRIEFING: frozenset({Role.DUTY_ANALYST}),
    Verb.FILL_IN_TASK: frozenset({Role.DUTY_ANALYST}),
    Verb.REPORT_TASK: frozenset({Role.UNIT_HEAD, Role.DUTY_ANALYST}),
    Verb.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
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

    def may(self, verb: Verb) -> bool:
        """Whether the role allows the verb anywhere at all."""
        return self.role in MAY[verb]

    def is_of(self, path: str) -> bool:
        """Whether the person belongs to the unit with this path, or to one below it."""
        return self.organisation_path.startswith(path)

    def covers(self, path: str) -> bool:
        """Whether a unit lies in the person's area."""
        return path.startswith(self.area_path)


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
