#!/usr/bin/env python3
"""Packs a table of small numbers into the program's own form.

    pack_table.py digits digits.csv core/data/digits.table
    pack_table.py iris   iris.csv   core/data/iris.table

A .table file is a text header, an empty line, then one unsigned byte a value, row by row, each row's class number last. An input is
its byte divided by `divisor`. The header's lines are `glassbox-table 1`, then `key value` for name, rows, columns, divisor, inputs and
classes (comma separated names) and credit. The last line printed is the hash that core/src/data/tables.cpp has to know.
"""

import sys

TABLES = {
    "digits": {
        "divisor": 1,
        "inputs": [f"row {row} column {column}" for row in range(8) for column in range(8)],
        "classes": [str(digit) for digit in range(10)],
        "header_lines": 0,
        "credit": 'E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository (1998), CC BY 4.0',
    },
    "iris": {
        "divisor": 10,
        "inputs": ["sepal length", "sepal width", "petal length", "petal width"],
        "classes": ["setosa", "versicolor", "virginica"],
        "header_lines": 1,
        "credit": 'R. A. Fisher, "Iris", UCI Machine Learning Repository (1936), CC BY 4.0',
    },
}


def read_rows(path, table):
    with open(path, encoding="ascii") as file:
        lines = file.read().split("\n")[table["header_lines"] :]
    rows = [line.split(",") for line in lines if line.strip()]
    packed = bytearray()
    for row in rows:
        if len(row) != len(table["inputs"]) + 1:
            raise ValueError(f"a row of {len(row)} values instead of {len(table['inputs']) + 1}")
        for text in row[:-1]:
            byte = round(float(text) * table["divisor"])
            if byte / table["divisor"] != float(text):
                raise ValueError(f"{text} is not a whole number of 1/{table['divisor']}")
            packed.append(byte)
        label = int(row[-1])
        if not 0 <= label < len(table["classes"]):
            raise ValueError(f"class {label} has no name")
        packed.append(label)
    return len(rows), bytes(packed)


def fnv1a(data):
    value = 14695981039346656037
    for byte in data:
        value = (value ^ byte) * 1099511628211 % 2**64
    return value


def main():
    name, source, target = sys.argv[1:]
    table = TABLES[name]
    rows, values = read_rows(source, table)
    header = "\n".join([
        "glassbox-table 1",
        f"name {name}",
        f"rows {rows}",
        f"columns {len(table['inputs'])}",
        f"divisor {table['divisor']}",
        f"inputs {','.join(table['inputs'])}",
        f"classes {','.join(table['classes'])}",
        f"credit {table['credit']}",
    ])
    data = header.encode() + b"\n\n" + values
    with open(target, "wb") as file:
        file.write(data)
    print(f"{target}: {rows} rows, {len(data)} bytes, hash {fnv1a(data):016x}")


main()
