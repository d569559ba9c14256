"""The service that rings for the daily check. It decides nothing: each ring asks the desk, as a person would."""
