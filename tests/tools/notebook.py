#!/usr/bin/env python3
"""Keeps a notebook and its script the same, and runs both.

    notebook.py write SCRIPT.py NOTEBOOK.ipynb    makes the notebook of the script, without outputs
    notebook.py run SCRIPT.py NOTEBOOK.ipynb      fails if they differ; runs the script, then the notebook in a kernel

`run` asks the server that KETJU names. Needs nbformat, and to run nbclient and ipykernel.
"""

import subprocess
import sys

import nbformat


def cells(script):
    """The cells of a script in the percent format; what stands before the first one is the docstring."""
    text = open(script, encoding="utf-8").read()
    for at, part in enumerate(text.split("\n# %%")[1:]):
        head, _, body = part.partition("\n")
        body = body.strip("\n")
        if "[markdown]" in head:
            lines = [line.removeprefix("#").removeprefix(" ") for line in body.split("\n")]
            cell = nbformat.v4.new_markdown_cell("\n".join(lines))
        else:
            cell = nbformat.v4.new_code_cell(body)
        cell["id"] = f"cell-{at}"
        yield cell


def notebook(script):
    made = nbformat.v4.new_notebook(cells=list(cells(script)))
    made.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return made


def main(work, script, path):
    made = notebook(script)
    if work == "write":
        nbformat.write(made, path)
        return
    kept = nbformat.read(path, as_version=4)
    if nbformat.writes(kept) != nbformat.writes(made):
        sys.exit(f"{path} is not what {script} makes: run `notebook.py write`")
    subprocess.run([sys.executable, script], check=True)
    from nbclient import NotebookClient

    NotebookClient(kept, timeout=300, kernel_name="python3").execute()
    print(f"{len(made.cells)} cells, run as a script and as a notebook")


if __name__ == "__main__":
    main(*sys.argv[1:])
