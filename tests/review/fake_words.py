"""What the made-up people of fake_findings say, where they work and what they name."""

from __future__ import annotations

TECHNICAL = (
    "The sensor network drops out every time it rains, and nobody can tell which poles are dead.",
    "Our permitting system dates from 1998 and it does not talk to anything built since.",
    "Half of the addresses in the 311 data are misspelled, so the join simply fails.",
    "The vendor's API returns XML where the documentation promises JSON, <error code='7'> & all.",
    "Once we had more than forty cameras on the link the dashboard froze.",
)
ORGANIZATIONAL = (
    "Procurement takes eighteen months, and by then the pilot is over & the people have left.",
    "Every department guards its own data; we spent a year on a sharing agreement with police.",
    'Residents asked us "who is watching whom?" and we did not have a good answer.',
    "The council changed after the election and the budget line for the office went away.",
    "The company sold the mayor a control room before anyone asked what problem it would solve.",
)
NEUTRAL = (
    "We publish the numbers every month and the mayor reads them in the morning meeting.",
    "I came to the city from a newspaper, where I ran the graphics desk.",
    "The programme covers twelve neighbourhoods and began in the spring.",
    "我们和市民一起开会。 It went very well, people stayed until ten.",
)
THEMES = (
    ("Buying takes longer than building", ("procurement", "contract", "bid", "vendor")),
    ("Old systems that will not talk", ("legacy", "integration", "api", "permit")),
    ("Data nobody wants to share", ("agreement", "police", "silo", "department")),
    ("Residents' trust & cameras <on poles>", ("privacy", "camera", "resident", "trust")),
    ("Sensors in weather", ("sensor", "network", "pole", "rain")),
    ("Who pays after the pilot", ("budget", "council", "pilot", "grant")),
    ("Addresses and other dirty data", ("address", "311", "quality", "join")),
    ("Selling to mayors", ("company", "control room", "demo", "mayor")),
    ("开放数据 open data", ("portal", "publish", "open", "journalist")),
)
CITIES = (
    *("Boston", "Kansas City", "Louisville", "San José", "Chicago", "Seattle"),
    *("Pittsburgh", "Columbus", "Taipei 臺北", "Haifa חיפה", "Austin", "Philadelphia"),
)
PEOPLE = (
    *("Ana Ruiz", "Bill O'Neil", "C. <Chief> & Data", "Dana Rowe", "Eve Smith-Jones"),
    *("Frank Wu 吳", "Grace Lee", "Hal Norton", "唐鳳 Audrey", "דנה לוי", "Ivan Petrov", "Jo"),
)
ENTITIES = (
    *(("Cisco", "VENDOR", "company"), ("IBM", "VENDOR", "company")),
    *(("Sidewalk Labs", "VENDOR", "company"), ("residents", "ROLE", "resident")),
    *(("neighbors' association <West>", "ORG", "resident"), ("City Council", "ORG", "government")),
    *(("Police Department", "DEPARTMENT", "government"), ("311", "PROGRAMME", "")),
    *(("LoRaWAN", "TECHNOLOGY", ""), ("GDPR", "LAW", ""), ("Chicago", "GPE", "")),
)
CARD = {
    "version": "challenges-3",
    "trained_on": "145 passages of talks, interviews and reports, machine-assisted labels",
    "scores": {
        "technical": {"macro F1": 0.75, "majority baseline": 0.41, "passages": 145},
        "organizational": {"macro F1": 0.76, "majority baseline": 0.39, "passages": 145},
    },
    "limits": ["English only", "Labels are readings by a machine checked by people <not gold>"],
}
MANIFEST = {
    "settings": {"seed": 20, "passage_words": 120},
    "codebook": "9f" * 32,
    "versions": {"qualflow": "0.1.0", "python": "3.11"},
    "models": {"embeddings": "all-MiniLM-L6-v2", "challenges": "challenges-3"},
}
