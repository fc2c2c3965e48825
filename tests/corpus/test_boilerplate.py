"""Boilerplate: what frames an interview is marked, what answers is not."""

from __future__ import annotations

import csv
import time
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.boilerplate import boilerplate
from corpus.passages import cut
from corpus.readers import read
from corpus.settings import PassageSettings

RECORDING, CONSENT = "an announcement of the recording", "a consent script"
SPONSOR = "a sponsor break or an announcement of the show"
SOUND, TIMES = "a check of sound or screen", "talk about times and arrangements"
THANKS = "greetings and thanks"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (RECORDING, "Okay, so this call is being recorded, and recording is in progress now."),
        (RECORDING, "Great. We'll send you the transcript, and you can edit it for ten days."),
        (RECORDING, "Right, is it okay with you if I record this conversation for my notes?"),
        (CONSENT, "Your participation in this study is voluntary, and you may stop at any time. "
         "Your answers will be kept confidential. Is that okay with you?"),
        (CONSENT, "Yes, I consent to take part, and I have signed the consent form you sent me."),
        (SPONSOR, "This episode is brought to you by Harbor Host. Use code CITY at checkout for "
         "twenty percent off."),
        (SPONSOR, "Don't forget to subscribe to our podcast, wherever you get your podcasts."),
        (SOUND, "Sorry, you're on mute. Can you hear me now? Okay, I can hear you very well."),
        (SOUND, "Let me share my screen. Can you see my screen? Yes. Okay, great."),
        (TIMES, "Does Tuesday at three work for you? I'll send you a calendar invite. Thanks."),
        (TIMES, "We have ten minutes left, so maybe one last question, then I have to run."),
        (THANKS, "Thank you so much for having me, it's a pleasure to be here today with you all."),
        (THANKS, "Good morning, Ms. Rowe. It’s very nice to meet you. How are you today? [laughs]"),
        (THANKS, "Well, thank you for your time. I really appreciate it. Have a great day. Bye."),
    ],
)  # fmt: skip
def test_what_frames_an_interview_is_marked(kind: str, text: str) -> None:
    assert boilerplate(text, ["Dana Rowe"]) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Half of our residents could not hear you on the remote hearing, the connection is bad.",
        "We never asked for consent before the cameras were recording people on the street.",
        "The vendor told us the call is recorded, and nobody had agreed to that in the contract.",
        "Thank you for the sensors, I told them, but they measure nothing that we can use here.",
        "The budget meeting is on Tuesday at three, and the council has to vote on the sensors.",
        "Participation was voluntary, so only four departments sent us their data in the end.",
        "The festival was brought to you by the water utility, which paid for all of the signs.",
        "Good morning everyone, my name is Dana Rowe, and I run the data office of the city.",
        "Thanks. The hardest part was procurement, it took two years, and the vendor left us.",
        "Yes. Okay. Right. Well, so, very good, and then, yes, okay, that is it, of course.",
        "Our microphone network in the east picks up shots, and the sound is sent to the police.",
        "The transcript of every hearing is published within a day or two, and people read it.",
        "",
    ],
)
def test_what_answers_is_not(text: str) -> None:
    assert boilerplate(text, ["Dana Rowe"]) is None


def test_hardly_any_seed_passage_is_marked() -> None:
    """The seeds are invented answers, with some invented boilerplate among them."""
    with (Path(str(files("configs"))) / "seed_passages.csv").open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    coded = [row for row in rows if "1" in (row.get("technical"), row.get("organizational"))]
    assert not [row["text"] for row in coded if boilerplate(row["text"])]
    marked = [row["text"] for row in rows if boilerplate(row["text"])]
    assert len(marked) < len(rows) / 1000


def test_no_labelled_passage_is_marked(shared: Path) -> None:
    with (shared / "labels" / "challenges-dev.csv").open(encoding="utf-8") as handle:
        assert not [row["text"] for row in csv.DictReader(handle) if boilerplate(row["text"])]


def test_few_passages_of_real_interviews_are_marked(shared: Path) -> None:
    """84 of 16,512 in all; read one by one, one of them held what a study might want."""
    marked = total = 0
    for path in sorted((shared / "transcripts" / "digital-minister").iterdir()):
        interview = read(path)
        for passage in cut(interview, PassageSettings()):
            total += 1
            marked += boilerplate(interview.text[passage.start : passage.end]) is not None
    assert total > 2000
    assert 3 < marked < total / 100


words = st.sampled_from(["thank", "you", "so", "much", "for", "your", "time", "can", "hear", "me"])


@given(st.lists(words, max_size=60), st.text(max_size=80))
def test_any_text_is_judged(found: list[str], text: str) -> None:
    assert boilerplate(" ".join(found) + text) in (
        None, RECORDING, CONSENT, SPONSOR, SOUND, TIMES, THANKS,
    )  # fmt: skip


@pytest.mark.parametrize("word", ["thank you ", "i will just ", "so very really ", "the my "])
def test_repetition_takes_no_time(word: str) -> None:
    begin = time.process_time()
    boilerplate(word * 200)
    assert time.process_time() - begin < 2
