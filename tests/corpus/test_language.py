"""Languages of interviews and of passages."""

from __future__ import annotations

import pytest

from corpus.language import is_non_latin, passage_language, spoken_language

ENGLISH = (
    "We bought a system that nobody in the city wanted to use, and after a year or two everybody "
    "had gone back to the old lists and the telephone."
)
OTHERS = {
    "de": "Wir haben ein System gekauft, das in der Stadt niemand benutzen wollte, und nach einem "
    "Jahr waren alle wieder bei den alten Listen und dem Telefon.",
    "fr": "Nous avons acheté un système que personne ne voulait utiliser en ville, et un an plus "
    "tard tout le monde était revenu aux vieilles listes et au téléphone.",
    "es": "Compramos un sistema que nadie en la ciudad quería usar, y al cabo de un año todos "
    "habían vuelto a las viejas listas y al teléfono.",
    "pt": "Comprámos um sistema que ninguém na cidade queria usar, e passado um ano todos tinham "
    "voltado às velhas listas e ao telefone.",
    "nl": "We hebben een systeem gekocht dat niemand in de stad wilde gebruiken, en na een jaar "
    "was iedereen terug bij de oude lijsten en de telefoon.",
    "hu": "Vettünk egy rendszert, amelyet a városban senki sem akart használni, és egy év múlva "
    "mindenki visszatért a régi listákhoz és a telefonhoz.",
    "zh": "我們希望做的是開放政府，這是一個很重要的政策，但是市政府裡沒有人想用這個系統。",
    "ru": "Мы купили систему, которой никто в городе не хотел пользоваться, и через год все "
    "вернулись к старым спискам и телефону.",
}


@pytest.mark.parametrize(("language", "text"), [("en", ENGLISH), *OTHERS.items()])
def test_languages(language: str, text: str) -> None:
    assert spoken_language(text) == language


@pytest.mark.parametrize("text", ["Well.", "", "12 34"])
def test_too_little_is_not_guessed_at(text: str) -> None:
    assert spoken_language(text) == "und"


@pytest.mark.parametrize(("language", "text"), OTHERS.items())
def test_a_passage_in_another_language_is_noticed_both_ways(language: str, text: str) -> None:
    assert passage_language(text, "en") == language
    assert passage_language(ENGLISH, language) == "en"
    assert passage_language(text, language) == language


@pytest.mark.parametrize(
    "text",
    [
        "Déjà vu, they said in Łódź, and 唐鳳 agreed with Müller about the Bürgeramt.",
        "“Wir schaffen das”, she said, and then the whole department went home for the weekend.",
        "We call it 福華文教會館. It is our current venue, and the city pays for it.",
        "Kaohsiung, Hsinchu, Taichung, Tainan, Taoyuan, Keelung.",
        "Bonjour, merci beaucoup, c'est la vie.",
        "um um um um um um um um um um um um um um um um um um um um um um",
        f"{OTHERS['de'].partition(',')[0]}. {ENGLISH}",
    ],
)
def test_foreign_words_do_not_make_a_passage_foreign(text: str) -> None:
    assert passage_language(text, "en") == "en"


def test_what_a_person_said_holds_unless_the_script_speaks_against_it() -> None:
    assert passage_language(OTHERS["nl"], "en", settled=True) == "en"
    assert passage_language(OTHERS["zh"], "en", settled=True) == "zh"
    assert passage_language(ENGLISH, "zh", settled=True) == "en"


def test_serbian_has_two_scripts() -> None:
    text = "Купили смо систем који нико у граду није желео да користи, и после годину дана ништа."
    assert passage_language(text, "sr", settled=True) in ("sr", "mk")


def test_scripts() -> None:
    assert is_non_latin("我們希望做的是開放政府 OK")
    assert is_non_latin("Добрый день")
    assert not is_non_latin("Déjà vu, Łódź, 唐鳳")
    assert not is_non_latin("12 — …")
