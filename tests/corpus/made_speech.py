"""Turns as each speech recogniser would write them, in the shapes that the vendors document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

MARKS = (".", ",", "?", "!")


@dataclass(frozen=True)
class Spoken:
    """A word, perhaps with a mark at its end, and its times in ms."""

    text: str
    start: int
    end: int

    @property
    def parts(self) -> tuple[str, str]:
        """The word and its mark, which is empty if it has none."""
        return (self.text[:-1], self.text[-1]) if self.text.endswith(MARKS) else (self.text, "")


@dataclass(frozen=True)
class Turn:
    """What the speaker with a number says in one go."""

    speaker: int
    words: tuple[Spoken, ...]

    @property
    def text(self) -> str:
        """All words, parted by blanks."""
        return " ".join(word.text for word in self.words)

    @property
    def start(self) -> int:
        """When the first word begins."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """When the last word ends."""
        return self.words[-1].end


Turns = Sequence[Turn]


def seconds(ms: int) -> float:
    """Return seconds, as most write them."""
    return ms / 1000


def whisperx(turns: Turns) -> dict[str, Any]:
    """One segment a turn."""
    return {
        "language": "en",
        "segments": [
            {"start": seconds(t.start), "end": seconds(t.end), "text": f" {t.text}",
             "speaker": f"SPEAKER_{t.speaker:02}", "avg_logprob": float("nan")}
            for t in turns
        ],
    }  # fmt: skip


def whisper_cpp(turns: Turns) -> dict[str, Any]:
    """One segment a turn, as with --diarize."""
    return {
        "systeminfo": "AVX = 1", "result": {"language": "en"},
        "transcription": [
            {"timestamps": {"from": "00:00:00,000", "to": "00:00:00,000"},
             "offsets": {"from": t.start, "to": t.end}, "text": f" {t.text}",
             "speaker": str(t.speaker)}
            for t in turns
        ],
    }  # fmt: skip


def assemblyai(turns: Turns) -> dict[str, Any]:
    """Utterances with words."""
    return {
        "id": "made-up", "status": "completed", "text": " ".join(t.text for t in turns),
        "utterances": [
            {"speaker": "ABCDEFGH"[t.speaker], "start": t.start, "end": t.end, "text": t.text,
             "confidence": 0.9,
             "words": [{"text": w.text, "start": w.start, "end": w.end,
                        "speaker": "ABCDEFGH"[t.speaker]} for w in t.words]}
            for t in turns
        ],
        "words": [],
    }  # fmt: skip


def deepgram_words(turns: Turns) -> dict[str, Any]:
    """Without utterances: the words of one channel."""
    words = [
        {"word": w.parts[0].lower(), "punctuated_word": w.text, "start": seconds(w.start),
         "end": seconds(w.end), "confidence": 0.99, "speaker": t.speaker}
        for t in turns for w in t.words
    ]  # fmt: skip
    return {
        "metadata": {"channels": 1},
        "results": {"channels": [{"alternatives": [{"transcript": "x", "words": words}]}]},
    }


def deepgram(turns: Turns) -> dict[str, Any]:
    """With utterances."""
    document = deepgram_words(turns)
    document["results"]["utterances"] = [
        {"start": seconds(t.start), "end": seconds(t.end), "channel": 0, "transcript": t.text,
         "words": deepgram_words([t])["results"]["channels"][0]["alternatives"][0]["words"],
         "speaker": t.speaker, "id": "made-up"}
        for t in turns
    ]  # fmt: skip
    return document


def aws(turns: Turns) -> dict[str, Any]:
    """Items: words with times as strings, marks without."""
    items: list[dict[str, Any]] = []
    for turn in turns:
        label = {"speaker_label": f"spk_{turn.speaker}"}
        for word in turn.words:
            times = {"start_time": str(seconds(word.start)), "end_time": str(seconds(word.end))}
            for content, kind in zip(word.parts, ("pronunciation", "punctuation"), strict=True):
                if content:
                    best = [{"confidence": "0.9", "content": content}]
                    items.append({"type": kind, "alternatives": best, **label,
                                  **(times if kind == "pronunciation" else {})})  # fmt: skip
    return {"jobName": "made-up", "status": "COMPLETED",
            "results": {"transcripts": [{"transcript": "x"}], "items": items}}  # fmt: skip


def aws_old(turns: Turns) -> dict[str, Any]:
    """As AWS wrote it first: speakers only in speaker_labels, matched by start time."""
    document = aws(turns)
    segments = [
        {"speaker_label": f"spk_{t.speaker}", "start_time": str(seconds(t.start)),
         "items": [{"start_time": str(seconds(w.start)), "speaker_label": f"spk_{t.speaker}"}
                   for w in t.words]}
        for t in turns
    ]  # fmt: skip
    for item in document["results"]["items"]:
        del item["speaker_label"]
    document["results"]["speaker_labels"] = {"speakers": 2, "segments": segments}
    return document


def aws_segments(turns: Turns) -> dict[str, Any]:
    """Only audio segments."""
    segments = [
        {"id": n, "transcript": t.text, "start_time": str(seconds(t.start)),
         "end_time": str(seconds(t.end)), "speaker_label": f"spk_{t.speaker}", "items": [n]}
        for n, t in enumerate(turns)
    ]  # fmt: skip
    return {"results": {"transcripts": [], "audio_segments": segments}}


def google(turns: Turns) -> dict[str, Any]:
    """v1: a result for each turn without speakers, then all words with speakers."""
    plain = [{"alternatives": [{"transcript": t.text, "words": _google_words(t)}]} for t in turns]
    tagged = [{**w, "speakerTag": t.speaker + 1} for t in turns for w in _google_words(t)]
    return {"results": [*plain, {"alternatives": [{"words": tagged}]}]}


def _google_words(turn: Turn) -> list[dict[str, Any]]:
    return [{"startTime": f"{seconds(w.start)}s", "endTime": f"{seconds(w.end)}s", "word": w.text}
            for w in turn.words]  # fmt: skip


def google_v2(turns: Turns) -> dict[str, Any]:
    """v2: each result has words and labels of its own, inside a file's name."""
    results = [
        {"alternatives": [{"transcript": t.text, "words": [
            {"startOffset": f"{seconds(w.start)}s", "endOffset": f"{seconds(w.end)}s",
             "word": w.text, "speakerLabel": str(t.speaker + 1)} for w in t.words]}],
         "resultEndOffset": f"{seconds(t.end)}s", "languageCode": "en-us"}
        for t in turns
    ]  # fmt: skip
    return {"results": {"gs://made-up/a.wav": {"transcript": {"results": results}}}}


def azure(turns: Turns) -> dict[str, Any]:
    """Batch transcription: ticks of 100 ns."""
    return {
        "source": "made-up", "durationInTicks": 1, "combinedRecognizedPhrases": [],
        "recognizedPhrases": [
            {"recognitionStatus": "Success", "channel": 0, "speaker": t.speaker + 1,
             "offset": "PT0S", "offsetInTicks": t.start * 10_000.0,
             "durationInTicks": (t.end - t.start) * 10_000.0,
             "nBest": [{"confidence": 0.9, "lexical": "x", "display": t.text}, {"display": "y"}]}
            for t in turns
        ],
    }  # fmt: skip


def azure_fast(turns: Turns) -> dict[str, Any]:
    """Fast transcription: ms."""
    return {
        "durationMilliseconds": 1, "combinedPhrases": [{"text": "x"}],
        "phrases": [
            {"offsetMilliseconds": t.start, "durationMilliseconds": t.end - t.start,
             "text": t.text, "locale": "en-US", "speaker": t.speaker}
            for t in turns
        ],
    }  # fmt: skip


def rev(turns: Turns) -> dict[str, Any]:
    """Monologues; blanks are elements."""
    return {"monologues": [{"speaker": t.speaker, "elements": _elements(t)} for t in turns]}


def _elements(turn: Turn) -> list[dict[str, Any]]:
    elements: list[dict[str, Any]] = []
    for word in turn.words:
        if elements:
            elements.append({"type": "punct", "value": " "})
        text, mark = word.parts
        elements.append({"type": "text", "value": text, "ts": seconds(word.start),
                         "end_ts": seconds(word.end), "confidence": 1})  # fmt: skip
        if mark:
            elements.append({"type": "punct", "value": mark})
    return elements


def speechmatics(turns: Turns) -> dict[str, Any]:
    """Words and marks."""
    results: list[dict[str, Any]] = []
    for turn in turns:
        for word in turn.words:
            text, mark = word.parts
            start, end = seconds(word.start), seconds(word.end)
            best = {"confidence": 1.0, "language": "en", "speaker": f"S{turn.speaker + 1}"}
            results.append({"type": "word", "start_time": start, "end_time": end,
                            "alternatives": [{**best, "content": text}]})  # fmt: skip
            if mark:
                results.append({"type": "punctuation", "attaches_to": "previous", "is_eos": True,
                                "start_time": end, "end_time": end,
                                "alternatives": [{**best, "content": mark}]})  # fmt: skip
    pack = {"word_delimiter": " "}
    return {"format": "2.9", "metadata": {"language_pack_info": pack}, "results": results}


# How each writes turns, the product that it is told as, and the name of speaker 0.
WRITERS: dict[str, tuple[Callable[[Turns], dict[str, Any]], str, Callable[[int], str]]] = {
    "whisperx": (whisperx, "Whisper or WhisperX", lambda n: f"SPEAKER_{n:02}"),
    "whisper.cpp": (whisper_cpp, "whisper.cpp", lambda n: f"Speaker {n}"),
    "assemblyai": (assemblyai, "AssemblyAI", lambda n: f"Speaker {'ABCDEFGH'[n]}"),
    "deepgram": (deepgram, "Deepgram", lambda n: f"Speaker {n}"),
    "deepgram-words": (deepgram_words, "Deepgram", lambda n: f"Speaker {n}"),
    "aws": (aws, "AWS Transcribe", lambda n: f"spk_{n}"),
    "aws-old": (aws_old, "AWS Transcribe", lambda n: f"spk_{n}"),
    "aws-segments": (aws_segments, "AWS Transcribe", lambda n: f"spk_{n}"),
    "google": (google, "Google Speech-to-Text", lambda n: f"Speaker {n + 1}"),
    "google-v2": (google_v2, "Google Speech-to-Text", lambda n: f"Speaker {n + 1}"),
    "azure": (azure, "Azure Speech", lambda n: f"Speaker {n + 1}"),
    "azure-fast": (azure_fast, "Azure Speech", lambda n: f"Speaker {n}"),
    "rev": (rev, "Rev.ai", lambda n: f"Speaker {n}"),
    "speechmatics": (speechmatics, "Speechmatics", lambda n: f"S{n + 1}"),
}
