"""Milestones and their verdicts: pure functions of the timeline, the replayed history, the day and the moment known."""
