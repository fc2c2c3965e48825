"""Passages that are in no code and no theme: as rows of left_out.csv and as sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from corpus.store.tables import InterviewRecord, PassageRecord
from review.findings import LeftOutRow


def left_out_rows(
    interviews: Mapping[str, InterviewRecord],
    passages: Mapping[str, Sequence[PassageRecord]],
    files: Mapping[str, str],
) -> tuple[LeftOutRow, ...]:
    """The passages with a reason, by file and start.

    Args:
        interviews: by id.
        passages: all current passages, by interview.
        files: the transcript's file, by interview.
    """
    return tuple(
        LeftOutRow(
            passage_id=p.passage_id,
            interview_id=p.interview_id,
            speaker=p.speaker,
            start=p.start,
            end=p.end,
            text=interviews[p.interview_id].text[p.start : p.end],
            reason=p.left_out,
        )
        for interview_id in sorted(passages, key=lambda name: files.get(name, ""))
        for p in sorted(passages[interview_id], key=lambda p: p.start)
        if p.left_out
    )


def reason_for_all(passages: Sequence[PassageRecord]) -> str:
    """Why an interview is not coded none of whose passages is; "" where one is."""
    if any(not p.left_out for p in passages):
        return ""
    if not passages:
        return "no participant says as much as one passage; see who is taken for whom"
    counts = Counter(p.left_out for p in passages)
    reasons = " or ".join(reason for reason, _ in counts.most_common())
    return f"all of it is {reasons}; its passages are kept and listed in left_out.csv"


def notes(rows: Iterable[LeftOutRow]) -> list[str]:
    """A sentence on what was left out and why; none where nothing was."""
    counts = Counter(row.reason for row in rows)
    if not counts:
        return []
    total, told = counts.total(), "; ".join(f"{n} {reason}" for reason, n in counts.most_common())
    what = "1 passage is" if total == 1 else f"{total} passages are"
    return [f"{what} in no code and no theme, listed in left_out.csv: {told}."]
