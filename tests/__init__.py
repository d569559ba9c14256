"""The tests: they mirror the rooms, plus the journeys and the tools that break things on purpose."""
