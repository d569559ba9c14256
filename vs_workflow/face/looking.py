"""Look: the board, one assignment, whose turn it is and why not, and what lies ahead. Nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from vs_workflow.desk import agenda as keeping
from vs_workflow.desk import blank, look, turns
from vs_workflow.desk import forecast as foretelling
from vs_workflow.desk import timeline as ahead
from vs_workflow.desk.blank import Form
from vs_workflow.desk.forecast import Forecast
from vs_workflow.desk.timeline import Timeline
from vs_workflow.desk.views import Board, CaseView, Todo, Why
from vs_workflow.face.opened import Opened
from vs_workflow.words.lang import Lang


class Looking(Opened):
    """What people look at."""

    def status(self, on: date | None = None) -> Board:
        return look.board(self._office, on)

    def show(self, assignment: str) -> CaseView:
        return look.show(self._office, assignment)

    def todo(self, person: str) -> Todo:
        return turns.todo(self._office, person)

    def why(self, assignment: str, step: str | None = None) -> Why:
        return turns.why(self._office, assignment, step)

    def form(self, action: str, assignment: str | None = None, on: date | None = None) -> Form:
        """The facts that a step or an event asks, with what is known filled in."""
        return blank.form(self._office, action, assignment, on)

    def timeline(self, on: date | None = None) -> Timeline:
        """Every milestone on its due day, with its verdict on that day."""
        return ahead.timeline(self._office, on)

    def forecast(self, on: date | None = None, *, assume: Sequence[str] = ()) -> Forecast:
        """What is missed by that day if nothing more happens than the assumed steps, each `"A STEP DATE"`."""
        return foretelling.forecast(self._office, on, assume)

    def calendar(self, *, person: str | None = None, role: str | None = None, lang: Lang = "nl") -> bytes:
        """Milestones and meetings as an iCalendar file; only those of a person or a role, where one is named."""
        from vs_workflow.exports.calendar import as_icalendar

        return as_icalendar(keeping.agenda(self._office, person=person, role=role), lang)

    def document(self, address: str) -> bytes:
        return look.document(self._office, address)
