use crate::analysis::shares::shares;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::When;
use crate::model::codes::Stage;
use crate::network::text::snapshot;

const TEXT: &str = "
material ree
material neodymium group=ree
region world cn,fi
figure material:ree eu-sourcing-share 0.9 stage=EXTRACTION partner=region:cn year=2020
figure material:neodymium eu-sourcing-share 0.2 stage=PROCESSING partner=region:fi year=2020
figure material:neodymium eu-sourcing-share 0.5 stage=PROCESSING partner=region:cn year=2018
figure material:neodymium eu-sourcing-share 0.6 stage=PROCESSING partner=region:cn year=2020
figure material:neodymium eu-sourcing-share 0.7 stage=PROCESSING partner=region:cn year=2027
";

/// Countries and shares, and whether they are those of a group.
fn told(stage: Stage, year: i32) -> Option<(Vec<(String, f64)>, bool)> {
    let snapshot = snapshot(TEXT);
    let registry = snapshot.registry();
    let of = registry
        .find(&Id::new(Kind::Material, "neodymium"))
        .unwrap();
    let when = When {
        year,
        nearest_years: false,
        include_planned: false,
    };
    let found = shares(registry, of, (Quantity::EuSourcingShare, stage), when)?;
    let by_country = found.by_country.iter();
    let by_country = by_country.map(|it| (registry.slug(it.country).to_owned(), it.share));
    Some((by_country.collect(), !found.notes.is_empty()))
}

#[test]
fn shares_are_the_latest_up_to_the_year_largest_first() {
    let cases = [
        (
            Stage::Processing,
            2025,
            Some((vec![("cn", 0.6), ("fi", 0.2)], false)),
        ),
        (Stage::Processing, 2019, Some((vec![("cn", 0.5)], false))),
        (Stage::Processing, 2017, None),
        (Stage::Extraction, 2025, Some((vec![("cn", 0.9)], true))),
        (Stage::Recycling, 2025, None),
    ];
    for (stage, year, expected) in cases {
        let expected = expected.map(|(rows, is_group)| {
            let rows = rows.into_iter().map(|(slug, it)| (slug.to_owned(), it));
            (rows.collect::<Vec<_>>(), is_group)
        });
        assert_eq!(told(stage, year), expected, "{stage:?} {year}");
    }
}
