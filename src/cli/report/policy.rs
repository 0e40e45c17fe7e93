//! Benchmarks and gaps of a report.

use serde_json::Value;

use crate::cli::benchmarks::consumed;
use crate::cli::benchmarks::country;
use crate::cli::benchmarks::figure;
use crate::cli::benchmarks::not_strategic;
use crate::cli::benchmarks::of_kind;
use crate::cli::benchmarks::overall;
use crate::cli::benchmarks::wants;
use crate::cli::report::citing::Citing;
use crate::cli::report::depends::not_looked_at;
use crate::cli::report::depends::was_cut;
use crate::cli::report::document::Block;
use crate::cli::report::document::Cell;
use crate::cli::report::document::Column;
use crate::cli::report::document::Row;
use crate::cli::report::document::Section;
use crate::cli::report::document::Sentence;
use crate::cli::report::document::Table;
use crate::cli::report::document::besides;
use crate::cli::report::document::printed;
use crate::cli::report::figures::names;
use crate::cli::report::figures::when;
use crate::cli::report::figures::words;
use crate::cli::report::in_short::elsewhere;
use crate::cli::report::in_short::is_elsewhere;
use crate::cli::report::in_short::is_nothing_known;
use crate::cli::report::in_short::nothing_known;
use crate::cli::risk::yes_or_no;
use crate::cli::show::items;
use crate::cli::show::plain;

/// The benchmarks of the Act with every verdict.
pub(super) fn benchmarks(answer: &Value, citing: &mut Citing) -> Section {
    let mut blocks = Vec::new();
    if answer["isBenchmark"] == false {
        let region = plain(&answer["region"]["name"]);
        blocks.push(Block::Paragraph(format!(
            "The Act sets benchmarks for the Union as a whole. For {region}, against its own consumption, they are information."
        )));
    }
    blocks.extend(not_strategic(answer).map(Block::Paragraph));
    let rows = items(&answer["byMaterial"]);
    let overall = overall(answer).map(|it| Sentence {
        text: plain(&it["message"]),
        article: plain(&it["article"]),
        sources: Vec::new(),
    });
    let told = rows.iter().filter(|it| !is_nothing_known(it));
    let told = told.map(|it| sentence(it, citing)).collect::<Vec<_>>();
    let nothing = nothing_known(rows);
    let elsewhere = elsewhere(rows, citing);
    let table = table(answer, citing);
    let verdicts = verdicts(rows, citing);
    let unused = unused(rows, citing);
    let flips = flips(rows);
    blocks.push(Block::table_or(
        table,
        "No benchmark can be told of what is on record.",
    ));
    blocks.push(Block::Sentences(
        overall.chain(told).chain(nothing).collect(),
    ));
    blocks.push(Block::table_or(
        verdicts,
        "No figure of consumption is on record.",
    ));
    blocks.push(Block::Sentences(elsewhere));
    blocks.extend((!unused.rows.is_empty()).then_some(Block::Table(unused)));
    blocks.extend((!flips.rows.is_empty()).then_some(Block::Table(flips)));
    Section {
        anchor: "benchmarks",
        title: "Benchmarks of the Act".to_owned(),
        blocks,
    }
}

fn sentence(row: &Value, citing: &mut Citing) -> Sentence {
    Sentence {
        text: plain(&row["message"]),
        article: plain(&row["article"]),
        sources: citing.of(row),
    }
}

/// What is planned, of one kind of record.
fn planned(row: &Value, kind: &str) -> Cell {
    let names = of_kind(&row["plannedSites"], kind).map(|it| plain(&it["name"]));
    Cell::text(names.collect::<Vec<_>>().join(", "))
}

fn table(answer: &Value, citing: &mut Citing) -> Table {
    let mut rows = Vec::new();
    for it in items(&answer["byMaterial"]) {
        let share = match it["benchmark"].as_str() {
            Some("DEPENDENCE") => Cell::text(country(&it["largestThirdCountry"])),
            _ => Cell::share(&it["coverage"]),
        };
        let others = items(&it["relative"]["thirdCountries"]).iter().map(country);
        let cells = vec![
            Cell::text(plain(&it["material"]["name"])),
            Cell::text(words(&it["benchmark"])),
            Cell::text(words(&it["stage"])),
            Cell::text(plain(&it["article"])),
            Cell::text(wants(it)),
            Cell::text(words(&it["status"])),
            share,
            Cell::number(&it["capacityTonnesPerYear"]),
            Cell::text(yes_or_no(&it["capacityIsAtLeast"])),
            Cell::number(&it["plannedTonnesPerYear"]),
            Cell::text(words(&it["statusWithPlanned"])),
            Cell::number(&it["gapTonnesPerYear"]),
            Cell::share(&it["relative"]["ownShare"]),
            Cell::text(others.collect::<Vec<_>>().join(", ")),
            Cell::share(&it["shareOfUnionCapacity"]),
            Cell::text(names(&it["countedSites"])),
            Cell::text(names(&it["leftOutSites"])),
            Cell::text(names(&it["unknownSites"])),
            planned(it, "site:"),
            planned(it, "project:"),
        ];
        let row = Row::of(cells, citing.of(it))
            .in_year(plain(&answer["basis"]["year"]))
            .printed_if(!is_nothing_known(it));
        rows.push(Row {
            article: plain(&it["article"]),
            ..row
        });
    }
    Table {
        name: "Benchmarks",
        caption:
            "Capacity, or the largest third country, as a part of the region's annual consumption"
                .to_owned(),
        keys: 3,
        columns: columns(),
        rows,
    }
}

/// The columns of the table of benchmarks.
fn columns() -> Vec<Column> {
    vec![
        printed("material", ""),
        besides("benchmark", ""),
        printed("stage", ""),
        printed("article", ""),
        printed("wants", ""),
        printed("status", ""),
        printed("share", ""),
        printed("capacity t/a", "t/a"),
        printed("at least", ""),
        printed("planned t/a", "t/a"),
        besides("status with planned", ""),
        besides("lacking t/a", "t/a"),
        besides("own share of sourcing", ""),
        besides("third countries of sourcing", ""),
        besides("share of the Union's capacity", ""),
        besides("counted sites", ""),
        besides("sites without capacity", ""),
        besides("sites of unknown status", ""),
        besides("planned sites", ""),
        besides("planned projects", ""),
    ]
}

/// The benchmark of a row; a dependence with its stage.
pub(super) fn named(row: &Value) -> String {
    match row["benchmark"].as_str() {
        Some("DEPENDENCE") => format!("dependence at {}", words(&row["stage"])),
        _ => words(&row["benchmark"]),
    }
}

fn verdicts(benchmarks: &[Value], citing: &mut Citing) -> Table {
    let mut rows = Vec::new();
    for of in benchmarks {
        for it in items(&of["consumption"]) {
            let used = match it["unused"].as_str() {
                None => "decides".to_owned(),
                Some(_) => format!("left out: {}", words(&it["unused"])),
            };
            let cells = vec![
                Cell::text(plain(&of["material"]["name"])),
                Cell::text(named(of)),
                Cell::text(figure(&it["figure"])),
                match it["tonnesPerYear"].as_f64() {
                    Some(tonnes) => Cell::Number(tonnes),
                    None => Cell::text(consumed(it)),
                },
                Cell::share(&it["share"]),
                Cell::text(words(&it["status"])),
                Cell::text(used),
                Cell::text(plain(&it["figure"]["id"])),
            ];
            let row = Row::of(cells, citing.of(&it["figure"]))
                .in_year(when(&it["figure"]))
                .printed_if(!is_elsewhere(it));
            rows.push(Row {
                article: plain(&of["article"]),
                ..row
            });
        }
    }
    Table {
        name: "Consumption verdicts",
        caption: "What each figure of consumption says".to_owned(),
        keys: 3,
        columns: vec![
            printed("material", ""),
            printed("benchmark", ""),
            printed("figure", ""),
            printed("t/a", "t/a"),
            printed("share", ""),
            printed("status", ""),
            printed("used", ""),
            besides("figure id", ""),
        ],
        rows,
    }
}

fn unused(benchmarks: &[Value], citing: &mut Citing) -> Table {
    let mut rows = Vec::new();
    for of in benchmarks {
        for it in items(&of["unusedFigures"]) {
            let cells = vec![
                Cell::text(plain(&of["material"]["name"])),
                Cell::text(named(of)),
                Cell::text(figure(&it["figure"])),
                Cell::text(words(&it["reason"])),
                Cell::text(plain(&it["figure"]["id"])),
            ];
            let row = Row::of(cells, citing.of(&it["figure"])).in_year(when(&it["figure"]));
            rows.push(row.printed_if(!is_elsewhere(it)));
        }
    }
    Table {
        name: "Figures left out",
        caption: "Figures that are shown and not used, with the reason".to_owned(),
        keys: 3,
        columns: vec![
            printed("material", ""),
            printed("benchmark", ""),
            printed("figure", ""),
            printed("reason", ""),
            besides("figure id", ""),
        ],
        rows,
    }
}

fn flips(benchmarks: &[Value]) -> Table {
    let mut rows = Vec::new();
    for of in benchmarks {
        for it in items(&of["flippedBy"]) {
            let cells = vec![
                Cell::text(plain(&of["material"]["name"])),
                Cell::text(named(of)),
                Cell::text(plain(&it["message"])),
            ];
            rows.push(Row::of(cells, Vec::new()));
        }
    }
    Table {
        name: "Flips",
        caption: "What would turn a verdict around".to_owned(),
        keys: 2,
        columns: vec![
            printed("material", ""),
            printed("benchmark", ""),
            printed("what would turn it", ""),
        ],
        rows,
    }
}

/// The gaps, with what they rest on.
pub(super) fn gaps(answer: &Value, citing: &mut Citing) -> Section {
    let mut rows = Vec::new();
    for it in items(&answer["nodes"]) {
        let of = &it["evidence"];
        let sites = items(&of["parties"]).iter().map(|it| &it["site"]);
        let others = ["figures", "sideStreams", "statements"];
        let others = others.into_iter().flat_map(|key| items(&of[key]));
        let flips: Vec<String> = items(&it["flippedBy"])
            .iter()
            .map(|it| plain(&it["message"]))
            .collect();
        let cells = vec![
            Cell::text(words(&it["severity"])),
            Cell::text(words(&it["kind"])),
            Cell::text(plain(&it["material"]["name"])),
            Cell::text(words(&it["stage"])),
            Cell::text(plain(&it["message"])),
            Cell::number(&it["shortfallTonnesPerYear"]),
            Cell::share(&it["share"]),
            Cell::text(flips.join(" ")),
            Cell::text(plain(&it["id"])),
        ];
        let sources = citing.of_all(sites.chain(others).chain([&it["coverage"]]));
        rows.push(Row::of(cells, sources).in_year(plain(&answer["basis"]["year"])));
    }
    let table = Table {
        name: "Gaps",
        caption: "Gaps, the most severe first".to_owned(),
        keys: 4,
        columns: vec![
            printed("severity", ""),
            printed("kind", ""),
            besides("material", ""),
            besides("stage", ""),
            printed("in words", ""),
            besides("shortfall t/a", "t/a"),
            besides("share", ""),
            besides("what would turn it", ""),
            besides("gap id", ""),
        ],
        rows,
    };
    let mut blocks = vec![Block::table_or(table, "No gap is found.")];
    let nothing = items(&answer["nothingOnRecord"]).iter().map(|it| Sentence {
        text: plain(&it["message"]),
        article: String::new(),
        sources: Vec::new(),
    });
    blocks.push(Block::Sentences(nothing.collect()));
    blocks.extend(not_looked_at(answer));
    blocks.extend(was_cut(answer));
    Section {
        anchor: "gaps",
        title: "Gaps".to_owned(),
        blocks,
    }
}
