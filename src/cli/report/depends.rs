//! Dependence and exposure of a report, and what its answers did not look at.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::cli::dependence::cut;
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
use crate::cli::show::items;
use crate::cli::show::plain;

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
    let mut blocks = vec![
        Block::Sentences(told),
        Block::table_or(table, "No share of a country is on record."),
    ];
    let none = exposed.rows.is_empty();
    blocks.extend((!none).then_some(Block::Table(exposed)));
    let unknown = items(&answer["notKnown"]);
    if none {
        let region = plain(&answer["region"]["name"]);
        blocks.push(Block::Paragraph(format!(
            "No way from a third country to a site of {region} is on record, and of {} sites the origin is not on record, in whole or part: that does not show that there is none.",
            unknown.len()
        )));
    }
    blocks.push(not_known(unknown));
    blocks.extend(was_cut(answer));
    Section {
        anchor: "dependence",
        title: "Dependence on third countries".to_owned(),
        blocks,
    }
}

/// Sites of which it is not known, in whole or part, from where they are fed; each once for a material.
pub(super) fn not_known<'a>(unknown: impl IntoIterator<Item = &'a Value>) -> Block {
    let mut seen = BTreeSet::new();
    let told = unknown.into_iter().map(|it| plain(&it["message"]));
    let told = told
        .filter(|it| seen.insert(it.clone()))
        .map(|text| Sentence {
            text,
            article: String::new(),
            sources: Vec::new(),
        });
    Block::Sentences(told.collect())
}

/// That not all was looked at, and why; none where all was.
pub(super) fn was_cut(answer: &Value) -> Option<Block> {
    let told = cut(&answer["completeness"]).trim().to_owned();
    (!told.is_empty()).then_some(Block::Paragraph(told))
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

/// That an answer was cut, where it was.
pub(super) fn not_looked_at(answer: &Value) -> Option<Block> {
    let cut = names(&answer["notLookedAt"]);
    let told = format!("Not looked at, since the work allowed was used up: {cut}.");
    (!cut.is_empty()).then_some(Block::Paragraph(told))
}
