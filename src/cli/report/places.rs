//! Sites, projects, side-streams and clusters of a report.

use serde_json::Value;

use crate::cli::report::citing::Citing;
use crate::cli::report::document::Block;
use crate::cli::report::document::Cell;
use crate::cli::report::document::Row;
use crate::cli::report::document::Section;
use crate::cli::report::document::Table;
use crate::cli::report::document::besides;
use crate::cli::report::document::printed;
use crate::cli::report::figures::codes;
use crate::cli::report::figures::names;
use crate::cli::report::figures::short;
use crate::cli::report::figures::when;
use crate::cli::report::figures::words;
use crate::cli::show::items;
use crate::cli::show::joined;
use crate::cli::show::plain;

/// The stages that sites are told by.
pub(super) const STAGES: [&str; 4] = ["EXTRACTION", "PROCESSING", "MANUFACTURING", "RECYCLING"];

/// A status with its year; one told for a later year than the one asked where there is no other; else that none is stated.
fn status(record: &Value) -> String {
    let status = &record["status"];
    if status.is_null() {
        let told = items(&record["statements"]).iter();
        let told = told.filter(|it| it["value"].is_string() && it["asOf"].is_i64());
        return told.min_by_key(|it| it["asOf"].as_i64()).map_or_else(
            || "not stated".to_owned(),
            |it| format!("{} (told for {})", words(&it["value"]), plain(&it["asOf"])),
        );
    }
    let as_of = status["asOf"].as_i64();
    let as_of = as_of.map_or_else(|| "undated".to_owned(), |it| it.to_string());
    format!("{} ({as_of})", words(&status["status"]))
}

/// Figures in short, those of `quantities` alone.
fn told<'a>(figures: impl IntoIterator<Item = &'a Value>, quantities: &[&str]) -> String {
    let is_meant = |it: &&Value| {
        it["quantity"]
            .as_str()
            .is_some_and(|it| quantities.contains(&it))
    };
    let mut told: Vec<String> = Vec::new();
    for it in figures.into_iter().filter(is_meant) {
        let text = match it["material"]["name"].as_str() {
            Some(material) => format!("{material}: {}", short(it)),
            None => short(it),
        };
        if !told.contains(&text) {
            told.push(text);
        }
    }
    told.join("; ")
}

/// The sites, a row for each stage: `stages` lists sites by stage.
pub(super) fn sites(by_stage: &Value, of: &str, citing: &mut Citing) -> Section {
    let mut rows = Vec::new();
    for stage in STAGES {
        for site in items(&by_stage[stage]) {
            rows.push(site_row(site, stage, citing));
        }
    }
    let table = Table {
        name: "Sites",
        caption: format!("Sites of {of} by stage: what is on record, operating or not"),
        keys: 2,
        columns: vec![
            printed("stage", ""),
            printed("site", ""),
            printed("country", ""),
            printed("status", ""),
            printed("capacity on record", ""),
            besides("production on record", ""),
            besides("operator", ""),
            besides("kind", ""),
            besides("gives", ""),
            besides("municipality", ""),
            besides("site id", ""),
        ],
        rows,
    };
    let none = format!("No site of {of} is on record.");
    Section {
        anchor: "sites",
        title: "Sites".to_owned(),
        blocks: vec![Block::table_or(table, &none)],
    }
}

fn site_row(site: &Value, stage: &str, citing: &mut Citing) -> Row {
    let activities = items(&site["activities"]).iter();
    let at_stage: Vec<&Value> = activities.filter(|it| it["stage"] == stage).collect();
    let figures = || {
        let of_stage = at_stage.iter().flat_map(|it| items(&it["figures"]));
        items(&site["figures"]).iter().chain(of_stage)
    };
    let gives: Vec<String> = at_stage.iter().map(|it| names(&it["outputs"])).collect();
    let cells = vec![
        Cell::text(stage.to_lowercase()),
        Cell::text(plain(&site["name"])),
        Cell::text(plain(&site["country"])),
        Cell::text(status(site)),
        Cell::text(told(figures(), &["CAPACITY", "CAPACITY_ADDED"])),
        Cell::text(told(figures(), &["PRODUCTION"])),
        Cell::text(plain(&site["operator"]["name"])),
        Cell::text(words(&site["kind"])),
        Cell::text(gives.join(", ")),
        Cell::text(plain(&site["municipality"])),
        Cell::text(plain(&site["id"])),
    ];
    Row::of(cells, citing.of_all(std::iter::once(site).chain(figures())))
}

/// The projects.
pub(super) fn projects(projects: &Value, of: &str, citing: &mut Citing) -> Section {
    let mut rows = Vec::new();
    for it in items(projects) {
        let selected = match it["selected"].as_str() {
            Some(when) => format!("Strategic Project, {when}"),
            None => String::new(),
        };
        let cells = vec![
            Cell::text(plain(&it["name"])),
            Cell::text(plain(&it["country"])),
            Cell::text(codes(&it["stages"])),
            Cell::text(status(it)),
            Cell::text(selected),
            Cell::text(names(&it["materials"])),
            Cell::text(told(
                items(&it["figures"]),
                &["CAPACITY", "CAPACITY_ADDED", "PRODUCTION"],
            )),
            Cell::text(plain(&it["promoter"]["name"])),
            Cell::text(names(&it["sites"])),
            Cell::text(plain(&it["decision"])),
            Cell::text(plain(&it["id"])),
        ];
        rows.push(Row::of(
            cells,
            citing.of_all(std::iter::once(it).chain(items(&it["figures"]))),
        ));
    }
    let table = Table {
        name: "Projects",
        caption: format!("Projects of {of}; a project adds capacity only through its sites"),
        keys: 1,
        columns: vec![
            printed("project", ""),
            printed("country", ""),
            printed("stages", ""),
            printed("status", ""),
            printed("selected", ""),
            besides("materials", ""),
            besides("figures", ""),
            besides("promoter", ""),
            besides("sites", ""),
            besides("decision", ""),
            besides("project id", ""),
        ],
        rows,
    };
    Section {
        anchor: "projects",
        title: "Projects".to_owned(),
        blocks: vec![Block::table_or(
            table,
            &format!("No project of {of} is on record."),
        )],
    }
}

/// The side-streams.
pub(super) fn side_streams(streams: &Value, of: &str, citing: &mut Citing) -> Section {
    let mut rows = Vec::new();
    for it in items(streams) {
        let figures = items(&it["figures"]).iter().chain(items(&it["amounts"]));
        let figures: Vec<&Value> = figures.collect();
        let amounts = told(figures.iter().copied(), &["GENERATION", "STOCK"]);
        let contents = told(figures.iter().copied(), &["CONTENT"]);
        let cells = vec![
            Cell::text(plain(&it["name"])),
            Cell::text(plain(&it["site"]["name"])),
            Cell::text(codes(&it["fate"])),
            Cell::text(amounts),
            Cell::text(contents),
            besides_materials(it),
            Cell::text(joined(&it["ewcCodes"])),
            Cell::text(plain(&it["site"]["country"])),
            Cell::text(plain(&it["id"])),
        ];
        rows.push(Row::of(
            cells,
            citing.of_all(std::iter::once(it).chain(figures)),
        ));
    }
    let table = Table {
        name: "Side-streams",
        caption: format!("Side-streams of {of}: by-products, residues and wastes"),
        keys: 1,
        columns: vec![
            printed("side-stream", ""),
            printed("site", ""),
            printed("fate", ""),
            printed("amount on record", ""),
            printed("content on record", ""),
            besides("materials", ""),
            besides("EWC", ""),
            besides("country", ""),
            besides("side-stream id", ""),
        ],
        rows,
    };
    Section {
        anchor: "side-streams",
        title: "Side-streams".to_owned(),
        blocks: vec![Block::table_or(
            table,
            &format!("No side-stream of {of} is on record."),
        )],
    }
}

fn besides_materials(record: &Value) -> Cell {
    Cell::text(names(&record["materials"]))
}

/// The clusters.
pub(super) fn clusters(clusters: &Value, of: &str, citing: &mut Citing) -> Section {
    let mut rows = Vec::new();
    for it in items(clusters) {
        let members = items(&it["memberships"]).len();
        let cells = vec![
            Cell::text(plain(&it["name"])),
            Cell::text(words(&it["type"])),
            Cell::text(plain(&it["city"])),
            Cell::text(joined(&it["themes"]).replace(';', ", ")),
            Cell::text(members.to_string()),
            Cell::text(plain(&it["manager"]["name"])),
            Cell::text(plain(&it["established"])),
            Cell::text(plain(&it["website"])),
            Cell::text(plain(&it["country"])),
            Cell::text(plain(&it["id"])),
        ];
        rows.push(Row::of(cells, citing.of(it)));
    }
    let table = Table {
        name: "Clusters",
        caption: format!("Clusters and networks of {of}"),
        keys: 1,
        columns: vec![
            printed("cluster", ""),
            printed("type", ""),
            printed("town", ""),
            printed("themes", ""),
            printed("members on record", ""),
            besides("run by", ""),
            besides("since", ""),
            besides("website", ""),
            besides("country", ""),
            besides("cluster id", ""),
        ],
        rows,
    };
    Section {
        anchor: "clusters",
        title: "Clusters".to_owned(),
        blocks: vec![Block::table_or(
            table,
            &format!("No cluster of {of} is on record."),
        )],
    }
}

/// What the data do not cover, in the region or of the material.
pub(super) fn coverage(coverage: &Value, citing: &mut Citing) -> Table {
    let mut rows = Vec::new();
    for it in items(coverage) {
        let as_of = when(&serde_json::json!({ "year": it["asOf"] }));
        let material = it["material"]["name"].as_str().unwrap_or("all");
        let stage = match it["stage"].is_null() {
            true => "all".to_owned(),
            false => words(&it["stage"]),
        };
        let cells = vec![
            Cell::text(plain(&it["region"]["name"])),
            Cell::text(material),
            Cell::text(stage),
            Cell::text(words(&it["level"])),
            Cell::text(as_of.clone()),
            Cell::text(plain(&it["note"])),
        ];
        rows.push(Row::of(cells, citing.of(it)).in_year(as_of));
    }
    Table {
        name: "Coverage",
        caption: "How complete the data are judged to be".to_owned(),
        keys: 3,
        columns: vec![
            printed("region", ""),
            printed("material", ""),
            printed("stage", ""),
            printed("judged", ""),
            printed("as of", ""),
            printed("note", ""),
        ],
        rows,
    }
}
