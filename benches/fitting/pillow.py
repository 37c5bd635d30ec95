"""Pillow: writes the JPEG with the highest quality within the limit, or the decoded pixels as PPM.
usage: pillow.py IN OUT.jpg LIMIT, or pillow.py IN OUT.ppm"""
import io, sys
from PIL import Image, ImageOps

Image.MAX_IMAGE_PIXELS = None
picture = ImageOps.exif_transpose(Image.open(sys.argv[1]))
if picture.mode.startswith("I;16"):
    picture = picture.point(lambda value: value / 256).convert("L")
if "A" in picture.getbands():
    picture = picture.convert("RGBA")
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    picture = ground
picture = picture.convert("RGB")
if sys.argv[2].endswith(".ppm"):
    picture.save(sys.argv[2])
    sys.exit()
# The documentation advises against quality above 95.
best, low, high = None, 1, 95
while low <= high:
    quality = (low + high) // 2
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    if file.tell() <= int(sys.argv[3]):
        best, low = file, quality + 1
    else:
        high = quality - 1
with open(sys.argv[2], "wb") as out:
    out.write(best.getvalue())
