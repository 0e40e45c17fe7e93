#!/usr/bin/env python3
"""Checks a Turtle export against the JSON Lines of the same data, read by rdflib.

    check_turtle.py EXPORT.jsonl EXPORT.ttl

Prints counts; the status is 1 if anything differs. Needs rdflib.
"""

import json
import sys
from collections import Counter

from rdflib import Graph
from rdflib import Literal
from rdflib import URIRef
from rdflib.namespace import DCAT
from rdflib.namespace import DCTERMS
from rdflib.namespace import PROV
from rdflib.namespace import RDF
from rdflib.namespace import RDFS
from rdflib.namespace import SKOS
from rdflib.namespace import XSD

BASE, DEF = "urn:ketju:", "urn:ketju:def:"
GEO = "http://www.opengis.net/ont/geosparql#"
faults = []


def differ(*said):
    faults.append(" ".join(str(it) for it in said))


def value_of(graph, term):
    """A term as the JSON Lines have it."""
    if isinstance(term, URIRef):
        if term.startswith(BASE + "code:"):
            return str(graph.value(term, SKOS.notation))
        return term.removeprefix(BASE)
    if term.datatype == XSD.boolean:
        return str(term) == "true"
    if term.datatype == XSD.integer:
        return int(term)
    if term.datatype == XSD.double:
        return float(term)
    return str(term)


def key(values):
    """Values in an order of their own; whole numbers and others are one."""
    plain = [it if isinstance(it, (str, bool)) else float(it) for it in values]
    return sorted(plain, key=lambda it: (type(it).__name__, it))


def check_record(graph, record):
    name = record["id"]
    kind = name.split(":")[0]
    node = URIRef(BASE + name)
    own = {}
    for predicate, term in graph.predicate_objects(node):
        if predicate.startswith(DEF):
            own.setdefault(predicate.removeprefix(DEF), []).append(term)
    words = "".join(word.capitalize() for word in kind.split("-"))
    if (node, RDF.type, URIRef(DEF + words)) not in graph:
        differ(name, "is no", words)
    for column, stated in record.items():
        if column == "id":
            continue
        items = stated if isinstance(stated, list) else [stated]
        found = [value_of(graph, term) for term in own.pop(column, [])]
        if key(found) != key(set(items)):
            differ(name, column, "is", found, "not", items)
        order = [json.loads(term) for term in own.pop(column + "-order", [])]
        if order != ([items] if len(items) > 1 else []):
            differ(name, column, "has order", order, "not", items)
    for column in own:
        differ(name, "has", column, "which is not stated")
    labels = {Literal(record[f"name_{tag}"], lang=tag) for tag in ("en", "fi", "sv") if f"name_{tag}" in record}
    if set(graph.objects(node, RDFS.label)) != labels:
        differ(name, "has labels", set(graph.objects(node, RDFS.label)))
    origins = {URIRef(BASE + it) for it in record.get("sources", [])}
    if set(graph.objects(node, PROV.wasDerivedFrom)) != origins:
        differ(name, "has other origins")
    place = graph.value(node, URIRef(GEO + "hasGeometry"))
    is_placed = "longitude" in record and "latitude" in record
    if is_placed != (place is not None):
        differ(name, "has geometry", place)
    if is_placed and place is not None:
        text = str(graph.value(place, URIRef(GEO + "asWKT")))
        numbers = [float(it) for it in text.removeprefix("POINT(").removesuffix(")").split()]
        if numbers != [record["longitude"], record["latitude"]]:
            differ(name, "is at", text)
    return len(record) - 1


def check_facts(graph, facts):
    data = list(graph.subjects(RDF.type, DCAT.Dataset))
    if len(data) != 1:
        differ(len(data), "data sets")
        return
    told = {
        DCTERMS.title: [facts["title"]],
        DCTERMS.identifier: [facts["contentHash"]],
        DCTERMS.bibliographicCitation: [facts["citation"]],
        DCTERMS.license: facts["licences"],
        DCTERMS.issued: [facts["at"]] if "at" in facts else [],
        DCTERMS.description: [facts["part"]] if "part" in facts else [],
        URIRef(str(DCAT) + "version"): [str(facts["revision"])],
        URIRef(DEF + "chainHash"): [facts["chainHash"]],
        URIRef(DEF + "referenceYear"): [str(facts["referenceYear"])],
        URIRef(DEF + "partHash"): [facts["partHash"]] if "partHash" in facts else [],
    }
    for predicate, texts in told.items():
        # rdflib prints a moment in its own way.
        found = sorted(str(term).replace("+00:00", "Z") for term in graph.objects(data[0], predicate))
        if found != sorted(set(texts)):
            differ("fact", predicate, "is", found, "not", texts)


def check_codes(graph):
    used = {term for _, predicate, term in graph if predicate.startswith(DEF) and term.startswith(BASE + "code:")
            and isinstance(term, URIRef)}
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    schemes = set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    if used != concepts:
        differ("codes without concept or use:", sorted(used ^ concepts)[:10])
    for concept in concepts:
        if len(list(graph.objects(concept, SKOS.notation))) != 1:
            differ(concept, "has not one notation")
        if not set(graph.objects(concept, SKOS.inScheme)) <= schemes or graph.value(concept, SKOS.inScheme) is None:
            differ(concept, "is in no scheme")
    return concepts, schemes


def main(lines_path, turtle_path):
    with open(lines_path, encoding="utf-8") as file:
        head, *records = [json.loads(line) for line in file]
    graph = Graph()
    graph.parse(turtle_path, format="turtle")
    check_facts(graph, head["ketju"])
    cells = sum(check_record(graph, record) for record in records)
    concepts, schemes = check_codes(graph)
    expected = {URIRef(BASE + record["id"]) for record in records}
    # An IRI of rdflib takes no tuple of beginnings.
    is_other = lambda name: name.startswith((BASE + "data:", BASE + "code:")) or name.endswith(":geometry")
    others = {node for node in graph.subjects() if is_other(str(node))}
    if set(graph.subjects()) - others != expected:
        differ("subjects that no record is:", sorted(set(graph.subjects()) - others - expected)[:10])
    kinds = Counter(record["id"].split(":")[0] for record in records)
    print(", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())))
    print(f"{len(graph)} statements, {cells} values, {len(concepts)} codes of {len(schemes)} lists")
    for fault in faults[:50]:
        print("differs:", fault)
    print("no difference" if not faults else f"{len(faults)} differences")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
