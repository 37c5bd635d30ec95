"""RapidOCR: prints a JSON line for each path on standard input, like `posters ours`. usage: rapid.py rapidocr|rapidocr-full"""
import json, logging, sys
from rapidocr import RapidOCR

logging.disable(logging.CRITICAL)
full = {"Global.max_side_len": 20000, "Global.width_height_ratio": -1, "Det.limit_side_len": 736, "Det.limit_type": "min"}
engine = RapidOCR(params=full if sys.argv[1] == "rapidocr-full" else {})
for path in iter(sys.stdin.readline, ""):
    read = engine(path.rstrip("\n"))
    lines = zip(read.txts, read.boxes) if read.txts else []
    print(json.dumps([{"text": text, "quad": [[float(x), float(y)] for x, y in box]} for text, box in lines]), flush=True)
