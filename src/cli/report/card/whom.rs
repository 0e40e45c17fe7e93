//! Whom to call, with where they are found.

use serde_json::Value;

use crate::cli::report::card::NOT_KNOWN;
use crate::cli::report::citing::Citing;
use crate::cli::report::document::Block;
use crate::cli::report::document::Cell;
use crate::cli::report::document::Row;
use crate::cli::report::document::Section;
use crate::cli::report::document::Table;
use crate::cli::report::document::besides;
use crate::cli::report::document::printed;
use crate::cli::show::items;
use crate::cli::show::plain;

/// Both sides, clusters, and who offers the treatment or can test the stream, each with where it is found.
pub(super) fn whom_to_call(pair: &Value, pilots: &Value, citing: &mut Citing) -> Section {
    let giver = &pair["sideStream"]["site"]["operator"];
    let sides = [("gives it", giver), ("takes it", &pair["organisation"])];
    let brokers = items(&pair["brokers"]).iter().map(|it| ("broker", it));
    let offers = items(&pair["treatmentOffers"]).iter();
    let offers = offers.map(|it| match it["operator"]["name"].is_null() {
        true => ("treatment", it),
        false => ("treatment", &it["operator"]),
    });
    let pilots = items(&pilots["edges"]).iter();
    let pilots = pilots.map(|it| ("test", &it["node"]));
    let all = sides.into_iter().chain(brokers).chain(offers).chain(pilots);
    let rows = all.map(|(role, it)| Row::of(contact(role, it), citing.of(it)));
    let table = Table {
        name: "Contacts",
        caption: "Whom to call".to_owned(),
        keys: 2,
        columns: vec![
            printed("as", ""),
            printed("who", ""),
            printed("where", ""),
            printed("website", ""),
            besides("id", ""),
        ],
        rows: rows.collect(),
    };
    Section {
        anchor: "contacts",
        title: "Whom to call".to_owned(),
        blocks: vec![Block::table_or(table, "Nobody to call is on record.")],
    }
}

/// In which role, who, where, their website and id; what is not on record is said.
fn contact(role: &str, it: &Value) -> Vec<Cell> {
    let Some(name) = it["name"].as_str() else {
        return [role, "nobody on record", "", "", ""]
            .map(Cell::text)
            .into();
    };
    let operator = &it["operator"];
    let name = match operator["name"].as_str() {
        Some(operator) => format!("{name} ({operator})"),
        None => name.to_owned(),
    };
    let known = |told: Vec<String>, unknown: &str| match told.is_empty() {
        true => unknown.to_owned(),
        false => told.join(", "),
    };
    let told = |of: &[&Value]| -> Vec<String> {
        let all = of.iter().map(|it| plain(it));
        all.filter(|it| !it.is_empty()).collect()
    };
    let place = told(&[&it["city"], &it["municipality"], &it["country"]]);
    let mut website = told(&[&it["website"], &operator["website"]]);
    website.truncate(1);
    vec![
        Cell::text(role),
        Cell::text(name),
        Cell::text(known(place, NOT_KNOWN)),
        Cell::text(known(website, "no website on record")),
        Cell::text(plain(&it["id"])),
    ]
}
