//! Words of the word lists that mean the same have the same first partner, in whichever language a stream is described.

use std::collections::BTreeMap;
use std::sync::Arc;

use ketju::analysis::partners::PartnerGroup;
use ketju::analysis::partners::PartnersQuestion;
use ketju::analysis::partners::Subject;
use ketju::analysis::partners::described::Described;
use ketju::analysis::partners::described::Description;
use ketju::analysis::partners::described::describe;
use ketju::analysis::partners::partners;
use ketju::exchange::knowledge;
use ketju::model::Row;
use ketju::model::When;
use ketju::network::Snapshot;

use crate::api::seeded_snapshot;

/// The words of each concept of the list, in its order.
fn words() -> BTreeMap<String, Vec<String>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/knowledge/words.csv");
    let mut reader = csv::Reader::from_path(path).expect("the word list");
    let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in reader.records() {
        let row = row.expect("a row");
        if !row[0].is_empty() {
            let of_concept = words.entry(row[0].to_owned()).or_default();
            of_concept.push(row[2].to_owned());
        }
    }
    words
}

/// What is read of a stream of that name, its name apart.
fn read(snapshot: &Arc<Snapshot>, word: &str) -> Result<Described, String> {
    let description = Description {
        text: format!("{word}, 20 000 t/a, Kokkola"),
        ..Description::default()
    };
    let mut described =
        describe(snapshot, knowledge(), &description).map_err(|error| error.to_string())?;
    described.offer.name = String::new();
    Ok(described)
}

/// The first partner of a stream of that name.
fn first(snapshot: &Arc<Snapshot>, word: &str) -> Option<Row> {
    let description = Description {
        text: format!("{word}, 20 000 t/a, Kokkola"),
        ..Description::default()
    };
    let described = describe(snapshot, knowledge(), &description).ok()?;
    let question = PartnersQuestion {
        subject: Subject::Described(Box::new(described.offer)),
        within_km: None,
        regions: Vec::new(),
        among: PartnerGroup::All,
        include_rejected: false,
        only_rejected: false,
        hidden_links: Vec::new(),
        skip: 0,
        first: 1,
        when: When {
            year: 2025,
            nearest_years: false,
            include_planned: false,
        },
        budget: 1_000_000,
    };
    let answer = partners(snapshot, knowledge(), &question);
    answer.partners.first().map(|it| it.request.record)
}

/// An answer is worked out from what is read of a description, so that pairs of which the same is read have the same first
/// partner; of others both are asked.
#[test]
fn words_that_mean_the_same_have_the_same_first_partner() {
    let snapshot = seeded_snapshot();
    let (mut pairs, mut asked) = (0, 0);
    let mut apart = Vec::new();
    for (concept, words) in words() {
        let one = &words[0];
        let of_one = read(&snapshot, one);
        for other in &words[1..] {
            pairs += 1;
            if of_one.is_ok() && of_one == read(&snapshot, other) {
                continue;
            }
            asked += 1;
            let (a, b) = (first(&snapshot, one), first(&snapshot, other));
            if a != b {
                apart.push(format!("{concept}: {one} / {other}"));
            }
        }
    }
    assert_eq!(apart, [""; 0], "of {pairs} pairs, {asked} asked");
    assert!(pairs > 1_500, "{pairs}");
}

#[test]
fn dust_of_a_filter_is_dust_in_each_language() {
    let snapshot = seeded_snapshot();
    let dust = first(&snapshot, "electrostatic precipitator dust");
    assert!(dust.is_some());
    for word in [
        "sähkösuodatinpöly",
        "sähkösuodatinpölyä",
        "elfilterstoft",
        "ESP dust",
    ] {
        assert_eq!(first(&snapshot, word), dust, "{word}");
    }
}
