"""What is no conversation: lines that look like heads, and nobody who speaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.draft import LineDraft
from corpus.speakers import find

# Invented documents of the kinds that get dropped into a folder of transcripts.
DOCUMENTS = {
    "urls": """\
See the pages below.
http://example.org: the first page
https://example.org: the second page
https://example.com/a:8080: the third page
ftp://files.example.org: files
Web: http://example.org
Web: http://example.com
Mail: mailto:a@example.org
https://example.org: the second page
The port is 8080: not 80.
""",
    "times": """\
10:30 we met at the station
11:15 the train left: late again
12:00 Lunch: soup
13:00 Talk: ramps
14:30 Break: coffee
15:00 Talk: kerbs
16:30 Break: tea
17:00 End
18:00 Dinner: soup
""",
    "agenda": """\
10:00 - Welcome: Dana Rowe
10:15 - Budget Review: Sam Lee
11:00 - Open Session: all
11:30 - Any Questions: all
12:00 - Lunch Break: canteen
""",
    "note": """\
It rained all day.
Note: bring a coat.
We went anyway.
Note: bring boots.
NB: the road is closed.
Warning: deep water.
Tip: go early.
Note: bring bread.
PS: and cheese.
PS: and wine.
""",
    "list": """\
Things to bring:
- Water: two litres
- Bread: one loaf
- Coat: warm
- Map: of the hills
Things to leave:
- Phone: it has no signal
- Water: there is more on the way
1. First: get up
2. Second: go
a. Third: stay
A. Fourth
B. Fifth
A. Sixth
B. Seventh
""",
    "recipe": """\
Soup
Serves: 4
Prep time: 10 minutes
Ingredients:
2 onions
Method:
Step 1: Cut the onions.
Step 2: Fry them: gently.
Step 3: Add water.
Tip: Salt it.
Bread
Serves: 6
Prep time: 2 hours
Ingredients:
flour
Method:
Step 1: Mix.
Step 2: Wait.
Step 3: Bake.
Tip: Butter it.
""",
    "address": """\
Dana Rowe
12 High Street
Tel: 555 1234
Fax: 555 1235
Email: dana@example.org
Sam Lee
14 High Street
Tel: 555 1236
Fax: 555 1237
Email: sam@example.org
Office: Room 5
Office: Room 6
""",
    "bible": """\
John 3:16 For so he loved
the world that he gave.
John 3:17 For he was sent not to judge
but to save.
John 3:18 Whoever believes is not judged.
Psalm 23:1
He is my shepherd.
Psalm 23:2
He leads me.
Psalm 23:3
He restores me.
""",
    "mail": """\
From: Dana Rowe
To: Sam Lee
Cc: Ann Poe
Subject: ramps
Date: Mon, 6 May 2024 10:02:00

Dear Sam,
here is the map: all of it.
Dana

From: Sam Lee
Sent: Monday
To: Dana Rowe
Subject: Re: ramps

Dear Dana,
thanks. On Mon, May 6, 2024 at 10:02 Dana Rowe wrote:
> here is the map: all of it.
Reply-To: dana@example.org
""",
    "minutes": """\
Minutes of the ramp board
Date: 6 May 2024
Present: Dana Rowe, Sam Lee
Apologies: Ann Poe

Item 1: Budget
Dana presented the budget. It was long.
Decision: The budget is approved by all.
Action: Sam to write to the vendor by Friday.
Item 2: Vendor
Sam reported on the vendor: late again.
Decision: The contract ends in June.
Action: Dana to call the vendor.
Item 3: AOB
Action: Ann to bring cake.
Next meeting: 6 June at 10:30
""",
    "code": '''\
def f(x):
    """Do it.

    Args:
        x: a number
    Returns:
        a number
    """
    if x:
        return 1
    else:
        return 2
    try:
        y = 1
    except:
        pass
    else:
        pass
class A:
    name: str
    id: int
class B:
    name: str
    id: int
''',
    "yaml": """\
name: test
on: push
jobs:
  build:
    steps:
      - name: Check out the code of it
        uses: a
      - name: Set up the thing for it
        uses: b
      - name: Run all of the tests
        run: c
version: 1
services:
  web:
    image: x
    ports: y
  db:
    image: z
    ports: w
""",
    "cpp": """\
switch (a) {
case A: return 1;
case B: return 2;
default: return 3;
}
public:
  A();
private:
  B();
public:
  C();
private:
""",
    "log": """\
2024-05-06 10:02:03 ERROR: disk full
2024-05-06 10:02:04 INFO: trying again
ERROR: disk full
INFO: trying again
ERROR: disk full
10:02:03 ERROR: no
10:02:04 INFO: yes
10:02:05 ERROR: no
10:02:06 INFO: yes
""",
    "monologue": """\
I grew up by the sea. My father said: never fish on a Sunday.

We went at 10:30 each day. There were two things: wind and rain.

Then I moved to Boston: a big place. I was told: wait.

And so it went. One thing I know: it ends.

Now I live here.
""",
    "mono titled": """\
My life

Childhood: the sea
I grew up by the sea. It was cold.

School: the hill
I went to school on a hill.

Work: the city
I work in the city.
""",
    "city prose": """\
Three cities stand out.

Boston: it has mapped its ramps and sold the rest, as the mayor says in the report.

The rest is less clear. We looked at forty of them in two years.

Some of them refused. Others never answered our letters.

Austin: it has not mapped anything.

We do not know why. The clerk says it was the budget. It often is.
""",
    "paper": """\
Abstract: We study ramps.
Keywords: ramps, kerbs
1 Introduction
Figure 1: A ramp.
Table 1: Ramps by city.
As Figure 1: shows, it is so.
Figure 2: A kerb.
Table 2: Kerbs.
Figure 1: again
Table 1: again
RQ1: Do ramps work?
RQ2: Do kerbs?
""",
    "dictionary": """\
ramp: a slope
kerb: an edge
ramp: a slope for wheels
kerb: an edge of stone
""",
    "glossary": """\
API: a way for programs to talk to each other.
GIS: maps on computers.
CIO: the one who decides about computers.
API keys are secrets.
GIS: see above.
""",
    "quotes": """\
“Dana: come here,” she said.
“Sam: go,” he said.
“Dana: come here,” she said.
She said: “no.”
He said: “yes.”
She said: “no.”
""",
    "bracket prose": """\
[CITY] is where I live.
I like it.
[CITY] has a port.
[the hospital] is near.
[laughter] Yes.
[laughter] No.
[1] See above.
[1] See below.
[name redacted] told me.
[name redacted] left.
[Colleague 1] left.
[Colleague 1] came.
""",
    "md article": """\
# Ramps

## Background

Ramps matter.

## Results

**Important:** they work.

**Important:** they cost.

## Next steps

- **Map:** all of them
- **Build:** the rest
""",
    "md faq titles": """\
# Ramps
## Why ramps
They matter.
## Who builds them
We do.
""",
    "diary": """\
Monday: rain
Tuesday: sun
Monday: rain
Tuesday: wind
6 May: rain
7 May: sun
""",
    "scores": """\
Boston 3:1
A good match.
Austin 2:2
A dull match.
Boston 1:0
A late goal.
Austin 0:3
No comment.
""",
    "form": """\
Age: 34
Gender: female
Occupation: clerk
Age: 41
Gender: male
Occupation: driver
""",
    "http": """\
GET / HTTP/1.1
Content-Type: text/plain
Accept: text/html
User-Agent: x
Content-Type: text/plain
Accept: text/html
User-Agent: y
""",
    "contents": """\
Part One: The Sea ........ 3
Part Two: The Hill ....... 40
Chapter 1: Wind .......... 4
Chapter 2: Rain .......... 9
""",
    "poem": """\
O captain: my captain
our trip is done
O captain: my captain
the ship has come
""",
    "tsv": """\
city	ramps	kerbs
Boston	100	200
Austin	50	70
Boston	110	210
Austin	60	80
""",
}
VERSE = "And it came to pass in those days that they went out into the hills and were glad."
DOCUMENTS["verses"] = "".join(f"John 3:{n}\n{VERSE}\n" for n in range(10, 24))
DOCUMENTS["verses in brackets"] = "".join(f"[3:{n}] {VERSE}\n" for n in range(10, 24))


@pytest.mark.parametrize("markdown", [False, True])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_nobody_speaks(name: str, markdown: bool) -> None:
    assert find(LineDraft(DOCUMENTS[name], markdown=markdown)) is None


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nobody_speaks_in_a_document_with_blank_lines(name: str) -> None:
    assert find(LineDraft(DOCUMENTS[name].replace("\n", "\n\n"))) is None


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_no_head_stays_inside_a_turn(name: str) -> None:
    """Somebody reads each document out; only who talks about it is heard."""
    read_out = DOCUMENTS[name].replace("\n\n", "\n").strip()
    text = f"Host: What is in it?\n\nDana Rowe: This is.\n{read_out}\n\nHost: And then?\n\n"
    text += "Dana Rowe: Nothing more.\n\nHost: So?\n\nDana Rowe: So be it.\n"
    found = find(LineDraft(text))
    assert found is not None
    assert [s.speaker for s in found.spoken if s.speaker in ("Host", "Dana Rowe")] == [
        "Host", "Dana Rowe",
    ] * 3  # fmt: skip
    assert {s.speaker for s in found.spoken} == {"Host", "Dana Rowe"}


LABELS = [
    "Note", "NB", "Tip", "Warning", "Step 1", "Step 2", "Figure 3", "Table 1", "Chapter Two",
    "From",
    "To", "Cc", "Subject", "Date", "Re", "Action", "Decision", "Item 1", "Agreed", "Present", "Tel",
    "Fax", "Email", "Address", "Ingredients", "Method", "Serves", "Monday", "Sunday", "Abstract",
    "Keywords", "http", "https", "Summary", "Next steps", "Next Steps", "Total", "Price", "Result",
    "She said", "He asked", "10:30", "2:1", "8 May", "else", "try", "- one", "1. Two", "•", "“So",
    "Error",
]  # fmt: skip
SENTENCES = [
    "It rained all day.", "We went at 10:30: too early.",
    "See https://example.org:8080/a for more.",
    "//example.org/b", "John 3:16 is short.", "I told him: never again.", "two onions",
    "12 High Street",
    "“Dana: come here,” she said.", "And so it went.", "(laughs)", "[the hospital] is near.",
    "10:30",
    "The ratio was 2:1 or 3:1.", "x = {a: 1, b: 2}", "", "return 1;", "Is it so?", "Why: because.",
]  # fmt: skip
PROSE = st.lists(
    st.sampled_from(SENTENCES)
    | st.builds("{}: {}".format, st.sampled_from(LABELS), st.sampled_from(SENTENCES)),
    min_size=1,
    max_size=40,
)


@given(PROSE, st.booleans(), st.sampled_from(["\n", "\n\n"]))
def test_nobody_speaks_in_prose(lines: list[str], markdown: bool, end: str) -> None:
    found = find(LineDraft(end.join(lines), markdown=markdown))
    assert found is None, {s.speaker for s in found.spoken}
