"""What may be done, by whom and when: read from data, proved sound, never run from a string."""
