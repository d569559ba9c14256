"""The program that checks a bundle without this one: small modules here, one file in the bundle.

They use the standard library and each other, and nothing else of the house: whoever checks
a bundle need not trust what made it.
"""
