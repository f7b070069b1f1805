#!/usr/bin/env python3
"""Packs a table of small numbers into the program's own form.

    pack_table.py digits digits.csv core/data/digits.table
    pack_table.py iris   iris.csv   core/data/iris.table
    pack_table.py wine   wine_data.csv     core/data/wine.table
    pack_table.py cancer breast_cancer.csv core/data/cancer.table

A .table file is a text header, an empty line, then whole numbers row by row, least byte first, each row's class number last in one
byte. The header's lines are `glassbox-table 1`, then `key value` for name, rows, columns, divisor, inputs and classes (comma separated
names) and credit. There an input is one byte divided by `divisor`. In a `glassbox-table 2` the line `divisor` gives way to `digits`
and `bytes`, one digit a column: an input is a number of so many bytes, divided by ten to the power of so many digits, which is the
double nearest to the decimal in the source. The last line printed is the hash that core/src/data/shipped_tables.cpp has to know.
"""

import sys

NUCLEUS = ["radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "concave points", "symmetry",
           "fractal dimension"]

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
    "wine": {
        "inputs": ["alcohol", "malic acid", "ash", "alkalinity of ash", "magnesium", "phenols", "flavonoids", "nonflavonoid phenols",
                   "proanthocyanins", "colour intensity", "hue", "OD280/OD315", "proline"],
        "classes": ["cultivar 1", "cultivar 2", "cultivar 3"],
        "header_lines": 1,
        "credit": 'S. Aeberhard, M. Forina, "Wine", UCI Machine Learning Repository (1991), CC BY 4.0',
    },
    "cancer": {
        "inputs": [f"mean {name}" for name in NUCLEUS] + [f"{name} error" for name in NUCLEUS] + [f"worst {name}" for name in NUCLEUS],
        "classes": ["malignant", "benign"],
        "header_lines": 1,
        "credit": 'W. Wolberg, O. Mangasarian, N. Street, W. Street, "Breast Cancer Wisconsin (Diagnostic)", '
                  "UCI Machine Learning Repository (1993), CC BY 4.0",
    },
}


def read_rows(path, table):
    with open(path, encoding="ascii") as file:
        lines = file.read().split("\n")[table["header_lines"] :]
    rows = [line.split(",") for line in lines if line.strip()]
    for row in rows:
        if len(row) != len(table["inputs"]) + 1:
            raise ValueError(f"a row of {len(row)} values instead of {len(table['inputs']) + 1}")
    return rows


def sizes(rows, table):
    """Divisor and bytes of each column, and the header lines that tell them."""
    columns = range(len(table["inputs"]))
    if "divisor" in table:
        return [(table["divisor"], 1) for _ in columns], [f"divisor {table['divisor']}"]
    digits = [max(len(row[column].partition(".")[2]) for row in rows) for column in columns]
    most = [max(round(float(row[column]) * 10 ** digits[column]) for row in rows) for column in columns]
    width = [(value.bit_length() + 7) // 8 for value in most]
    lines = ["digits " + "".join(map(str, digits)), "bytes " + "".join(map(str, width))]
    return [(10**digit, size) for digit, size in zip(digits, width)], lines


def pack(rows, columns, classes):
    packed = bytearray()
    for row in rows:
        for text, (divisor, size) in zip(row, columns):
            number = round(float(text) * divisor)
            if number / divisor != float(text):
                raise ValueError(f"{text} is not a whole number of 1/{divisor}")
            packed += number.to_bytes(size, "little")
        label = int(row[-1])
        if not 0 <= label < len(classes):
            raise ValueError(f"class {label} has no name")
        packed.append(label)
    return bytes(packed)


def fnv1a(data):
    value = 14695981039346656037
    for byte in data:
        value = (value ^ byte) * 1099511628211 % 2**64
    return value


def main():
    name, source, target = sys.argv[1:]
    table = TABLES[name]
    rows = read_rows(source, table)
    columns, size_lines = sizes(rows, table)
    header = "\n".join([
        f"glassbox-table {1 if 'divisor' in table else 2}",
        f"name {name}",
        f"rows {len(rows)}",
        f"columns {len(table['inputs'])}",
        *size_lines,
        f"inputs {','.join(table['inputs'])}",
        f"classes {','.join(table['classes'])}",
        f"credit {table['credit']}",
    ])
    data = header.encode() + b"\n\n" + pack(rows, columns, table["classes"])
    with open(target, "wb") as file:
        file.write(data)
    print(f"{target}: {len(rows)} rows, {len(data)} bytes, hash {fnv1a(data):016x}")


main()
