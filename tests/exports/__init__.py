"""What leaves the house, in every form."""
