#!/usr/bin/env python3
"""Compare exported graphs with the data package of the same data, by NetworkX and igraph themselves.

    check_graphs.py PACKAGE GRAPH...      graphs of records: PACKAGE is `ketju export csv -o x.zip`, each GRAPH a .graphml or .gexf
    check_graphs.py --same GRAPH...       graphs of any kind that must say the same, such as a chain in both forms
    check_graphs.py --again GRAPH COPY    write what NetworkX read of a .graphml as another, which should be read back

Nothing of the program is used: what is a node, an edge and an attribute is worked out anew from the CSV files and the
table schemas beside them. Prints counts; exits with 1 and the first differences if there are any.
"""

import csv
import io
import json
import math
import sys
import zipfile
from collections import Counter

import igraph
import networkx

KIND_OF = {
    "sources": "source", "materials": "material", "products": "product", "regions": "region",
    "organisations": "organisation", "sites": "site", "activities": "activity", "links": "link",
    "side_streams": "side-stream", "intakes": "intake", "uses": "use", "precedents": "precedent", "matches": "match",
    "projects": "project", "clusters": "cluster", "memberships": "membership", "relations": "relation",
    "platforms": "platform", "programmes": "programme", "coverage": "coverage", "statements": "statement",
    "figures": "figure", "scenarios": "scenario", "datasets": "dataset",
}
ENDS = {
    "link": ("from", "to"), "match": ("offer", "request"), "membership": ("organisation", "cluster"),
    "relation": ("from", "to"),
}
OF_GRAPH = {"label", "kind", "relation", "record", "context", "characters_replaced", "id"}


def value_of(cell, column):
    """The value of a CSV cell as a graph should hold it."""
    kind = column["type"]
    if kind == "integer":
        return int(cell)
    if kind == "number":
        return float(cell)
    if kind == "boolean":
        return cell == "true"
    # A spreadsheet's apostrophe before what it would run is no part of the text; before an apostrophe it stays.
    bare = cell.lstrip("'")
    if cell.startswith("'") and not cell.startswith("''") and bare[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return cell[1:]
    return cell


def read_package(path):
    """Nodes and edges of records by id, with their values; figures and statements by their values alone; and which columns
    refer to what, as (kind, column) and the kinds that the column takes."""
    nodes, edges, computed, references = {}, {}, Counter(), {}
    with zipfile.ZipFile(path) as package:
        described = json.loads(package.read("datapackage.json"))
        for resource in described["resources"]:
            kind = KIND_OF[resource["path"].removesuffix(".csv")]
            columns = {it["name"]: it for it in resource["schema"]["fields"]}
            references.update({(kind, name): it["references"] for name, it in columns.items() if "references" in it})
            text = package.read(resource["path"]).decode("utf-8")
            for row in csv.DictReader(io.StringIO(text, newline="")):
                values = {
                    name: value_of(cell, columns[name])
                    for name, cell in row.items() if name != "id" and cell != ""
                }
                if "id" not in row:
                    computed[(kind, frozenset(values.items()))] += 1
                elif kind in ENDS:
                    edges[f"{kind}:{row['id']}"] = values
                else:
                    nodes[f"{kind}:{row['id']}"] = values
    return nodes, edges, computed, references


def read_networkx(path):
    """Nodes and edges as lists of (id, values) and (id, source, target, values)."""
    if path.endswith(".gexf"):
        graph = networkx.read_gexf(path)
    else:
        graph = networkx.read_graphml(path, force_multigraph=True)
    if not graph.is_directed():
        sys.exit(f"{path}: not directed")
    nodes = [(node, dict(values)) for node, values in graph.nodes(data=True)]
    edges = []
    for edge in graph.edges(keys=True, data=True) if graph.is_multigraph() else graph.edges(data=True):
        values = dict(edge[-1])
        name = values.pop("id", None) or edge[2]
        edges.append((name, edge[0], edge[1], values))
    return nodes, edges


def read_igraph(path):
    """The same, by igraph; values that are absent are left out, whole numbers and flags are told by the declared type."""
    graph = igraph.Graph.Read_GraphML(path)
    if not graph.is_directed():
        sys.exit(f"{path}: not directed")

    def stated(values):
        def is_absent(it):
            return it is None or it == "" or (isinstance(it, float) and math.isnan(it))
        return {name: it for name, it in values.items() if not is_absent(it)}

    nodes = [(it["id"], stated({k: v for k, v in it.attributes().items() if k != "id"})) for it in graph.vs]
    names = [it[0] for it in nodes]
    edges = []
    for it in graph.es:
        values = stated({k: v for k, v in it.attributes().items() if k != "id"})
        # The `id` that igraph gives an edge is that of a node (igraph 1.0), so that edges are told by `record` and `arc`.
        edges.append((None, names[it.source], names[it.target], values))
    return nodes, edges


def without_false(values):
    """igraph has no flag that is absent: it makes a false of it, so that false cannot be told from absent there."""
    return {name: it for name, it in values.items() if it is not False}


def bare(values, kind):
    """The values of a record's columns, under the names that the columns have."""
    return {
        name.removeprefix(kind + "."): it for name, it in values.items() if name not in OF_GRAPH
    }


def compare(said, expected, what, faults):
    if said != expected:
        faults.append(f"{what}: {said!r} instead of {expected!r}")


def check_records(package, tool, graph, faults, loses_flags):
    """Compares a graph that was read with the package; the number of values compared."""
    nodes, edges, computed, columns = package
    kept = without_false if loses_flags else (lambda it: it)
    found_nodes, found_edges = graph
    by_id = dict(found_nodes)
    compare(len(by_id), len(found_nodes), f"{tool}: nodes of one id", faults)
    left, values_seen = Counter(computed), 0
    if loses_flags:
        left = Counter()
        for (kind, values), count in computed.items():
            left[(kind, frozenset(kept(dict(values)).items()))] += count
    for name, values in by_id.items():
        kind = values.get("kind")
        if values.get("context"):
            continue
        said = kept(bare(values, kind))
        values_seen += len(said)
        label = said.get("name_en") or (kind == "source" and said.get("title")) or name.split(":", 1)[1]
        compare(values.get("label"), label, f"{tool}: label of {name}", faults)
        compare(kind, name.split(":", 1)[0], f"{tool}: kind of {name}", faults)
        if kind in ("figure", "statement"):
            left[(kind, frozenset(said.items()))] -= 1
        else:
            compare(said, kept(nodes.get(name, "no such node")) if name in nodes else None, f"{tool}: {name}", faults)
    for key, count in left.items():
        compare(count, 0, f"{tool}: {key}", faults)
    own = [name for name, values in by_id.items() if not values.get("context")]
    compare(len(own), len(nodes) + sum(computed.values()), f"{tool}: nodes", faults)
    records = {it[3]["record"]: it[1:] for it in found_edges if "record" in it[3]}
    compare(set(records), set(edges), f"{tool}: edges of records", faults)
    for name, (source, target, values) in records.items():
        kind = name.split(":")[0]
        said, expected = kept(bare(values, kind)), kept(edges.get(name, {}))
        values_seen += len(said)
        compare(said, expected, f"{tool}: {name}", faults)
        compare(values.get("relation"), kind, f"{tool}: relation of {name}", faults)
        for end, column in zip((source, target), ENDS[kind]):
            told = edges[name][column]
            if ":" not in told:
                told = f"{'organisation' if column == 'organisation' else 'cluster'}:{told}"
            compare(end, told, f"{tool}: {column} of {name}", faults)
    references(tool, columns, by_id, found_edges, faults)
    return values_seen


def references(tool, columns, nodes, edges, faults):
    """Every edge of a reference stands in the attribute of its column, and every reference there has its edge."""
    told = Counter()
    for _, source, target, values in edges:
        if "record" not in values:
            kind, column = values["relation"].split(".", 1)
            told[(source, column, target)] += 1
            cell = nodes[source].get(column, nodes[source].get(f"{kind}.{column}", ""))
            items = str(cell).split(";")
            if target not in items and target.split(":", 1)[1] not in items:
                faults.append(f"{tool}: {source} does not say {column} {target}")
    expected = Counter()
    for name, values in nodes.items():
        kind = values["kind"]
        for attribute, cell in values.items():
            column = attribute.removeprefix(f"{kind}.")
            taken = columns.get((kind, column)) if attribute not in OF_GRAPH and not values.get("context") else None
            for item in str(cell).split(";") if taken else ():
                target = item if ":" in item else f"{taken[0]}:{item}"
                if target in nodes and not nodes[target].get("context"):
                    expected[(name, column, target)] += 1
    if not expected:
        faults.append(f"{tool}: no column refers to anything")
    for key in (expected | told).keys():
        compare(told[key], expected[key], f"{tool}: edges for {' '.join(key)}", faults)


def main():
    arguments = sys.argv[1:]
    if len(arguments) < 2:
        sys.exit(__doc__)
    faults = []
    if arguments[0] == "--again":
        graph = networkx.read_graphml(arguments[1], force_multigraph=True)
        networkx.write_graphml(graph, arguments[2])
        print(f"{arguments[2]}: {len(graph)} nodes, {graph.size()} edges")
        return
    if arguments[0] == "--same":
        graphs = {}
        for path in arguments[1:]:
            graphs[f"networkx {path}"] = (read_networkx(path), False)
            if path.endswith(".graphml"):
                graphs[f"igraph {path}"] = (read_igraph(path), True)
        (first, (expected, _)), *others = graphs.items()
        in_order = lambda graph, kept: (
            sorted((name, sorted(kept(values).items())) for name, values in graph[0]),
            sorted((a, b, sorted(kept(values).items())) for _, a, b, values in graph[1]),
        )
        for name, (graph, loses_flags) in others:
            kept = without_false if loses_flags else (lambda it: it)
            for said, told in zip(in_order(graph, kept), in_order(expected, kept)):
                compare(len(said), len(told), f"{name} beside {first}", faults)
                for one, other in zip(said, told):
                    compare(one, other, name, faults)
        print(f"{first}: {len(expected[0])} nodes, {len(expected[1])} edges, the same in {len(others)} others")
    else:
        package = read_package(arguments[0])
        for path in arguments[1:]:
            tools = [("networkx", read_networkx, False)]
            if path.endswith(".graphml"):
                tools.append(("igraph", read_igraph, True))
            for tool, read, loses_flags in tools:
                graph = read(path)
                values = check_records(package, f"{tool} {path}", graph, faults, loses_flags)
                print(f"{tool} {path}: {len(graph[0])} nodes, {len(graph[1])} edges, {values} values")
    for fault in faults[:20]:
        print(fault, file=sys.stderr)
    if faults:
        sys.exit(f"{len(faults)} differences")


if __name__ == "__main__":
    main()
