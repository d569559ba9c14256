"""The lifecycle of the assignments of a Veiligheidsstrategie, kept provably."""

__version__ = "0.1.0"
