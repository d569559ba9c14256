"""Replay: entries in, casebook out. The one place in which a state comes about."""
