"""Verifies evidence packages as docs/evidence.md says; shares no code with the program. Needs Python alone, and the program
openssl (3.0 or later) for the signature of a time stamp.

usage: verify.py PACKAGE.zip ...    prints a line for each, "holds" or what does not; returns 0 where all hold
"""

import decimal
import hashlib
import json
import math
import re
import struct
import subprocess
import sys
import tempfile
import zlib
from datetime import datetime, timedelta, timezone

# The limits in docs/evidence.md.
PACKAGE_MAX = 800_000_000
FILES_MAX = 1_000
FILE_MAX = 250_000_000
TOTAL_MAX = 1_000_000_000
NAME_MAX = 400
TEXT_MAX = 16_000_000
LINES_MAX = 20_000
JSON_DEPTH_MAX = 100

# README.txt: the SHA-256 of each released text, without statements and with them, and the notice in that of a demo.
README_TEXTS = {
    False: {"6ece1e732affea7a82f0054fed9112c9d7f330800a35127a53a86a7a3faa1cee"},
    True: {"1d0743452718acc8d1ecb35758caa9e45d466e8796f852146e5922fd1841acd8"},
}
DEMO = (
    "演示数据：答复由演示服务给出，并非真实审核结果，不得用作合规依据。\n"
    "DEMO: answered by the demo service. This is no real result and must not be relied on.\n\n"
)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def d(*fields):
    return hashlib.sha256(b"".join(struct.pack(">Q", len(field)) + field for field in fields)).digest()


def need(holds, what):
    if not holds:
        raise ValueError(what)


# The zip


def unpack(package):
    """The files, and their deflate streams, whose blocks are looked at last since that takes long."""
    need(22 <= len(package) <= PACKAGE_MAX, "zip: size")
    end = len(package) - 22
    count, size, directory = struct.unpack("<HLL", package[end + 10 : end + 20])
    record = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, size, directory, 0)
    need(package[end:] == record and directory + size == end and count <= FILES_MAX, "zip: end")
    host = package[directory + 5]
    need(host in (0, 3), "zip: system")
    at, here, total, files, streams = directory, 0, 0, {}, []
    for _ in range(count):
        crc, packed, size, length = struct.unpack("<LLLH", package[at + 16 : at + 30])
        total += size
        need(size <= FILE_MAX and total <= TOTAL_MAX and length <= NAME_MAX, "zip: too large")
        name = package[at + 46 : at + 46 + length]
        flags = 0 if name.isascii() else 0x800
        common = struct.pack("<5H3L2H", 20, flags, 8, 0, 0x21, crc, packed, size, length, 0) + name
        local = b"PK\3\4" + common
        central = b"PK\1\2" + bytes([20, host]) + common[:26] + struct.pack("<3H2L", 0, 0, 0, 0o100644 << 16, here) + name
        need(package[at : at + len(central)] == central, "zip: directory")
        need(package[here : here + len(local)] == local, "zip: header")
        at, here = at + len(central), here + len(local) + packed
        need(at <= end and here <= directory, "zip: cut off")
        name, stream = plain(name.decode()), package[here - packed : here]
        inflater = zlib.decompressobj(-15)
        data = inflater.decompress(stream, size + 1)
        need(inflater.eof and not inflater.unused_data and len(data) == size, "zip: size of " + name)
        need(zlib.crc32(data) == crc and name not in files, "zip: " + name)
        files[name] = data
        streams.append((name, stream, size))
    need((here, at) == (directory, end), "zip: bytes of no file")
    return files, streams


UNSEEN = re.compile(
    "[\x80-\xa0\xad\u034f\u061c\u1680\u180b-\u180f\u2000-\u206f\u3000\ue000-\uf8ff\ufe00-\ufe0f\ufeff"
    "\ufff0-\uffff\U000e0000-\U0010ffff]"
)


def plain(name):
    parts = name.split("/")
    sound = all(re.fullmatch("[A-Za-z0-9._\x80-\U0010ffff-]+", part) and part[-1] != "." for part in parts)
    need(sound and not UNSEEN.search(name), "zip: name " + repr(name))
    return name


# Deflate, RFC 1951


class Bits:
    def __init__(self, stream):
        self.stream, self.at, self.held, self.count = stream, 0, 0, 0

    def hold(self):
        if self.count < 16:
            chunk = self.stream[self.at : self.at + 4]
            self.held |= int.from_bytes(chunk, "little") << self.count
            self.at, self.count = self.at + len(chunk), self.count + 8 * len(chunk)

    def take(self, count):
        self.hold()
        need(count <= self.count, "deflate: cut off")
        taken = self.held & (1 << count) - 1
        self.held, self.count = self.held >> count, self.count - count
        return taken

    def fill_up(self):
        need(self.take(self.count % 8) == 0, "deflate: bits that fill up")
        # Give back whole bytes read ahead.
        self.at, self.held, self.count = self.at - self.count // 8, 0, 0


def huffman(lengths):
    """Maps the next bits to a symbol and its length; also returns how much of the code is unused."""
    longest = max(lengths, default=0)
    table, code, free = [None] * (1 << longest), 0, 1 << longest
    for length in range(1, longest + 1):
        code <<= 1
        for symbol in (symbol for symbol, other in enumerate(lengths) if other == length):
            free -= 1 << longest - length
            need(free >= 0, "deflate: too many codes")
            place = int(format(code, "0%db" % length)[::-1], 2)
            table[place :: 1 << length] = [(symbol, length)] * (1 << longest - length)
            code += 1
    return table, free


def symbol(bits, table):
    bits.hold()
    entry = table[bits.held & len(table) - 1]
    need(entry, "deflate: no such code")
    bits.take(entry[1])
    return entry[0]


def codes_of(bits):
    literals, distances, given = bits.take(5) + 257, bits.take(5) + 1, bits.take(4) + 4
    need(literals <= 286 and distances <= 30, "deflate: symbols")
    lengths = [0] * 19
    for place in (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)[:given]:
        lengths[place] = bits.take(3)
    codes, free = huffman(lengths)
    need(free == 0, "deflate: incomplete code")
    lengths = []
    while len(lengths) < literals + distances:
        what = symbol(bits, codes)
        if what < 16:
            lengths.append(what)
        elif what == 16:
            lengths += lengths[-1:] * (bits.take(2) + 3) or need(False, "deflate: nothing to repeat")
        else:
            lengths += [0] * (bits.take(3) + 3 if what == 17 else bits.take(7) + 11)
    need(len(lengths) == literals + distances, "deflate: lengths")
    literals, distances = lengths[:literals], lengths[literals:]
    codes = [huffman(literals), huffman(distances)]
    # A block without matches has no distance code, or a single code of one bit.
    least = [length for length in distances if length] in ([], [1])
    need(codes[0][1] == 0 and (codes[1][1] == 0 or least), "deflate: incomplete code")
    return codes[0][0], codes[1][0]


def blocks(stream, size):
    """Checks that no block but the last one is empty, and that padding bits are zero."""
    bits, made, last = Bits(stream), 0, 0
    while not last:
        last, kind, before = bits.take(1), bits.take(2), made
        need(kind < 3, "deflate: kind of block")
        if kind == 0:
            bits.fill_up()
            length, complement = bits.take(16), bits.take(16)
            need(length ^ complement == 0xFFFF, "deflate: stored block")
            bits.fill_up()
            bits.at, made = bits.at + length, made + length
            need(bits.at <= len(stream), "deflate: cut off")
        else:
            fixed = [8] * 144 + [9] * 112 + [7] * 24 + [8] * 8
            literals, distances = (huffman(fixed)[0], huffman([5] * 32)[0]) if kind == 1 else codes_of(bits)
            while (what := symbol(bits, literals)) != 256:
                made += 1 if what < 256 else match(bits, what - 257, distances, made)
                need(made <= size, "deflate: size")
        need(last or made > before, "deflate: empty block")
    bits.fill_up()
    need((made, bits.at) == (size, len(stream)), "deflate: end")


def match(bits, length, distances, made):
    need(length < 29, "deflate: length")
    length = 258 if length == 28 else length + 3 if length < 8 else span(bits, length, 4) + 3
    distance = symbol(bits, distances)
    need(distance < 30, "deflate: distance")
    distance = distance + 1 if distance < 4 else span(bits, distance, 2) + 1
    need(distance <= min(made, 32768), "deflate: distance")
    return length


def span(bits, symbol, steps):
    more = symbol // steps - 1
    return (steps + symbol % steps << more) + bits.take(more)


# JSON


def parse(data, layout="compact"):
    """Parses a text in the form that docs/evidence.md describes."""
    text = data if isinstance(data, str) else data.decode()
    value = json.loads(text)
    need(written(value, "\n" if layout == "indented" else "", 1) == text, "JSON: not as written")
    return value


def written(value, line, depth):
    if type(value) in (dict, list):
        need(depth <= JSON_DEPTH_MAX, "JSON: too deep")
        inner, colon = line and line + "  ", ": " if line else ":"
        if type(value) is dict:
            pairs = value.items()
            elements = [json.dumps(name, ensure_ascii=False) + colon + written(of, inner, depth + 1) for name, of in pairs]
        else:
            elements = [written(of, inner, depth + 1) for of in value]
        text = inner + ("," + inner).join(elements) + line if elements else ""
        return "{%s}" % text if type(value) is dict else "[%s]" % text
    if type(value) is float:
        return fraction(value)
    if type(value) is int:
        need(-(2**63) <= value < 2**64, "JSON: number")
    return json.dumps(value, ensure_ascii=False)


def fraction(value):
    need(math.isfinite(value), "JSON: number")
    sign, digits, exponent = decimal.Decimal(repr(value)).as_tuple()
    digits = "".join(map(str, digits)).rstrip("0") or "0"
    exponent = decimal.Decimal(repr(value)).adjusted() if value else 0
    if not -5 <= exponent < 16:
        text = digits[0] + ("." + digits[1:] if digits[1:] else "") + "e%+d" % exponent
    elif exponent < 0:
        text = "0." + "0" * (-exponent - 1) + digits
    else:
        digits = digits.ljust(exponent + 1, "0")
        text = digits[: exponent + 1] + "." + (digits[exponent + 1 :] or "0")
    return "-" * sign + text


def whole(low, high):
    return lambda value: type(value) is int and low <= value <= high


U32, U64 = whole(0, 2**32 - 1), whole(0, 2**64 - 1)
I32, I64 = whole(-(2**31), 2**31 - 1), whole(-(2**63), 2**63 - 1)
HASH = lambda value: type(value) is str and re.fullmatch("[0-9a-f]{64}", value)
ID = lambda value: type(value) is str and re.fullmatch("[0-9a-f]{32}", value)


def fits(value, kind):
    """Whether a value is of a kind: a type, a set of texts, fields in their order ("?" at those that may be missing), …"""
    if type(kind) is dict:
        if type(value) is not dict:
            return False
        there = [name for name in kind if name[-1] != "?" or name[:-1] in value]
        names = [name.rstrip("?") for name in there]
        return list(value) == names and all(fits(value[name], kind[key]) for name, key in zip(names, there))
    if type(kind) is list:
        return type(value) is list and all(fits(element, kind[0]) for element in value)
    if type(kind) is tuple:
        return any(fits(value, one) for one in kind)
    if type(kind) is set:
        return type(value) is str and value in kind
    if type(kind) is type:
        return type(value) is kind
    return value is None if kind is None else bool(kind(value))


def some(kind):
    return (kind, None)


KIND = {"audit", "diligence", "updates", "sparring", "lines"}
OUTCOME = {"finished", "failed", "cancelled", "interrupted"}
DIGEST = {"sha256": HASH, "bytes": U64}
TOKENS = {"total": some(U64), "prompt": some(U64), "completion": some(U64)}
MANIFEST = {
    **{"format": {"finagent-evidence-1"}, "record": ID, "kind": KIND, "title": str, "demo": bool, "app": str, "schema": U32},
    **{"database": ID, "files": [{"path": str, "sha256": HASH, "bytes": U64}]},
}
MATERIAL = {
    **{"role": {"received", "sent"}, "place": U32, "name": str, "sha256": HASH, "media_type": str},
    **{"width": U32, "height": U32, "bytes": U64},
}
SPOT = lambda value: type(value) is int and -(2**31) <= value <= 2**31 - 1
QUAD = lambda value: fits(value, [[SPOT]]) and len(value) == 4 and all(len(spot) == 2 for spot in value)
BASIS = {"id": str, "law": str, "article": some(str), "text": some(str), "confidence": str}
FINDING = {
    **{"rule": some(str), "kind": str, "topic": str, "severity": str, "title": str, "explanation": str, "excerpt": str},
    **{"suggestion": str, "basis": some(BASIS), "picture": [QUAD], "copy": [{"from": U32, "to": U32}], "dismissed": some(str)},
}
CHECK = {
    **{"packs": [{"id": str, "version": str, "sha256": str}]},
    **{"context": [{"name": str, "value": some(str), "guessed_from": some([str])}]},
    **{"picture": {"none", "unread", "read"}, "findings": [FINDING], "omitted": U64},
    **{"not_checked": [{"needs": [str], "rules": [str]}]},
}
STARTED = {
    **{"format": {"finagent-record-1"}, "uid": ID, "kind": KIND, "title": str, "subject": str},
    **{"at": {"utc_ms": I64, "offset_minutes": I32, "zone": str}, "app": str, "schema": U32, "origin": str, "demo": bool},
    **{"model": str, "temperature": str, "mode": str, "key_fingerprint": some(str), "endpoint": str, "request": dict},
    **{"preparation?": dict, "materials": [MATERIAL], "check?": CHECK},
}
ANSWER = {
    **{"number": U32, "outcome": {"finished", "kept", "failed", "stopped", "unasked"}, "problem": some(dict)},
    **{"output": {"at": U64, "bytes": U64}, "raw": some({"at": U64, "bytes": U64}), "tokens": some(TOKENS)},
    **{"session": some(str), "notes": [str]},
}
ENDED = {
    **{"format": {"finagent-record-1"}, "uid": ID, "outcome": OUTCOME, "problem": some(dict), "at_ms": I64, "elapsed_ms": U64},
    **{"raw": DIGEST, "happenings": DIGEST, "output": DIGEST, "svg": some(DIGEST), "tokens": some(TOKENS)},
    **{"session": some(str), "max_token": some(str), "notes": [str], "answers?": lambda value: value and fits(value, [ANSWER])},
}
EVENT = {
    **{"seq": U64, "at_ms": I64, "kind": str, "record": ID, "nth": U64, "body": str},
    **{"before": HASH, "skip": HASH},
}
STEP = {"seq": U64, "content": HASH, "before": HASH, "skip": HASH}
ANCHOR = {"database": ID, "seq": U64, "hash": HASH}
CONCLUSION = {"pass", "pass_after_changes", "refused"}
SUBMISSION = ["number", "title", "type", "channel", "product", "audience", "department", "submitter", "contact", "planned"]
SEVERITY = {"high", "medium", "low"}
DECIDED = {
    **{"number": U32, "sources": [{"rules", "service", "person"}], "rule": some(str), "severity": SEVERITY, "title": str},
    **{"explanation": str, "excerpt": str, "suggestion": str},
    **{"basis": some({"law": str, "article": some(str), "text": some(str), "confidence": str}), "picture": [QUAD]},
    **{"copy": [{"from": U32, "to": U32}], "decision": {"adopted", "changed", "dismissed"}, "decided_severity": some(SEVERITY)},
    **{"wording": str, "reason": str},
}
POINT = {
    **{"id": str, "category": str, "point": str, "basis": str, "result": {"pass", "fail", "not_applicable"}, "note": str},
}
EARLIER = {"number": U32, "title": str, "excerpt": str, "status": {"resolved", "present", "not_applicable"}, "note": str}
STATEMENTS = {
    "checked": CHECK,
    "reviewed": {
        **{"submission": dict.fromkeys(SUBMISSION + ["valid_until", "source"], str), "version": whole(1, 2**32 - 1)},
        **{"previous": some(ID), "findings": [DECIDED], "checklist": [POINT], "proposed": some(CONCLUSION)},
        **{"conclusion": CONCLUSION, "opinion": str},
        **{"rectification": [{"item": str, "owner": str, "deadline": str}]},
        **{"earlier?": lambda value: value and fits(value, [EARLIER])},
    },
    "approved": {"reviewed": str, "conclusion": CONCLUSION, "opinion": str},
    "returned": {"reviewed": str, "reason": str},
    "archived": {
        **{"reviewed": str, "approved": some(str)},
        **{"letters": [{"name": str, "media_type": str, "sha256": HASH, "bytes": U64}], "retain_until": str},
    },
    "stamped": {"archived": str, "token": HASH, "authority": str, "time_ms": I64},
    "compared": {
        **{"archived": some(str), "picture": HASH, "name": str},
        **{"outcome": {"identical", "same_picture", "cropped", "framed", "altered", "other"}},
        **{"findings": [str], "regions": [dict.fromkeys(("x", "y", "width", "height"), U32)]},
    },
}
STATEMENT = {
    **{"format": {"finagent-statement-1"}, "record": str, "kind": set(STATEMENTS), "at_ms": I64, "ended": str},
    **{"signer": some({"name": str, "staff": str, "key": str}), "body": dict},
}
SIGNATURE = lambda value: type(value) is str and re.fullmatch("[0-9a-f]{128}", value)
UNSIGNED, SIGNED = {"statement": HASH, "key": None, "signature": None}, {"statement": HASH, "key": HASH, "signature": SIGNATURE}
BODIES = {
    **{kind: (UNSIGNED, SIGNED) for kind in STATEMENTS},
    "started": {"started": HASH},
    "ended": {"ended": HASH, "outcome": OUTCOME},
    "packaged": {"manifest": HASH},
    "exported": {"form": str, "file": HASH},
}


def read(files, name, kind, layout="compact"):
    need(len(files[name]) <= TEXT_MAX, name + ": too large")
    value = parse(files[name], layout)
    need(fits(value, kind), name)
    return value


# The package


def named(start, name, listed):
    """The listed path of a file with this start and name."""
    name = name[-60:] or "_"
    name = name[:-1] + "_" if name[-1] == "." else name
    same = lambda c: re.escape(c) if re.match("[A-Za-z0-9.-]", c) else "_" if c.isascii() else "[_%s]" % c
    pattern = re.compile(re.escape(start) + "".join(map(same, name)))
    return next((path for path in listed if pattern.fullmatch(path)), start)


def chain(files):
    data = files["chain/events.jsonl"]
    need(len(data) <= TEXT_MAX and data.endswith(b"\n"), "events: cut off")
    lines = [parse(line) for line in data.decode()[:-1].split("\n")]
    need(len(lines) <= LINES_MAX, "events: too many")
    told, own, bodies = {0: bytes(32)}, [], []

    def tell(seq, hash):
        need(told.setdefault(seq, hash) == hash, "event %d: link" % seq)

    for line in lines:
        event = fits(line, EVENT)
        need((event or fits(line, STEP)) and line["seq"] > 0, "events: fields")
        seq, before, skip = line["seq"], bytes.fromhex(line["before"]), bytes.fromhex(line["skip"])
        if event:
            body = parse(line["body"])
            need(fits(body, BODIES.get(line["kind"], dict)), "event %d: body" % seq)
            own.append(line)
            bodies.append(body)
            content = d(b"finagent-chain-1", *(str(line[field]).encode() for field in list(EVENT)[:6]))
        else:
            content = bytes.fromhex(line["content"])
        tell(seq - 1, before)
        tell(seq & seq - 1, skip)
        tell(seq, d(content, before, skip))
    way, at = [own[-1]["seq"]], own[-1]["seq"]
    for target in [line["seq"] for line in own[-2::-1]] if len(own) > 1 else []:
        need(at > target, "events: order")
        while at > target:
            at = at & at - 1 if at & at - 1 >= target else at - 1
            way.append(at)
    need(way[::-1] == [line["seq"] for line in lines], "events: not the way")
    return own, bodies, told


def quotes(findings, copy):
    for finding in findings:
        for place in finding["copy"]:
            words = type(copy) is str and 0 < place["from"] <= place["to"] <= len(copy) and copy[place["from"] - 1 : place["to"]]
            need(words and words in finding["excerpt"], "quotes")


# Statements


def statements(files, own, listed):
    """For each statement its path, its parsed text, and path, hash and size of its files."""
    stated = []
    for kind in (line["kind"] for line in own if line["kind"] in STATEMENTS):
        start = "review/%02d-" % (len(stated) + 1)
        text = read(files, start + kind + ".json", STATEMENT)
        need(text["kind"] == kind and fits(text["body"], STATEMENTS[kind]), start)
        parts = [(letter["name"], letter["sha256"], letter["bytes"]) for letter in text["body"].get("letters", [])]
        if kind == "stamped":
            parts = [("token.tsr", text["body"]["token"], None)]
        parts = [(named(start + "%d-" % place, part[0], listed), *part[1:]) for place, part in enumerate(parts, 1)]
        stated.append((start + kind + ".json", text, parts))
    return stated


# The kinds that may follow in each state, and the state after a kind that changes it.
FOLLOW = {
    "open": {"reviewed"},
    "reviewed": {"approved", "returned", "archived"},
    "approved": {"archived"},
    "returned": {"reviewed"},
    "archived": {"stamped"},
}


def review(files, stated, own, bodies, record, copy):
    """Checks the statements in their order: what each refers to, who signed it, and its signature."""
    state, latest, names, signatures, tokens = "open", {"approved": None, "archived": None}, {}, [], []
    events = [(line, body) for line, body in zip(own, bodies) if line["kind"] in STATEMENTS]
    ended = sha256(files["record/ended.json"])
    for (path, text, parts), (line, event) in zip(stated, events):
        kind, body, data = text["kind"], text["body"], files[path]
        need(event["statement"] == sha256(data) and line["at_ms"] == text["at_ms"], path)
        need(text["record"] == record and text["ended"] == ended, path + ": another record's")
        signer = text["signer"]
        need(kind not in ("checked", "stamped") or not signer, path + ": signed")
        need(signer or kind in ("checked", "stamped", "compared"), path + ": unsigned")
        need((signer["key"] if signer else None) == event["key"], path + ": key")
        need(kind in ("checked", "compared") or kind in FOLLOW[state], path + ": order")
        for name in ("reviewed", "approved", "archived"):
            need(name not in body or body[name] == latest[name], path + ": reference")
        if kind == "approved":
            need(signer["key"] != latest["key"] and body["conclusion"] == latest["conclusion"], path + ": approval")
        if kind == "reviewed":
            latest.update(reviewed=sha256(data), approved=None, key=signer["key"], conclusion=body["conclusion"])
            need([finding["number"] for finding in body["findings"]] == list(range(1, len(body["findings"]) + 1)), path)
            before = [finding["number"] for finding in body.get("earlier", [])]
            need(not before or body["previous"] and all(a < b for a, b in zip([0] + before, before)), path)
        if kind in ("approved", "archived"):
            latest[kind] = sha256(data)
        state = kind if kind in FOLLOW else state
        if kind in ("checked", "reviewed"):
            quotes(body["findings"], copy)
        for part, digest, size in parts:
            need(sha256(files[part]) == digest and size in (None, len(files[part])), part)
        if kind == "stamped":
            need(body["token"] not in tokens, path + ": stamped twice")
            tokens.append(body["token"])
            stamped(files[parts[0][0]], body)
        if signer:
            need(names.setdefault(signer["key"], signer) == signer, path + ": names")
            signatures.append((path, event, d(b"finagent-statement-1", data)))
    return signatures


# Time stamps, RFC 3161. Who vouches for the authority is not checked: see docs/evidence.md for how to do that.

TOKEN_MAX = 1 << 20
SIGNED_DATA, TIME_STAMP = "2a864886f70d010702", "2a864886f70d0109100104"
SHA256_NAME = "608648016503040201"


def elements(data):
    """The elements of DER, each as its tag and its content."""
    found, at = [], 0
    while at < len(data):
        need(at + 2 <= len(data), "stamp: cut off")
        tag, length, at = data[at], data[at + 1], at + 2
        if length >= 0x80:
            digits = data[at : at + (length & 0x7F)]
            need(0 < len(digits) == length & 0x7F <= 4 and digits[0], "stamp: length")
            at, length = at + len(digits), int.from_bytes(digits, "big")
            need(length >= 0x80, "stamp: length")
        need(at + length <= len(data), "stamp: cut off")
        found.append((tag, data[at : at + length]))
        at += length
    return found


def inside(data, tag, count=1):
    """The elements inside an element with this tag, which is the only one; there are at least so many."""
    whole = elements(data)
    need(len(whole) == 1 and whole[0][0] == tag, "stamp: form")
    found = elements(whole[0][1])
    need(len(found) >= count, "stamp: form")
    return found


def only(found, tag):
    need(found[0] == tag, "stamp: form")
    return found[1]


def stamped(token, body):
    need(len(token) <= TOKEN_MAX, "stamp: size")
    name, content = inside(token, 0x30, 2)[:2]
    need(name == (0x06, bytes.fromhex(SIGNED_DATA)), "stamp: no token")
    signed_data = inside(only(content, 0xA0), 0x30, 3)
    name, content = elements(only(signed_data[2], 0x30))[:2]
    need(name == (0x06, bytes.fromhex(TIME_STAMP)), "stamp: no time stamp")
    content = elements(only(content, 0xA0))
    info = inside(only(content[0], 0x04), 0x30, 5)
    algorithm, imprint = elements(only(info[2], 0x30))[:2]
    name = elements(only(algorithm, 0x30))[0]
    need(name == (0x06, bytes.fromhex(SHA256_NAME)), "stamp: hash")
    need(imprint == (0x04, bytes.fromhex(body["archived"])), "stamp: of something else")
    time = re.fullmatch(r"(\d{14})(?:\.(\d{1,9}))?Z", only(info[4], 0x18).decode())
    need(time, "stamp: time")
    second = datetime.strptime(time[1], "%Y%m%d%H%M%S").replace(tzinfo=timezone.utc)
    second = (second - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(seconds=1)
    need(second * 1000 + int((time[2] or "0").ljust(9, "0")[:3]) == body["time_ms"], "stamp: another time")
    with tempfile.TemporaryDirectory() as folder:
        with open(folder + "/token", "wb") as file:
            file.write(token)

        def openssl(*arguments):
            done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True)
            need(done.returncode == 0, "stamp: signature (openssl %s)" % arguments[0])

        # The certificate of the signer, which then stands for its own authority, as of the time of the stamp.
        openssl("cms", "-verify", "-noverify", "-binary", "-inform", "DER", "-in", "token", "-signer", "own", "-out", "info")
        openssl(
            *["ts", "-verify", "-token_in", "-in", "token", "-digest", body["archived"]],
            *["-CAfile", "own", "-partial_chain", "-attime", str(second)],
        )


# Ed25519, RFC 8032; points as x, y, z, t with x/z and y/z on the curve, and t/z their product

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, -1, P) % P
ZERO = (0, 1, 1, 0)


def plus(one, two):
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
    c, e = 2 * one[3] * two[3] * CURVE % P, 2 * one[2] * two[2] % P
    return (b - a) * (e - c) % P, (e + c) * (b + a) % P, (e - c) * (e + c) % P, (b - a) * (b + a) % P


def times(number, point):
    sum = ZERO
    while number:
        sum = plus(sum, point) if number & 1 else sum
        point, number = plus(point, point), number >> 1
    return sum


def point(data):
    """The point that 32 bytes stand for; there is exactly one way to write it, and its order is not small."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & 2**255 - 1
    need(y < P, "signature: no point")
    square = (y * y - 1) * pow(CURVE * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    need(x * x % P == square and (x or not sign), "signature: no point")
    x = P - x if x & 1 != sign else x
    found = (x, y, 1, x * y % P)
    small = times(8, found)
    need(small[0] or small[1] != small[2], "signature: small order")
    return found


BASE = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def signed(key, signature, message):
    key, r, s = bytes.fromhex(key), bytes.fromhex(signature)[:32], int.from_bytes(bytes.fromhex(signature)[32:], "little")
    public = point(key)
    point(r)
    need(s < ORDER, "signature: number")
    hash = int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % ORDER
    minus = (P - public[0], public[1], 1, P - public[3])
    x, y, z, _ = plus(times(s, BASE), times(hash, minus))
    x, y = x * pow(z, -1, P) % P, y * pow(z, -1, P) % P
    need((y | (x & 1) << 255).to_bytes(32, "little") == r, "signature")


def readme(data, record, demo, reviewed):
    text, line = data.decode(), "记录 / record: "
    need("{record}" not in text and text.count(record) == 1, "README.txt")
    text = text.replace((DEMO if demo else "") + line + record, line + "{record}")
    need(sha256(text.encode()) in README_TEXTS[reviewed], "README.txt")


def verify(package):
    files, streams = unpack(package)
    manifest = read(files, "manifest.json", MANIFEST, "indented")
    started, ended = read(files, "record/started.json", STARTED), read(files, "record/ended.json", ENDED)
    own, bodies, told = chain(files)
    listed = [file["path"] for file in manifest["files"]]
    materials = [named("materials/%s-%d-" % (part["role"], part["place"]), part["name"], listed) for part in started["materials"]]
    stated = statements(files, own, listed)
    expected = ["README.txt", "record/started.json", "record/ended.json", "record/happenings.jsonl", "answer/raw.bin"]
    expected += ["answer/output.md"] + ["answer/flowchart.svg"] * (ended["svg"] is not None)
    expected += materials + ["report/report.md", "report/report.html"]
    expected += ["report/flowchart.png"] * (ended["svg"] is not None and "report/flowchart.png" in listed)
    for path, _, parts in stated:
        expected += [path] + [part[0] for part in parts]
    need(listed == expected, "manifest: files")
    there = ["README.txt", "manifest.json"] + expected[1:] + ["chain/events.jsonl", "chain/anchor.json"]
    need(list(files) == there, "zip: files")

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
    for path, part in zip(materials, started["materials"]):
        same(path, part)
    copy = started["request"].get("query", "")
    quotes(started.get("check", {"findings": []})["findings"], copy)
    for role in ("received", "sent"):
        places = [part["place"] for part in started["materials"] if part["role"] == role]
        need(places == list(range(1, len(places) + 1)), "materials: places")
    happenings = files["record/happenings.jsonl"].decode()
    need(not happenings or happenings.endswith("\n"), "happenings: cut off")
    for line in happenings.split("\n")[:-1]:
        happening = parse(line)
        need(type(happening) is dict and next(iter(happening), "") == "ms" and U64(happening["ms"]), "happenings")

    anchor = read(files, "chain/anchor.json", ANCHOR)
    last = {"database": manifest["database"], "seq": own[-1]["seq"], "hash": told[own[-1]["seq"]].hex()}
    need(anchor == last, "anchor")
    need(all(line["record"] == manifest["record"] for line in own), "events: another record's")
    kinds = [line["kind"] for line in own]
    need([line["nth"] for line in own] == list(range(1, len(own) + 1)), "events: nth")
    need(kinds[0] == "started" and kinds[-1] == "packaged", "events: kinds")
    need(kinds.count("started") == 1 and kinds.count("ended") == 1, "events: kinds")
    end = kinds.index("ended")
    need(bodies[0]["started"] == sha256(files["record/started.json"]), "started")
    need(bodies[end] == {"ended": sha256(files["record/ended.json"]), "outcome": ended["outcome"]}, "ended")
    need(bodies[-1]["manifest"] == sha256(files["manifest.json"]), "manifest")
    need(own[0]["at_ms"] == started["at"]["utc_ms"] and own[end]["at_ms"] == ended["at_ms"], "times")
    need(started["uid"] == ended["uid"] == manifest["record"], "uid")
    for field in ("kind", "title", "app", "schema", "demo"):
        need(started[field] == manifest[field], field)
    readme(files["README.txt"], manifest["record"], manifest["demo"], bool(stated))
    for path, event, message in review(files, stated, own, bodies, manifest["record"], copy):
        signed(event["key"], event["signature"], message)
    for name, stream, size in streams:
        blocks(stream, size)


def main(paths):
    held = True
    for path in paths:
        try:
            with open(path, "rb") as file:
                verify(file.read(PACKAGE_MAX + 1))
            print("holds")
        # A package that causes any error does not hold.
        except Exception as error:
            print("%s: %s" % (type(error).__name__, str(error)[:200].replace("\n", " ")))
            held = False
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
