//! What a report tells in one sentence: benchmarks of which nothing is known, figures of other regions.

use serde_json::Value;

use crate::cli::report::citing::Citing;
use crate::cli::report::document::Sentence;
use crate::cli::report::figures::value;
use crate::cli::report::figures::when;
use crate::cli::report::figures::words;
use crate::cli::report::policy::named;
use crate::cli::show::items;
use crate::cli::show::plain;

/// Whether a row tells nothing but that nothing is known: no capacity, no share, no consumption that decides, no site.
pub(super) fn is_nothing_known(row: &Value) -> bool {
    let numbers = [
        "capacityTonnesPerYear",
        "plannedTonnesPerYear",
        "coverage",
        "largestThirdCountry",
        "shareOfUnionCapacity",
    ];
    let lists = [
        "capacities",
        "countedSites",
        "leftOutSites",
        "unknownSites",
        "plannedSites",
    ];
    numbers.iter().all(|key| row[*key].is_null())
        && lists.iter().all(|key| items(&row[*key]).is_empty())
        && row["relative"]["ownShare"].is_null()
        && items(&row["relative"]["thirdCountries"]).is_empty()
        && items(&row["consumption"]).iter().all(is_elsewhere)
        && items(&row["unusedFigures"]).iter().all(is_elsewhere)
}

/// One sentence a benchmark that names the materials of which nothing is known there.
pub(super) fn nothing_known(rows: &[Value]) -> Vec<Sentence> {
    let mut of: Vec<(String, String, Vec<String>)> = Vec::new();
    for it in rows.iter().filter(|it| is_nothing_known(it)) {
        let (benchmark, material) = (named(it), plain(&it["material"]["name"]));
        match of.iter_mut().find(|(name, ..)| *name == benchmark) {
            Some((.., materials)) => materials.push(material),
            None => of.push((benchmark, plain(&it["article"]), vec![material])),
        }
    }
    let told = of
        .into_iter()
        .map(|(benchmark, article, materials)| Sentence {
            text: format!(
                "Nothing that would tell of {benchmark} is on record for {}.",
                materials.join(", ")
            ),
            article,
            sources: Vec::new(),
        });
    told.collect()
}

/// Why a figure is left out whose region alone is the reason, and how that is told.
const OF_REGIONS: [(&str, &str); 2] = [
    ("OTHER_REGION", "of another region, and therefore left out"),
    (
        "PART_OF_REGION",
        "of a part of the region, and never added up",
    ),
];

/// Whether a figure is left out only because it is of another region, or of a part of the region.
pub(super) fn is_elsewhere(told: &Value) -> bool {
    OF_REGIONS
        .iter()
        .any(|(reason, _)| is_left_out(told, reason))
}

fn is_left_out(told: &Value, reason: &str) -> bool {
    let why = told["unused"].as_str().or(told["reason"].as_str());
    why == Some(reason)
}

/// One sentence a material that names the figures of other regions, and one for those of parts of the region.
pub(super) fn elsewhere(rows: &[Value], citing: &mut Citing) -> Vec<Sentence> {
    let mut of: Vec<(String, &str, Vec<&Value>)> = Vec::new();
    for row in rows {
        let material = plain(&row["material"]["name"]);
        for (reason, why) in OF_REGIONS {
            let told = items(&row["consumption"]).iter();
            let told = told.chain(items(&row["unusedFigures"]));
            for it in told
                .filter(|it| is_left_out(it, reason))
                .map(|it| &it["figure"])
            {
                let is_same =
                    |of: &&mut (String, &str, Vec<&Value>)| of.0 == material && of.1 == why;
                match of.iter_mut().find(is_same) {
                    Some((.., all)) if all.iter().any(|other| other["id"] == it["id"]) => (),
                    Some((.., all)) => all.push(it),
                    None => of.push((material.clone(), why, vec![it])),
                }
            }
        }
    }
    let told = of.into_iter().map(|(material, why, all)| Sentence {
        text: format!(
            "{material}: {why}: {}.",
            all.iter()
                .map(|it| in_words(it))
                .collect::<Vec<_>>()
                .join("; ")
        ),
        article: String::new(),
        sources: citing.of_all(all),
    });
    told.collect()
}

/// A figure without what it counts: whose, what, how much, when.
fn in_words(figure: &Value) -> String {
    let (subject, quantity) = (
        plain(&figure["subject"]["name"]),
        words(&figure["quantity"]),
    );
    let (value, unit) = (value(figure), plain(&figure["unit"]));
    format!("{subject}, {quantity} {value} {unit}, {}", when(figure))
}
