#!/usr/bin/env python3
"""Ketju from Python: questions over GraphQL, tables into pandas, the network into networkx.

Start a server first (`ketju demo`), then run this file. KETJU names another address than http://127.0.0.1:8080.
Needs httpx, pandas, pyarrow and networkx. The notebook beside it holds the same cells.
"""

# %% [markdown]
# # Value chains of critical raw materials from Python
#
# Everything comes from one running server: answers as JSON, tables as Parquet, the network as GraphML. All of it is of
# one revision, which the first cell fixes, so that the numbers below can be cited and found again.

# %%
import io
import os
import zipfile

import httpx
import networkx
import pandas

ketju = httpx.Client(base_url=os.environ.get("KETJU", "http://127.0.0.1:8080"), timeout=120)


def ask(document, **variables):
    """The data of an answer; whatever the server finds wrong is raised."""
    answer = ketju.post("/graphql", json={"query": document, "variables": variables}).json()
    if "errors" in answer:
        raise ValueError(answer["errors"])
    return answer["data"]


dataset = ask("{ dataset { title revision contentHash citation licences } }")["dataset"]
revision = dataset["revision"]
print(dataset["citation"])

# %% [markdown]
# ## A question
#
# Which ways does a material take from a mine to a harbour? The answer says whether it is complete; where there is no way
# it says why; a total that is not known is null.

# %%
PATHS = """
query ($mine: ID!, $material: ID!, $revision: Int!) {
  paths(input: { from: { id: $mine }, to: { kind: HARBOUR }, material: $material, at: { revision: $revision } }) {
    paths { total totalComplete steps { site { name } } }
    completeness { status }
    whyNone { message }
  }
}
"""

for mine, material in [("site:kaunisvaara-mine", "material:iron"), ("site:kevitsa-mine", "material:nickel")]:
    answer = ask(PATHS, mine=mine, material=material, revision=revision)["paths"]
    print(mine, material, answer["completeness"]["status"])
    for path in answer["paths"]:
        total = f"{path['total']} km" if path["totalComplete"] else "length not known"
        print("  ", total + ":", " > ".join(step["site"]["name"] for step in path["steps"] if step["site"]))
    if answer["whyNone"]:
        print("  ", answer["whyNone"]["message"])

# %% [markdown]
# ## Tables
#
# Figures are one table, records another; references are ids, so that they join.

# %%
tables = zipfile.ZipFile(io.BytesIO(ketju.get("/export/parquet", params={"at": revision}).raise_for_status().content))
figures = pandas.read_parquet(io.BytesIO(tables.read("figures.parquet")))
entities = pandas.read_parquet(io.BytesIO(tables.read("entities.parquet")))
print(len(entities), "records,", len(figures), "figures")

# %%
# A figure without value is unknown, not zero: pandas leaves it out of sums, so count it.
capacity = figures[figures["quantity"] == "capacity"]
by_confidence = capacity.groupby("confidence")["value"].agg(["size", "count"]).rename(columns={"size": "figures", "count": "with value"})
print(by_confidence)

# %%
sites = entities[entities["kind"] == "site"]
of_sites = figures.merge(sites[["id", "name", "country"]], left_on="subject", right_on="id", suffixes=("", "_site"))
print(of_sites.groupby(["country", "quantity"]).size().sort_values(ascending=False).head(10))

# %% [markdown]
# ## The network
#
# Every record is a node; links are edges with `relation` equal to `link`.

# %%
text = ketju.get("/export/graphml", params={"at": revision}).raise_for_status().text
graph = networkx.parse_graphml(text, force_multigraph=True)
links = [(tail, head) for tail, head, told in graph.edges(data=True) if told["relation"] == "link"]
network = networkx.DiGraph(links)
print(graph.number_of_nodes(), "nodes,", graph.number_of_edges(), "edges, of these", len(links), "links")

# %%
central = networkx.betweenness_centrality(network)
for place in sorted(central, key=lambda it: (-central[it], it))[:10]:
    print(f"{central[place]:.4f}", graph.nodes[place].get("label", place))

# %%
# The tables and the graph are of the same revision and hold the same links.
assert len(links) == len(pandas.read_parquet(io.BytesIO(tables.read("links.parquet"))))
assert graph.number_of_nodes() >= len(sites)
print("cite as:", dataset["citation"])
