//! Supply risk and economic importance of a report, with every term.

use serde_json::Value;

use crate::cli::report::citing::Citing;
use crate::cli::report::document::Block;
use crate::cli::report::document::Cell;
use crate::cli::report::document::Row;
use crate::cli::report::document::Section;
use crate::cli::report::document::Sentence;
use crate::cli::report::document::Table;
use crate::cli::report::document::besides;
use crate::cli::report::document::printed;
use crate::cli::report::figures::words;
use crate::cli::risk::at_least;
use crate::cli::show::items;
use crate::cli::show::plain;

/// Both, with their terms.
pub(super) fn supply_risk(answer: &Value, citing: &mut Citing) -> Section {
    let mut told = vec![Sentence {
        text: plain(&answer["message"]),
        article: "Annex II".to_owned(),
        sources: citing.of(&answer["basis"]),
    }];
    let missing = items(&answer["missing"]).iter().map(|it| Sentence {
        text: format!("Missing: {}.", plain(it)),
        article: String::new(),
        sources: Vec::new(),
    });
    told.extend(missing);
    let mut blocks = vec![Block::Sentences(told)];
    let tables = [
        stages(answer),
        terms(answer, citing),
        economic(answer, citing),
        members(answer),
        published(answer, citing),
    ];
    let tables = tables.into_iter().filter(|it| !it.rows.is_empty());
    blocks.extend(tables.map(Block::Table));
    Section {
        anchor: "supply-risk",
        title: "Supply risk and economic importance".to_owned(),
        blocks,
    }
}

fn stages(answer: &Value) -> Table {
    let rows = items(&answer["byStage"]).iter().map(|it| {
        let missing: Vec<String> = items(&it["missing"]).iter().map(plain).collect();
        let cells = vec![
            Cell::text(words(&it["stage"])),
            Cell::number(&it["supplyRisk"]),
            Cell::text(words(&it["supplyUsed"])),
            Cell::number(&it["hhiGlobal"]),
            Cell::number(&it["hhiEuSourcing"]),
            Cell::number(&it["importReliance"]),
            Cell::number(&it["eolRecyclingInputRate"]),
            Cell::number(&it["substitutionIndex"]),
            Cell::text(missing.join("; ")),
        ];
        Row::of(cells, Vec::new()).in_year(plain(&answer["basis"]["year"]))
    });
    Table {
        name: "Supply risk",
        caption: "Supply risk by stage; the higher one is the material's".to_owned(),
        keys: 1,
        columns: vec![
            printed("stage", ""),
            printed("SR", ""),
            printed("supply used", ""),
            printed("HHI global", ""),
            printed("HHI EU", ""),
            printed("import reliance", ""),
            printed("EoL-RIR", ""),
            printed("SI", ""),
            besides("missing", ""),
        ],
        rows: rows.collect(),
    }
}

fn terms(answer: &Value, citing: &mut Citing) -> Table {
    let mut rows = Vec::new();
    for at in items(&answer["byStage"]) {
        for it in items(&at["terms"]) {
            let cells = vec![
                Cell::text(words(&at["stage"])),
                Cell::text(words(&it["supply"])),
                Cell::text(plain(&it["country"]["name"])),
                Cell::share(&it["share"]),
                Cell::number(&it["governance"]),
                Cell::number(&it["tradeParameter"]),
                Cell::number(&it["contribution"]),
            ];
            rows.push(Row::of(cells, citing.of_all(items(&it["figures"]))));
        }
    }
    Table {
        name: "Terms of supply risk",
        caption: "What each country adds: share² × governance × trade parameter".to_owned(),
        keys: 3,
        columns: vec![
            printed("stage", ""),
            printed("supply", ""),
            printed("country", ""),
            printed("share", ""),
            printed("governance", ""),
            printed("trade", ""),
            printed("adds", ""),
        ],
        rows,
    }
}

fn economic(answer: &Value, citing: &mut Citing) -> Table {
    let mut rows = Vec::new();
    for it in items(&answer["economicTerms"]) {
        let cells = vec![
            Cell::text(plain(&it["sector"])),
            Cell::text(plain(&it["application"])),
            Cell::share(&it["share"]),
            Cell::number(&it["valueAddedMeur"]),
            Cell::number(&it["contribution"]),
        ];
        rows.push(Row::of(cells, citing.of_all(items(&it["figures"]))));
    }
    Table {
        name: "Economic importance",
        caption: "What each sector adds to economic importance".to_owned(),
        keys: 2,
        columns: vec![
            printed("sector", ""),
            printed("application", ""),
            printed("share", ""),
            printed("value added MEUR", "MEUR"),
            printed("adds", ""),
        ],
        rows,
    }
}

fn members(answer: &Value) -> Table {
    let rows = items(&answer["members"]).iter().map(|it| {
        let cells = vec![
            Cell::text(plain(&it["material"]["name"])),
            Cell::number(&it["supplyRisk"]),
            Cell::number(&it["economicImportance"]),
            Cell::text(bounds(it)),
        ];
        Row::of(cells, Vec::new())
    });
    Table {
        name: "Members",
        caption: "The group has the mean of its members".to_owned(),
        keys: 1,
        columns: vec![
            printed("member", ""),
            printed("SR", ""),
            printed("EI", ""),
            printed("lower bounds", ""),
        ],
        rows: rows.collect(),
    }
}

/// Which of the two values are lower bounds.
fn bounds(of: &Value) -> String {
    let named = [("SR", "supplyRisk"), ("EI", "economicImportance")];
    let bounds = named
        .into_iter()
        .filter(|it| !at_least(of, it.1).is_empty());
    let words: Vec<String> = bounds.map(|it| format!("{} ≥", it.0)).collect();
    words.join(", ")
}

fn published(answer: &Value, citing: &mut Citing) -> Table {
    let mut rows = Vec::new();
    for it in items(&answer["published"]) {
        let cells = vec![
            Cell::text(plain(&it["year"])),
            Cell::number(&it["supplyRisk"]),
            Cell::number(&it["economicImportance"]),
            Cell::text(words(&it["stage"])),
        ];
        let sources = citing.of_all(items(&it["figures"]));
        rows.push(Row::of(cells, sources).in_year(plain(&it["year"])));
    }
    Table {
        name: "Published",
        caption: "As published with the lists of critical raw materials".to_owned(),
        keys: 1,
        columns: vec![
            printed("year", ""),
            printed("SR", ""),
            printed("EI", ""),
            printed("stage", ""),
        ],
        rows,
    }
}
