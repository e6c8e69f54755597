#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""documented.py FILE DIRECTORY: writes each example of a page into a file of DIRECTORY.

FILE is Markdown or a manual page. An example of Markdown is a fenced block; the language named there
is the suffix of its file. An example of a manual page is a literal display. Its suffix is .c or .cc if
it includes headers, .sh if it is in EXAMPLES and the sentence before it does not end with "prints:" or
"has:", else .txt. Each file is named after the line where the example begins. Prints the names of the
files.
"""

import pathlib
import re
import sys


def markdown_examples(lines):
    """Yields (line, suffix, text) of each fenced block."""
    language = None
    for number, line in enumerate(lines, 1):
        if not line.startswith("```"):
            if language:
                block.append(line)
        elif language is None:
            language, block, begin = line[3:].strip() or "txt", [], number + 1
        else:
            yield begin, language, block
            language = None


def mdoc_examples(lines):
    """Yields (line, suffix, text) of each literal display."""
    section, before, block = "", "", None
    for number, line in enumerate(lines, 1):
        if line.startswith(".Sh "):
            section = line[4:]
        if line.startswith(".Bd -literal"):
            block, begin = [], number + 1
        elif line == ".Ed":
            if block is not None:
                yield begin, mdoc_suffix(section, before, block), block
            block = None
        elif block is not None:
            block.append(line.replace("\\e", "\\").replace("\\&", "").replace("\\(dq", '"'))
        elif line != ".Pp":
            before = line


def mdoc_suffix(section, before, block):
    if any(line.startswith("#include") for line in block):
        return "c" if any("/c/mpdisc.h" in line for line in block) else "cc"
    is_command = section == "EXAMPLES" and not re.search(r"\b(prints|has) ?:$", before)
    return "sh" if is_command else "txt"


def main(page, directory):
    lines = page.read_text(encoding="utf-8").splitlines()
    examples = markdown_examples if page.suffix == ".md" else mdoc_examples
    for begin, suffix, block in examples(lines):
        file = directory / f"{page.name}:{begin}.{suffix}"
        file.write_text("".join(f"{line}\n" for line in block), encoding="utf-8")
        print(file)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
