"""Tools that break things on purpose, so that the promises of the product can be put to the test.

They know nothing of the product: each works on a command, a function, a file, an engine or a socket.
"""
