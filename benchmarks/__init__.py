"""Measurements for `make bench`; nothing here ships."""
