"""Makes a template from the document that python-docx starts with, which Word wrote."""

import sys

import docx

document = docx.Document()
for field in sys.argv[2:]:
    document.add_paragraph(field)
document.sections[0].header.paragraphs[0].text = "{{警示}}"
document.save(sys.argv[1])
