//! Benchmarks, dependence, exposure and gaps of a report.

use serde_json::Value;

use crate::cli::benchmarks::consumed;
use crate::cli::benchmarks::country;
use crate::cli::benchmarks::figure;
use crate::cli::benchmarks::wants;
use crate::cli::report::citing::Citing;
use crate::cli::report::document::Block;
use crate::cli::report::document::Cell;
use crate::cli::report::document::Row;
use crate::cli::report::document::Section;
use crate::cli::report::document::Sentence;
use crate::cli::report::document::Table;
use crate::cli::report::document::besides;
use crate::cli::report::document::printed;
use crate::cli::report::figures::names;
use crate::cli::report::figures::when;
use crate::cli::report::figures::words;
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
    let rows = items(&answer["byMaterial"]);
    let overall = items(&answer["overall"]).iter().map(|it| Sentence {
        text: plain(&it["message"]),
        article: plain(&it["article"]),
        sources: Vec::new(),
    });
    let told = rows
        .iter()
        .map(|it| sentence(it, citing))
        .collect::<Vec<_>>();
    let table = table(answer, citing);
    let verdicts = verdicts(rows, citing);
    let unused = unused(rows, citing);
    let flips = flips(rows);
    blocks.push(Block::table_or(
        table,
        "No benchmark can be told of what is on record.",
    ));
    blocks.push(Block::Sentences(overall.chain(told).collect()));
    blocks.push(Block::table_or(
        verdicts,
        "No figure of consumption is on record.",
    ));
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
            Cell::text(names(&it["plannedSites"])),
        ];
        let row = Row::of(cells, citing.of(it)).in_year(plain(&answer["basis"]["year"]));
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
        columns: vec![
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
        ],
        rows,
    }
}

/// The benchmark of a row; a dependence with its stage.
fn named(row: &Value) -> String {
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
                Cell::text(consumed(it)),
                Cell::share(&it["share"]),
                Cell::text(words(&it["status"])),
                Cell::text(used),
                Cell::text(plain(&it["figure"]["id"])),
            ];
            let row = Row::of(cells, citing.of(&it["figure"])).in_year(when(&it["figure"]));
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
            rows.push(Row::of(cells, citing.of(&it["figure"])).in_year(when(&it["figure"])));
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

/// From where the Union gets a material, and who hangs on it.
pub(super) fn dependence(answer: &Value, citing: &mut Citing) -> Section {
    let (mut rows, mut told) = (Vec::new(), Vec::new());
    for at in items(&answer["byStage"]) {
        told.push(Sentence {
            text: plain(&at["message"]),
            article: plain(&at["article"]),
            sources: citing.of_all(items(&at["shares"]).iter().map(|it| &it["figure"])),
        });
        for it in items(&at["shares"]) {
            let cells = vec![
                Cell::text(words(&at["stage"])),
                Cell::text(plain(&it["country"]["name"])),
                Cell::share(&it["share"]),
                Cell::text(when(&it["figure"])),
                Cell::number(&at["concentration"]),
            ];
            rows.push(Row::of(cells, citing.of(&it["figure"])).in_year(when(&it["figure"])));
        }
    }
    let table = Table {
        name: "Dependence",
        caption: "Shares of countries by stage".to_owned(),
        keys: 2,
        columns: vec![
            printed("stage", ""),
            printed("country", ""),
            printed("share", ""),
            printed("year", ""),
            besides("concentration of the stage", ""),
        ],
        rows,
    };
    let exposed = exposed(items(&answer["exposures"]).iter().flat_map(|of| {
        items(&of["sites"])
            .iter()
            .map(|it| (plain(&of["country"]), it))
    }));
    Section {
        anchor: "dependence",
        title: "Dependence on third countries".to_owned(),
        blocks: vec![
            Block::Sentences(told),
            Block::table_or(table, "No share of a country is on record."),
            Block::table_or(
                exposed,
                "No site is on record that hangs on one of these countries.",
            ),
        ],
    }
}

/// Sites that hang on countries.
pub(super) fn exposed<'a>(sites: impl Iterator<Item = (String, &'a Value)>) -> Table {
    let rows = sites.map(|(country, it)| {
        let how = match it["directly"].as_bool() {
            Some(true) => "directly".to_owned(),
            _ => format!("through {}", names(&it["through"])),
        };
        let cells = vec![
            Cell::text(country),
            Cell::text(plain(&it["site"]["name"])),
            Cell::text(plain(&it["material"]["name"])),
            Cell::text(how),
            Cell::number(&it["steps"]),
            Cell::share(&it["share"]),
            Cell::text(plain(&it["message"])),
        ];
        Row::of(cells, Vec::new())
    });
    Table {
        name: "Exposure",
        caption: "Sites that hang on a third country, by the ways on record".to_owned(),
        keys: 3,
        columns: vec![
            printed("country", ""),
            printed("site", ""),
            printed("material", ""),
            printed("how", ""),
            besides("steps", ""),
            printed("share", ""),
            besides("in words", ""),
        ],
        rows: rows.collect(),
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
    Section {
        anchor: "gaps",
        title: "Gaps".to_owned(),
        blocks,
    }
}

/// That an answer was cut, where it was.
pub(super) fn not_looked_at(answer: &Value) -> Option<Block> {
    let cut = names(&answer["notLookedAt"]);
    let told = format!("Not looked at, since the work allowed was used up: {cut}.");
    (!cut.is_empty()).then_some(Block::Paragraph(told))
}
