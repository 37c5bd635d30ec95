"""Makes PDF files with several programs, each with text that is seen and text that is not. usage: make.py FOLDER

Words that begin with "seen" can be seen on the page, words that begin with "hide" can't. What else must be in the text, or must
not, stands in expected.json."""

import json
import subprocess
import sys
import zlib
from pathlib import Path

import fpdf
import pikepdf
import typst
from reportlab.lib.colors import Color, white
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

FOLDER = Path(sys.argv[1])
FOLDER.mkdir(parents=True, exist_ok=True)
EXPECTED = {}
RAISED = {"text": ["10⁹", "2.61%²", "CO₂"], "not": ["109", "2.61%2"]}


def note(name, **expected):
    EXPECTED[name] = expected
    return str(FOLDER / name)


# Written by hand.

def raw(name, content, entries="", resources="", objects=(), catalogue="", **expected):
    font = "/Font << /L << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    packed = zlib.compress(content.encode("latin-1"))
    parts = [
        f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {entries} /Contents 4 0 R "
        f"/Resources << {font} {resources} >> >>".encode(),
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed),
        *(part if isinstance(part, bytes) else part.encode() for part in objects),
    ]
    out, places = b"%PDF-1.6\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start)
    Path(note(name, **expected)).write_bytes(out)


def words(text, x=72, y=600, size=12):
    return f"BT /L {size} Tf {x} {y} Td ({text}) Tj ET\n"


SEEN = words("seenfirst seensecond", y=700)
STATES = "/ExtGState << /Clear << /ca 0 /CA 0 >> /Half << /ca .5 >> >>"
PIXELS = b"<< /Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 4 >>\nstream\nzzzz\nendstream"
PICTURE = "/XObject << /P 5 0 R >>"

for turn in (0, 90, 180, 270):
    raw(f"hand--off-page-{turn}.pdf", SEEN + words("hideleft", x=-200) + words("hidetop", y=900), f"/Rotate {turn}")
    raw(f"hand--off-crop-{turn}.pdf", SEEN + words("hidecrop", y=300), f"/Rotate {turn} /CropBox [20 500 500 800]")
raw("hand--clip.pdf", SEEN + "q 300 300 50 50 re W n " + words("hideclip") + "Q " + words("seenafter", y=500))
raw("hand--clip-curve.pdf", SEEN + "q 300 300 m 400 300 350 400 300 350 c h W n " + words("hideclip") + "Q")
raw("hand--mode-3.pdf", SEEN + "3 Tr " + words("hidemode") + "0 Tr " + words("seenafter", y=500))
raw("hand--clear.pdf", SEEN + "q /Clear gs " + words("hideclear") + "Q q /Half gs " + words("seenhalf", y=500) + "Q", resources=STATES)
raw("hand--covered.pdf", SEEN + words("hidebelow") + "1 g 60 590 200 30 re f 0 g " + words("seenafter", y=500))
raw("hand--covered-picture.pdf", SEEN + words("hidebelow") + "q 200 0 0 30 60 590 cm /P Do Q", resources=PICTURE, objects=[PIXELS])
raw("hand--scan.pdf", "q 595 0 0 842 0 0 cm /P Do Q 3 Tr " + words("hidescan"), resources=PICTURE, objects=[PIXELS])
raw("hand--scan-below.pdf", words("hidescan") + "q 595 0 0 842 0 0 cm /P Do Q", resources=PICTURE, objects=[PIXELS])
raw("hand--layer.pdf", SEEN + "/OC /Off BDC " + words("hidelayer") + "EMC", resources="/Properties << /Off 5 0 R >>",
    objects=["<< /Type /OCG /Name (off) >>"], catalogue="/OCProperties << /OCGs [5 0 R] /D << /OFF [5 0 R] >> >>")
raw("hand--white.pdf", SEEN + "1 g " + words("hidewhite"), notes=["text_unseen"])
raw("hand--word-art.pdf", SEEN + "q BT /L 60 Tf 7 Tr 72 600 Td (seenart) Tj ET 0 0 600 842 re f Q")
raw("hand--raised.pdf", "".join([
    words("10", 72, 700), words("9", 85.4, 704, 7), words("2.61%", 72, 650), words("2", 105.4, 655, 7),
    words("CO", 72, 600), words("2", 90.1, 597, 7)]), **RAISED)
widget = "/Type /Annot /Subtype /Widget /Rect [72 600 272 620]"
for name, entries in {
    "text": "/FT /Tx /V (seenvalue) /DA (/Helv 12 Tf 0 g)",
    "choice": "/FT /Ch /V (a) /Opt [[(a) (seenchoice)]]",
    "many-lines": "/FT /Tx /Ff 4096 /V (seenline seenmore) /DA (/Helv 0 Tf)",
    "hidden": "/FT /Tx /F 2 /V (hidevalue)",
    "password": "/FT /Tx /Ff 8192 /V (hidevalue)",
}.items():
    raw(f"hand--form-{name}.pdf", SEEN, f"/Annots [<< {widget} {entries} >>]",
        catalogue="/AcroForm << /NeedAppearances true /Fields [] >>")
for kind in ("Text", "Highlight", "StrikeOut"):
    raw(f"hand--comment-{kind.lower()}.pdf", SEEN, f"/Annots [<< /Type /Annot /Subtype /{kind} /Rect [72 600 90 620] /Contents (hidecomment) >>]",
        notes=["comments_left_out"])

# ReportLab.

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


def sheet(name, **expected):
    page = canvas.Canvas(note(name, **expected), pagesize=A4)
    page.setFont("Helvetica", 12)
    page.drawString(72, 700, "seenfirst seensecond")
    return page


page = sheet("reportlab--off-page.pdf")
page.drawString(-200, 600, "hideleft")
page.drawString(72, -30, "hidebelow")
page.save()
page = sheet("reportlab--clip.pdf")
page.saveState()
path = page.beginPath()
path.circle(400, 300, 40)
page.clipPath(path, stroke=0)
page.drawString(72, 600, "hideclip")
page.restoreState()
page.drawString(72, 500, "seenafter")
page.save()
page = sheet("reportlab--mode-3.pdf")
page.drawString(72, 600, "hidemode", mode=3)
page.drawString(72, 500, "seenafter", mode=0)
page.save()
page = sheet("reportlab--clear.pdf")
page.setFillColor(Color(0, 0, 0, alpha=0))
page.drawString(72, 600, "hideclear")
page.save()
page = sheet("reportlab--covered.pdf")
page.drawString(72, 600, "hidebelow")
page.setFillColor(white)
page.rect(60, 590, 200, 30, stroke=0, fill=1)
page.save()
page = sheet("reportlab--white.pdf", notes=["text_unseen"])
page.setFillColor(white)
page.drawString(72, 600, "hidewhite")
page.save()
page = sheet("reportlab--raised.pdf", **RAISED)
text = page.beginText(72, 600)
for base, sign, rise in (("10", "9", 4), ("2.61%", "2", 5), ("CO", "2", -2)):
    text.setFont("Helvetica", 12)
    text.textOut(base)
    text.setRise(rise)
    text.setFont("Helvetica", 7)
    text.textOut(sign)
    text.setRise(0)
    text.textLine()
page.drawText(text)
page.save()
page = sheet("reportlab--chinese.pdf", text=["投资有风险，入市需谨慎", "年化收益率"])
page.setFont("STSong-Light", 14)
page.drawString(72, 600, "投资有风险，入市需谨慎")
page.drawString(72, 570, "年化收益率")
page.save()
page = sheet("reportlab--form.pdf")
page.acroForm.textfield(name="name", value="seenvalue", x=72, y=600, width=200, height=20)
page.acroForm.checkbox(name="box", checked=True, x=72, y=550)
page.save()

# fpdf2.


def paper(name, **expected):
    page = fpdf.FPDF(unit="pt", format="A4")
    page.add_page()
    page.set_font("Helvetica", size=12)
    page.text(72, 100, "seenfirst seensecond")
    return page, note(name, **expected)


page, place = paper("fpdf2--off-page.pdf")
page.text(72, 1000, "hidebelow")
page.text(700, 200, "hideright")
page.output(place)
page, place = paper("fpdf2--clip.pdf")
with page.rect_clip(300, 300, 50, 50):
    page.text(72, 200, "hideclip")
page.text(72, 300, "seenafter")
page.output(place)
page, place = paper("fpdf2--mode-3.pdf")
with page.local_context(text_mode="INVISIBLE"):
    page.text(72, 200, "hidemode")
page.output(place)
page, place = paper("fpdf2--clear.pdf")
with page.local_context(fill_opacity=0):
    page.text(72, 200, "hideclear")
page.output(place)
page, place = paper("fpdf2--covered.pdf")
page.text(72, 200, "hidebelow")
page.set_fill_color(255, 255, 255)
page.rect(60, 180, 200, 40, style="F")
page.output(place)
page, place = paper("fpdf2--white.pdf", notes=["text_unseen"])
page.set_text_color(255, 255, 255)
page.text(72, 200, "hidewhite")
page.output(place)
page, place = paper("fpdf2--comment.pdf", notes=["comments_left_out"])
page.text_annotation(72, 200, "hidecomment")
page.output(place)
page, place = paper("fpdf2--raised.pdf", **RAISED)
page.set_xy(72, 200)
for base, sign, place_of in (("10", "9", "SUP"), ("2.61%", "2", "SUP"), ("CO", "2", "SUB")):
    page.char_vpos = "LINE"
    page.write(text=base)
    page.char_vpos = place_of
    page.write(text=sign)
    page.char_vpos = "LINE"
    page.write(text="\n")
page.output(place)

# Typst.


def typeset(name, source, **expected):
    path = note(name, **expected)
    source_file = FOLDER / (name + ".typ")
    source_file.write_text("#set page(width: 400pt, height: 500pt)\nseenfirst seensecond\n\n" + source)
    typst.compile(str(source_file), output=path)
    source_file.unlink()


typeset("typst--off-page.pdf", "#place(dx: -300pt)[hideleft] #place(dy: 700pt)[hidebelow]")
typeset("typst--clip.pdf", "#box(clip: true, width: 20pt, height: 10pt, place(dx: 100pt)[hideclip])")
typeset("typst--clear.pdf", "#text(fill: rgb(0, 0, 0, 0%))[hideclear]")
typeset("typst--hidden.pdf", "#hide[hideword]")
typeset("typst--white.pdf", "#text(fill: white)[hidewhite]", notes=["text_unseen"])
typeset("typst--covered.pdf", "#v(80pt) #place(dx: 40pt, dy: 12pt)[hidebelow] #place(rect(width: 200pt, height: 40pt, fill: white))")
typeset("typst--raised.pdf", "10#super[9]\n\n2.61%#super[2]\n\nCO#sub[2]", **RAISED)
typeset("typst--raised-set.pdf", "#set super(typographic: false)\n#set sub(typographic: false)\n10#super[9]\n\n2.61%#super[2]\n\nCO#sub[2]", **RAISED)
typeset("typst--turned.pdf", "#rotate(90deg)[seenturned] #rotate(30deg)[seenslanted]")

# Cairo, through rsvg-convert.


def drawn(name, inner, **expected):
    path = note(name, **expected)
    svg = ('<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300" font-family="sans-serif" font-size="14">'
           f'<text x="20" y="40">seenfirst seensecond</text>{inner}</svg>')
    subprocess.run(["rsvg-convert", "-f", "pdf", "-o", path], input=svg.encode(), check=True)


drawn("cairo--off-page.pdf", '<text x="-300" y="100">hideleft</text><text x="20" y="500">hidebelow</text>')
drawn("cairo--clip.pdf", '<clipPath id="c"><circle cx="300" cy="200" r="30"/></clipPath><text x="20" y="100" clip-path="url(#c)">hideclip</text>')
drawn("cairo--clear.pdf", '<text x="20" y="100" fill-opacity="0">hideclear</text><g opacity="0"><text x="20" y="150">hidegroup</text></g>')
drawn("cairo--covered.pdf", '<text x="20" y="100">hidebelow</text><rect x="0" y="80" width="200" height="40" fill="#fff"/>')
drawn("cairo--white.pdf", '<text x="20" y="100" fill="#fff">hidewhite</text>', notes=["text_unseen"])
drawn("cairo--half.pdf", '<text x="20" y="100" fill-opacity=".5">seenhalf</text><text x="20" y="140" fill="#ccc">seenpale</text>')
drawn("cairo--raised.pdf", "".join(
    f'<text x="20" y="{y}">{base}<tspan dy="{dy}" font-size="9">{sign}</tspan></text>'
    for y, base, sign, dy in ((100, "10", "9", -5), (140, "2.61%", "2", -5), (180, "CO", "2", 3))), **RAISED)

# Chromium and LibreOffice.

STYLE = "<meta charset=utf-8><style>p{position:relative;margin:1em} sup,sub{font-size:60%}</style><p>seenfirst seensecond</p>"
PAGES = {
    "off-page": ('<p style="left:-2000px">hideleft</p>', {}),
    "clear": ('<p style="opacity:0">hideclear</p><p style="color:transparent">hidetransparent</p><p style="visibility:hidden">hideword</p>', {}),
    "clip": ('<div style="width:20px;height:20px;overflow:hidden"><p style="margin-left:300px">hideclip</p></div>', {}),
    "covered": ('<div style="height:40px"><p style="margin:0">hidebelow</p><div style="position:absolute;left:0;width:400px;height:40px;margin-top:-30px;background:#fff"></div></div>', {}),
    "white": ('<p style="color:#fff">hidewhite</p>', {"notes": ["text_unseen"]}),
    "raised": ("<p>10<sup>9</sup></p><p>2.61%<sup>2</sup></p><p>CO<sub>2</sub></p>", RAISED),
    "chinese": ("<p>投资有风险，入市需谨慎</p><p>年化<b>3.85%</b>起</p>", {"text": ["投资有风险，入市需谨慎", "3.85%"]}),
    "table": ("<table border=1><tr><td>seenone<td>seentwo<tr><td>seenthree<td>10<sup>9</sup></table>", {"text": ["10⁹"], "not": ["109"]}),
}
for kind, (inner, expected) in PAGES.items():
    html = FOLDER / f"{kind}.html"
    html.write_text(STYLE + inner)
    subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                    f"--print-to-pdf={note(f'chromium--{kind}.pdf', **expected)}", str(html)], check=True, capture_output=True)
    if kind in ("raised", "white", "chinese", "table"):
        subprocess.run(["soffice", "--headless", "--convert-to", "pdf:writer_web_pdf_Export", "--outdir", str(FOLDER), str(html)],
                       check=True, capture_output=True)
        (FOLDER / f"{kind}.pdf").rename(note(f"libreoffice--{kind}.pdf", **expected))
    html.unlink()

# The same files as other programs rewrite them.

for name in list(EXPECTED):
    source = FOLDER / name
    if name.startswith(("hand", "reportlab", "fpdf2")):
        again = "qpdf--" + name.replace("--", "-")
        with pikepdf.open(source) as pdf:
            pdf.save(note(again, **EXPECTED[name]), object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=True)
        if "form" not in name and "scan" not in name:
            again = "ghostscript--" + name.replace("--", "-")
            subprocess.run(["gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite", "-o", note(again, **EXPECTED[name]), str(source)],
                           check=True, capture_output=True)
            # Ghostscript drops comments and what it knows to be invisible.
            EXPECTED[again].pop("notes", None)

(FOLDER / "expected.json").write_text(json.dumps(EXPECTED, ensure_ascii=False, indent=1))
