"""Prints what python-docx reads in each document, as a line of JSON."""

import json
import sys

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph


def table(element, document):
    rows = element.findall(qn("w:tr"))
    properties = [row.find(qn("w:trPr")) for row in rows]
    read = Table(element, document)
    return {
        "table": [[cell.text for cell in row.cells] for row in read.rows],
        "style": read.style.name,
        "header_rows": sum(p is not None and p.find(qn("w:tblHeader")) is not None for p in properties),
        "whole_rows": sum(p is not None and p.find(qn("w:cantSplit")) is not None for p in properties),
    }


def body(document):
    for child in document.element.body:
        if child.tag == qn("w:p"):
            paragraph = Paragraph(child, document)
            yield {"text": paragraph.text, "style": paragraph.style.name}
        elif child.tag == qn("w:tbl"):
            yield table(child, document)


def read(path):
    document = docx.Document(path)
    section = document.sections[0]
    core = document.core_properties
    runs = [run for run in document.element.iter(qn("w:r")) if run.find(qn("w:t")) is not None]
    fonts = [run.find(qn("w:rPr")).find(qn("w:rFonts")) for run in runs if run.find(qn("w:rPr")) is not None]
    return {
        "body": list(body(document)),
        "header": [p.text for p in section.header.paragraphs],
        "footer": [p.text for p in section.footer.paragraphs],
        "header_pictures": len(list(section.header._element.iter(qn("w:drawing")))),
        "pictures": [
            {"description": shape._inline.docPr.get("descr"), "width": shape.width, "height": shape.height}
            for shape in document.inline_shapes
        ],
        "runs": len(runs),
        "east_asian_runs": sum(f is not None and f.get(qn("w:eastAsia")) is not None for f in fonts),
        "core": {
            "title": core.title,
            "author": core.author,
            "keywords": core.keywords,
            "comments": core.comments,
            "created": core.created.isoformat(),
        },
    }


for path in sys.argv[1:]:
    print(json.dumps(read(path)))
