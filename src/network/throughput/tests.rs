//! Throughput on small networks, worked out by hand.

mod by_hand;
mod capacities;
mod hosts;
mod laws;
mod points;
mod products;
mod recorded;
mod spread;
mod unknowns;

use std::collections::BTreeSet;

use crate::model::Id;
use crate::model::Kind;
use crate::network::Snapshot;
use crate::network::text::snapshot;
use crate::network::throughput::AnswerStatus;
use crate::network::throughput::ThroughputAnswer;
use crate::network::throughput::ThroughputQuestion;
use crate::network::throughput::throughput;

fn of(material: &str) -> ThroughputQuestion {
    ThroughputQuestion::new(Id::new(Kind::Material, material))
}

fn asked(network: &str, question: &ThroughputQuestion) -> (Snapshot, ThroughputAnswer) {
    let snapshot = snapshot(network);
    let answer = throughput(&snapshot, question).unwrap();
    (snapshot, answer)
}

/// Status, upper and lower of all nickel that gets from sources to sinks.
fn told(network: &str) -> (AnswerStatus, Option<f64>, Option<f64>) {
    let answer = asked(network, &of("nickel")).1;
    let rounded = |it: Option<f64>| it.map(|it| (it * 1e9).round() / 1e9);
    (
        answer.status,
        rounded(answer.upper.delivered),
        rounded(answer.lower.delivered),
    )
}

/// The codes of what an answer about nickel assumes.
fn codes(network: &str) -> BTreeSet<&'static str> {
    let answer = asked(network, &of("nickel")).1;
    answer.basis.notes.iter().map(|it| it.code.code()).collect()
}

fn figure(subject: &str, quantity: &str, value: f64, more: &str) -> String {
    format!("\nfigure {subject} {quantity} {value} year=2024 {more}")
}

/// A figure in contained tonnes of nickel.
fn nickel(subject: &str, quantity: &str, value: f64, more: &str) -> String {
    figure(
        subject,
        quantity,
        value,
        &format!("material=nickel basis=CONTAINED {more}"),
    )
}

const LINE: &str = "product concentrate CONCENTRATE carries=nickel
    product matte INTERMEDIATE carries=nickel
    site pit MINE
    site works PROCESSOR
    site port HARBOUR
    activity pit EXTRACTION out=concentrate
    activity works PROCESSING in=concentrate out=matte
    link in pit works concentrate
    link out works port matte";

#[test]
fn a_line_is_as_wide_as_its_narrowest_place() {
    let mine = "figure activity:pit-extraction-none capacity 100 material=nickel basis=CONTAINED side=OUTPUT product=concentrate year=2024";
    let works = "figure activity:works-processing-concentrate capacity 80 material=nickel basis=CONTAINED side=INPUT product=concentrate year=2024";
    let recovery = "figure activity:works-processing-concentrate recovery 0.9 material=nickel product=matte year=2024";
    let link = "figure link:in capacity 50 material=nickel basis=CONTAINED year=2024";
    let out = "figure link:out capacity 1000 material=nickel basis=CONTAINED year=2024";
    use AnswerStatus::*;
    for (figures, expected) in [
        (vec![], (Undetermined, None, Some(0.0))),
        (vec![mine], (Undetermined, Some(100.0), Some(0.0))),
        (
            vec![mine, works, recovery],
            (Undetermined, Some(72.0), Some(0.0)),
        ),
        (
            vec![mine, works, recovery, link],
            (Undetermined, Some(45.0), Some(0.0)),
        ),
        (
            vec![mine, works, recovery, link, out],
            (Determined, Some(45.0), Some(45.0)),
        ),
    ] {
        let network = format!("{LINE}\n{}", figures.join("\n"));
        assert_eq!(told(&network), expected, "{figures:?}");
    }
}
