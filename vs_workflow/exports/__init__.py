"""What leaves the house: a file for each format, values in and bytes out. Computes no state of its own."""
