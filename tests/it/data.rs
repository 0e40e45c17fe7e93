//! Keeps `docs/data.md` and the seed packages true to each other, and both to the source sets.
//!
//! The page has two tables that are read here: one counts rows and records, the other names the
//! record that tells a row without a record of its own. The source sets lie beside the repository
//! where the seed data are worked on; where they are absent, their rows are not counted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A line of a CSV file, by column.
pub(crate) type Line = BTreeMap<String, String>;

const PAGE: &str = "docs/data.md";
const SOURCES: &str = "../shared/data";

/// Source files whose ids are kept, and the table that keeps them.
const KEPT: &[(&str, &str, &str)] = &[
    ("enf/facilities.csv", "id", "sites"),
    ("enf/ports.csv", "id", "sites"),
    ("enf/flows.csv", "id", "links"),
    ("enf/side_streams.csv", "id", "side_streams"),
    ("clusters/clusters.csv", "id", "clusters"),
    ("clusters/innovation_platforms.csv", "id", "platforms"),
    ("clusters/programmes.csv", "id", "programmes"),
    (
        "crosswalk/canonical_materials.csv",
        "canonical_id",
        "materials",
    ),
    (
        "crosswalk/canonical_organisations.csv",
        "canonical_id",
        "organisations",
    ),
    ("crosswalk/products.csv", "product", "products"),
    ("crosswalk/regions_2024.csv", "slug", "regions"),
    ("eu-materials/eu_facilities.csv", "id", "eu sites"),
    (
        "eu-materials/strategic_projects_full.csv",
        "id",
        "eu projects",
    ),
];

#[test]
fn the_page_counts_the_records_of_the_packages() {
    let wrong: Vec<String> = counts()
        .iter()
        .filter_map(|row| difference(&row.records, &row.number_of_records, &packages))
        .collect();
    assert!(wrong.is_empty(), "{PAGE}:\n{}", wrong.join("\n"));
}

#[test]
fn the_page_counts_the_rows_of_the_sources() {
    if !Path::new(SOURCES).is_dir() {
        return;
    }
    let wrong: Vec<String> = counts()
        .iter()
        .filter_map(|row| difference(&row.source, &row.number_of_rows, &sources))
        .collect();
    assert!(wrong.is_empty(), "{PAGE}:\n{}", wrong.join("\n"));
}

#[test]
fn every_row_told_by_another_record_is_told() {
    for (row, selector) in told_elsewhere() {
        let found = select(&selector, &packages);
        assert!(!found.is_empty(), "{PAGE}: `{row}`: no `{selector}`");
    }
}

#[test]
fn every_source_row_is_found_again_by_its_id() {
    if !Path::new(SOURCES).is_dir() {
        return;
    }
    let elsewhere = told_elsewhere();
    let mut lost = Vec::new();
    for (file, column, table) in KEPT {
        let ids = ids_of(table);
        for line in read(&sources(file)) {
            let id = cell(&line, column);
            if ids.contains(id) == elsewhere.contains_key(id) {
                lost.push(format!(
                    "{file}: `{id}` is not in {table}.csv or told twice"
                ));
            }
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

#[test]
fn every_organisation_is_found_again_by_the_crosswalk() {
    if !Path::new(SOURCES).is_dir() {
        return;
    }
    let organisations = ids_of("organisations");
    let crosswalk = read(&sources("crosswalk/organisations.csv"));
    for file in ["enf/organisations.csv", "clusters/organisations.csv"] {
        for line in read(&sources(file)) {
            let id = cell(&line, "id");
            let known = crosswalk
                .iter()
                .find(|it| cell(it, "dataset") == file && cell(it, "record") == id)
                .map(|it| cell(it, "canonical_id"));
            let found = known.is_some_and(|it| organisations.contains(it));
            assert!(found, "{file}: `{id}` became {known:?}");
        }
    }
}

#[test]
fn every_relation_and_membership_is_found_again_by_its_ends() {
    if !Path::new(SOURCES).is_dir() {
        return;
    }
    let canonical: BTreeMap<String, String> = read(&sources("crosswalk/organisations.csv"))
        .iter()
        .filter(|it| cell(it, "dataset") == "clusters/organisations.csv")
        .map(|it| (cell(it, "record").into(), cell(it, "canonical_id").into()))
        .collect();
    let members: BTreeSet<[String; 3]> =
        columns("memberships", ["organisation", "cluster", "role_text"]);
    for line in read(&sources("clusters/members.csv")) {
        let who = cell(&line, "organisation_id");
        let organisation = canonical.get(who).cloned().unwrap_or_default();
        let key = [
            organisation,
            cell(&line, "cluster_id").into(),
            cell(&line, "role").into(),
        ];
        assert!(members.contains(&key), "members.csv: `{who}` as {key:?}");
    }
    let relations: BTreeSet<[String; 2]> = columns("relations", ["from", "to"]);
    for line in read(&sources("clusters/cluster_relations.csv")) {
        let key = ["cluster_id", "related_cluster_id"].map(|it| cell(&line, it).to_owned());
        assert!(relations.contains(&key), "cluster_relations.csv: {key:?}");
    }
}

#[test]
fn a_material_without_a_product_is_an_output_only() {
    let materials = ids_of("materials");
    let unspecified = |product: &str| {
        product
            .strip_suffix("-unspecified")
            .is_some_and(|it| materials.contains(it))
    };
    for table in ["activities", "eu activities"] {
        for line in read(&packages(table)) {
            let mut inputs = cell(&line, "inputs").split(';');
            assert!(!inputs.any(unspecified), "{table}.csv: {line:?}");
            let outputs = cell(&line, "outputs");
            assert!(!outputs.is_empty(), "{table}.csv: no output: {line:?}");
        }
    }
    for (table, column) in [
        ("links", "product"),
        ("side_streams", "product"),
        ("figures", "product"),
        ("eu figures", "product"),
    ] {
        for line in read(&packages(table)) {
            assert!(!unspecified(cell(&line, column)), "{table}.csv: {line:?}");
        }
    }
}

#[test]
fn each_package_lists_its_files() {
    for folder in [
        "fixtures/enf",
        "fixtures/transport",
        "fixtures/eu",
        "fixtures/reuse",
    ] {
        let at = Path::new(folder).join("datapackage.json");
        let text = fs::read_to_string(&at).unwrap_or_else(|e| panic!("{}: {e}", at.display()));
        let json: Value =
            serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", at.display()));
        let listed: BTreeSet<String> = json["resources"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|it| it["path"].as_str().map(str::to_owned))
            .collect();
        let there: BTreeSet<String> = fs::read_dir(folder)
            .unwrap_or_else(|e| panic!("{folder}: {e}"))
            .filter_map(|it| it.ok()?.file_name().into_string().ok())
            .filter(|it| it.ends_with(".csv"))
            .collect();
        assert_eq!(listed, there, "{}", at.display());
    }
}

/// A line of the table of counts; what is empty is not counted.
struct Count {
    source: String,
    number_of_rows: String,
    records: String,
    number_of_records: String,
}

fn counts() -> Vec<Count> {
    let rows: Vec<Count> = table("## Rows in, records out")
        .into_iter()
        .map(|row| match <[String; 4]>::try_from(row) {
            Ok([source, number_of_rows, records, number_of_records]) => Count {
                source,
                number_of_rows,
                records,
                number_of_records,
            },
            Err(row) => panic!("{PAGE}: not four cells: {row:?}"),
        })
        .collect();
    assert!(rows.len() > 50, "{PAGE}: {} rows of counts", rows.len());
    rows
}

fn told_elsewhere() -> BTreeMap<String, String> {
    let rows: BTreeMap<String, String> = table("## Rows told by another record")
        .into_iter()
        .map(|row| match <[String; 2]>::try_from(row) {
            Ok([id, selector]) => (id, selector),
            Err(row) => panic!("{PAGE}: not two cells: {row:?}"),
        })
        .collect();
    assert!(!rows.is_empty(), "{PAGE}: no rows told by another record");
    rows
}

/// The cells of the first table below a heading, without the marks of code.
fn table(heading: &str) -> Vec<Vec<String>> {
    let page = fs::read_to_string(PAGE).unwrap_or_else(|e| panic!("{PAGE}: {e}"));
    let section = page
        .split_once(heading)
        .unwrap_or_else(|| panic!("{PAGE}: no heading `{heading}`"))
        .1;
    section
        .lines()
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .skip(2)
        .map(|line| {
            let inner = line.trim_matches('|');
            inner
                .split('|')
                .map(|it| it.replace('`', "").trim().to_owned())
                .collect()
        })
        .collect()
}

/// What is wrong with a stated number, if anything.
fn difference(selector: &str, stated: &str, place: &dyn Fn(&str) -> PathBuf) -> Option<String> {
    if selector.is_empty() && stated.is_empty() {
        return None;
    }
    let counted = select(selector, place).len().to_string();
    (counted != stated)
        .then(|| format!("`{selector}`: the page says {stated}, there are {counted}"))
}

/// The lines of a file that meet all conditions of a selector: `sites kind=MINE,HARBOUR id!=ext-*`.
fn select(selector: &str, place: &dyn Fn(&str) -> PathBuf) -> Vec<Line> {
    let (file, conditions) = split_selector(selector);
    let mut lines = read(&place(&file));
    for (column, wanted, values) in conditions {
        lines.retain(|line| values.iter().any(|it| matches(cell(line, &column), it)) == wanted);
    }
    lines
}

/// The file, and column, sign and values of each condition; words without a sign go on with the last.
fn split_selector(selector: &str) -> (String, Vec<(String, bool, Vec<String>)>) {
    let mut file = String::new();
    let mut parts: Vec<String> = Vec::new();
    for word in selector.split(' ') {
        match parts.last_mut() {
            _ if word.contains('=') => parts.push(word.to_owned()),
            Some(part) => *part = format!("{part} {word}"),
            None => file = format!("{file} {word}").trim().to_owned(),
        }
    }
    let conditions = parts.iter().map(|part| {
        let (column, values) = part
            .split_once('=')
            .unwrap_or_else(|| panic!("{PAGE}: `{selector}`: no `=` in `{part}`"));
        let wanted = !column.ends_with('!');
        let values = values.split(',').map(str::to_owned).collect();
        (column.trim_end_matches('!').to_owned(), wanted, values)
    });
    let conditions = conditions.collect();
    (file, conditions)
}

fn matches(cell: &str, pattern: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => cell.starts_with(start),
        None => cell == pattern,
    }
}

pub(crate) fn packages(table: &str) -> PathBuf {
    let (folder, table) = match table.split_once(' ') {
        Some(pair) => pair,
        None => ("enf", table),
    };
    Path::new("fixtures")
        .join(folder)
        .join(format!("{table}.csv"))
}

pub(crate) fn sources(file: &str) -> PathBuf {
    Path::new(SOURCES).join(file)
}

pub(crate) fn read(at: &Path) -> Vec<Line> {
    let mut reader =
        csv::Reader::from_path(at).unwrap_or_else(|e| panic!("{PAGE} names {}: {e}", at.display()));
    reader
        .deserialize()
        .map(|line| line.unwrap_or_else(|e| panic!("{}: {e}", at.display())))
        .collect()
}

pub(crate) fn cell<'a>(line: &'a Line, column: &str) -> &'a str {
    line.get(column)
        .unwrap_or_else(|| panic!("no column `{column}` in {line:?}"))
}

fn ids_of(table: &str) -> BTreeSet<String> {
    let lines = read(&packages(table));
    lines.iter().map(|it| cell(it, "id").to_owned()).collect()
}

fn columns<const N: usize>(table: &str, names: [&str; N]) -> BTreeSet<[String; N]> {
    let lines = read(&packages(table));
    lines
        .iter()
        .map(|it| names.map(|name| cell(it, name).to_owned()))
        .collect()
}
