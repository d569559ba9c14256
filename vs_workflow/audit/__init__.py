"""Checks on a journal that trust nothing in it: links, shapes, order, rights, guards and refusals, all recomputed."""
