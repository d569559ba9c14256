"""Views as people read them, and as data: each page turns one view into text or into JSON's objects.

A page knows how wide the paper is and whether there is colour, and nothing of where it is
printed. What it says never hangs on colour alone.
"""
