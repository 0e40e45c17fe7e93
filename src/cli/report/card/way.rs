//! What it takes: the way, who did such a thing, missing steps, who could try it, the law.

use serde_json::Value;

use crate::cli::report::card::Facts;
use crate::cli::report::card::NONE;
use crate::cli::report::card::NOT_KNOWN;
use crate::cli::report::citing::Citing;
use crate::cli::report::document::Block;
use crate::cli::report::document::Section;
use crate::cli::report::figures::words;
use crate::cli::show::amount;
use crate::cli::show::items;
use crate::cli::show::number;
use crate::cli::show::plain;

/// What has to happen before the stream can be taken.
pub(super) fn the_way(pair: &Value, pilots: &Value, citing: &mut Citing) -> Section {
    let mut facts = Facts::new(citing);
    let km = pair["distanceKm"].as_f64();
    let km = km.map(|it| format!("{} km", number(it)));
    let no_km = match pair["use"].is_null() {
        true => NOT_KNOWN,
        false => "none: a kind of use has no place",
    };
    facts.tell_or("distance", km.unwrap_or_default(), &Value::Null, no_km);
    let precedent = &pair["precedent"];
    let told = precedent_in_words(precedent);
    facts.tell_or("precedent", told, precedent, NONE);
    let existing = &pair["existing"];
    facts.tell("taken already", plain(&existing["id"]), existing);
    let steps = items(&pair["missingTreatment"]).iter();
    let steps: Vec<String> = steps.map(|it| plain(&it["label"])).collect();
    let missing = steps.join(", ");
    facts.tell_or("missing treatment", missing, &Value::Null, NONE);
    let offers = items(&pair["treatmentOffers"]);
    if !steps.is_empty() {
        let names = offers.iter().map(|it| plain(&it["name"]));
        let total = pair["treatmentOffersTotal"].as_u64();
        let told = with_more(names.collect(), total);
        facts.tell_of("does or offers the treatment", told, offers);
    }
    the_pilots(pilots, &mut facts);
    let route = plain(&pair["legalRoute"]);
    facts.tell_or("legal route", route, &pair["use"], NOT_KNOWN);
    let permit = plain(&pair["intake"]["permit"]);
    facts.tell_or("permit of the taker", permit, &pair["intake"], NONE);
    if let Some(id) = pair["match"]["id"].as_str() {
        let told = format!("{id}, {}", words(&pair["match"]["status"]));
        facts.tell("pursued", told, &Value::Null);
    }
    Section {
        anchor: "way",
        title: "What it takes".to_owned(),
        blocks: vec![Block::Table(
            facts.table("Way", "From the offer to the taker"),
        )],
    }
}

/// The nearest platforms that can test the stream, and how many more there are.
fn the_pilots(pilots: &Value, facts: &mut Facts<'_>) {
    let edges = items(&pilots["edges"]);
    let told = edges.iter().map(|it| {
        let km = it["distanceKm"].as_f64();
        let km = km.map_or_else(
            || "how far is not known".to_owned(),
            |it| format!("{} km as the crow flies", amount(it)),
        );
        let how = match it["node"]["testsHow"].as_str() {
            Some("MATERIAL") => "; for a material in it",
            Some("GENERAL") => "; for residues in general",
            _ => "",
        };
        format!("{} ({km}{how})", plain(&it["node"]["name"]))
    });
    // Of a product that arises nowhere by the records it is not asked.
    let told = match pilots.is_null() {
        true => NOT_KNOWN.to_owned(),
        false => with_more(told.collect(), pilots["totalCount"].as_u64()),
    };
    let platforms = edges.iter().map(|it| &it["node"]);
    facts.tell_of("pilot plants that could test it", told, platforms);
}

/// Names, and how many more there are; that there are none where there are none.
fn with_more(mut names: Vec<String>, total: Option<u64>) -> String {
    if names.is_empty() {
        return NONE.to_owned();
    }
    let total = total.unwrap_or_default();
    let more = total.saturating_sub(names.len() as u64);
    if more > 0 {
        names.push(format!("and {more} more"));
    }
    names.join(", ")
}

fn precedent_in_words(record: &Value) -> String {
    let parts = ["name", "donor", "receiver", "application", "country"];
    let parts = parts.map(|it| plain(&record[it]));
    let told = parts.into_iter().chain([words(&record["status"])]);
    let told: Vec<String> = told.filter(|it| !it.is_empty()).collect();
    told.join("; ")
}
