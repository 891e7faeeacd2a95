"""Stops in the languages most spoken in Europe; what is not English is not read."""
# ruff: noqa: RUF001  # these letters are meant

from __future__ import annotations

from pathlib import Path

import pytest

from shopkeeper.listen import hear
from shopkeeper.listen.tongues import tongue_of
from shopkeeper.vocabulary import Utterance
from tests.acceptance.listen.test_listen_command import read, run, write


STOPS: dict[str, list[str]] = {
    "de": [
        "Bitte senden Sie mir keine E-Mails mehr.",
        "Hören Sie auf, mich anzurufen!",
        "Ich möchte keine Werbung mehr bekommen.",
        "Bitte nehmen Sie mich aus Ihrem Verteiler.",
        "Löschen Sie bitte alle meine Daten.",
        "Rufen Sie mich nicht mehr an.",
        "Melden Sie mich vom Newsletter ab.",
        "Ich will nichts mehr von Ihnen hören.",
        "STOPP",
        "Abmelden",
        "Kontaktieren Sie mich nie wieder.",
    ],
    "es": [
        "Por favor, no me envíen más correos.",
        "Dejen de llamarme.",
        "No quiero recibir más publicidad.",
        "Quítenme de su lista.",
        "Borren todos mis datos.",
        "Quiero darme de baja.",
        "No me contacten más.",
        "Déjenme en paz.",
        "BAJA",
        "No vuelvan a llamarme.",
        "Por favor, dejen de mandarme mensajes.",
    ],
    "fr": [
        "Ne m'envoyez plus d'e-mails s'il vous plaît.",
        "Arrêtez de m'appeler !",
        "Je ne veux plus recevoir de publicité.",
        "Retirez-moi de votre liste.",
        "Supprimez toutes mes données personnelles.",
        "Désabonnez-moi de la newsletter.",
        "Merci de ne plus me contacter.",
        "Laissez-moi tranquille.",
        "ARRÊT",
        "Je souhaite me désinscrire.",
        "Ne m'appelez plus.",
    ],
    "it": [
        "Non mandatemi più e-mail, per favore.",
        "Smettetela di chiamarmi!",
        "Non voglio più ricevere pubblicità.",
        "Toglietemi dalla vostra lista.",
        "Cancellate tutti i miei dati.",
        "Vorrei disiscrivermi.",
        "Non contattatemi più.",
        "Lasciatemi in pace.",
        "Non chiamatemi più.",
        "ANNULLA",
        "Basta messaggi.",
    ],
    "nl": [
        "Stuur mij geen e-mails meer alstublieft.",
        "Stop met mij te bellen!",
        "Ik wil geen reclame meer ontvangen.",
        "Haal mij van uw lijst.",
        "Verwijder al mijn gegevens.",
        "Ik wil me uitschrijven.",
        "Neem geen contact meer met mij op.",
        "Laat me met rust.",
        "Bel me niet meer.",
        "AFMELDEN",
        "Ik wil niets meer van jullie horen.",
    ],
    "pl": [
        "Proszę usunąć mój adres z listy mailingowej.",
        "Proszę wykreślić mnie z Państwa listy.",
        "Proszę przestać do mnie pisać.",
        "Proszę nie wysyłać mi więcej e-maili.",
        "Przestańcie do mnie dzwonić!",
        "Nie chcę otrzymywać reklam.",
        "Proszę usunąć mnie z listy.",
        "Proszę usunąć wszystkie moje dane.",
        "Chcę się wypisać.",
        "Proszę się ze mną więcej nie kontaktować.",
        "Dajcie mi spokój.",
        "Nie dzwońcie do mnie więcej.",
        "Rezygnuję z newslettera.",
        "WYPISZ",
    ],
    "ro": [
        "Vă rog să nu-mi mai trimiteți e-mailuri.",
        "Nu mă mai sunați!",
        "Nu mai vreau să primesc reclame.",
        "Scoateți-mă de pe listă.",
        "Ștergeți toate datele mele.",
        "Vreau să mă dezabonez.",
        "Nu mă mai contactați.",
        "Lăsați-mă în pace.",
        "Încetați să-mi scrieți.",
        "DEZABONARE",
        "Nu mai vreau mesaje de la voi.",
    ],
    "ru": [
        "Пожалуйста, не присылайте мне больше писем.",
        "Перестаньте мне звонить!",
        "Я не хочу получать рекламу.",
        "Удалите меня из рассылки.",
        "Удалите все мои данные.",
        "Хочу отписаться.",
        "Больше не пишите мне.",
        "Оставьте меня в покое.",
        "СТОП",
        "Не звоните мне больше.",
        "Прекратите присылать мне сообщения.",
    ],
    "tr": [
        "Lütfen bana artık e-posta göndermeyin.",
        "Beni aramayı bırakın!",
        "Reklam almak istemiyorum.",
        "Beni listenizden çıkarın.",
        "Tüm verilerimi silin.",
        "Abonelikten çıkmak istiyorum.",
        "Bir daha benimle iletişime geçmeyin.",
        "Beni rahat bırakın.",
        "DUR",
        "Beni bir daha aramayın.",
        "Bana mesaj atmayın.",
    ],
    "uk": [
        "Будь ласка, не надсилайте мені більше листів.",
        "Припиніть мені дзвонити!",
        "Я не хочу отримувати рекламу.",
        "Видаліть мене з розсилки.",
        "Видаліть усі мої дані.",
        "Хочу відписатися.",
        "Більше не пишіть мені.",
        "Дайте мені спокій.",
        "СТОП",
        "Не дзвоніть мені більше.",
        "Не телефонуйте мені.",
    ],
}
NONE: dict[str, list[str]] = {
    "de": [
        "Bitte stornieren Sie meine Bestellung.",
        "Können Sie mir die Rechnung per E-Mail schicken?",
        "Rufen Sie mich bitte zurück.",
        "Ich habe keine E-Mail bekommen.",
        "Es reicht, wenn Sie morgen liefern.",
    ],
    "es": [
        "Quiero cancelar mi pedido.",
        "Llámenme mañana por favor.",
        "No he recibido ningún correo.",
        "Muchas gracias por su ayuda.",
        "¿No me llamaron ayer?",
    ],
    "fr": [
        "Je voudrais annuler ma commande.",
        "Pouvez-vous m'appeler demain ?",
        "Je n'ai pas reçu d'e-mail.",
        "Merci beaucoup pour votre aide.",
        "Je n'ai plus de nouvelles de vous depuis lundi.",
    ],
    "it": [
        "Vorrei annullare il mio ordine.",
        "Chiamatemi domani per favore.",
        "Non ho ricevuto nessuna e-mail.",
        "Grazie mille per l'aiuto.",
        "Non mi avete chiamato ieri.",
    ],
    "nl": [
        "Ik wil mijn bestelling annuleren.",
        "Bel me morgen alstublieft.",
        "Ik heb geen e-mail ontvangen.",
        "Hartelijk dank voor uw hulp.",
    ],
    "pl": [
        "Chcę anulować zamówienie.",
        "Proszę zadzwonić jutro.",
        "Nie dostałem żadnego e-maila.",
        "Dziękuję bardzo za pomoc.",
        "Proszę napisać do mnie na e-mail.",
    ],
    "ro": [
        "Vreau să anulez comanda.",
        "Sunați-mă mâine vă rog.",
        "Nu am primit niciun e-mail.",
        "Mulțumesc mult pentru ajutor.",
    ],
    "ru": [
        "Хочу отменить заказ.",
        "Позвоните мне завтра.",
        "Я не получил письмо.",
        "Спасибо большое за помощь.",
        "Вы мне больше не звонили, почему?",
    ],
    "tr": [
        "Siparişimi iptal etmek istiyorum.",
        "Yarın beni arayın lütfen.",
        "E-posta almadım.",
        "Yardımınız için çok teşekkürler.",
    ],
    "uk": [
        "Хочу скасувати замовлення.",
        "Зателефонуйте мені завтра.",
        "Я не отримав листа.",
        "Дуже дякую за допомогу.",
    ],
}


@pytest.mark.parametrize("tongue", sorted(STOPS))
def test_a_stop_is_honoured_in_her_language(tongue: str) -> None:
    """E-mail, telephone, adverts, lists, data, a single word: all are heard."""
    missed = [
        text
        for text in STOPS[tongue]
        if hear(Utterance(id="1", text=text)).stops == ("none",)
    ]
    assert missed == []


@pytest.mark.parametrize("tongue", sorted(NONE))
def test_an_order_a_thanks_and_a_ring_back_are_no_stop(tongue: str) -> None:
    """A model that learned English would hear one in almost any other word."""
    false = [
        text
        for text in NONE[tongue]
        if hear(Utterance(id="1", text=text)).stops != ("none",)
    ]
    assert false == []


def test_a_stop_beside_english_is_heard() -> None:
    """Mixed messages are read a sentence at a time."""
    text = "Thanks for the parcel. Bitte rufen Sie mich nicht mehr an. All the best."
    assert hear(Utterance(id="1", text=text)).stops == ("phone",)


def test_what_is_not_english_says_that_it_was_not_read(tmp_path: Path) -> None:
    """Its words are kept; English lines have no such field."""
    said = write(
        tmp_path / "said.jsonl",
        [
            {"id": "en", "text": "The kettle leaks."},
            {"id": "de", "text": "Bitte rufen Sie mich nicht mehr an."},
            {"id": "zh", "text": "\u8bf7\u4e0d\u8981\u518d\u6253\u7535\u8bdd"},
            {"id": "no", "text": "\U0001f44d"},
        ],
    )
    done = run(said, "--out", tmp_path / "heard.jsonl")
    assert done.returncode == 0, done.stderr
    lines = {str(one["id"]): one for one in read(tmp_path / "heard.jsonl")}
    assert "language_read" not in lines["en"]
    assert "language_read" not in lines["no"]
    assert lines["de"]["language_read"] is False
    assert lines["de"]["stops"] == ["phone"]
    assert lines["zh"]["language_read"] is False
    assert lines["zh"]["text"] == "\u8bf7\u4e0d\u8981\u518d\u6253\u7535\u8bdd"


def test_what_is_not_english_gives_no_guessed_facts_and_promises() -> None:
    """Only what is English in it is read for them."""
    text = (
        "Ich warte seit drei Wochen auf meine Bestellung und niemand antwortet mir."
        " I need a new invoice please."
    )
    heard = hear(Utterance(id="1", text=text))
    assert [one.span for one in heard.facts] == ["I need a new invoice"]
    assert heard.promises == ()


def test_one_word_of_two_languages_does_not_make_it_foreign() -> None:
    """ "Per" is Italian too; said twice it is still one word."""
    assert tongue_of("TJ idea: weekly digest per team not per user") == "en"
