"""What stands in the folder for people: for whoever opens it in ten years, without this program."""

from __future__ import annotations

from hub.handover.contents import Innehall

_README = """\
{namn}, {kommun} ({nummer}/{namnd}): allt som navet hade om nämnden
Utlämnat {dag} av {by}. Format: {format}. Utlämningens id: {id}.

Den som har mappen kan pröva att allt är som det lämnades, med nämndens publika loggnyckel, som ska ha
kommit en annan väg än mappen:

    nyttonav namnd kontrollera MAPP --nyckel NYCKEL

innehall.json       vad som finns här, av vilket ögonblick, med SHA-256 för varje fil
innehall.sig        signatur över innehall.json med loggens nyckel (C2SP signed note, Ed25519): raderna är
                    namn, storlek i byte, SHA-256 i base64
avtal/              avtalen med källorna, byte för byte, och tabellen över inkomstslag; avtal som loggen
                    nämner men som inte längre fanns kvar står i innehall.json med sin SHA-256. kommun.yaml är
                    nämndens egen del av kommunens fil: klienter, vägar, biträden, gallringsbeslut
register/           ärenden, ärendelistor, egna intyg och driftmeddelanden, en JSON-rad var, personnummer i
                    klartext; registerpost.schema.json beskriver raderna
logg/atkomst.logg   åtkomstloggen, en rad för varje post: index, salt, post. Handläggarnas id och ärendenas
                    nummer står i klartext: mappen är sekretessbelagd också där den inte är krypterad.
                    Personerna är förseglade
logg/epok-N.logg    finns där loggen återställts från en kopia: de epoker som tog slut då. Den första posten i
                    varje senare epok säger hur den före slutade
logg/nyckel.vkey    loggens publika nyckel, för den som inte kan få den en annan väg
logg/nycklar.json   nycklarna till de förseglade personerna i loggen, bara den här nämndens

Filer som slutar på .age är krypterade till mottagaren, i formatet age (age-encryption.org/v1), och öppnas med
mottagarens hemliga nyckel, med vilket ageprogram som helst:

    age -d -i HEMLIG register/register.jsonl.age

Mottagarens publika nyckel: {mottagare}

Att läsa loggen utan navet. Varje post är en JSON-text; vad fälten betyder beskrivs av navets loggpost/1.
- Ett löv i trädet (RFC 9162) är SHA-256(0x00 || SHA-256(post || salt || index som 8 byte, störst först)).
  Sist i filen står den signerade kontrollpunkten (C2SP tlog-checkpoint). En rad "index - -" är gallrad.
- En person, "forseglad": base64 av 1 byte 0x80, 16 byte nyckelid, 12 byte nonce och chiffertext med tagg
  (AES-256-GCM, nyckeln data/<nyckelid i hex> i logg/nycklar.json, tilläggsdata: byten 0x80 och nyckelid
  följda av loggens namn {logg}). Börjar den med en lägre byte, en version, så följer noncen direkt: nyckeln
  är person-1/person där versionen är 1, tilläggsdata versionsbyten följd av loggens namn.
- Att söka en person: HMAC-SHA-256 av personnumret med tolv siffror, nyckeln sokning-1/person; base64 av den
  är "nyckel" i personens alla poster. Finns flera versioner av nyckeln söks med var och en: posten säger i
  "nycklar" vilken den gjordes med.

Till ett annat Nyttonav: nyttonav namnd ta-emot MAPP. Loggen här är avslutad; ett nytt nav börjar en egen och
nämner den här, och nya poster läggs aldrig till den.
"""

ARCHIVE = """\
Nämndens logg från det nav som hade nämnden förut, avslutad, som den lämnades över. Registret togs in i navet
här och finns därför inte i mappen, trots att innehall.json nämner det. Loggen prövas med

    nyttonav audit verify logg/atkomst.logg --key logg/nyckel.vkey

och nämns med storlek och rot i posten NAMND_MOTTAGEN i loggen som började här. logg/nycklar.json.age öppnas
med den hemliga nyckel som utlämningen krypterades till: spara den så länge loggen ska kunna läsas.
"""


def readme(contents: Innehall) -> bytes:
    """README.txt; of `contents` all but the files."""
    board = contents.namnd
    return _README.format(
        namn=board.namn,
        kommun=board.kommun,
        nummer=board.organisationsnummer,
        namnd=board.namnd,
        dag=contents.utlamnad.date().isoformat(),
        by=contents.utfordAv,
        format=contents.format,
        id=contents.utlamningId,
        mottagare=contents.mottagare,
        logg=board.id.origin,
    ).encode()
