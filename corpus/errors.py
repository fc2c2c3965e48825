"""Every error that qualflow raises on purpose, in one tree.

QualflowError
├── SettingsError        study.toml, codebook.toml or an override file holds something unusable
├── StudyError           the study directory is missing, is not one, or is in use
├── TranscriptError      one transcript cannot be used; costs that file, never the run
│   ├── UnreadableError      wrong suffix, damaged, too large, not a file
│   ├── NoSpeechError        nothing in it was said by anybody
│   ├── NoSpeakersError      speakers cannot be told apart
│   └── DuplicateError       same text as another transcript
├── CasesError           cases.csv cannot be joined
├── ModelError           a model is missing, damaged or not the one that was recorded
├── ThemeError           something cannot be done with themes as they stand
└── TableError           a CSV of passages lacks what is needed

Each speaks to a researcher in one sentence of three parts: what (the thing's name), what was
found, what to do. `str(error)` is that sentence.
"""

from __future__ import annotations


class QualflowError(Exception):
    """Root of the tree. `thing` is a name or path, `found` what is wrong, `remedy` what to do."""

    def __init__(self, thing: str, found: str, remedy: str) -> None:
        self.thing = thing
        self.found = found
        self.remedy = remedy
        super().__init__(f"{thing}: {found}; {remedy}.")

    @property
    def reason(self) -> str:
        """What was found and what to do, without the thing's name (for a table's column)."""
        return f"{self.found}; {self.remedy}"


class SettingsError(QualflowError):
    """study.toml, codebook.toml or an override file holds something unusable."""


class StudyError(QualflowError):
    """The study directory is missing, is not one, or is in use."""


class TranscriptError(QualflowError):
    """One transcript cannot be used."""


class UnreadableError(TranscriptError):
    """Wrong suffix, damaged, too large, or not a file."""


class NoSpeechError(TranscriptError):
    """Nothing in the file was said by anybody."""


class NoSpeakersError(TranscriptError):
    """Speakers cannot be told apart."""


class DuplicateError(TranscriptError):
    """Same text as another transcript of the study."""


class CasesError(QualflowError):
    """cases.csv cannot be joined to the interviews."""


class ModelError(QualflowError):
    """A model is missing, damaged, or not the one that was recorded."""


class ThemeError(QualflowError):
    """Something cannot be done with the themes as they stand."""


class TableError(QualflowError):
    """A CSV of passages lacks what is needed."""
