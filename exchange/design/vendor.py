"""Fetch what others made (htmx, icons, fonts), cut it down to what is used, and write down where it came from.

    python -m exchange.design.vendor          everything; needs npm, fontTools and brotli
    python -m exchange.design.vendor icons    only the sprite, after a change of icons.txt

Packages are unpacked by `npm pack`, so that no script of theirs ever runs, and compared with the digests below.
"""

import hashlib
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
VENDOR = HERE / "static" / "vendor"

PACKAGES = {
    "htmx.org": ("2.0.11", "0BSD", "165a2655073e9e6e55e307a7c74e8ebcdb76afb7701f9c16cfd106a13add408e"),
    "lucide-static": ("1.62.0", "ISC", "386f9080c440d6f5049cefe3456ae8357f7a0c7f76e59670cd1cb83bc7050a44"),
    "@fontsource/ibm-plex-sans-arabic": (
        "5.3.0",
        "OFL-1.1",
        "282f301531ee62f317673553a3cd4ff9d0bc7bebfd5d9bcfe82ce2db9b64ff47",
    ),
    "@fontsource-variable/noto-naskh-arabic": (
        "5.3.0",
        "OFL-1.1",
        "f70a9e7e17937ea8d6913ec98dfd970604a202a079ac2ec7246c065a12b5e58e",
    ),
}
PLEX = "@fontsource/ibm-plex-sans-arabic"
NASKH = "@fontsource-variable/noto-naskh-arabic"

# What is written today in Arabic, with the letters of Persian and Kurdish names; no presentation forms.
ARABIC = "60C,61B,61F,621-63A,640-655,660-66C,670,671,67E,686,698,6A4,6A9,6AF,6C1,6CC,6D5,6F0-6F9"
LATIN = (
    "20-7E,A0-FF,152,153,2009,200E-2011,2013,2014,2018,2019,201C,201D,2022,2026,2032,2039,203A,20AA,20AC,2212"
)
FONTS = {
    "plex-arabic-400.woff2": (PLEX, "ibm-plex-sans-arabic-arabic-400-normal", ARABIC),
    "plex-arabic-600.woff2": (PLEX, "ibm-plex-sans-arabic-arabic-600-normal", ARABIC),
    "plex-latin-400.woff2": (PLEX, "ibm-plex-sans-arabic-latin-400-normal", LATIN),
    "plex-latin-600.woff2": (PLEX, "ibm-plex-sans-arabic-latin-600-normal", LATIN),
    "naskh-arabic.woff2": (NASKH, "noto-naskh-arabic-arabic-wght-normal", ARABIC),
}

# The five platforms: lucide icon and the path of its frame in a box of 40. Colour is CSS, see tokens.css.
SIGNS = {
    "public-relations": ("megaphone", "M20 2a18 18 0 1 1 0 36 18 18 0 0 1 0-36z"),
    "engineering": ("drafting-compass", "M4 4h32v32H4z"),
    "finance": ("coins", "M11 4h18l9 16-9 16H11L2 20z"),
    "village-councils": ("wheat", "M4 37V18a16 16 0 0 1 32 0v19z"),
    "innovation": ("lightbulb", "M20 2l18 18-18 18L2 20z"),
    "default": ("landmark", "M9 4h22a5 5 0 0 1 5 5v22a5 5 0 0 1-5 5H9a5 5 0 0 1-5-5V9a5 5 0 0 1 5-5z"),
}


def fetch(name: str, into: Path) -> Path:
    """The unpacked folder of one package; stops if it is not the one we know."""
    version, _licence, digest = PACKAGES[name]
    packed = subprocess.run(
        ["npm", "pack", "--silent", "--ignore-scripts", f"{name}@{version}"],
        cwd=into, check=True, capture_output=True, text=True,
    )  # fmt: skip
    archive = into / packed.stdout.strip().splitlines()[-1]
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != digest:
        raise SystemExit(f"{name} {version}: expected sha256 {digest}, got {found}")
    folder = into / name.replace("/", "-")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "package"


def drawing(icons: Path, name: str) -> str:
    """The paths of one icon, without lucide's wrapping `<svg>`."""
    svg = (icons / f"{name}.svg").read_text()
    inner = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    return re.sub(r"\s*/>", "/>", re.sub(r"\s*\n\s*", "", inner))


def draw_sprite(icons: Path) -> str:
    """One SVG with a symbol per icon of icons.txt and a sign per platform."""
    names = (HERE / "icons.txt").read_text().split()
    # How icons are stroked comes from the class `icon`: said 70 times it would weigh half a kilobyte.
    symbols = [f'<symbol id="{name}" viewBox="0 0 24 24">{drawing(icons, name)}</symbol>' for name in names]
    stroke = 'fill="none" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
    symbols += [
        f'<symbol id="sign-{slug}" viewBox="0 0 40 40"><path fill="currentColor" stroke="currentColor" '
        f'stroke-width="2.5" stroke-linejoin="round" d="{frame}"/>'
        f'<g transform="translate(9.2 {11 if slug == "village-councils" else 9.2}) scale(.9)" {stroke} '
        f'stroke="var(--on-primary,#fff)">{drawing(icons, icon)}</g></symbol>'
        for slug, (icon, frame) in SIGNS.items()
    ]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def cut_font(source: Path, target: Path, letters: str) -> None:
    """The font with only these letters, without hinting, and without `locl`, which gives digits other shapes."""
    from fontTools.subset import Options, Subsetter, load_font, parse_unicodes, save_font
    from fontTools.varLib.instancer import instantiateVariableFont

    options = Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = [
        "init",
        "medi",
        "fina",
        "isol",
        "rlig",
        "calt",
        "ccmp",
        "mark",
        "mkmk",
        "kern",
        "tnum",
    ]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    font = load_font(str(source), options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=parse_unicodes(letters))
    subsetter.subset(font)
    if "fvar" in font:
        instantiateVariableFont(font, {"wght": (400, 600)}, inplace=True)
    save_font(font, str(target), options)


def write_manifest() -> None:
    """vendor.json: which file came from which package, under which licence, and its digest."""
    made_of = {"htmx.min.js": "htmx.org", "icons.svg": "lucide-static"}
    made_of |= {f"fonts/{name}": package for name, (package, _source, _letters) in FONTS.items()}
    files = [
        {
            "file": file,
            "name": package,
            "version": PACKAGES[package][0],
            "licence": PACKAGES[package][1],
            "sha256": hashlib.sha256((VENDOR / file).read_bytes()).hexdigest(),
        }
        for file, package in sorted(made_of.items())
    ]
    (VENDOR / "vendor.json").write_text(json.dumps(files, indent=2) + "\n")


def main(only_icons: bool) -> None:
    """Write everything under static/vendor/ anew."""
    if not only_icons and importlib.util.find_spec("brotli") is None:
        raise SystemExit(
            "Cutting fonts needs brotli: pip install brotli (the sprite alone does not: vendor icons)"
        )
    (VENDOR / "fonts").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        lucide = fetch("lucide-static", at)
        (VENDOR / "icons.svg").write_text(draw_sprite(lucide / "icons"))
        shutil.copy(lucide / "LICENSE", VENDOR / "lucide.LICENSE.txt")
        if not only_icons:
            htmx, plex, naskh = (fetch(name, at) for name in ("htmx.org", PLEX, NASKH))
            shutil.copy(htmx / "dist" / "htmx.min.js", VENDOR / "htmx.min.js")
            shutil.copy(htmx / "LICENSE", VENDOR / "htmx.LICENSE.txt")
            shutil.copy(plex / "LICENSE", VENDOR / "fonts" / "plex.OFL.txt")
            shutil.copy(naskh / "LICENSE", VENDOR / "fonts" / "naskh.OFL.txt")
            for name, (package, source, letters) in FONTS.items():
                package_folder = plex if package == PLEX else naskh
                cut_font(package_folder / "files" / f"{source}.woff2", VENDOR / "fonts" / name, letters)
    write_manifest()


if __name__ == "__main__":
    main(only_icons="icons" in sys.argv[1:])
