"""What was written, and that it is unchanged. Standard library only."""
