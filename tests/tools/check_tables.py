#!/usr/bin/env python3
"""Compares a workbook and Parquet tables with the data package of the same data, value by value.

    check_tables.py PACKAGE.zip [WORKBOOK.xlsx] [PARQUET.zip] [TEMPLATE.xlsx]

Files are told apart by what is in them. Prints counts; the status is 1 if anything differs. Needs openpyxl and pyarrow.
"""

import csv
import io
import json
import re
import sys
import zipfile

import openpyxl
import pyarrow.parquet as pq

csv.field_size_limit(1 << 30)
faults = []


def differ(*said):
    faults.append(" ".join(str(it) for it in said))


def read_package(path):
    """The descriptor, and by resource its header and rows of text."""
    with zipfile.ZipFile(path) as archive:
        descriptor = json.loads(archive.read("datapackage.json"))
        tables = {}
        for resource in descriptor["resources"]:
            text = archive.read(resource["path"]).decode("utf-8")
            rows = list(csv.reader(io.StringIO(text, newline="")))
            name = resource["path"].removesuffix(".csv")
            tables[name] = (rows[0], rows[1:], resource["schema"])
    return descriptor, tables


def facts(descriptor):
    told = {
        "title": descriptor["title"],
        "revision": str(descriptor["revision"]),
        "created": descriptor.get("created"),
        "contentHash": descriptor["contentHash"],
        "chainHash": descriptor["chainHash"],
        "citation": descriptor["citation"],
        "part": descriptor.get("part"),
    }
    return {name: text for name, text in told.items() if text}


def check_facts(where, told, descriptor):
    for name, text in facts(descriptor).items():
        if told.get(name) != text:
            differ(where, name, "is", told.get(name), "not", text)


def same_cell(cell, text):
    if cell is None:
        return text == ""
    if isinstance(cell, bool):
        return text == ("true" if cell else "false")
    if isinstance(cell, (int, float)):
        return text != "" and float(text) == float(cell)
    return cell == text


def check_workbook(path, descriptor, tables):
    book = openpyxl.load_workbook(path, read_only=True)
    about = list(book["about"].iter_rows(values_only=True))
    check_facts("about", {row[0]: row[1] for row in about if row and row[0]}, descriptor)
    found = {}
    for name in book.sheetnames[1:]:
        rows = list(book[name].iter_rows(values_only=True))
        header, rest = list(rows[0]), rows[1:]
        found.setdefault(re.sub(r" \(\d+\)$", "", name), (header, []))[1].extend(rest)
    if list(found) != list(tables):
        differ("sheets are", list(found), "not", list(tables))
    cells = 0
    for name, (header, rows, _) in tables.items():
        shown, lines = found.get(name, ([], []))
        if shown != header or len(lines) != len(rows):
            differ("sheet", name, "has", shown, len(lines), "not", header, len(rows))
            continue
        for number, (row, line) in enumerate(zip(rows, lines), start=2):
            line = list(line) + [None] * (len(row) - len(line))
            for column, text, cell in zip(header, row, line):
                cells += text != ""
                if not same_cell(cell, text):
                    differ("sheet", name, "row", number, column, "is", repr(cell), "not", repr(text))
    rows = sum(len(it[1]) for it in tables.values())
    print(f"workbook: {len(found)} tables, {rows} rows, {cells} cells")


def unmarked(text):
    """Text without the mark that keeps a spreadsheet from running it."""
    if text.startswith("'") and re.match(r"'*[=+\-@\t\r]", text[1:]):
        return text[1:]
    return text


def value_of(field, text):
    """What a cell of the package means in Parquet."""
    if text == "":
        return None
    kinds = field.get("references", [])
    of = field["type"]
    plain = of == "string" and not kinds and "enum" not in field.get("constraints", {}) and "codeList" not in field
    if plain:
        text = unmarked(text)

    def one(item):
        if len(kinds) == 1:
            return f"{kinds[0]}:{item}"
        if of == "integer":
            return int(item)
        if of == "number":
            return float(item)
        if of == "boolean":
            return item == "true"
        return item

    if "list" in field:
        return [one(item) for item in text.split(field["list"])]
    return one(text)


def check_typed(name, file, kind, tables, descriptor):
    """Links and figures: every column of every row."""
    check_facts(name, metadata_of(file), descriptor)
    found = file.read().to_pylist()
    header, rows, schema = tables.get(kind, ([], [], {"fields": []}))
    fields = {field["name"]: field for field in schema["fields"]}
    if len(found) != len(rows):
        differ(name, "has", len(found), "rows, not", len(rows))
    values = 0
    for number, (row, record) in enumerate(zip(rows, found), start=2):
        told = dict(zip(header, row))
        if "id" in told:
            told["id"] = f"link:{told['id']}"
        for column, shown in record.items():
            if column == "id" and "id" not in told:
                continue
            if column == "id":
                expected = told["id"]
            else:
                expected = value_of(fields[column], told[column]) if column in told else None
            values += expected is not None
            if shown != expected:
                differ(name, "row", number, column, "is", repr(shown), "not", repr(expected))
    print(f"{name}: {len(found)} rows, {values} values")


KINDS = {
    "side_streams": "side-stream", "activities": "activity", "matches": "match", "coverage": "coverage",
    "statements": "statement",
}


def kind_of(table):
    return KINDS.get(table, table.removesuffix("s"))


def check_entities(file, tables, descriptor):
    """Everything else: the record as JSON says what the row of the package says."""
    check_facts("entities", metadata_of(file), descriptor)
    found = file.read().to_pylist()
    rest = iter(found)
    values = 0
    for name, (header, rows, schema) in tables.items():
        if name in ("links", "figures"):
            continue
        fields = {field["name"]: field for field in schema["fields"]}
        for number, row in enumerate(rows, start=2):
            entity = next(rest, None)
            if entity is None:
                differ("entities end at", name, number)
                return
            record = json.loads(entity["record"])
            told = dict(zip(header, row))
            slug = told.pop("id", entity["slug"])
            expected = {column: value_of(fields[column], text) for column, text in told.items() if text != ""}
            expected["id"] = f"{kind_of(name)}:{slug}"
            values += len(expected)
            if record != expected:
                differ("entities", name, number, "is", record, "not", expected)
            if (entity["id"], entity["kind"], entity["slug"]) != (expected["id"], kind_of(name), slug):
                differ("entities", name, number, "has id", entity["id"], entity["kind"], entity["slug"])
            shared = {"name": "name_en", **{it: it for it in (
                "name_fi", "name_sv", "aliases", "country", "region", "latitude", "longitude", "sources", "note", "visibility")}}
            for column, own in shared.items():
                if entity[column] != expected.get(own):
                    differ("entities", name, number, column, "is", entity[column], "not", expected.get(own))
    if next(rest, None) is not None:
        differ("entities go on after the last record of the package")
    print(f"entities: {len(found)} rows, {values} values")


def metadata_of(file):
    return {key.decode(): value.decode() for key, value in (file.metadata.metadata or {}).items()}


def check_parquet(path, descriptor, tables):
    with zipfile.ZipFile(path) as archive:
        files = {name: pq.ParquetFile(io.BytesIO(archive.read(name))) for name in archive.namelist()}
    if sorted(files) != ["entities.parquet", "figures.parquet", "links.parquet"]:
        differ("files are", sorted(files))
        return
    check_typed("links", files["links.parquet"], "links", tables, descriptor)
    check_typed("figures", files["figures.parquet"], "figures", tables, descriptor)
    check_entities(files["entities.parquet"], tables, descriptor)


def check_template(path):
    book = openpyxl.load_workbook(path)
    choices = notes = columns = 0
    for sheet in book.worksheets:
        if sheet.title in ("about", "lists"):
            continue
        if sheet.max_row != 1:
            differ("template", sheet.title, "has", sheet.max_row, "rows")
        choices += len(sheet.data_validations.dataValidation)
        columns += sheet.max_column
        notes += sum(cell.comment is not None for cell in sheet[1])
    if book["lists"].sheet_state == "visible":
        differ("the lists of the template can be seen")
    if notes != columns:
        differ("of", columns, "columns", notes, "have help")
    print(f"template: {len(book.sheetnames)} sheets, {columns} columns, {choices} choices")


def main(paths):
    package = next(it for it in paths if "datapackage.json" in zipfile.ZipFile(it).namelist())
    descriptor, tables = read_package(package)
    print(f"package: {len(tables)} tables, {sum(len(it[1]) for it in tables.values())} rows")
    for path in paths:
        names = zipfile.ZipFile(path).namelist()
        if "entities.parquet" in names:
            check_parquet(path, descriptor, tables)
        elif "xl/workbook.xml" in names:
            sheets = openpyxl.load_workbook(path, read_only=True).sheetnames
            if "lists" in sheets:
                check_template(path)
            else:
                check_workbook(path, descriptor, tables)
    for fault in faults[:50]:
        print("differs:", fault)
    print("no difference" if not faults else f"{len(faults)} differences")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
