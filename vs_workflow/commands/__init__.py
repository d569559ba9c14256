"""The commands of `vs`."""
