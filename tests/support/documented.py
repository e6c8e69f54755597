#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""documented.py FILE DIRECTORY: writes each example of a page into a file of DIRECTORY.

FILE is Markdown or a manual page. An example of Markdown is a fenced block; the language named there
is the suffix of its file. An example of a manual page is a literal or unfilled display. Its suffix is

  .c, .cc   if it includes headers
  .py       if it begins with a docstring
  .sh       if it is in EXAMPLES of a page about commands, and the sentence before it does not end with
            "prints:" or "has:"
  .txt      else

Each file is named after the line where the example begins. Prints the names of the files.
"""

import pathlib
import re
import sys

COMMANDS = re.compile(r".*\.[18]|mpdisc-format\.5")  # The pages about commands.


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


def mdoc_examples(lines, has_commands):
    """Yields (line, suffix, text) of each literal or unfilled display."""
    section, before, block = "", "", None
    for number, line in enumerate(lines, 1):
        if line.startswith(".Sh "):
            section = line[4:]
        if line.startswith((".Bd -literal", ".Bd -unfilled")):
            block, begin = [], number + 1
        elif line == ".Ed":
            if block is not None:
                is_output = re.search(r"\b(prints|has) ?:$", before)
                is_command = has_commands and section == "EXAMPLES" and not is_output
                yield begin, mdoc_suffix(block, is_command), block
            block = None
        elif block is not None:
            block.append(line.replace("\\e", "\\").replace("\\&", "").replace("\\(dq", '"'))
        elif line != ".Pp":
            before = line


def mdoc_suffix(block, is_command):
    if any(line.startswith("#include") for line in block):
        return "c" if any("/c/mpdisc.h" in line for line in block) else "cc"
    if block[0].startswith('"""'):
        return "py"
    return "sh" if is_command else "txt"


def examples(page):
    lines = page.read_text(encoding="utf-8").splitlines()
    if page.suffix == ".md":
        return markdown_examples(lines)
    return mdoc_examples(lines, has_commands=COMMANDS.fullmatch(page.name))


def main(page, directory):
    for begin, suffix, block in examples(page):
        file = directory / f"{page.name}:{begin}.{suffix}"
        file.write_text("".join(f"{line}\n" for line in block), encoding="utf-8")
        print(file)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
