"""Outlets: one module each, a spider of declarations; what they share is in ``base``."""
