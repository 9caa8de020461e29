"""Turns a drawn PDF into one that is PDF/UA-1 and PDF/A-3a at once, always the same bytes, values inside."""

import hashlib
import io
import re
import zlib
from base64 import a85encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from press.describing import PRODUCER, described
from press.frames import SEAL

ATTACHMENT = "northfile-document.json"
# A row must keep its cells even when one is empty, or the columns beside it would slip under another heading.
_KEPT_EMPTY = {"/TH", "/TD", "/TR", "/Table", "/Document"}
_MARKED = re.compile(rb"/\w+\s+<<\s*/MCID\s+(\d+)\s*>>\s*BDC")
_AMBIGUOUS = b"\r\nendstream"
_PAGINATION = b"/Artifact <</Type /Pagination>> BDC"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file says of itself; `issued_on` is the only date in it, so two drawings never differ."""

    title: str
    author: str
    language: str
    issued_on: date
    frozen: bytes
    # What stands for the seal where its place is read out; empty for what is not sealed.
    seal: str = ""


def finish(drawn: bytes, facts: Facts) -> bytes:
    """The finished file. `drawn` is a tagged PDF/A-3a as WeasyPrint writes it; `facts.frozen` is attached
    as data."""
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        owned = _tidy_tree(pdf)
        for number, page in enumerate(pdf.pages):
            _disown(pdf, page, number, owned)
            _print_links(page)
        _sharp_images(pdf)
        if facts.seal:
            _reserve(pdf, facts.seal)
        _attach(pdf, facts)
        _describe(pdf, facts)
        _seal_ends(pdf)
        return _saved(pdf)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    """The bytes; saved again with another salt in the rare case that a table of objects ends ambiguously."""
    for salt in range(8):
        # Of another length each time, so that every offset after it moves and the table of offsets with them.
        pdf.trailer.Info.Salt = String(hashlib.sha256(bytes([salt])).hexdigest()[: 6 * salt])
        finished = io.BytesIO()
        pdf.save(
            finished, deterministic_id=True, fix_metadata_version=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )  # fmt: skip
        if _AMBIGUOUS not in finished.getvalue():
            return finished.getvalue()
    # The salt moves only the table it stands in; a file of many objects has others. Without tables none can be wrong.
    finished = io.BytesIO()
    pdf.save(
        finished, deterministic_id=True, fix_metadata_version=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )  # fmt: skip
    return finished.getvalue()


def _seal_ends(pdf: pikepdf.Pdf) -> None:
    """A stream ending in a carriage return, with the line feed before `endstream` after it, reads as one byte
    short; one in 256 compressed streams does. PDF/A asks for exact lengths, so these are put in letters; what is drawn
    on a page ends in a space instead, because some readers cannot draw what is in letters."""
    for readable in (*(page.obj.Contents for page in pdf.pages), *_letter_tables(pdf)):
        drawn = readable.read_bytes()
        while (packed := zlib.compress(drawn, 9)).endswith(b"\r"):
            drawn += b" "
        readable.write(packed, filter=Name.FlateDecode)
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Stream) or thing.get("/Type") == Name.Metadata:
            continue
        if "/Filter" not in thing:
            thing.write(zlib.compress(thing.read_raw_bytes(), 9), filter=Name.FlateDecode)
        if thing.read_raw_bytes().endswith(b"\r"):
            filters, parameters = _listed(thing.Filter), _listed(thing.get("/DecodeParms", Dictionary()))
            thing.write(
                a85encode(thing.read_raw_bytes()) + b"~>",
                filter=Array([Name.ASCII85Decode, *filters]), decode_parms=Array([Dictionary(), *parameters]),
            )  # fmt: skip


def _letter_tables(pdf: pikepdf.Pdf) -> list[Any]:
    """Which letters the shapes of each font stand for."""
    return [
        thing.ToUnicode for thing in pdf.objects if isinstance(thing, Dictionary) and "/ToUnicode" in thing
    ]


def _listed(one_or_more: Any) -> list[Any]:
    return list(one_or_more) if isinstance(one_or_more, Array) else [one_or_more]


def _tidy_tree(pdf: pikepdf.Pdf) -> set[tuple[tuple[int, int], int]]:
    """Scopes the header cells and drops what is empty; returns the (page, mark) pairs the tree speaks for."""
    owned: set[tuple[tuple[int, int], int]] = set()
    for element in _kids(pdf.Root.StructTreeRoot):
        _tidy(element, "/Row", owned)
    return owned


def _kids(element: Any) -> Iterator[Any]:
    kids = element.get("/K")
    if isinstance(kids, Array):
        yield from kids
    elif kids is not None:
        yield kids


def _tidy(element: Any, scope: str, owned: set[tuple[tuple[int, int], int]]) -> bool:
    """Whether anything is left in the element once its empty parts are gone."""
    kind = str(element.S)
    scope = {"/THead": "/Column", "/TBody": "/Row"}.get(kind, scope)
    if kind == "/TH":
        element.A = element.get("/A", Dictionary(O=Name.Table))
        element.A.Scope = Name(scope)
    kept = []
    for kid in _kids(element):
        if isinstance(kid, int):
            owned.add((element.Pg.objgen, kid))
            kept.append(kid)
        elif kid.get("/Type") == Name.OBJR or _tidy(kid, scope, owned):
            kept.append(kid)
    element.K = Array(kept)
    return bool(kept) or kind in _KEPT_EMPTY


def _disown(
    pdf: pikepdf.Pdf, page: pikepdf.Page, number: int, owned: set[tuple[tuple[int, int], int]]
) -> None:
    """Marks that no part of the tree owns are running heads and feet: they become artifacts nobody is
    read."""
    here = page.obj.objgen

    def rewritten(match: re.Match[bytes]) -> bytes:
        return match[0] if (here, int(match[1])) in owned else _PAGINATION

    stream = page.obj.Contents
    stream.write(_MARKED.sub(rewritten, stream.read_bytes()))
    owners = pdf.Root.StructTreeRoot.ParentTree.Nums[2 * number + 1]
    for mark in range(len(owners)):
        if (here, mark) not in owned:
            owners[mark] = None


def _print_links(page: pikepdf.Page) -> None:
    for annotation in page.obj.get("/Annots", ()):
        annotation.F = int(annotation.get("/F", 0)) | 4


def _sharp_images(pdf: pikepdf.Pdf) -> None:
    for thing in pdf.objects:
        if (
            isinstance(thing, pikepdf.Stream)
            and thing.get("/Subtype") == Name.Image
            and "/Interpolate" in thing
        ):
            del thing["/Interpolate"]


def _reserve(pdf: pikepdf.Pdf, words: str) -> None:
    """The place of the seal, made before it: a field that shows nothing, and that the tree speaks for (ISO 14289-1,
    7.18.1)."""
    page, tree = pdf.pages[0], pdf.Root.StructTreeRoot
    owners = tree.ParentTree.Nums
    key = int(owners[-2]) + 1
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String(SEAL), TU=String(words), F=132,
            Rect=Array([0, 0, 0, 0]), P=page.obj, StructParent=key,
        )
    )  # fmt: skip
    trunk = next(_kids(tree))
    form = pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem, S=Name.Form, P=trunk, Pg=page.obj, Alt=String(words),
            K=Dictionary(Type=Name.OBJR, Obj=widget, Pg=page.obj),
        )
    )  # fmt: skip
    trunk.K = Array([*_kids(trunk), form])
    tree.ParentTree.Nums = Array([*owners, key, form])
    tree.ParentTreeNextKey = key + 1
    page.obj.Annots = Array([*page.obj.get("/Annots", ()), widget])
    page.obj.Tabs = Name.S
    pdf.Root.AcroForm = Dictionary(Fields=Array([widget]), SigFlags=3)


def _attach(pdf: pikepdf.Pdf, facts: Facts) -> None:
    """The frozen values travel with the document (ISO 19005-3, 6.8), so that what it says can be read by a
    machine."""
    embedded = pdf.make_stream(facts.frozen, Type=Name.EmbeddedFile, Subtype=Name("/application/json"))
    digest = hashlib.md5(facts.frozen, usedforsecurity=False).digest()
    embedded.Params = Dictionary(
        Size=len(facts.frozen), ModDate=String(f"D:{facts.issued_on:%Y%m%d}000000Z"), CheckSum=String(digest)
    )
    named = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(ATTACHMENT),
            UF=String(ATTACHMENT),
            AFRelationship=Name.Data,
            Desc=String(facts.title),
            EF=Dictionary(F=embedded, UF=embedded),
        )
    )
    names = pdf.Root.get("/Names", Dictionary())
    names.EmbeddedFiles = Dictionary(Names=Array([String(ATTACHMENT), named]))
    pdf.Root.Names = names
    pdf.Root.AF = Array([named])


def _describe(pdf: pikepdf.Pdf, facts: Facts) -> None:
    """The same facts twice, as the two standards ask: in the information dictionary and in plain
    uncompressed XMP."""
    packet = described(facts.title, facts.author, facts.language, facts.issued_on)
    pdf.Root.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Lang = String(facts.language)
    stamp = String(f"D:{facts.issued_on:%Y%m%d}000000Z")
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(facts.title),
            Author=String(facts.author),
            Creator=String(PRODUCER),
            Producer=String(PRODUCER),
            CreationDate=stamp,
            ModDate=stamp,
        )
    )
