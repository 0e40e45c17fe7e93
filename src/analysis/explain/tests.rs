use crate::analysis::explain::explain;
use crate::model::Change;
use crate::model::Registry;
use crate::model::Row;
use crate::model::Value;
use crate::model::When;
use crate::model::codes::Stage;
use crate::model::tables::figure;
use crate::network::text::records;

fn when(year: i32, nearest_years: bool) -> When {
    When {
        year,
        nearest_years,
        include_planned: false,
    }
}

/// The registry of a text, and a figure of it by its value.
fn registry(text: &str) -> Registry {
    Registry::of_records(records(&format!("material m\nmaterial n\n{text}")))
}

fn by_value(registry: &Registry, value: f64) -> Row {
    let mut rows = registry.rows(crate::model::Kind::Figure);
    rows.find(|it| registry.figure_value(*it) == Some(value))
        .unwrap()
}

/// The reasons of the rivals of a figure, by value.
fn reasons(text: &str, of: f64, when: When) -> (Vec<(Option<f64>, String)>, String) {
    let registry = registry(text);
    let found = explain(&registry, by_value(&registry, of), when);
    let rivals = found.rivals.into_iter();
    let told = rivals.map(|it| (registry.figure_value(it.figure), it.reason));
    let mut told: Vec<(Option<f64>, String)> = told.collect();
    told.sort_by(|a, b| a.0.partial_cmp(&b.0).unwrap());
    (told, found.message)
}

const TELLINGS: &str = "
figure material:m eol-rir 0.10 year=2017
figure material:m eol-rir 0.20 year=2023
figure material:m eol-rir 0.21 period=2022/2023 confidence=ESTIMATED
figure material:m eol-rir 0.30 year=2030
figure material:m eol-rir 0.40
figure material:m eol-rir ? year=2024 low=0.1 high=0.3
figure material:m eol-rir 0.50 year=2023 definition=old-scrap scope=north
figure material:m eol-rir 0.60 year=2023 stage=PROCESSING
figure material:n eol-rir 0.70 year=2023
";

#[test]
fn each_rival_has_the_reason_why_it_lost() {
    let (told, message) = reasons(TELLINGS, 0.2, when(2025, false));
    let told: Vec<(Option<f64>, &str)> = told.iter().map(|it| (it.0, it.1.as_str())).collect();
    assert_eq!(
        told,
        [
            (
                None,
                "it has no value: only bounds, or withheld by the source"
            ),
            (Some(0.1), "its year is farther from the one asked, 2025"),
            (
                Some(0.21),
                "it is estimated, and one that is better founded is usable"
            ),
            (Some(0.3), "it is of a year after the one asked, 2025"),
            (Some(0.4), "it has no year, and a figure with one is usable"),
            (
                Some(0.5),
                "it is of another scope and definition, and never replaces this one"
            ),
        ]
    );
    assert_eq!(message, "M, eol rir: 0.2 fraction (2023); used for 2025");
}

#[test]
fn the_one_that_is_asked_for_may_have_lost() {
    let (told, message) = reasons(TELLINGS, 0.1, when(2025, false));
    assert_eq!(
        told[1],
        (Some(0.2), "it is the one that counts for 2025".to_owned())
    );
    assert_eq!(
        message,
        "M, eol rir: 0.1 fraction (2017); not used for 2025: its year is farther from the one asked, 2025"
    );
    // At an earlier year it is the one, and the others are later.
    let (told, message) = reasons(TELLINGS, 0.1, when(2018, false));
    assert_eq!(told[1].1, "it is of a year after the one asked, 2018");
    assert!(message.ends_with("used for 2018"), "{message}");
}

#[test]
fn the_year_of_the_chosen_one_is_told() {
    let text = "figure material:m eol-rir 0.3 year=2030\nfigure material:m eol-rir 0.4 year=2032\n";
    let (_, message) = reasons(text, 0.3, when(2025, true));
    assert!(
        message.ends_with("used for 2025, as a later year may stand in"),
        "{message}"
    );
    let (told, message) = reasons(text, 0.3, when(2025, false));
    assert!(message.contains("not used for 2025"), "{message}");
    assert_eq!(told[0].1, "it is of a year after the one asked, 2025");
    let text = "figure material:m eol-rir 0.3\nfigure material:m eol-rir 0.4 year=2032\n";
    let (told, message) = reasons(text, 0.3, when(2025, false));
    assert!(
        message.ends_with("used for 2025, as no dated figure is usable"),
        "{message}"
    );
    assert_eq!(told[0].1, "it is of a year after the one asked, 2025");
}

/// Whatever is asked of whichever figure: exactly one figure of the key is chosen, the one that [`Registry::chosen`] chooses.
#[test]
fn the_choice_is_that_of_the_registry() {
    let registry = registry(TELLINGS);
    let rows: Vec<Row> = registry.rows(crate::model::Kind::Figure).collect();
    for year in [2010, 2017, 2020, 2023, 2025, 2031] {
        for nearest in [false, true] {
            let when = when(year, nearest);
            for row in &rows {
                let subject = registry.reference(*row, figure::SUBJECT).unwrap();
                let chosen = registry.chosen(subject, crate::model::Quantity::EolRir, when);
                let is_chosen = chosen.iter().any(|it| it.figure == *row);
                let found = registry.rivals(*row, when);
                assert_eq!(found.lost_by.is_none(), is_chosen, "{year} {nearest}");
                let of_key = found.others.iter().filter(|it| it.1.is_none());
                let expected = usize::from(!is_chosen && found.chosen.is_some());
                assert_eq!(of_key.count(), expected);
            }
        }
    }
    assert_eq!(
        registry.code(by_value(&registry, 0.6), figure::STAGE),
        Some(Stage::Processing)
    );
}

#[test]
fn conversions_are_told() {
    let text = "material m symbol=Cr\nregion eu AT\n
        figure region:eu production 100 material=m contained-of=Cr2O3 year=2020
        figure region:eu imports 50 material=m contained-of=Cr year=2020
        figure region:eu exports 7 material=m contained-of=slag year=2020
        figure region:eu consumption 9 low=9 material=m year=2020\n";
    let registry = registry(text);
    let exports = registry.record(by_value(&registry, 7.0));
    let mut changed = exports;
    changed.set(figure::RAW, Value::Text("0.007 kt".into()));
    let registry = registry.with(&[Change::Put(changed)]);
    let told = |value| {
        explain(&registry, by_value(&registry, value), when(2025, false))
            .conversion
            .unwrap()
    };
    // 2 · 51.9961 / (2 · 51.9961 + 3 · 15.999) = 0.684208
    assert_eq!(
        told(100.0),
        "kept as stated: 100 t/a; 1 t of Cr2O3 holds 0.68421 t of Cr by atomic masses, so that it holds 68.421 t/a of Cr"
    );
    assert_eq!(told(50.0), "kept as stated: 50 t/a");
    assert_eq!(
        told(7.0),
        "the source says `0.007 kt`, which is 7 t/a; how much Cr is in `slag` cannot be told by atomic masses"
    );
    assert_eq!(told(9.0), "kept as stated: at least 9 t/a");
}
