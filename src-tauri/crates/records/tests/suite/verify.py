"""Verifies an evidence package as docs/evidence.md says; shares no code with the program, and needs Python alone.

usage: verify.py PACKAGE.zip ...    prints a line for each, "holds" or what does not; returns 0 where all hold
"""

import hashlib
import json
import re
import struct
import sys
import zipfile


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def d(*fields):
    return hashlib.sha256(b"".join(struct.pack(">Q", len(field)) + field for field in fields)).digest()


def need(holds, what):
    if not holds:
        raise ValueError(what)


def unpack(path):
    with open(path, "rb") as file:
        raw = file.read()
    archive = zipfile.ZipFile(path)
    infos = sorted(archive.infolist(), key=lambda info: info.header_offset)
    need(infos == archive.infolist() and len(infos) <= 1000, "zip")
    need(len({info.filename.lower() for info in infos}) == len(infos), "zip: a name twice")
    need(sum(info.file_size for info in infos) <= 10**9, "zip: too large")
    end = 0
    for info in infos:
        plain = all(re.fullmatch(r"[\w.-]*[\w-]", part) for part in info.filename.split("/"))
        need(plain and info.file_size <= 10**8, "zip: " + repr(info.filename))
        need(info.header_offset == end and info.compress_type in (0, 8), "zip: place")
        need(not info.extra and not info.comment and info.flag_bits in (0, 0x800), "zip: not bare")
        need(info.external_attr >> 16 & 0o170000 in (0, 0o100000), "zip: no file")
        local = raw[end : end + 30]
        # All that the header before the file says is what the directory says.
        zip_time = struct.pack("<HH", *times(info))
        same = local[6:10] == struct.pack("<HH", info.flag_bits, info.compress_type) and local[10:14] == zip_time
        sizes = struct.pack("<LLLHH", info.CRC, info.compress_size, info.file_size, len(name_of(info)), 0)
        need(same and local[14:30] == sizes, "zip: headers differ")
        need(raw[end + 30 :].startswith(name_of(info)), "zip: names differ")
        end += 30 + len(name_of(info)) + info.compress_size
    need(archive.start_dir == end and raw[-22:-18] == b"PK\5\6" and raw[-2:] == b"\0\0", "zip: other bytes")
    size, start = struct.unpack("<LL", raw[-10:-2])
    need(start == end and start + size == len(raw) - 22, "zip: directory")
    return {info.filename: archive.read(info) for info in infos}


def name_of(info):
    return info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437")


def times(info):
    year, month, day, hour, minute, second = info.date_time
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def material(part):
    name = "".join(c if c.isalnum() or c in ".-" else "_" for c in part["name"][-60:])
    name = name[:-1] + "_" if not name or name.endswith(".") else name
    return "materials/%s-%d-%s" % (part["role"], part["place"], name)


def chain(files):
    text = files["chain/events.jsonl"].decode()
    need(text.endswith("\n"), "events: cut off")
    lines = [json.loads(line) for line in text[:-1].split("\n")]
    fields = ["seq", "at_ms", "kind", "record", "nth", "body", "before", "skip"]
    compact = [json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines]
    need("\n".join(compact) + "\n" == text, "events: not as written")
    told, own = {0: bytes(32)}, []

    def tell(seq, hash):
        need(told.setdefault(seq, hash) == hash, "event %d: link" % seq)

    for at, line in enumerate(lines):
        seq, links = line["seq"], (line["before"], line["skip"])
        need(seq > 0 and all(re.fullmatch("[0-9a-f]{64}", link) for link in links), "event %d" % seq)
        before, skip = map(bytes.fromhex, links)
        if list(line) == fields:
            own.append(line)
            content = d(b"finagent-chain-1", *(str(line[field]).encode() for field in fields[:6]))
        else:
            need(list(line) == ["seq", "content", "before", "skip"], "event %d: fields" % seq)
            need(re.fullmatch("[0-9a-f]{64}", line["content"]), "event %d: content" % seq)
            content = bytes.fromhex(line["content"])
        tell(seq - 1, before)
        tell(seq & seq - 1, skip)
        tell(seq, d(content, before, skip))
    way, at = [own[-1]["seq"]], own[-1]["seq"]
    for target in [line["seq"] for line in own[-2::-1]] if len(own) > 1 else []:
        while at > target:
            at = at & at - 1 if at & at - 1 >= target else at - 1
            way.append(at)
    need(way[::-1] == [line["seq"] for line in lines], "events: not the way")
    return own, told


def verify(path):
    files = unpack(path)
    manifest = json.loads(files["manifest.json"])
    started, ended = (json.loads(files["record/%s.json" % name]) for name in ("started", "ended"))
    own, told = chain(files)
    need(manifest["format"] == "finagent-evidence-1", "manifest: format")
    listed = [file["path"] for file in manifest["files"]]
    expected = ["README.txt", "record/started.json", "record/ended.json", "record/happenings.jsonl", "answer/raw.bin"]
    expected += ["answer/output.md"] + ["answer/flowchart.svg"] * (ended["svg"] is not None)
    expected += [material(part) for part in started["materials"]] + ["report/report.md", "report/report.html"]
    expected += ["report/flowchart.png"] * ("report/flowchart.png" in listed)
    unlisted = ["manifest.json", "chain/events.jsonl", "chain/anchor.json"]
    need(listed == expected and set(files) == set(listed + unlisted), "files")

    def same(path, digest):
        found = (sha256(files[path]), len(files[path]))
        need(found == (digest["sha256"], digest["bytes"]), path)

    for file in manifest["files"]:
        same(file["path"], file)
    answer = {"raw": "answer/raw.bin", "happenings": "record/happenings.jsonl", "output": "answer/output.md"}
    if ended["svg"] is not None:
        answer["svg"] = "answer/flowchart.svg"
    for name, path in answer.items():
        same(path, ended[name])
    for part in started["materials"]:
        same(material(part), part)

    anchor = json.loads(files["chain/anchor.json"])
    last = {"database": manifest["database"], "seq": own[-1]["seq"], "hash": told[own[-1]["seq"]].hex()}
    need(files["chain/anchor.json"] == json.dumps(last, separators=(",", ":")).encode(), "anchor")
    need(anchor == last and all(line["record"] == manifest["record"] for line in own), "events: another record's")
    kinds = [line["kind"] for line in own]
    need([line["nth"] for line in own] == list(range(1, len(own) + 1)), "events: nth")
    need(kinds[0] == "started" and kinds[-1] == "packaged", "events: kinds")
    need(kinds.count("started") == 1 and kinds.count("ended") == 1, "events: kinds")
    start, end, packaged = own[0], own[kinds.index("ended")], own[-1]
    need(json.loads(start["body"])["started"] == sha256(files["record/started.json"]), "started")
    need(json.loads(end["body"])["ended"] == sha256(files["record/ended.json"]), "ended")
    need(json.loads(end["body"])["outcome"] == ended["outcome"], "outcome")
    need(json.loads(packaged["body"])["manifest"] == sha256(files["manifest.json"]), "manifest")
    need(start["at_ms"] == started["at"]["utc_ms"] and end["at_ms"] == ended["at_ms"], "times")
    need(started["format"] == ended["format"] == "finagent-record-1", "format")
    need(started["uid"] == ended["uid"] == manifest["record"], "uid")
    for field in ("kind", "title", "app", "schema", "demo"):
        need(started[field] == manifest[field], field)
    need((re.search("^DEMO:", files["README.txt"].decode(), re.M) is not None) == manifest["demo"], "README.txt")


def main(paths):
    held = True
    for path in paths:
        try:
            verify(path)
            print("holds")
        # Whatever a hostile package makes go wrong: it does not hold.
        except Exception as error:
            print("%s: %s" % (type(error).__name__, str(error)[:200].replace("\n", " ")))
            held = False
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
