"""Themes: groups of passages, their words, quotes and places on a map."""
