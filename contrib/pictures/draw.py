#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Draws the pictures of this directory, or checks that they are up to date.

  draw.py            draws each picture: NAME.svg from NAME.dot or NAME.gnuplot, and NAME.tsv
  draw.py --check    prints what is wrong with the pictures; needs neither graphviz nor gnuplot

Graphviz and gnuplot draw in the colours of the light theme. This program replaces each colour with a class,
and a style sheet in the picture sets the classes for both themes. It also makes the drawings small: a flat
list of shapes, without invisible ones.
"""

import hashlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).resolve().parent
SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
BYTES_MAX = 30_000

# Name: the colour in the light theme, which the sources use, and the one in the dark theme.
COLOURS = {
    "text": ("#1f2328", "#f0f6fc"),
    "muted": ("#59636e", "#9198a1"),
    "line": ("#d1d9e0", "#3d444d"),
    "panel": ("#f6f8fa", "#151b23"),
    "paper": ("#ffffff", "#0d1117"),
    "blue": ("#0969da", "#4493f8"),
    "bluish": ("#ddf4ff", "#10233f"),
    "green": ("#1a7f37", "#3fb950"),
    "greenish": ("#dafbe1", "#11291b"),
    "purple": ("#8250df", "#ab7df8"),
    "amber": ("#9a6700", "#d29922"),
    "amberish": ("#fff8c5", "#2d2410"),
    "red": ("#cf222e", "#f85149"),
    "reddish": ("#ffebe9", "#351a1d"),
}
NAMES = {light: name for name, (light, _) in COLOURS.items()}
FONT = "-apple-system,'Segoe UI','Noto Sans',Helvetica,Arial,sans-serif"
MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace"

State = dict[str, str]


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def colour_name(value: str) -> str:
    """The name of a colour as graphviz or gnuplot writes it; empty for none."""
    if value in ("none", "transparent"):
        return ""
    rgb = re.fullmatch(r"rgb\(\s*(\d+),\s*(\d+),\s*(\d+)\)", value)
    if rgb:
        value = "#" + "".join(f"{int(part):02x}" for part in rgb.groups())
    if value not in NAMES:
        sys.exit(f"{sys.argv[0]}: {value} is not a colour of the light theme")
    return NAMES[value]


class Drawing:
    """The shapes of a drawing by graphviz or gnuplot."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.colours: set[str] = set()
        self.has_mono = False
        self.last_bar = ("", 0, "")  # The geometry, the number of lines after it, and the fill.

    def walk(self, element: ET.Element, inherited: State) -> None:
        if element.tag in (SVG + "defs", SVG + "title", SVG + "desc"):
            return
        state = inherited | element.attrib
        tag = element.tag.removeprefix(SVG)
        if tag == "svg":
            for child in element:
                self.walk(child, {})
        elif tag == "g":
            # Only text of gnuplot is moved. Graphviz moves the whole drawing, which "notranslate" undoes.
            moved = re.fullmatch(r"translate\((.*),(.*)\)", element.get("transform", ""))
            if moved:
                state |= {"x": moved[1], "y": moved[2]}
            for child in element:
                self.walk(child, state)
        elif tag == "text":
            self.text(element, state)
        elif tag == "use":
            self.point(state)
        elif tag in ("path", "polygon", "polyline", "ellipse"):
            self.shape(tag, state)

    def add(self, tag: str, geometry: str, state: State, fill: str, stroke: str, content: str = "") -> None:
        classes = [kind + name for kind, name in (("f-", fill), ("s-", stroke)) if name]
        if not classes:
            return
        self.colours.update(classes)
        rest = ""
        if not fill:
            rest += ' fill="none"'
        if stroke:
            width = number(float(state.get("stroke-width", "1")))
            rest += f' stroke-width="{width}"' if width != "1" else ""
            dashes = state.get("stroke-dasharray", "none")
            rest += f' stroke-dasharray="{dashes}"' if dashes != "none" else ""
        if tag == "text":
            family = state.get("font-family", "")
            if "Courier" in family:
                classes.append("mono")
                self.has_mono = True
            if "Halo" in family:  # Keeps lines of the drawing off the letters.
                classes += ["halo", "s-panel"]
                self.colours.add("s-panel")
            size = number(float(state["font-size"]))
            rest += f' font-size="{size}"'
            anchor = state.get("text-anchor", "start")
            rest += f' text-anchor="{anchor}"' if anchor != "start" else ""
            is_bold = state.get("font-weight") == "bold" or "Bold" in family
            rest += ' font-weight="bold"' if is_bold else ""
        end = f">{content}</{tag}>" if content else "/>"
        line = f'<{tag} class="{" ".join(classes)}" {geometry}{rest}{end}'
        if line not in self.lines[-1:]:
            self.lines.append(line)

    def text(self, element: ET.Element, state: State) -> None:
        words = "".join(element.itertext()).strip()
        for part in element.iter(SVG + "tspan"):
            state |= part.attrib
        # Graphviz: class="start" or class="end" says to which side of its place a text goes.
        side = state.get("class", "").removeprefix("node").strip()
        if side in ("start", "end"):
            state["text-anchor"] = side
        place = f'x="{number(float(state["x"]))}" y="{number(float(state["y"]))}"'
        if words:
            self.add("text", place, state, colour_name(state["fill"]), "", escape(words))

    def point(self, state: State) -> None:
        """A point of gnuplot, of which this knows the disc and the cross."""
        moved = re.fullmatch(r"translate\((.*),(.*)\) scale\((.*)\)", state["transform"])
        if not moved:
            sys.exit(f"{sys.argv[0]}: {state['transform']} is not a place of a point")
        x, y, size = (float(part) for part in moved.groups())
        name = colour_name(state["color"])
        if state[XLINK + "href"] == "#gpPt6":
            geometry = f'cx="{number(x)}" cy="{number(y)}" r="{number(size)}"'
            self.add("circle", geometry, {}, name, "")
        else:
            arms = f"M{number(x - size)} {number(y - size)}l{number(2 * size)} {number(2 * size)}"
            arms += f"M{number(x - size)} {number(y + size)}l{number(2 * size)} {number(-2 * size)}"
            self.add("path", f'd="{arms}"', state, "", name)

    def shape(self, tag: str, state: State) -> None:
        stroke = state.get("stroke", "none")
        fill = state.get("fill", "none")
        if stroke == "currentColor" or "white" in (fill, stroke):
            return  # Nothing is drawn with the colours that both programs begin with.
        if tag == "ellipse":
            radius = number(float(state["rx"]))
            geometry = f'cx="{number(float(state["cx"]))}" cy="{number(float(state["cy"]))}" r="{radius}"'
            self.add("circle", geometry, state, colour_name(fill), colour_name(stroke))
            return
        data = re.sub(r"\s+", " ", state["d" if tag == "path" else "points"]).strip()
        numbers = [float(part) for part in re.findall(r"-?[\d.]+", data)]
        xs, ys = numbers[0::2], numbers[1::2]
        if tag == "path" and not re.search("[LC]", data):
            return  # Tics of no length.
        fills, strokes = colour_name(fill), colour_name(stroke)
        if re.fullmatch("[^LC]*|M[^C]*Z", data) and len(xs) in (4, 5) and len(set(xs)) == len(set(ys)) == 2:
            # Bars and panels of gnuplot get round corners.
            wide, high = max(xs) - min(xs), max(ys) - min(ys)
            geometry = f'x="{number(min(xs))}" y="{number(min(ys))}" width="{number(wide)}" '
            geometry += f'height="{number(high)}" rx="{12 if high > 60 else 3}"'
            self.bar(geometry, state, fills, strokes)
            return
        data = re.sub(r"-?[\d.]+", lambda match: number(float(match[0])), data)
        data = re.sub(r" ?([A-Z]) ?", r"\1", data)
        self.add(
            tag,
            f'{"d" if tag == "path" else "points"}="{data}"',
            state,
            fills,
            strokes,
        )

    def bar(self, geometry: str, state: State, fill: str, stroke: str) -> None:
        """A rectangle. Gnuplot draws its border as a second one, just after it: this merges the two."""
        if not fill and self.last_bar[:2] == (geometry, len(self.lines)):
            fill = self.last_bar[2]
            self.lines.pop()
        self.add("rect", geometry, state, fill, stroke)
        self.last_bar = (geometry, len(self.lines), fill)

    def style(self) -> str:
        def rules(theme: int) -> str:
            kinds = {"f-": "fill", "s-": "stroke"}
            return "".join(
                f".{used}{{{kinds[used[:2]]}:{COLOURS[used[2:]][theme]}}}" for used in sorted(self.colours)
            )

        mono = f".mono{{font-family:{MONO}}}\n" if self.has_mono else ""
        return (
            f"<style>\n.halo{{paint-order:stroke;stroke-width:5px}}\ntext{{font-family:{FONT}}}\n{mono}{rules(0)}\n"
            f"@media (prefers-color-scheme:dark){{{rules(1)}}}\n</style>"
        )


def sources() -> list[Path]:
    return sorted(path for path in HERE.iterdir() if path.suffix in (".dot", ".gnuplot"))


def header(source: Path, key: str) -> str:
    """The value of "KEY: ..." in the comments at the top of a source, which may have several lines."""
    found = re.search(
        rf"^(?://|#) {key}: (.*\n(?:(?://|#)   .*\n)*)", source.read_text(encoding="utf-8"), re.MULTILINE
    )
    if not found:
        sys.exit(f"{source}: no {key}")
    return re.sub(r"\n(?://|#) *", " ", found[1].strip())


def checksum(source: Path, drawing: str) -> str:
    """It changes when the picture, or what it was drawn from, changes."""
    total = hashlib.sha256(drawing.encode())
    for path in (source, source.with_suffix(".tsv"), Path(__file__)):
        if path.exists():
            total.update(path.read_bytes())
    return total.hexdigest()[:32]


def draw(source: Path) -> None:
    width, height = header(source, "size").split()
    if source.suffix == ".dot":
        command = ["neato", "-n2", "-Tsvg", source.name]
    else:
        terminal = f'set terminal svg size {width},{height} fixed enhanced font "Helvetica,14"'
        command = ["gnuplot", "-e", terminal, source.name]
    drawn = subprocess.run(command, cwd=HERE, check=False, capture_output=True, text=True)
    if drawn.returncode or drawn.stderr:
        sys.exit(f"{source}: {drawn.stderr}")
    drawing = Drawing()
    drawing.walk(ET.fromstring(drawn.stdout), {})
    picture = "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="title desc">',
            f'<title id="title">{escape(header(source, "title"))}</title>',
            f'<desc id="desc">{escape(header(source, "desc"))}</desc>',
            drawing.style(),
            *drawing.lines,
            "</svg>\n",
        ]
    )
    head = (
        f"<!-- SPDX-License-Identifier: MIT -->\n<!-- Drawn from {source.name} by draw.py; do not edit. "
        f"Checksum: {checksum(source, picture)} -->\n"
    )
    source.with_suffix(".svg").write_text(head + picture, encoding="utf-8")


def faults(source: Path) -> list[str]:
    path = source.with_suffix(".svg")
    name = f"contrib/pictures/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
        root = ET.fromstring(text)
    except (OSError, ET.ParseError) as error:
        return [f"{name}: {error}"]
    found = []
    if len(text.encode()) > BYTES_MAX:
        found.append(f"{name}: larger than {BYTES_MAX} bytes")
    for needed in ("title", "desc"):
        element = root.find(SVG + needed)
        if element is None or not element.text:
            found.append(f"{name}: no {needed}")
    sealed = re.search(r"Checksum: (\w+) -->\n", text)
    if not sealed or sealed[1] != checksum(source, text[sealed.end() :]):
        found.append(f'{name} is not current; "make pictures" draws it')
    return found


def main() -> int:
    if sys.argv[1:] == ["--check"]:
        found = [fault for source in sources() for fault in faults(source)]
        drawn = {source.with_suffix(".svg") for source in sources()}
        found += [f"contrib/pictures/{path.name}: no source" for path in HERE.glob("*.svg") if path not in drawn]
        print("\n".join(found), end="\n" if found else "")
        return 1 if found else 0
    if sys.argv[1:]:
        print(__doc__, file=sys.stderr)
        return 2
    for source in sources():
        draw(source)
    return 0


sys.exit(main())
