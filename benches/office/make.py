"""Writes a Word document that has something of each kind that is easily misread. usage: make.py FOLDER"""

import sys

import docx
from docx.oxml import parse_xml

NAMES = " ".join(f'xmlns:{prefix}="http://schemas.{uri}"' for prefix, uri in {
    "w": "openxmlformats.org/wordprocessingml/2006/main",
    "m": "openxmlformats.org/officeDocument/2006/math",
    "w14": "microsoft.com/office/word/2010/wordml",
}.items())


def element(xml):
    return parse_xml(xml.replace(">", f" {NAMES}>", 1))


def form_field(data, code):
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="a"/><w:enabled/>{data}</w:ffData></w:fldChar></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


document = docx.Document()
document.add_heading("产品说明", 1)
line = document.add_paragraph("规模10")
line.add_run("9").font.superscript = True
line.add_run("元，CO")
line.add_run("2").font.subscript = True
line = document.add_paragraph("可见")
line.add_run("保证收益").font.hidden = True
for text in ("甲款", "乙款", "丙款"):
    document.add_paragraph(text, style="List Number")
for text in ("要点一", "要点二"):
    document.add_paragraph(text, style="List Bullet")

lists = document.part.numbering_part.element
lists.insert(0, element(
    '<w:abstractNum w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%1条"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>'
    '<w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>'))
lists.append(element('<w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))

body = document.element.body
tick = form_field('<w:checkBox><w:sizeAuto/><w:default w:val="0"/><w:checked/></w:checkBox>', "FORMCHECKBOX")
choice = form_field(
    '<w:ddList><w:result w:val="1"/><w:listEntry w:val="低风险"/><w:listEntry w:val="高风险"/></w:ddList>', "FORMDROPDOWN")
paragraphs = [
    '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r><w:r><w:t>是</w:t></w:r>',
    f"{tick}<w:r><w:t>已阅读</w:t></w:r>",
    f"<w:r><w:t>等级</w:t></w:r>{choice}",
]
for level, text in ((0, "总则"), (1, "目的"), (1, "范围"), (0, "附则")):
    paragraphs.append(
        f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r>')
for inner in paragraphs:
    body.insert(len(body) - 1, element(f"<w:p>{inner}</w:p>"))
document.save(f"{sys.argv[1]}/made.docx")
