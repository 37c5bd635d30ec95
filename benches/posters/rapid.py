"""RapidOCR on pictures: a JSON line for each, as `posters ours` writes them. usage: rapid.py rapidocr|rapidocr-full PICTURE ..."""
import json, logging, resource, sys, time
from rapidocr import RapidOCR

logging.disable(logging.CRITICAL)
full = {"Global.max_side_len": 20000, "Global.width_height_ratio": -1, "Det.limit_side_len": 736, "Det.limit_type": "min"}
engine = RapidOCR(params=full if sys.argv[1] == "rapidocr-full" else {})
for path in sys.argv[2:]:
    since = time.monotonic()
    read = engine(path)
    seconds = time.monotonic() - since
    lines = []
    if read.txts:
        lines = [{"text": text, "quad": [[float(x), float(y)] for x, y in box]} for text, box in zip(read.txts, read.boxes)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"lines": lines, "seconds": seconds, "megabytes": peak}), flush=True)
