"""How fast it is: every benchmark a ratio in one run, and none that does not verify what it wrote."""
