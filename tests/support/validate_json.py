#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
#
# validate_json.py SCHEMA
# validate_json.py --refuse SCHEMA
#
# Checks that each line of stdin is an object that suits the schema, and that the schema refuses it as
# soon as it has a fault: a key too few or too many, or a value of another type. With --refuse: that
# the schema refuses each line as it is.

import json
import sys

import jsonschema

# What is optional in events, and the object whose keys are free.
OPTIONAL = "time"
FREE = "attributes"
WRONG = {str: [7, None], bool: ["true", 0], int: ["7", 1.5, -1], list: [{}, ""], dict: [[], True]}


def planted(value):
    """Yields what was done to the value, and a copy of it with that fault."""
    for wrong in WRONG[type(value)]:
        yield f"is {wrong!r}", wrong
    if isinstance(value, list):
        for index, element in enumerate(value):
            for what, wrong in planted(element):
                yield f"[{index}] {what}", [*value[:index], wrong, *value[index + 1:]]
    if isinstance(value, dict):
        yield from planted_in_object(value)


def planted_in_object(value):
    yield "has another key", {**value, "another": 1}
    for key, member in value.items():
        faults = planted(member)
        if key == FREE:
            faults = [("is a list", []), ("has a wrong value", {**member, "another": False}),
                      ("has a wrong key", {**member, "an=other": True})]
        for what, wrong in faults:
            yield f"{key} {what}", {**value, key: wrong}
        if key != OPTIONAL:
            yield f"{key} is missing", {each: value[each] for each in value if each != key}


def findings(validator, line, must_refuse):
    value = json.loads(line)
    errors = list(validator.iter_errors(value))
    if must_refuse:
        return [] if errors else ["is not refused"]
    if errors:
        return [error.message for error in errors]
    return [f"is not refused: {what}" for what, wrong in planted(value) if validator.is_valid(wrong)]


def main(arguments):
    must_refuse = arguments[0] == "--refuse"
    with open(arguments[-1], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    lines = [line.rstrip("\n") for line in sys.stdin]
    if not lines:
        sys.exit("there are no lines")
    wrong = [(line, finding) for line in lines for finding in findings(validator, line, must_refuse)]
    for line, finding in wrong:
        print(f"{line}: {finding}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
