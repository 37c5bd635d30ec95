"""Edits a template as a person would: moves a section, adds a sentence, puts a logo into the header."""

import sys

import docx

source, target, logo = sys.argv[1:]
document = docx.Document(source)
paragraphs = document.paragraphs
at = next(n for n, p in enumerate(paragraphs) if "{{审批记录}}" in p.text)
first = next(p for p in paragraphs if p.text == "一、审查摘要")
for paragraph in paragraphs[at - 1 : at + 1]:
    first._p.addprevious(paragraph._p)
added = document.add_paragraph("本意见书由")
added.add_run("{{").bold = True
added.add_run("审查").italic = True
added.add_run("人}}出具。")
document.sections[0].header.paragraphs[0].add_run().add_picture(logo)
document.save(target)
