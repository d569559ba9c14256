"""What people type: each command is one use-case of the desk and one page.

`catalogue` lists them, `frame` gives them their shape, and a command's module is
loaded only when that command is called.
"""
