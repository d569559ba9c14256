"""The library: the verbs of the command line as functions on a programme that was opened on a store."""
