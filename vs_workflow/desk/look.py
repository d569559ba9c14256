"""Look: the board, one assignment, and documents. Nothing here decides, so that looking loads little."""

from __future__ import annotations

from datetime import date

from vs_workflow.desk.documents import find_document, kept_document
from vs_workflow.desk.lines import in_file_order, line, milestones, per_district, seen_on
from vs_workflow.desk.notes import team_gaps
from vs_workflow.desk.office import Office
from vs_workflow.desk.reading import about, open_reading
from vs_workflow.desk.views import Board, CaseView, MemberView, Setting
from vs_workflow.rules.standing import team


def setting(office: Office) -> Setting:
    """What every page is seen in."""
    with office.room.reading() as work:
        return open_reading(office, work, on=None, assignments=()).setting


def people(office: Office) -> frozenset[str]:
    """The keys of everybody in the register."""
    with office.room.reading() as work:
        return frozenset(open_reading(office, work, on=None, assignments=()).book.people)


def board(office: Office, on: date | None = None) -> Board:
    """The state of every assignment on that day, whose turn it is, and the verdict on every milestone."""
    with office.room.reading() as work:
        reading = seen_on(open_reading(office, work, on=on))
    return Board(
        setting=reading.setting,
        lines=tuple(line(case, reading) for case in in_file_order(reading)),
        milestones=tuple(milestones(reading.book.own, reading)),
        notes=tuple(per_district(reading)),
        destroyed=reading.book.destroyed,
    )


def show(office: Office, assignment: str, on: date | None = None) -> CaseView:
    """One assignment: its people, its team and the gaps in it, and all that happened."""
    with office.room.reading() as work:
        reading = seen_on(about(office, work, assignment, on))
    case = next(iter(reading.book.cases.values()))
    return CaseView(
        setting=reading.setting,
        line=line(case, reading),
        grants=tuple(sorted(case.grants.values(), key=lambda grant: grant.seq)),
        team=tuple(
            MemberView(person=one.person, organisation=one.organisation, district=one.district, since=one.since)
            for one in team(case, reading.rules).values()
        ),
        gaps=team_gaps(case, reading),
        marks=case.marks,
        annulled=case.annulled,
    )


def document(office: Office, address: str) -> bytes:
    """The bytes of a document, by its hash or the start of it (6 digits at least)."""
    with office.room.reading() as work:
        return kept_document(find_document(address, work.shelf), work.shelf)
