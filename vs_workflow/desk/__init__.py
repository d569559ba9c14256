"""The use-cases: load, ask the one function that decides, append, say. act, look, prove, adopt."""
