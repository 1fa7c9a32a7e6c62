"""Fetch what others made (htmx, icons, fonts), cut it down to what is used, and write down where it came from.

    python -m exchange.design.vendor          everything; needs npm, fontTools and brotli
    python -m exchange.design.vendor icons    only the sprite, after a change of icons.txt

Packages are unpacked by `npm pack`, so that no script of theirs ever runs, and compared with the digests below.
"""

import hashlib
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
    "@fontsource/ibm-plex-sans-arabic": ("5.3.0", "OFL-1.1", "282f301531ee62f317673553a3cd4ff9d0bc7bebfd5d9bcfe82ce2db9b64ff47"),
    "@fontsource-variable/noto-naskh-arabic": ("5.3.0", "OFL-1.1", "f70a9e7e17937ea8d6913ec98dfd970604a202a079ac2ec7246c065a12b5e58e"),
}
PLEX = "@fontsource/ibm-plex-sans-arabic"
NASKH = "@fontsource-variable/noto-naskh-arabic"

# What is written today in Arabic, and the letters of Persian, Urdu and Kurdish names; no presentation forms.
ARABIC = [0x060C, 0x061B, 0x061F, *range(0x0621, 0x063B), *range(0x0640, 0x0656), *range(0x0660, 0x066D), 0x0670]
ARABIC += [0x0671, 0x067E, 0x0686, 0x0698, 0x06A4, 0x06A9, 0x06AF, 0x06C1, 0x06CC, 0x06D5, *range(0x06F0, 0x06FA)]
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x152, 0x153, 0x2009, 0x200E, 0x200F, 0x2010, 0x2011, 0x2013]
LATIN += [0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x2032, 0x2039, 0x203A, 0x20AA, 0x20AC, 0x2212]
FONTS = {
    "plex-arabic-400.woff2": (PLEX, "ibm-plex-sans-arabic-arabic-400-normal", ARABIC),
    "plex-arabic-600.woff2": (PLEX, "ibm-plex-sans-arabic-arabic-600-normal", ARABIC),
    "plex-latin-400.woff2": (PLEX, "ibm-plex-sans-arabic-latin-400-normal", LATIN),
    "plex-latin-600.woff2": (PLEX, "ibm-plex-sans-arabic-latin-600-normal", LATIN),
    "naskh-arabic.woff2": (NASKH, "noto-naskh-arabic-arabic-wght-normal", ARABIC),
}

# The five platforms: lucide icon and the path of its frame in a box of 40. Colour is CSS, see tokens.css.
SIGNS = {
    "public-relations": ("megaphone", "M20 1a19 19 0 1 1 0 38 19 19 0 0 1 0-38z"),
    "engineering": ("drafting-compass", "M5 2h30a3 3 0 0 1 3 3v30a3 3 0 0 1-3 3H5a3 3 0 0 1-3-3V5a3 3 0 0 1 3-3z"),
    "finance": ("coins", "M11 2.6h18a2 2 0 0 1 1.7 1l8 15.4a2 2 0 0 1 0 2l-8 15.4a2 2 0 0 1-1.7 1H11a2 2 0 0 1-1.7-1l-8-15.4a2 2 0 0 1 0-2l8-15.4a2 2 0 0 1 1.7-1z"),
    "village-councils": ("wheat", "M3 36V18a17 17 0 0 1 34 0v18a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z"),
    "innovation": ("lightbulb", "M18.4.9a2.2 2.2 0 0 1 3.2 0l17.5 17.5a2.2 2.2 0 0 1 0 3.2L21.6 39.1a2.2 2.2 0 0 1-3.2 0L.9 21.6a2.2 2.2 0 0 1 0-3.2z"),
    "default": ("landmark", "M9 3h22a6 6 0 0 1 6 6v22a6 6 0 0 1-6 6H9a6 6 0 0 1-6-6V9a6 6 0 0 1 6-6z"),
}  # fmt: skip


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
    inner = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL).group(1)
    return re.sub(r"\s*/>", "/>", re.sub(r"\s*\n\s*", "", inner))


def draw_sprite(icons: Path) -> str:
    """One SVG with a symbol per icon of icons.txt and a sign per platform."""
    names = (HERE / "icons.txt").read_text().split()
    # How icons are stroked comes from the class `icon`: said 70 times it would weigh half a kilobyte.
    symbols = [f'<symbol id="{name}" viewBox="0 0 24 24">{drawing(icons, name)}</symbol>' for name in names]
    stroke = 'fill="none" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
    symbols += [
        f'<symbol id="sign-{slug}" viewBox="0 0 40 40"><path fill="currentColor" d="{frame}"/>'
        f'<g transform="translate(9.2 {11 if slug == "village-councils" else 9.2}) scale(.9)" {stroke} '
        f'stroke="var(--on-primary,#fff)">{drawing(icons, icon)}</g></symbol>'
        for slug, (icon, frame) in SIGNS.items()
    ]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def cut_font(source: Path, target: Path, letters: list[int]) -> None:
    """The font with only these letters, without hinting, and without `locl`, which gives digits other shapes."""
    from fontTools.subset import Options, Subsetter, load_font, save_font
    from fontTools.varLib.instancer import instantiateVariableFont

    options = Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = ["init", "medi", "fina", "isol", "rlig", "calt", "ccmp", "mark", "mkmk", "kern", "tnum"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    font = load_font(str(source), options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
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
                folder = plex if package == PLEX else naskh
                cut_font(folder / "files" / f"{source}.woff2", VENDOR / "fonts" / name, letters)
    write_manifest()


if __name__ == "__main__":
    main(only_icons="icons" in sys.argv[1:])
