#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""prose.py: reads HTML on stdin, writes its prose to stdout.

Each paragraph, list item and table cell becomes one line, with an empty line after it. Examples,
headings and the names in lists of options are left out, because they are no sentences. With --code,
inline code, file names and the like are left out as well, for a spelling checker.

mandoc -T html and cmark-gfm make such HTML of manual pages and of Markdown.
"""

import html.parser
import sys

BLOCKS = {"p", "li", "dd", "td", "div", "section", "ul", "ol", "dl", "table", "tr", "tbody", "body"}
LEFT_OUT = {"pre", "dt", "th", "h1", "h2", "h3", "style", "title", "script"}
CODE = {"code", "a", "var", "tt"}


class Prose(html.parser.HTMLParser):
    def __init__(self, left_out):
        super().__init__()
        self.left_out = left_out
        self.inside = None  # the element that is left out
        self.depth = 0  # of elements of that name in each other
        self.words = []

    def handle_starttag(self, tag, attrs):
        page_frame = {"head", "foot"} & set((dict(attrs).get("class") or "").split())
        if self.inside is None and (tag in self.left_out or page_frame):
            self.inside = tag
        self.depth += tag == self.inside
        if tag in BLOCKS | LEFT_OUT:
            self.end_paragraph()

    def handle_endtag(self, tag):
        if tag == self.inside:
            self.depth -= 1
            if self.depth == 0:
                self.inside = None
        if tag in BLOCKS:
            self.end_paragraph()

    def handle_data(self, data):
        if self.inside is None:
            self.words.append(data)

    def end_paragraph(self):
        text = " ".join("".join(self.words).split())
        self.words = []
        if text:
            print(text if text[-1] in ".?!" else text.rstrip(":;,") + ".", end="\n\n")


def main():
    left_out = LEFT_OUT | (CODE if "--code" in sys.argv[1:] else set())
    prose = Prose(left_out)
    prose.feed(sys.stdin.read())
    prose.end_paragraph()


main()
