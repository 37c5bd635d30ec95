#!/usr/bin/env python3
"""Makes picture files of many kinds, each beside the pixels that Pillow reads from it.

usage: make.py FOLDER [--few]

A file NAME gets NAME.1.ppm, NAME.2.ppm … for its pages: upright, on white, in sRGB. A file that Pillow can't read gets none.
Programs that are not installed (cjpeg, jpegtran, convert, ffmpeg, tiffcp, cwebp, webpmux) are passed over. --few makes about
a hundred small files, with Pillow alone.
"""

import functools
import io
import itertools
import os
import shutil
import subprocess
import sys
import warnings

from PIL import Image, ImageCms, ImageDraw, ImageFilter, ImageOps, TiffImagePlugin

warnings.simplefilter("ignore")
SIZES = [(97, 61), (64, 48), (250, 131), (17, 9), (8, 8), (1, 1), (129, 200)]


def scene(width, height, seed=0):
    """A gradient with blocks, lettering and lines: colours, edges and smooth areas."""
    return drawn(width, height, seed).copy()


@functools.lru_cache
def drawn(width, height, seed):
    picture = Image.new("RGB", (width, height))
    for y in range(height):
        for x in range(width):
            picture.putpixel((x, y), (
                (40 + 180 * x // max(width, 1) + seed * 31) % 256,
                60 + 150 * y // max(height, 1),
                200 - 120 * (x + y) // max(width + height, 1),
            ))
    draw = ImageDraw.Draw(picture)
    draw.rectangle([width // 8, height // 8, width // 3, height // 3], fill=(200, 30, 40))
    draw.ellipse([width // 2, height // 3, width - 5, height - 5], fill=(20, 90, 200))
    draw.text((width // 10, height // 2), "Ab 3.85%", fill=(250, 250, 240))
    # A little blur: what differs at hard edges is the encoder's business.
    return picture.filter(ImageFilter.GaussianBlur(0.6))


def holes(width, height):
    """Alpha: opaque, half and clear areas."""
    alpha = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(alpha)
    draw.rectangle([0, 0, width // 4, height // 4], fill=0)
    draw.rectangle([width // 2, 0, width, height // 3], fill=120)
    return alpha


def on_white(picture):
    """The picture in RGB, on white."""
    if picture.mode in ("LA", "RGBA", "PA", "La", "RGBa") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        white = Image.new("RGBA", picture.size, (255, 255, 255, 255))
        white.alpha_composite(picture)
        return white.convert("RGB")
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value / 257 + 0.5).convert("L").convert("RGB")
    return picture.convert("RGB")


def in_srgb(picture, profile):
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    mode = picture.mode if picture.mode in ("RGB", "L", "CMYK") else "RGB"
    target = ImageCms.createProfile("sRGB")
    intent = ImageCms.getDefaultIntent(source)
    return ImageCms.profileToProfile(picture.convert(mode), source, target, renderingIntent=intent, outputMode="RGB")


def reading(path):
    """The pages as Pillow reads them; none if it can't."""
    pages = []
    with Image.open(path) as file:
        count = getattr(file, "n_frames", 1) if file.format == "TIFF" else 1
        for number in range(count):
            if count > 1:
                file.seek(number)
            file.load()
            # Pillow turns a TIFF when it loads it.
            picture = file if file.format == "TIFF" else ImageOps.exif_transpose(file) or file
            profile = file.info.get("icc_profile")
            pages.append(in_srgb(picture, profile) if profile else on_white(picture))
    return pages


class Folder:
    def __init__(self, path):
        self.path = path
        self.made = 0

    def place(self, name):
        path = os.path.join(self.path, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def add(self, name, make):
        """`make(path)` writes the file."""
        path = self.place(name)
        try:
            make(path)
        except (OSError, ValueError, KeyError, RuntimeError, SystemError, subprocess.CalledProcessError):
            if os.path.exists(path):
                os.remove(path)
            return
        if not os.path.exists(path):
            return
        self.made += 1
        try:
            pages = reading(path)
        except Exception:  # Pillow's decoders raise many kinds; whatever it is, there is no reading.
            return
        for number, page in enumerate(pages, 1):
            page.save(f"{path}.{number}.ppm")


def run(*command, data=None):
    subprocess.run(command, input=data, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def has(*programs):
    return all(shutil.which(program) for program in programs)


def ppm(picture):
    data = io.BytesIO()
    picture.save(data, "PPM")
    return data.getvalue()


def turned(orientation):
    exif = Image.Exif()
    exif[274] = orientation
    return exif.tobytes()


def profiles():
    """Colour profiles that come with the system."""
    found = []
    for folder, _, names in os.walk("/usr/share/color/icc"):
        found += [os.path.join(folder, name) for name in sorted(names) if name.endswith((".icc", ".icm"))]
    return found


def jpegs_by_pillow(folder, sizes):
    for size in sizes:
        picture = scene(*size)
        name = "x".join(map(str, size))
        for mode, sub, progressive in itertools.product(("RGB", "L", "CMYK"), (0, 1, 2), (False, True)):
            if mode == "L" and sub:
                continue
            options = {"quality": 92, "progressive": progressive}
            if mode == "RGB":
                options["subsampling"] = sub
            folder.add(f"jpeg-pillow/{mode}-{name}-{sub}-{'p' if progressive else 'b'}.jpg",
                       lambda path: picture.convert(mode).save(path, "JPEG", **options))
    for orientation in range(2, 9):
        picture = scene(*sizes[0])
        for mode in ("RGB", "L"):
            folder.add(f"jpeg-turned/{mode}-{orientation}.jpg",
                       lambda path: picture.convert(mode).save(path, "JPEG", quality=92, exif=turned(orientation)))


# One scan for each component; a shared scan of two; progressive by hand.
SCRIPTS = {
    "apart": "0;\n1;\n2;\n",
    "reversed": "2;\n1;\n0;\n",
    "pair": "0;\n1 2;\n",
    "pair-first": "1 2;\n0;\n",
    "progressive": "0: 0-0, 0, 0;\n1: 0-0, 0, 0;\n2: 0-0, 0, 0;\n0: 1-63, 0, 0;\n1: 1-63, 0, 0;\n2: 1-63, 0, 0;\n",
    "refined": "0 1 2: 0-0, 0, 1;\n0: 1-5, 0, 2;\n2: 1-63, 0, 1;\n1: 1-63, 0, 1;\n0: 6-63, 0, 2;\n0: 1-63, 2, 1;\n"
               "0 1 2: 0-0, 1, 0;\n2: 1-63, 1, 0;\n1: 1-63, 1, 0;\n0: 1-63, 1, 0;\n",
}


def jpegs_by_cjpeg(folder, sizes):
    if not has("cjpeg", "jpegtran"):
        return
    scripts = {}
    for name, script in SCRIPTS.items():
        scripts[name] = folder.place(f"scripts/{name}")
        with open(scripts[name], "w", encoding="ascii") as file:
            file.write(script)
    for size in sizes:
        data = ppm(scene(*size))
        at = "x".join(map(str, size))
        for sample in ("1x1", "2x1", "1x2", "2x2", "4x1", "4x2", "1x1,1x1,2x2", "2x2,1x2,2x1", "2x2,2x1,1x1"):
            for script in [None, *scripts]:
                for restart in ([], ["-restart", "1"], ["-restart", "3B"]):
                    if restart and sample not in ("1x1", "2x2", "2x1") or script and "," in sample and restart:
                        continue
                    options = ["-quality", "92", "-sample", sample, *restart]
                    if script:
                        options += ["-scans", scripts[script]]
                    name = f"jpeg-{'one-scan' if not script else script}/{at}-{sample.replace(',', '_')}-{'-'.join(restart) or 'plain'}.jpg"
                    folder.add(name, lambda path: run("cjpeg", *options, "-outfile", path, data=data))
        for name, options in {
            "rgb": ["-rgb"], "grey": ["-grayscale"], "grey-2x2": ["-grayscale", "-sample", "2x2"], "optimised": ["-optimize"],
            "arithmetic": ["-arithmetic"], "baseline-q1": ["-quality", "1", "-baseline"], "int": ["-dct", "int"],
            "progressive-restart": ["-progressive", "-restart", "1"], "progressive-blocks": ["-progressive", "-restart", "5B"],
            "rgb-progressive": ["-rgb", "-progressive"], "grey-progressive": ["-grayscale", "-progressive"],
            "rgb-apart": ["-rgb", "-scans", scripts["apart"]], "grey-restart": ["-grayscale", "-restart", "2B"],
        }.items():
            folder.add(f"jpeg-cjpeg/{at}-{name}.jpg", lambda path: run("cjpeg", "-quality", "90", *options, "-outfile", path, data=data))
        plain = folder.place(f"scripts/{at}.jpg")
        run("cjpeg", "-quality", "92", "-sample", "2x2", "-outfile", plain, data=data)
        for name, options in {
            "rotated": ["-rotate", "90"], "transposed": ["-transpose"], "apart": ["-scans", scripts["apart"]],
            "progressive": ["-progressive", "-restart", "2"], "grey": ["-grayscale"], "cropped": ["-crop", "32x32+16+16"],
        }.items():
            folder.add(f"jpeg-jpegtran/{at}-{name}.jpg", lambda path: run("jpegtran", *options, "-outfile", path, plain))
    picture = scene(*sizes[0])
    for orientation, script in itertools.product(range(1, 9), ("apart", "refined")):
        def make(path):
            run("cjpeg", "-quality", "92", "-sample", "2x2", "-scans", scripts[script], "-outfile", path, data=ppm(picture))
            with open(path, "rb") as file:
                data = file.read()
            block = turned(orientation)
            block = block if block.startswith(b"Exif") else b"Exif\0\0" + block
            with open(path, "wb") as file:
                file.write(data[:2] + b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block + data[2:])
        folder.add(f"jpeg-turned/{script}-{orientation}.jpg", make)


def by_convert(folder, sizes):
    if not has("convert"):
        return
    for size in sizes:
        source = folder.place("scripts/source.png")
        at = "x".join(map(str, size))
        picture = scene(*size)
        picture.putalpha(holes(*size))
        picture.save(source)
        opaque = folder.place("scripts/opaque.png")
        scene(*size).save(opaque)
        for name, origin, options in [
            ("420.jpg", opaque, ["-sampling-factor", "4:2:0"]), ("411.jpg", opaque, ["-sampling-factor", "4:1:1"]),
            ("410.jpg", opaque, ["-sampling-factor", "4:1:0"]), ("interlaced.jpg", opaque, ["-interlace", "JPEG"]),
            ("cmyk.jpg", opaque, ["-colorspace", "CMYK"]), ("grey.jpg", opaque, ["-colorspace", "Gray"]),
            ("v2.bmp", opaque, ["BMP2:"]), ("v3.bmp", opaque, ["BMP3:"]), ("rle.bmp", opaque, ["-colors", "200", "-compress", "RLE", "BMP3:"]),
            ("pal4.bmp", opaque, ["-colors", "12", "-type", "Palette", "BMP3:"]), ("mono.bmp", opaque, ["-monochrome", "BMP3:"]),
            ("grey.bmp", opaque, ["-colorspace", "Gray", "BMP3:"]), ("alpha.bmp", source, ["BMP:"]), ("opaque.bmp", opaque, ["BMP:"]),
            ("565.bmp", opaque, ["-define", "bmp:subtype=RGB565", "BMP:"]), ("555.bmp", opaque, ["-define", "bmp:subtype=RGB555", "BMP:"]),
            ("lossless.webp", source, ["-define", "webp:lossless=true"]), ("lossy.webp", source, ["-quality", "90"]),
            ("pal.png", opaque, ["-colors", "12", "PNG8:"]), ("grey16.png", opaque, ["-colorspace", "Gray", "-depth", "16"]),
            ("rgba64.png", source, ["PNG64:"]), ("bits1.png", opaque, ["-monochrome"]), ("interlaced.png", source, ["-interlace", "PNG"]),
            ("grey-alpha.png", source, ["-colorspace", "Gray"]), ("trns.png", source, ["-channel", "A", "-threshold", "50%", "+channel", "PNG8:"]),
            ("87.gif", opaque, ["GIF87:"]), ("alpha.gif", source, []), ("interlaced.gif", opaque, ["-interlace", "GIF"]),
        ]:
            kind = name.rsplit(".", 1)[1]
            *options, last = options or [""]
            target = [last] if not last.endswith(":") else []
            prefix = last if last.endswith(":") else ""
            command = ["convert", origin, *options, *[part for part in target if part]]
            folder.add(f"{kind}-convert/{at}-{name}", lambda path: run(*command, prefix + path))
        for compress in ("None", "LZW", "Zip", "RLE", "JPEG", "Fax", "Group4"):
            for name, options in {
                "rgb": [], "grey": ["-colorspace", "Gray"], "cmyk": ["-colorspace", "CMYK"], "mono": ["-monochrome"],
                "pal": ["-colors", "30", "-type", "Palette"], "rgb16": ["-depth", "16"], "lab": ["-colorspace", "Lab"],
                "planes": ["-interlace", "Plane"], "msb": ["-endian", "MSB"], "tiles": ["-define", "tiff:tile-geometry=32x16"],
                "tile-planes": ["-interlace", "Plane", "-define", "tiff:tile-geometry=32x32"],
                "cmyk-planes": ["-colorspace", "CMYK", "-interlace", "Plane"], "min-is-white": ["-monochrome", "-define", "quantum:polarity=min-is-white"],
                "lsb-first": ["-monochrome", "-define", "tiff:fill-order=lsb"], "float": ["-depth", "32", "-define", "quantum:format=floating-point"],
                "strip3": ["-define", "tiff:rows-per-strip=3"], "ycbcr": ["-colorspace", "YCbCr"],
                "predictor": ["-define", "tiff:predictor=2"], "grey4": ["-colorspace", "Gray", "-depth", "4"], "grey16": ["-colorspace", "Gray", "-depth", "16"],
            }.items():
                if compress in ("Fax", "Group4") and name not in ("mono", "min-is-white", "lsb-first"):
                    continue
                if compress == "JPEG" and name in ("mono", "pal", "rgb16", "float", "grey4", "grey16", "predictor", "lab", "min-is-white", "lsb-first"):
                    continue
                folder.add(f"tiff-convert/{at}-{compress}-{name}.tif", lambda path: run("convert", opaque, *options, "-compress", compress, path))
            for name, options in {"alpha": [], "associated": ["-define", "tiff:alpha=associated"], "alpha16": ["-depth", "16"],
                                  "associated16": ["-depth", "16", "-define", "tiff:alpha=associated"], "grey-alpha": ["-colorspace", "Gray"],
                                  "alpha-planes": ["-interlace", "Plane"]}.items():
                if compress in ("None", "LZW", "Zip"):
                    folder.add(f"tiff-convert/{at}-{compress}-{name}.tif", lambda path: run("convert", source, *options, "-compress", compress, path))


def by_ffmpeg(folder, sizes):
    if not has("ffmpeg"):
        return
    source = folder.place("scripts/opaque.png")
    for size in sizes:
        at = "x".join(map(str, size))
        scene(*size).save(source)
        for name, options in {
            "yuvj420p.jpg": ["-pix_fmt", "yuvj420p"], "yuvj422p.jpg": ["-pix_fmt", "yuvj422p"], "yuvj444p.jpg": ["-pix_fmt", "yuvj444p"],
            "bgra.bmp": ["-pix_fmt", "bgra"], "bgr24.bmp": ["-pix_fmt", "bgr24"], "rgb565le.bmp": ["-pix_fmt", "rgb565le"],
            "rgb555le.bmp": ["-pix_fmt", "rgb555le"], "pal8.bmp": ["-pix_fmt", "pal8"], "gray.bmp": ["-pix_fmt", "gray"], "mono.bmp": ["-pix_fmt", "monob"],
            "rgb24.tiff": ["-pix_fmt", "rgb24"], "yuv420p.tiff": ["-pix_fmt", "yuv420p"], "yuv422p.tiff": ["-pix_fmt", "yuv422p"],
            "yuv444p.tiff": ["-pix_fmt", "yuv444p"], "pal8.tiff": ["-pix_fmt", "pal8"], "gray16le.tiff": ["-pix_fmt", "gray16le"], "rgba64le.tiff": ["-pix_fmt", "rgba64le"],
            "ya8.tiff": ["-pix_fmt", "ya8"], "monow.tiff": ["-pix_fmt", "monow"], "monob.tiff": ["-pix_fmt", "monob"], "rgb48be.png": ["-pix_fmt", "rgb48be"],
            "ya16be.png": ["-pix_fmt", "ya16be"], "pal8.png": ["-pix_fmt", "pal8"], "rgba.webp": ["-lossless", "1"], "yuv.webp": ["-quality", "95"],
        }.items():
            kind = name.rsplit(".", 1)[1].replace("tiff", "tif")
            folder.add(f"{kind}-ffmpeg/{at}-{name}", lambda path: run("ffmpeg", "-y", "-loglevel", "error", "-i", source, *options, "-q:v", "2", path))


def by_tiffcp(folder, sizes):
    if not has("tiffcp"):
        return
    source = folder.place("scripts/source.tif")
    for size in sizes:
        at = "x".join(map(str, size))
        modes = {"rgb": scene(*size), "grey": scene(*size).convert("L"), "mono": scene(*size).convert("1"), "pal": scene(*size).quantize(40),
                 "cmyk": scene(*size).convert("CMYK")}
        with_alpha = scene(*size)
        with_alpha.putalpha(holes(*size))
        modes["rgba"] = with_alpha
        for mode, picture in modes.items():
            picture.save(source)
            for name, options in {
                "none": ["-c", "none"], "lzw": ["-c", "lzw:2"], "zip": ["-c", "zip:2"], "packbits": ["-c", "packbits"],
                "jpeg": ["-c", "jpeg:95"], "jpeg-raw": ["-c", "jpeg:r:95"], "jpeg-planes": ["-c", "jpeg:r:95", "-p", "separate"],
                "planes": ["-p", "separate", "-c", "lzw"], "tiles": ["-t", "-w", "32", "-l", "16", "-c", "zip"],
                "tile-planes": ["-t", "-w", "32", "-l", "32", "-p", "separate", "-c", "none"],
                "tile-jpeg": ["-t", "-w", "32", "-l", "32", "-c", "jpeg:95"], "lsb": ["-f", "lsb2msb", "-c", "none"], "big": ["-8", "-c", "lzw"],
                "msb": ["-B", "-c", "zip"], "g3": ["-c", "g3"], "g3-2d": ["-c", "g3:2d"], "g3-fill": ["-c", "g3:fill"], "g3-2d-fill": ["-c", "g3:2d:fill"],
                "g4": ["-c", "g4"], "g4-lsb": ["-c", "g4", "-f", "lsb2msb"], "g3-lsb": ["-c", "g3", "-f", "lsb2msb"], "g4-rows": ["-c", "g4", "-r", "7"],
                "g3-rows": ["-c", "g3:2d", "-r", "9"], "zstd": ["-c", "zstd"], "webp": ["-c", "webp"], "lzma": ["-c", "lzma"], "tile-g4": ["-t", "-w", "32", "-l", "32", "-c", "g4"],
            }.items():
                if "g3" in name and mode != "mono" or "g4" in name and mode != "mono":
                    continue
                folder.add(f"tiff-tiffcp/{at}-{mode}-{name}.tif", lambda path: run("tiffcp", *options, source, path))
    pages = []
    for number, size in enumerate(sizes[:3]):
        pages.append(folder.place(f"scripts/page{number}.tif"))
        scene(*size, seed=number).save(pages[-1], compression=["jpeg", "tiff_lzw", "packbits"][number])
    folder.add("tiff-tiffcp/pages.tif", lambda path: run("tiffcp", *pages, path))


def tiffs_by_pillow(folder, sizes):
    for size in sizes:
        at = "x".join(map(str, size))
        picture = scene(*size)
        alpha = holes(*size)
        with_alpha = picture.copy()
        with_alpha.putalpha(alpha)
        grey = picture.convert("L")
        modes = {
            "1": picture.convert("1"), "L": grey, "LA": Image.merge("LA", (grey, alpha)), "P": picture.quantize(60), "RGB": picture, "RGBA": with_alpha,
            "RGBX": picture.convert("RGBX"), "CMYK": picture.convert("CMYK"), "YCbCr": picture.convert("YCbCr"), "LAB": picture.convert("LAB"),
            "I16": Image.frombytes("I;16", size, b"".join((value * 257).to_bytes(2, "little") for value in grey.tobytes())),
            "I": grey.convert("I"), "F": grey.convert("F"), "PA": picture.quantize(60).convert("PA"),
        }
        for (mode, page), compression in itertools.product(
                modes.items(), (None, "tiff_lzw", "tiff_adobe_deflate", "tiff_deflate", "packbits", "group3", "group4", "tiff_ccitt", "jpeg", "zstd", "webp")):
            if compression in ("group3", "group4", "tiff_ccitt") and mode != "1":
                continue
            folder.add(f"tiff-pillow/{at}-{mode}-{compression}.tif", lambda path: page.save(path, "TIFF", compression=compression))
        for mode in ("1", "L"):
            info = TiffImagePlugin.ImageFileDirectory_v2()
            info[262] = 0
            folder.add(f"tiff-pillow/{at}-{mode}-white-is-zero.tif", lambda path: modes[mode].save(path, "TIFF", tiffinfo=info, compression="tiff_lzw"))
    for orientation in range(2, 9):
        info = TiffImagePlugin.ImageFileDirectory_v2()
        info[274] = orientation
        for compression in (None, "tiff_lzw", "jpeg"):
            folder.add(f"tiff-turned/{compression}-{orientation}.tif",
                       lambda path: scene(*sizes[0]).save(path, "TIFF", tiffinfo=info, compression=compression))


def others_by_pillow(folder, sizes):
    for size in sizes:
        at = "x".join(map(str, size))
        picture = scene(*size)
        alpha = holes(*size)
        with_alpha = picture.copy()
        with_alpha.putalpha(alpha)
        grey = picture.convert("L")
        modes = {"1": picture.convert("1"), "L": grey, "LA": Image.merge("LA", (grey, alpha)), "P": picture.quantize(60), "P4": picture.quantize(14),
                 "P2": picture.quantize(4), "RGB": picture, "RGBA": with_alpha,
                 "I16": Image.frombytes("I;16", size, b"".join((value * 257).to_bytes(2, "little") for value in grey.tobytes()))}
        for mode, page in modes.items():
            folder.add(f"png-pillow/{at}-{mode}.png", lambda path: page.save(path, "PNG"))
            folder.add(f"bmp-pillow/{at}-{mode}.bmp", lambda path: page.save(path, "BMP"))
            folder.add(f"gif-pillow/{at}-{mode}.gif", lambda path: page.save(path, "GIF"))
            for lossless in (True, False):
                folder.add(f"webp-pillow/{at}-{mode}-{lossless}.webp", lambda path: page.save(path, "WEBP", lossless=lossless, quality=90))
        folder.add(f"png-pillow/{at}-trns.png", lambda path: picture.quantize(60).save(path, "PNG", transparency=3))
        folder.add(f"png-pillow/{at}-trns-grey.png", lambda path: grey.save(path, "PNG", transparency=120))
        folder.add(f"png-pillow/{at}-trns-rgb.png", lambda path: picture.save(path, "PNG", transparency=picture.getpixel((0, 0))))
        folder.add(f"gif-pillow/{at}-trns.gif", lambda path: picture.quantize(60).save(path, "GIF", transparency=3))
        folder.add(f"gif-pillow/{at}-interlaced.gif", lambda path: picture.quantize(60).save(path, "GIF", interlace=1))
    for orientation in range(2, 9):
        picture = scene(*sizes[0])
        folder.add(f"png-turned/{orientation}.png", lambda path: picture.save(path, "PNG", exif=turned(orientation)))
        for lossless in (True, False):
            folder.add(f"webp-turned/{lossless}-{orientation}.webp",
                       lambda path: picture.save(path, "WEBP", lossless=lossless, quality=92, exif=turned(orientation)))
    for path_of_profile in profiles():
        with open(path_of_profile, "rb") as file:
            profile = file.read()
        name = os.path.splitext(os.path.basename(path_of_profile))[0]
        picture = scene(*sizes[0])
        for mode, kind in itertools.product(("RGB", "L", "CMYK"), ("jpg", "png", "tif", "webp")):
            if mode == "CMYK" and kind in ("png", "webp"):
                continue
            space = profile[16:20]
            if space != {"RGB": b"RGB ", "L": b"GRAY", "CMYK": b"CMYK"}[mode]:
                continue
            folder.add(f"profiles/{name}-{mode}.{kind}", lambda path: picture.convert(mode).save(path, icc_profile=profile, quality=95))


def by_cwebp(folder, sizes):
    if not has("cwebp"):
        return
    source = folder.place("scripts/source.png")
    for size in sizes:
        at = "x".join(map(str, size))
        picture = scene(*size)
        picture.putalpha(holes(*size))
        picture.save(source)
        for name, options in {
            "lossless": ["-lossless"], "exact": ["-lossless", "-exact"], "lossy": ["-q", "90"], "alpha-lossy": ["-q", "90", "-alpha_q", "50"],
            "near": ["-near_lossless", "40"], "sharp": ["-sharp_yuv", "-q", "90"], "segments": ["-segments", "4", "-f", "60", "-q", "80"],
            "no-alpha": ["-noalpha", "-q", "92"], "partitions": ["-partition_limit", "50", "-q", "92"], "simple": ["-f", "40", "-nostrong", "-q", "90"],
        }.items():
            folder.add(f"webp-cwebp/{at}-{name}.webp", lambda path: run("cwebp", "-quiet", *options, source, "-o", path))


def main():
    arguments = sys.argv[1:]
    few = "--few" in arguments
    folder = Folder([argument for argument in arguments if argument != "--few"][0])
    sizes = SIZES[:1] if few else SIZES
    jpegs_by_pillow(folder, sizes)
    tiffs_by_pillow(folder, sizes)
    others_by_pillow(folder, sizes)
    if not few:
        jpegs_by_cjpeg(folder, sizes[:4])
        by_convert(folder, sizes[:2])
        by_ffmpeg(folder, sizes[:2])
        by_tiffcp(folder, sizes[:2])
        by_cwebp(folder, sizes[:3])
    shutil.rmtree(folder.place("scripts"), ignore_errors=True)
    print(f"{folder.made} files in {folder.path}")


if __name__ == "__main__":
    main()
