"""Replay: entries in, casebook out. The one place in which a state comes about."""

from vs_workflow.replay.fold import NOTHING, OWN, Fix, Fold, concerns, replay
from vs_workflow.replay.lean import LeanFold

__all__ = ["NOTHING", "OWN", "Fix", "Fold", "LeanFold", "concerns", "replay"]
