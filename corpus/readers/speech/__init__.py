"""One adapter for each speech recogniser's JSON; `corpus.readers.speech_json` chooses among them.

An adapter is a `Product`: its name, the keys it is told by, `recognises` and `read`. Nothing in a
file is taken on trust: whatever is of another type than the vendor documents counts as absent.
"""
