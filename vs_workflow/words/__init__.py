"""What people read: reasons, troubles, findings and names as sentences, in Dutch and in English.

This is the one place where text for people is made; nothing below it holds prose.
"""
