"""An answer from its bytes: what can be read is read, what is odd is told, one bad part costs only itself."""

from __future__ import annotations

from lxml import etree

from messages.uppgifter import Avvikelse
from messages.wire.soap import Fault, content_of, read_fault
from messages.wire.ssbtek import lexical
from messages.wire.ssbtek.model import Data, Delfel, LastDel, Pingdel, Pingsvar, Svar, Trasig
from messages.wire.ssbtek.salvage import slices
from messages.wire.ssbtek.versions import Form, Packing, Slot, Version
from messages.wire.ssbtek.write_question import FETCH, PING
from messages.wire.xml import NotWellFormed, WireError, children, document_of, local, parse


def read_answer(data: bytes, version: Version, encoding: str | None = None) -> Svar | Fault:
    """The answer to a question in `version`, or the fault that came instead.

    Raises WireError when it is neither: then nothing in it can be trusted. When the document as a whole is
    not well-formed, each agency's part is tried alone, so that one broken part does not cost the others.
    """
    try:
        return _answer(parse(data, encoding=encoding), version)
    except NotWellFormed as whole:
        cut = slices(data, version)
        if cut is None:
            raise
        frame, parts = cut
        read = _answer(parse(frame(b""), encoding=encoding), version)
        if isinstance(read, Fault):
            raise WireError(whole.text) from None
    delar: dict[str, LastDel] = {}
    odd = list(read.avvikelser)
    for name, part in parts.items():
        try:
            alone = _answer(parse(frame(part), encoding=encoding), version)
        except WireError as error:
            delar[name] = Trasig(error.text)
            continue
        assert isinstance(alone, Svar)  # the same frame as above
        delar.update(alone.delar)
        odd.extend(alone.avvikelser)
    return Svar(version, delar, read.korrelationsid, read.fragadPerson, tuple(dict.fromkeys(odd)))


def read_ping_answer(data: bytes, version: Version, encoding: str | None = None) -> Pingsvar | Fault:
    """The answer to a ping. Raises WireError."""
    content = content_of(parse(data, encoding=encoding), heed_headers=False)
    if (fault := read_fault(content)) is not None:
        return fault
    space = _space_of(content, version, PING + "Response")
    delar: dict[str, Pingdel] = {}
    for slot in version.slots:
        if (element := content.find(space + slot.element)) is not None:
            called = lexical.boolean(element.findtext(space + "anropad") or "", f"{slot.element}/anropad")
            error = element.find(space + "error")
            delar[slot.element] = Pingdel(called, None if error is None else _error(error, space, slot))
    return Pingsvar(version, delar)


def _answer(root: etree._Element, version: Version) -> Svar | Fault:
    content = content_of(root, heed_headers=False)
    if (fault := read_fault(content)) is not None:
        return fault
    space = _space_of(content, version, FETCH + "Response")
    bodies = content.findall(space + "svarsdata")
    if len(bodies) != 1:
        raise WireError("Svaret ska ha ett enda svarsdata.")
    known = {space + name for name in ("fraga", "frageTidpunkt", "korrelationsid", "svarsdata")}
    odd = [_extra(child, "svaret") for child in children(content) if child.tag not in known]
    delar: dict[str, LastDel] = {}
    slots = {space + slot.element: slot for slot in version.slots}
    for element in children(bodies[0]):
        slot = slots.get(str(element.tag))
        if slot is None:
            odd.append(_extra(element, "svarsdata"))
        elif slot.element in delar:
            delar[slot.element] = Trasig(f"Svaret har {slot.element} två gånger.")
        else:
            delar[slot.element] = _part(element, space, slot, odd)
    correlation = content.findtext(space + "korrelationsid")
    person = content.findtext(f"{space}fraga/{space}generellaFrageparametrar/{space}personidentitet")
    return Svar(
        version,
        delar,
        None if correlation is None else correlation.strip(),
        None if person is None else person.strip(),
        tuple(odd),
    )


def _space_of(content: etree._Element, version: Version, name: str) -> str:
    space = f"{{{version.namespace}}}"
    if content.tag != space + name:
        raise WireError(f"Svaret är inte {name} i version {version.name}.")
    return space


def _extra(element: etree._Element, place: str) -> Avvikelse:
    return Avvikelse(
        kod="OKANT_ELEMENT",
        text="Svaret hade ett element som inte hör till tjänstens svar. Det lästes inte.",
        plats=f"{place}/{local(element)}",
    )


def _part(element: etree._Element, space: str, slot: Slot, odd: list[Avvikelse]) -> LastDel:
    data, errors = [], []
    for child in children(element):
        if child.tag == space + "data":
            data.append(child)
        elif child.tag == space + "error":
            errors.append(child)
        else:
            odd.append(_extra(child, f"svarsdata/{slot.element}"))
    try:
        match len(data), len(errors):
            case 1, 0:
                return Data(_unpacked(data[0], space, slot.packing))
            case 0, 1:
                return _error(errors[0], space, slot)
            case 0, 0:
                return Trasig(f"{slot.element} har varken data eller error.")
            case _:
                return Trasig(f"{slot.element} har inte antingen ett data eller ett error.")
    except WireError as error:
        return Trasig(error.text)


def _error(element: etree._Element, space: str, slot: Slot) -> Delfel:
    kalla = (element.findtext(space + "kalla") or "").strip()
    if kalla not in {"SSBT", "BT"}:
        raise WireError(f"{slot.element}/error säger inte vilken kalla felet har.")
    return Delfel(
        kalla,
        (element.findtext(space + "felkod") or "").strip(),
        tuple(item.text or "" for item in element.iterfind(space + "felmeddelande")),
    )


def _unpacked(data: etree._Element, space: str, packing: Packing) -> bytes:
    if packing.form is Form.ELEMENTS:
        return _document(data, f"{{{packing.namespace}}}{packing.name}")
    name = packing.name if packing.namespace == "" else space + packing.name
    # Some stacks qualify what should be unqualified and the other way round: the name decides.
    holders = data.findall(name) or data.findall(f"{{*}}{packing.name}")
    if len(holders) != 1 or len(holders[0]):
        raise WireError(f"data ska ha ett enda {packing.name}, med bara text i.")
    text = (holders[0].text or "").strip()
    if not text:
        raise WireError(f"{packing.name} är tomt.")
    if packing.form is Form.BASE64:
        return lexical.base64(text, packing.name)
    return document_of(text)


def _document(data: etree._Element, root: str) -> bytes:
    """The agency's own document: `data` under the name of the root that its children belong to.

    Where a stack sent the root itself inside `data`, that is the document.
    """
    if len(data) == 1 and data[0].tag == root:
        return etree.tostring(data[0], encoding="utf-8", with_tail=False)
    data.tag = root
    return etree.tostring(data, encoding="utf-8", with_tail=False)
