#!/usr/bin/env python3
"""Checks a GeoJSON export by the rules of RFC 7946, and against the JSON Lines of the same data.

    check_geojson.py EXPORT.geojson EXPORT.jsonl

Prints counts; the status is 1 if anything differs. Needs nothing but Python.
"""

import json
import sys
from collections import Counter

PLACED = ("site", "organisation", "cluster", "platform", "project")
faults = []


def differ(*said):
    faults.append(" ".join(str(it) for it in said))


def is_position(it):
    numbers = isinstance(it, list) and len(it) == 2 and all(type(number) in (int, float) for number in it)
    return numbers and -180 <= it[0] <= 180 and -90 <= it[1] <= 90


def check_rules(collection):
    """What the RFC asks of a collection of points and lines."""
    if collection.get("type") != "FeatureCollection" or not isinstance(collection.get("features"), list):
        differ("it is no FeatureCollection")
    if "crs" in collection:
        differ("`crs` is of the past")
    for member in ("coordinates", "geometries", "geometry", "properties"):
        if member in collection:
            differ("a FeatureCollection has no", member)
    ids = Counter(feature.get("id") for feature in collection["features"])
    for name, count in ids.items():
        if count > 1:
            differ(name, "is there", count, "times")
    for feature in collection["features"]:
        name, geometry = feature.get("id"), feature.get("geometry")
        if feature.get("type") != "Feature" or not isinstance(feature.get("properties"), dict):
            differ(name, "is no Feature")
        if not isinstance(name, (str, int)):
            differ("a feature has the id", name)
        for member in ("coordinates", "geometries", "features"):
            if member in feature:
                differ(name, "has", member)
        kind, at = geometry.get("type"), geometry.get("coordinates")
        is_point = kind == "Point" and is_position(at)
        is_line = kind == "LineString" and isinstance(at, list) and len(at) >= 2 and all(is_position(it) for it in at)
        if not (is_point or is_line):
            differ(name, "has geometry", geometry)


def expected(records):
    """The geometry that each record should have, worked out from the records alone."""
    by_id = {record["id"]: record for record in records}

    def position(record):
        if record is None or "longitude" not in record or "latitude" not in record:
            return None
        return [record["longitude"], record["latitude"]]

    def end(name):
        record = by_id.get(name)
        if record is not None and name.startswith("side-stream:"):
            record = by_id.get(record.get("site"))
        return position(record)

    for name, record in by_id.items():
        kind = name.split(":")[0]
        if kind == "link":
            ends = [end(record["from"]), end(record["to"])]
            yield name, kind, None if None in ends else ends
        elif kind in PLACED:
            yield name, kind, position(record)
        else:
            yield name, None, None


def main(map_path, lines_path):
    with open(map_path, encoding="utf-8") as file:
        collection = json.load(file)
    with open(lines_path, encoding="utf-8") as file:
        head, *records = [json.loads(line) for line in file]
    check_rules(collection)
    told = collection["ketju"]
    for name, value in head["ketju"].items():
        if told.get(name) != value:
            differ("fact", name, "is", told.get(name), "not", value)
    features = {feature["id"]: feature for feature in collection["features"]}
    without, others, shown = Counter(), Counter(), set()
    by_id = {record["id"]: record for record in records}
    for name, kind, geometry in expected(records):
        if geometry is None:
            (others if kind is None else without)[kind or name.split(":")[0]] += 1
            continue
        shown.add(name)
        feature = features.get(name)
        if feature is None:
            differ(name, "is missing")
            continue
        if feature["geometry"]["coordinates"] != geometry:
            differ(name, "is at", feature["geometry"], "not", geometry)
        properties = dict(feature["properties"], id=name)
        named = by_id[name].get("name_en", name.split(":")[1])
        if properties.pop("record_kind", None) != kind or properties.pop("name", None) != named:
            differ(name, "has other kind or name")
        if properties != by_id[name]:
            differ(name, "has", properties, "not", by_id[name])
    if set(features) != shown:
        differ("features that no record has:", sorted(set(features) - shown)[:10])
    if told["withoutPosition"] != without or told["otherRecords"] != others:
        differ("counts are", told["withoutPosition"], told["otherRecords"], "not", dict(without), dict(others))
    points = sum(feature["geometry"]["type"] == "Point" for feature in features.values())
    print(f"{points} points, {len(features) - points} lines, {sum(without.values())} without position, {sum(others.values())} others")
    for fault in faults[:50]:
        print("differs:", fault)
    print("no difference" if not faults else f"{len(faults)} differences")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
