use crate::analysis::shares::shares;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::When;
use crate::model::codes::Stage;
use crate::network::chain::AssumptionCode;
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

/// Shares of `m` at extraction in 2025, with the codes of what they assume.
fn told_of(lines: &str, nearest_years: bool) -> (Vec<(String, f64)>, Vec<AssumptionCode>) {
    let text = lines.lines().filter(|it| !it.trim().is_empty());
    let text = text.map(|it| {
        let (country, rest) = it.trim().split_once(' ').unwrap();
        let (share, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        format!("figure material:m global-share {share} stage=EXTRACTION partner=region:{country} {rest}\n")
    });
    let text: String = text.collect();
    let snapshot = snapshot(&format!("material m\nregion world cn,fi,de\n{text}"));
    let registry = snapshot.registry();
    let of = registry.find(&Id::new(Kind::Material, "m")).unwrap();
    let when = When {
        year: 2025,
        nearest_years,
        include_planned: false,
    };
    let supply = (Quantity::GlobalShare, Stage::Extraction);
    let Some(found) = shares(registry, of, supply, when) else {
        return (Vec::new(), Vec::new());
    };
    let by_country = found.by_country.iter();
    let by_country = by_country.map(|it| (registry.slug(it.country).to_owned(), it.share));
    let codes = found.notes.iter().map(|it| it.code);
    (by_country.collect(), codes.collect())
}

#[test]
fn a_newer_telling_replaces_the_older_one_as_a_whole() {
    use AssumptionCode::ForecastUsed;
    use AssumptionCode::NearestYear;
    use AssumptionCode::SeveralFigures;
    use AssumptionCode::Undated;
    let old = "cn 0.9 period=2016/2020\nfi 0.1 period=2016/2020\n";
    type Case<'a> = (&'a str, &'a [(&'a str, f64)], &'a [AssumptionCode]);
    let cases: [Case<'_>; 7] = [
        (
            "fi 0.6 year=2025\nde 0.4 year=2025",
            &[("fi", 0.6), ("de", 0.4)],
            &[],
        ),
        ("fi 0.6 year=2026", &[("cn", 0.9), ("fi", 0.1)], &[]),
        ("fi ? year=2025\nde 1", &[("cn", 0.9), ("fi", 0.1)], &[]),
        // A telling of the period is one of its last year.
        (
            "de 0.2 year=2020",
            &[("cn", 0.9), ("de", 0.2), ("fi", 0.1)],
            &[],
        ),
        (
            "fi 0.6 year=2025\nfi 0.7 year=2025 definition=other confidence=ESTIMATED",
            &[("fi", 0.6)],
            &[SeveralFigures],
        ),
        (
            "fi 0.6 year=2025 vintage=FORECAST_HIGH",
            &[("cn", 0.9), ("fi", 0.1)],
            &[],
        ),
        (
            "cn 0.3 year=2026 vintage=FORECAST_LOW",
            &[("cn", 0.9), ("fi", 0.1)],
            &[],
        ),
    ];
    let told = |it: &[(&str, f64)]| -> Vec<(String, f64)> {
        it.iter().map(|it| (it.0.to_owned(), it.1)).collect()
    };
    for (newer, expected, codes) in cases {
        let found = told_of(&format!("{old}{newer}"), false);
        assert_eq!(found, (told(expected), codes.to_vec()), "{newer}");
    }
    let forecast = "fi 0.6 year=2025 vintage=FORECAST_HIGH\ncn 0.4 year=2024 vintage=FORECAST_HIGH";
    assert_eq!(
        told_of(forecast, false),
        (told(&[("fi", 0.6)]), vec![ForecastUsed])
    );
    assert_eq!(
        told_of("fi 1", false),
        (told(&[("fi", 1.0)]), vec![Undated])
    );
    let later = "fi 0.6 year=2028\ncn 0.5 year=2027";
    assert_eq!(told_of(later, false), (Vec::new(), Vec::new()));
    assert_eq!(
        told_of(later, true),
        (told(&[("cn", 0.5)]), vec![NearestYear])
    );
}
