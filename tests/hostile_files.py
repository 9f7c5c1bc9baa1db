"""Files that are small to send and made to be costly to read, and files that are damaged; each with a name."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping

Files = list[tuple[str, bytes]]

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def packed(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return data.getvalue()


def workbook(sheets: Iterable[str], *, strings: str = "", styles: str = "", book: str = "") -> bytes:
    """An XLSX file, by the XML of the rows in each sheet, of its shared strings and of its styles."""
    numbered = dict(enumerate(sheets, 1))
    relations = [
        *(f'<Relationship Id="r{at}" Type="{_RELATIONS}/worksheet" Target="worksheets/s{at}.xml"/>' for at in numbered),
        f'<Relationship Id="strings" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>',
        f'<Relationship Id="styles" Type="{_RELATIONS}/styles" Target="styles.xml"/>',
    ]
    listed = "".join(f'<sheet name="S{at}" sheetId="{at}" r:id="r{at}"/>' for at in numbered)
    return packed(
        {
            "xl/workbook.xml": f'{_HEAD}<workbook {_MAIN} xmlns:r="{_RELATIONS}">{book}'
            f"<sheets>{listed}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}">'
            f"{''.join(relations)}</Relationships>",
            "xl/sharedStrings.xml": f"{_HEAD}<sst {_MAIN}>{strings}</sst>",
            "xl/styles.xml": f"{_HEAD}<styleSheet {_MAIN}>{styles}</styleSheet>",
            **{
                f"xl/worksheets/s{at}.xml": f"{_HEAD}<worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>"
                for at, rows in numbered.items()
            },
        }
    )


def newer_zip(name: str = "a.md") -> bytes:
    """Its directory says that a program of version 6.4 is needed to read it."""
    data = bytearray(packed({name: "## Task"}))
    for mark, offset in ((b"PK\x03\x04", 4), (b"PK\x01\x02", 6)):
        data[data.index(mark) + offset] = 64
    return bytes(data)


def front(text: str) -> bytes:
    return f"---\n{text}\n---\n## Task\nx\n".encode()


def flow_list(length: int = 49_000) -> bytes:
    return front(f"skills: [{'a,' * length}]")


def _below_long_names(length: int) -> str:
    names = "".join(f"{' ' * level}{'🙂' * 60}:\n" for level in range(46))
    return f"{names}{' ' * 46}a: [{'a,' * (length - len(names) // 2)}]"


def _directives(count: int) -> str:
    return "\n".join([*(f"%TAG !{number:x}! a" for number in range(count)), "--- {title: a}"])


def document(**lists: object) -> bytes:
    return json.dumps({"format": "prepsite/1"} | lists).encode()


def _long_story(number: int, *, with_id: bool) -> str:
    pk = f"id: 00000000-0000-4000-8000-{number:012}\n" if with_id else ""
    return f"---\n{pk}title: a\n---\n## Situation\ns\n## Action\n{'word a ' * 2_800}’{number}\n"


def _wide_table(number: int) -> bytes:
    rows = [",".join(f"{what} {number} {column}" for column in range(300)) for what in ("Name", "Cell", "More")]
    return "\n".join(rows).encode()


_CELL = '<c r="A{row}" t="s"><v>0</v></c>'
_TITLES = '<row r="1"><c t="inlineStr"><is><t>Title</t></is></c></row>'


def _formats(count: int) -> str:
    formats = "".join(f'<numFmt numFmtId="{number}" formatCode="{"[" * 255}"/>' for number in range(200, 200 + count))
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in range(200, 200 + count))
    return f"<numFmts>{formats}</numFmts><cellXfs>{styles}</cellXfs>"


def word(body: str, styles: str = "") -> bytes:
    """A Word document, by the XML of its body and of its styles."""
    main = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return packed(
        {
            "word/document.xml": f"{_HEAD}<w:document {main}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"{_HEAD}<w:styles {main}>{styles}</w:styles>",
        }
    )


def _zips_in_zips(levels: int) -> bytes:
    data = packed({"a.md": "## Task\nx"})
    for _ in range(levels):
        data = packed({"a.zip": data, "b.zip": data})
    return data


def pdf(stream: bytes, pages: int = 1) -> bytes:
    """A PDF whose pages all show what one stream says."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%b]>>" % (pages, b"3 0 R " * pages),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%b endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"xref\n0 6\n0000000000 65535 f \n%btrailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(data),
    )


COSTLY: dict[str, Callable[[], Files]] = {
    "headings of spaces in org": lambda: [("a.org", (b"* a" + b" " * 900_000 + b"b\n") * 10 + b"** Situation\na\n")],
    "headings of signs in notes": lambda: [("a.md", (b"# a" + b" #" * 450_000 + b"b\n") * 10 + b"## Task\na\n")],
    "labels of signs in notes": lambda: [("a.md", (b"**a" + b" -" * 450_000 + b":** b\n") * 10 + b"## Task\na\n")],
    "dots in a story": lambda: [("a.md", b"## Situation\n" + b"." * 9_000_000 + b"b\n## Task\na\n")],
    "1,000,000 lines of labels": lambda: [(f"{n}.md", b"S: a\n" * 190_000) for n in range(10)],
    "300,000 headings": lambda: [(f"{n}.md", b"# Situation\n" * 80_000) for n in range(4)],
    "300,000 unknown headings": lambda: [(f"{n}.md", b"## Task\n" + b"# x\n" * 240_000) for n in range(4)],
    "10 MB in one line of labels": lambda: [(f"{n}.md", b"S: " + b"a. T: b " * 120_000) for n in range(10)],
    "10 MB of brackets in lines": lambda: [(f"{n}.md", b"S: " + b"[[%%<!--=={{<%**" * 60_000) for n in range(10)],
    "10 MB of bold": lambda: [(f"{n}.md", b"S: a\n" + b"**" * 490_000) for n in range(10)],
    "10 MB of hashtags": lambda: [(f"{n}.md", b"S: a" + b" #a" * 320_000) for n in range(10)],
    "1,000,000 indented lines": lambda: [(f"{n}.md", b"S: a\n" + b"  b\n" * 240_000) for n in range(4)],
    "1,000,000 tags in HTML": lambda: [("a.html", b"<p>" * 3_000_000)],
    "400,000 tags in HTML": lambda: [("a.html", b"<ul><li>" * 200_000)],
    "10 MB of stars in HTML": lambda: [("a.html", b"<html>" + b"**\n" * 3_290_000)],
    "10 MB of unclosed tags in HTML": lambda: [("a.html", b"<html>" + b"<a b='" * 400_000)],
    "900,000 paragraphs in Word": lambda: [("a.docx", word("<w:p/>" * 900_000))],
    "100,000 paragraphs in Word": lambda: [("a.docx", word("<w:p><w:r><w:t>S: a</w:t></w:r></w:p>" * 100_000))],
    "90 levels of tables in Word": lambda: [("a.docx", word("<w:tbl><w:tr><w:tc>" * 30 + "<w:p/>" * 100_000))],
    "a list of 300,000 objects": lambda: [("a.json", b'[{"title": "a"}' + b', {"a": 1}' * 300_000 + b"]")],
    "objects of 300,000 names": lambda: [("a.json", b"[" + b",".join(b'{"%d":1}' % n for n in range(300_000)) + b"]")],
    "400,000 cards of Anki": lambda: [("a.txt", b"#separator:tab\n#html:true\n" + b"a\t<b>b\n" * 400_000)],
    "2,400,000 directives of Anki": lambda: [("a.txt", b"#separator:tab\n" + b"#a:\n" * 2_400_000)],
    "300,000 texts in a paragraph of Word": lambda: [
        ("a.docx", word("<w:p>" + f"<w:t>{'a' * 60}</w:t>" * 300_000 + "</w:p>"))
    ],
    "tabs in a paragraph of Word": lambda: [
        ("a.docx", word(f"<w:p><w:t>{'é' * 10_000_000}</w:t>{'<w:tab/>' * 400_000}</w:p>"))
    ],
    "blanks and colons in org": lambda: [("a.org", (b"* " + (b" " * 100 + b":" + b"x" * 300) * 3 + b"\n") * 800)],
    "20 files of blanks and colons in org": lambda: [
        ("a.zip", packed({f"{n}.org": ("* " + (" " * 100 + ":" + "x" * 300) * 3 + "\n") * 800 for n in range(20)}))
    ],
    "24,000 tables in notes": lambda: [("a.md", b"|Situation|Task|Action|\n|-|-|-|\n|a|b|c|\n\n" * 24_000)],
    "blanks in notes without a section": lambda: [("a.md", b"a" + b" " * 900_000 + b"b\n")],
    "letters in a line of notes": lambda: [(f"{n}.md", b"S: a\nT: " + b"S " * 490_000) for n in range(10)],
    "20 files of letters in a line of notes": lambda: [
        ("a.zip", packed({f"{n}.md": "S: a\nT: " + "S " * 490_000 for n in range(20)}))
    ],
    "16,000 files in zips in zips": lambda: [("a.zip", _zips_in_zips(14))],
    "a PDF of 1,000,000 pages": lambda: [("a.pdf", pdf(b"BT /F1 12 Tf (S: a) Tj ET", 1_000_000))],
    "a PDF of 9 MB of text": lambda: [("a.pdf", pdf(b"BT /F1 12 Tf " + b"(S: a) Tj " * 900_000 + b"ET"))],
    "10 PDFs": lambda: [(f"{n}.pdf", pdf(b"BT /F1 12 Tf " + b"(S: a) Tj " * 20_000 + b"ET")) for n in range(10)],
    "a row of 10,000,000 empty cells": lambda: [("a.xlsx", workbook([f"<row>{'<c/>' * 10_000_000}</row>"]))],
    "a row of 900,000 empty cells": lambda: [("a.xlsx", workbook([f"<row>{'<c/>' * 900_000}</row>"]))],
    "9,000,000 shared strings": lambda: [("a.xlsx", workbook([_TITLES], strings="<si/>" * 9_000_000))],
    "900,000 shared strings": lambda: [("a.xlsx", workbook([_TITLES], strings="<si/>" * 900_000))],
    "20 sheets with a cell at KN20000": lambda: [
        ("a.xlsx", workbook(['<row r="20000"><c r="KN20000" t="b"><v>1</v></c></row>'] * 20))
    ],
    "a long text in 20,000 cells": lambda: [
        (
            "a.xlsx",
            workbook(
                ["".join(f'<row r="{row}">{_CELL.format(row=row)}</row>' for row in range(1, 20_001))],
                strings=f"<si><t>{'long ' * 6_000}</t></si>",
            ),
        )
    ],
    "900,000 filled cells": lambda: [
        ("a.xlsx", workbook(["".join(f"<row>{'<c><v>1</v></c>' * 290}</row>" for _ in range(1_600))]))
    ],
    "a tag of 40 MB": lambda: [("a.xlsx", workbook(["<row " + " ".join(f"a{n}=''" for n in range(3_000_000)) + "/>"]))],
    "a comment of 40 MB": lambda: [("a.xlsx", workbook([f"<!--{'x' * 40_000_000}-->"]))],
    "40 MB of line ends": lambda: [("a.xlsx", workbook(["\n" * 40_000_000]))],
    "5,000,000 levels of tags": lambda: [("a.xlsx", workbook(["<a>" * 5_000_000]))],
    "1,000,000 styles": lambda: [("a.xlsx", workbook([_TITLES], styles=f"<cellXfs>{'<xf/>' * 1_000_000}</cellXfs>"))],
    "a number format of 1,000,000 brackets": lambda: [
        (
            "a.xlsx",
            workbook(
                [_TITLES],
                styles=f'<numFmts><numFmt numFmtId="200" formatCode="{"[" * 900_000}"/></numFmts>'
                '<cellXfs><xf numFmtId="200"/></cellXfs>',
            ),
        )
    ],
    "150,000 number formats of brackets": lambda: [("a.xlsx", workbook([_TITLES], styles=_formats(150_000)))],
    "125,000 dates in a format of brackets": lambda: [
        (
            "a.xlsx",
            workbook(
                [_TITLES + ("<row>" + '<c s="0"><v>45000.1</v></c>' * 250 + "</row>") * 500],
                styles=f'<numFmts><numFmt numFmtId="200" formatCode="{"[" * 250}d"/></numFmts>'
                '<cellXfs><xf numFmtId="200"/></cellXfs>',
            ),
        )
    ],
    "150 cells of 43,000 labels": lambda: [
        (
            "a.xlsx",
            workbook(
                [_TITLES.replace("Title", "Star") + '<row><c t="s"><v>0</v></c></row>' * 150],
                strings=f"<si><t>{'s:|' * 43_000}</t></si>",
            ),
        )
    ],
    "500,000 defined names": lambda: [
        ("a.xlsx", workbook([_TITLES], book=f"<definedNames>{'<definedName/>' * 500_000}</definedNames>"))
    ],
    "100 story files of flow lists": lambda: [("a.zip", packed({f"{n}.md": flow_list() for n in range(100)}))],
    "500 story files of flow lists": lambda: [("a.zip", packed({f"{n}.md": flow_list() for n in range(500)}))],
    "100 story files of 49,000 brackets": lambda: [
        ("a.zip", packed({f"{n}.md": front(f"a: {'[' * 49_000}") for n in range(100)}))
    ],
    "200 story files of nested maps": lambda: [
        ("a.zip", packed({f"{n}.md": front("\n".join(f"{' ' * k}a:" for k in range(40)) * 100) for n in range(200)}))
    ],
    "200 story files with long notes as lists": lambda: [
        ("a.zip", packed({f"{n}.md": front(f"notes: [{'a,' * 4_000}]") for n in range(200)}))
    ],
    "10 story files of 48,000 values below 46 long names": lambda: [
        ("a.zip", packed({f"{n}.md": front(_below_long_names(48_000)) for n in range(10)}))
    ],
    "190 story files of 7,400 directives": lambda: [
        ("a.zip", packed({f"{n}.md": front(_directives(7_400)) for n in range(190)}))
    ],
    "5,000 story files of 4 KB": lambda: [
        ("a.zip", packed({f"{n}.md": f"# {n}\n## Task\n{'x ' * 1_990}" for n in range(5_000)}))
    ],
    "5,000 stories with an emoji in each": lambda: [
        ("a.zip", packed({f"{n}.md": f"# {n}\n## Task\n🙂{'x ' * 1_990}" for n in range(5_000)}))
    ],
    "6,000,000 characters that are 18 when folded": lambda: [
        ("a.zip", packed({f"{n}.md": f"# {n}\n## Situation\n{chr(0xFDFA) * 6_000}" for n in range(1_000)}))
    ],
    "6,000,000 characters with typographic signs": lambda: [
        ("a.zip", packed({f"{n}.md": f"# {n}\n## Situation\n{'“a” – ‘b’ … é ' * 470}" for n in range(1_000)}))
    ],
    "notes of Evernote that never end": lambda: [("a.enex", b"<en-export>" + b"<note>" * 1_600_000)],
    "contents of Evernote that never end": lambda: [
        ("a.enex", b"<en-export><note>" + b"<![CDATA[" * 1_000_000 + b"</note>")
    ],
    "300,000 notes of Evernote": lambda: [("a.enex", b"<en-export>" + b"<note><title>a</title></note>" * 300_000)],
    "stars in RTF": lambda: [("a.rtf", b"{\\rtf1 " + b"**" + b"a\\\n" * 300_000 + b"}")],
    "4,000,000 groups of RTF": lambda: [("a.rtf", b"{\\rtf1 " + b"{" * 4_000_000)],
    "blanks in a heading of a wiki": lambda: [("a.txt", (b"h1. a" + b" " * 400_000 + b"b\n") * 2)],
    "400,000 blocks of Roam": lambda: [
        ("a.json", b'[{"title": "a", "children": [' + b'{"string": "a"},' * 400_000 + b'{"string": "a"}]}]')
    ],
    "100,000 headers of an e-mail": lambda: [("a.txt", b"From: a\n" * 100_000 + b"To: b\nSubject: c\n")],
    "100 zips of 20 MB": lambda: [(f"{n}.zip", packed({"a.md": b"x" * 20_000_000})) for n in range(100)],
    "200,000 entries in a zip": lambda: [("a.zip", packed(dict.fromkeys(map(str, range(90_000)), "")))],
    "30 tables of 300 columns": lambda: [(f"{n}.csv", _wide_table(n)) for n in range(30)],
    "5,000 tables of 300 columns": lambda: [(f"{n}.csv", _wide_table(n)[:2_000]) for n in range(5_000)],
    "50 tables of 4,990 rows": lambda: [(f"{n}.csv", b"Title\n" + b"a\n" * 4_990) for n in range(50)],
    "10 MB of commas": lambda: [("a.csv", b"," * 9_900_000)],
    "900,000 commas": lambda: [("a.csv", b"Title\n" + b"," * 900_000)],
    "10 MB of line ends": lambda: [("a.csv", b"\n" * 9_900_000)],
    "a quoted cell of 10 MB": lambda: [("a.csv", b'Title\n"' + b"x\n" * 4_900_000)],
    "5,000 rows of unknown values": lambda: [
        ("a.csv", b"Title,Tags\n" + b"".join(b'%d,"%s"\n' % (n, b"a," * 950) for n in range(5_000)))
    ],
    "10 MB of JSON lists": lambda: [("a.json", b'{"format": "prepsite/1", "x": [' + b"[]," * 3_300_000 + b"1]}")],
    "10 MB of JSON brackets": lambda: [("a.json", b"[" * 9_900_000)],
    "400,000 unknown names": lambda: [("a.json", document(**{f"x{n}": 1 for n in range(400_000)}))],
    "300,000 wrong values": lambda: [("a.json", document(stories=[{"tags": [[]] * 300_000}]))],
    "a number of 9,000,000 digits": lambda: [("a.json", b'{"format": ' + b"9" * 9_000_000 + b"}")],
    "5,000 stories that begin alike": lambda: [
        (
            "a.json",
            document(
                stories=[
                    *({"id": f"00000000-0000-4000-8000-{n:012}", "title": "a", "action": str(n)} for n in range(2_500)),
                    *({"title": "a", "action": f"x{n}"} for n in range(2_500)),
                ]
            ),
        )
    ],
    "5,000 stories that begin alike, with a curly quote": lambda: [
        (
            "a.json",
            document(
                stories=[
                    *({"id": f"00000000-0000-4000-8000-{n:012}", "title": "a", "action": f"’{n}"} for n in range(100)),
                    *({"title": "a", "action": f"’x{n}"} for n in range(4_900)),
                ]
            ),
        )
    ],
    "900 long stories that begin alike": lambda: [
        ("a.zip", packed({f"{n}.md": _long_story(n, with_id=n < 100) for n in range(900)}))
    ],
    "100 documents of 1,000 stories": lambda: [
        (f"{n}.json", document(stories=[{"title": f"{n} {k}"} for k in range(1_000)])) for n in range(100)
    ],
    "5,000 loops with one name": lambda: [
        ("a.json", document(loops=[{"name": "a", "rounds": [{"name": str(n)}]} for n in range(5_000)]))
    ],
    "5,000 answers to unknown questions": lambda: [
        (
            "a.json",
            document(
                answers=[{"question": f"q{n}", "story": "00000000-0000-4000-8000-000000000000"} for n in range(5_000)]
            ),
        )
    ],
    "a tag of 10 MB in HTML": lambda: [("a.html", b"<html><a " + b"x" * 9_900_000 + b">")],
    "a name of 10 MB in JSON": lambda: [("a.json", b'[{"' + b"aB" * 4_900_000 + b'": 1}]')],
    "900 files of labelled cells": lambda: [
        ("a.zip", packed({f"{n}.txt": "\n".join(["q\t" + "S: a<br>T: b<br>" * 400] * 3) for n in range(900)}))
    ],
    "400 tables split in four ways": lambda: [
        ("a.zip", packed({f"{n}.csv": ("a,b;c\td|" * 300 + "\n") * 16 for n in range(400)}))
    ],
    "20 MB of small tables in notes": lambda: [("a.zip", packed({f"{n}.md": "|a|b|\n" * 150_000 for n in range(21)}))],
}

DAMAGED: dict[str, Callable[[], Files]] = {
    "a workbook packed with bzip2": lambda: [
        ("a.xlsx", packed({"xl/workbook.xml": " " * 1_000_000}, zipfile.ZIP_BZIP2))
    ],
    "notes nested 400 levels deep": lambda: [
        ("a.json", b'{"format": "prepsite/1", "stories": [{"notes": ' + b"[" * 400 + b"]" * 400 + b"}]}")
    ],
    "a status nested 900 levels deep": lambda: [
        ("a.json", b'{"format": "prepsite/1", "stories": [{"status": ' + b"[" * 900 + b"]" * 900 + b"}]}")
    ],
    "a zip of a later version": lambda: [("a.zip", newer_zip())],
    "a workbook of a later version": lambda: [("a.xlsx", newer_zip("xl/workbook.xml"))],
    "a character that doesn't exist": lambda: [("a.md", front('format: prepsite/1\ntitle: "a\\UFFFFFFFFb"'))],
    "half a character in YAML": lambda: [("a.md", front('format: prepsite/1\ntitle: "a\\uD800b"'))],
    "half a character in JSON": lambda: [("a.json", b'{"format": "prepsite/1", "stories": [{"title": "\\ud800"}]}')],
    "NaN": lambda: [("a.json", b'{"format": "prepsite/1", "settings": {"answer_limit": NaN}}')],
    "a huge number": lambda: [("a.json", b'{"format": "prepsite/1", "settings": {"answer_limit": 1e999}}')],
    "an entity": lambda: [
        ("a.xlsx", packed({"xl/workbook.xml": '<!DOCTYPE x [<!ENTITY a "aa">]><workbook>&a;</workbook>'}))
    ],
    "an encoding that doesn't exist": lambda: [
        ("a.xlsx", packed({"xl/workbook.xml": '<?xml version="1.0" encoding="none"?><workbook/>'}))
    ],
    "a workbook without parts": lambda: [("a.xlsx", packed({"xl/workbook.xml": "<workbook/>"}))],
    "a sheet that isn't there": lambda: [
        ("a.xlsx", workbook([_TITLES]).replace(b"xl/worksheets/s1.xml", b"xl/worksheets/s9.xml"))
    ],
    "a string that isn't there": lambda: [("a.xlsx", workbook(['<row><c t="s"><v>7</v></c></row>']))],
    "a cell that isn't anywhere": lambda: [("a.xlsx", workbook(['<row><c r="7"><v>7</v></c></row>']))],
    "names with zero bytes": lambda: [("a.zip", packed({"a\0b.md": "x", "\0": "x"}))],
    "a name twice": lambda: [("a.json", b'{"format": "prepsite/1", "format": "prepsite/1"}')],
}
