"""Whatever people try, in any order: no case closes unlooked at, no photo is lost, no move is unwritten."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

import build
from build import NOON, Cast
from lantian.accounts.rules import MAY, Actor, NotAllowed, Role
from lantian.cases import actions, models
from lantian.cases.states import GRAVE, VERBS, Level, Move, State, moves_from
from lantian.cases.tests.whole_table import ACTS, EVENTS, prepare, right_people
from lantian.kernel.models import Event
from lantian.kernel.refusals import Refused

REFUSALS = (Refused, NotAllowed, models.Case.DoesNotExist)
ONWARD = {  # the way that leads through the whole life, so that chance gets there
    State.REPORTED: Move.FILE,
    State.FILED: Move.ASSIGN,
    State.RETURNED: Move.ASSIGN,
    State.REOPENED: Move.ASSIGN,
    State.ASSIGNED: Move.ACCEPT,
    State.PARKED: Move.RESUME,
    State.RECTIFYING: Move.SUBMIT,
    State.SUBMITTED: Move.PASS_SELF_CHECK,
    State.SELF_CHECKED: Move.RECHECK_PASS,
    State.IN_PUBLICITY: Move.CLOSE,
    State.CLOSED: Move.REOPEN,
}
ROUTES = {
    (State.ACCEPTED, False): Move.START,
    (State.ACCEPTED, True): Move.PLAN,
    (State.PASSED, False): Move.CLOSE,
    (State.PASSED, True): Move.PUBLICISE,
}
ROLE = {  # who does it on that way
    Move.ACCEPT: Role.UNIT_HEAD,
    Move.RECHECK_PASS: Role.SUPERVISOR,
    Move.CLOSE: Role.LEADER,
    Move.REOPEN: Role.DUTY_ANALYST,
}
chance = st.integers(min_value=0, max_value=10_000)


class Office(RuleBasedStateMachine):
    """Some cases, and people who do to them what comes to their minds."""

    cast: Cast
    people: dict[tuple[Move, Role], Actor]

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.numbers: list[str] = []
        self.photos: dict[str, set[int]] = {}
        self.revisions: dict[str, int] = {}

    @initialize(levels=st.lists(st.sampled_from([Level.MINOR, Level.MAJOR]), min_size=2, max_size=2))
    def report(self, levels: list[Level]) -> None:
        for level in levels:
            number = build.a_case(self.cast, now=self.now)
            models.Case.objects.filter(number=number).update(level=level)
            self.numbers.append(number)

    @rule(which=chance, steps=st.integers(min_value=1, max_value=9))
    def go_on(self, which: int, steps: int) -> None:
        """The right people do what comes next."""
        for _ in range(steps):
            case = self._case(which)
            move = ONWARD.get(State(case.state)) or ROUTES.get((State(case.state), case.level in GRAVE))
            if move is None or (move is Move.REOPEN and steps < 9):
                return
            role = ROLE.get(move) or min(MAY[VERBS[move]])
            if move is Move.CLOSE and case.publicity_until:
                self.now = max(self.now, case.publicity_until)
            self._try(case, move, self.people[move, role])

    @rule(which=chance, choice=chance, who=chance, is_fitting=st.booleans())
    def try_something(self, which: int, choice: int, who: int, is_fitting: bool) -> None:
        """Somebody does something; more often than not what the state knows."""
        case = self._case(which)
        known = moves_from(State(case.state)) if is_fitting else ()
        moves = known or tuple(ACTS)
        move = moves[choice % len(moves)]
        roles = sorted(MAY[VERBS[move]]) if is_fitting else sorted(Role)
        anybody = sorted({*self.people.values(), *self._others()}, key=lambda by: by.id)
        by = self.people[move, roles[who % len(roles)]] if who % 3 else anybody[who % len(anybody)]
        self._try(case, move, by)

    @rule(which=chance, is_right=st.booleans())
    def object_and_decide(self, which: int, is_right: bool) -> None:
        """Somebody objects; sometimes it is dismissed at once."""
        case = self._case(which)
        try:
            one = actions.object_to(number=case.number, words="bare", by=self.cast.officer, now=self.now)
            if not is_right:
                actions.dismiss_objection(
                    number=case.number, objection=one, decision="x", by=self.cast.supervisor, now=self.now
                )
        except REFUSALS:
            assert case.state != State.IN_PUBLICITY

    @rule(hours=st.integers(min_value=1, max_value=400))
    def wait(self, hours: int) -> None:
        """Time passes, and the clock does what falls due."""
        self.now += timedelta(hours=hours)
        for number in actions.resume_due(now=self.now):
            if number in self.revisions:
                self.revisions[number] += 1
        actions.draft_overdue_rungs(now=self.now)

    @invariant()
    def a_closed_case_was_looked_at_by_somebody_else(self) -> None:
        for case in self._cases().filter(state=State.CLOSED):
            assert_closed_rightly(case)

    @invariant()
    def photos_only_come(self) -> None:
        for case in self._cases():
            held = photos_of(case)
            assert held >= self.photos.get(case.number, set()), case.number
            self.photos[case.number] = held
            if case.merged_into:
                assert photos_of(case.merged_into) >= held
                told = case.merged_into.reporters.filter(merged=case)
                assert told.exists() and case.merged_into.state != State.VOID

    @invariant()
    def every_move_is_written_down(self) -> None:
        for case in self._cases():
            assert case.revision == self.revisions.get(case.number, 0)
            lines = Event.objects.filter(about=f"cases.case:{case.number}", name__in=EVENTS.values())
            assert lines.count() == case.revision

    @invariant()
    def lists_agree_with_the_case(self) -> None:
        for case in self._cases():
            rows = case.scopes.values_list("ancestor__path", "state", "deadline")
            assert {state for _, state, _ in rows} == {case.state}
            assert len({deadline for *_, deadline in rows}) == 1
            units = [case.grid.organisation, *(unit for unit in (case.unit, case.sub_unit) if unit)]
            above = {path for path, *_ in rows}
            assert all(any(unit.path.startswith(path) for unit in units) for path in above)
            assert {unit.path for unit in units} <= above

    def _case(self, which: int) -> models.Case:
        return models.Case.objects.get(number=self.numbers[which % len(self.numbers)])

    def _cases(self):
        names = ("grid__organisation", "unit", "sub_unit", "handler", "merged_into")
        return models.Case.objects.filter(number__in=self.numbers).select_related(*names)

    def _others(self) -> set[Actor]:
        cast = self.cast
        return {cast.colleague, cast.sub_colleague, cast.outsider, cast.outside_head, cast.grid_head}

    def _try(self, case: models.Case, move: Move, by: Actor) -> None:
        before = models.Case.objects.get(pk=case.pk)
        if move is Move.REOPEN and case.state == State.CLOSED:
            self.now += timedelta(hours=(NOON.hour - self.now.hour) % 24)  # by day: the long checklist
            build.a_problem(self.cast, now=self.now)
        try:
            _prepared(move, case, self.cast, self.now)
            ready = models.Case.objects.get(pk=case.pk)
            self.revisions[case.number] = ready.revision
            ACTS[move](ready, by, self.now)
        except REFUSALS:
            after = models.Case.objects.get(pk=case.pk)
            assert (after.state, after.revision - self.revisions.get(case.number, 0)) == (before.state, 0)
        else:
            self.revisions[case.number] = self.revisions.get(case.number, 0) + 1


def _prepared(move: Move, case: models.Case, cast: Cast, now: datetime) -> None:
    """Sometimes what a verb needs is there; a report's channel stays what it is."""
    if move is Move.VERIFY:
        return
    prepare(move, case, cast, now=now)


def photos_of(case: models.Case) -> set[int]:
    """Every photo that can be found from a case."""
    rounds = case.rectifications.values_list("before", "after")
    found = {photo for pair in rounds for photo in pair}
    found |= set(case.evidence.values_list("evidence", flat=True))
    found |= set(models.RecheckEvidence.objects.filter(recheck__case=case).values_list("evidence", flat=True))
    found |= set(models.LaterLookEvidence.objects.filter(look__case=case).values_list("evidence", flat=True))
    return found


def assert_closed_rightly(case: models.Case) -> None:
    """Hold a closed case against its rows: looked at by somebody independent, and in public if grave."""
    last = case.rectifications.order_by("round").last()
    look = case.rechecks.order_by("round", "turn").last()
    assert last is not None
    assert look is not None
    assert (look.round, look.has_passed) == (last.round, True)
    upheld = case.objections.filter(is_upheld=True).order_by("decided_at", "pk").last()
    assert look.turn == case.objections.filter(is_upheld=True).count()
    assert upheld is None or look.at >= upheld.decided_at
    assert look.by_id not in set(case.rectifications.values_list("by_id", flat=True))
    assert look.by_id != case.handler_id
    assert not look.by.organisation.path.startswith(case.unit.path)
    signed = Event.objects.filter(about=f"cases.case:{case.number}", name="cases.self_check_passed")
    assert look.by_id not in set(signed.values_list("by_id", flat=True))
    assert not case.objections.filter(decided_at__isnull=True).exists()
    if case.level in GRAVE:
        shown = Event.objects.filter(about=f"cases.case:{case.number}", name="cases.publicised")
        passed = Event.objects.filter(about=f"cases.case:{case.number}", name="cases.recheck_passed")
        assert shown.latest("id").id > passed.latest("id").id
        assert case.closed_at >= case.publicity_until


def _run(cast: Cast, *, examples: int, steps: int) -> None:
    machine = type("Office", (Office,), {"cast": cast, "people": right_people(cast)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],  # a failure is told at once; making it smaller takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_no_sequence_closes_unlooked_at_loses_a_photo_or_skips_a_line(cast: Cast) -> None:
    _run(cast, examples=10, steps=16)
    states = set(models.Case.objects.values_list("state", flat=True))
    assert State.CLOSED in states  # else the machine never came to what it is to show
    assert build.events("cases.recheck_passed")


@pytest.mark.slow
def test_no_long_sequence_does_either(cast: Cast) -> None:
    _run(cast, examples=100, steps=40)
    told = {line.name for line in build.events()}
    seldom = {Move.VERIFY, Move.RETURN}  # chance does not come to them; the whole table tries both
    assert told >= set(EVENTS.values()) - {EVENTS[move] for move in seldom}
