//! Takers that do not operate and would otherwise be among the first.

use super::*;
use crate::model::codes::SiteStatus;

/// A taker of the heap with a status, by the name of its site.
fn taker(name: &str, status: &str) -> String {
    format!(
        "site {name} RECYCLER at=65,24.2 status={status}
        record site:{name} name_en=Site_{name}
        activity {name} RECYCLING in=gloop out=tar\n"
    )
}

fn names(snapshot: &Snapshot, answer: &PartnersAnswer) -> Vec<String> {
    let takers: Vec<Row> = answer.waiting.iter().map(|it| it.taker).collect();
    ids(snapshot, &takers)
}

#[test]
fn planned_and_idle_takers_are_named_in_the_default_answer() {
    let network = format!(
        "{TAKER}\n{}{}{}{}",
        taker("soon", "PLANNED@2024"),
        taker("idle", "CARE_AND_MAINTENANCE@2024"),
        taker("gone", "CLOSED@2024"),
        "record site:soon opened=2025"
    );
    let (snapshot, answer) = asked(&network, |_, _| {});
    assert_eq!(
        only(&answer).request.taker,
        Some(row(&snapshot, "site:plant"))
    );
    assert_eq!(answer.rejected, [(RejectionReason::NotOperating, 3)]);
    assert_eq!(names(&snapshot, &answer), ["site:idle", "site:soon"]);
    let [idle, soon] = &answer.waiting[..] else {
        panic!("two: {:?}", answer.waiting);
    };
    assert_eq!(idle.status, Some(SiteStatus::CareAndMaintenance));
    assert!(
        !idle.message.contains("ask"),
        "no question makes it operate: {}",
        idle.message
    );
    assert_eq!((soon.status, soon.opens), (Some(SiteStatus::Planned), None));
    // With planned ones it is a partner.
    let (snapshot, planned) = asked(&network, |_, question| question.when.include_planned = true);
    assert_eq!(names(&snapshot, &planned), ["site:idle"]);
    let row_of_soon = row(&snapshot, "site:soon");
    let mut all = planned.partners.iter();
    let found = all
        .find(|it| it.request.taker == Some(row_of_soon))
        .unwrap();
    // What the site gives itself then counts among the texts, which changes how rare a word is a little.
    assert!((soon.score - found.score).abs() < 0.005);
    assert_eq!(soon.confidence, found.confidence);
    assert_eq!(
        soon.message,
        format!(
            "Site soon does not operate in 2025: its status is planned; otherwise it would be among the first 10 takers and \
             fit to {:.2} by what is known ({:.0} % of what counts); ask with planned ones included (`includePlanned`).",
            soon.score,
            soon.confidence * 100.0
        )
    );
    let sources = ids(&snapshot, &answer.basis.sources);
    assert!(sources.contains(&"source:s-soon".to_owned()), "{sources:?}");
}

#[test]
fn of_a_taker_of_unknown_status_nobody_says_that_it_does_not_operate() {
    let told = |opened: &str| {
        let network = format!("{}{opened}", taker("dim", "UNKNOWN@2024"));
        let (snapshot, answer) = asked(&network, |_, _| {});
        assert_eq!(names(&snapshot, &answer), ["site:dim"]);
        (answer.waiting[0].message.clone(), answer.rejected)
    };
    let (unknown, counts) = told("");
    assert_eq!(counts, [(RejectionReason::OperationUnknown, 1)]);
    assert_eq!(
        RejectionReason::OperationUnknown.told(1),
        "1 pair is with a taker of which it is not known whether it operates in the year."
    );
    let start = "Whether Site dim operates in 2025 is not known; if it does, it would be among";
    assert!(unknown.starts_with(start), "{unknown}");
    // Before its first year it is known not to.
    let (later, counts) = told("record site:dim opened=2027");
    assert_eq!(counts, [(RejectionReason::NotOperating, 1)]);
    let start = "Site dim does not operate in 2025: 2027 is on record as its first year; otherwise";
    assert!(later.starts_with(start), "{later}");
}

#[test]
fn what_opens_later_is_told_with_the_year_to_ask_for() {
    let way = |status: &str, opened: &str| {
        let network = format!("{}record {opened}", taker("soon", status));
        let (snapshot, answer) = asked(&network, |_, _| {});
        assert_eq!(names(&snapshot, &answer), ["site:soon"], "{opened}");
        let told = &answer.waiting[0];
        assert!(
            told.message.contains("2027 is on record as its first year"),
            "{}",
            told.message
        );
        let (_, way) = told.message.split_once("; ask for ").unwrap();
        // The question that is told answers with it.
        let (_, answer) = asked(&network, |_, question| {
            question.when.year = told.opens.unwrap();
            question.when.include_planned = way.contains("planned");
        });
        assert_eq!(answer.partners.len(), 1, "{opened}");
        way.to_owned()
    };
    let planned = "2027, with planned ones included (`includePlanned`).";
    assert_eq!(way("PLANNED@2024", "site:soon opened=2027"), planned);
    assert_eq!(
        way("PLANNED@2024", "activity:soon-recycling-gloop opened=2027"),
        planned
    );
    assert_eq!(way("OPERATING@2024", "site:soon opened=2027"), "2027.");
}

#[test]
fn only_what_would_be_among_the_first_takers_is_named() {
    let many = |count: usize| {
        let near = (0..count).map(|it| taker(&format!("near-{it}"), "OPERATING@2024"));
        let far = taker("far", "PLANNED@2024").replace("65,24.2", "60,24.2");
        let (snapshot, answer) = asked(
            &format!("{}{far}", near.collect::<String>()),
            |_, question| {
                question.first = 1;
            },
        );
        names(&snapshot, &answer)
    };
    assert_eq!(many(9), ["site:far"]);
    assert!(many(10).is_empty());
    // Nor what another gate rules out, and what has nothing in common.
    let too_far = taker("soon", "PLANNED@2024");
    let (_, answer) = asked(&too_far, |_, question| question.within_km = Some(1.0));
    assert!(answer.waiting.is_empty());
    let other = taker("soon", "PLANNED@2024").replace("in=gloop out=tar", "in=fish out=tar");
    let (_, answer) = asked(&format!("product fish SCRAP\n{other}"), |_, _| {});
    assert!(answer.waiting.is_empty());
    // A need and a pair name their taker themselves.
    let (_, answer) = asked(&taker("soon", "PLANNED@2024"), |snapshot, question| {
        question.subject = Subject::Need(row(snapshot, "site:soon"));
    });
    assert_eq!(answer.rejected, [(RejectionReason::NotOperating, 1)]);
    assert!(answer.waiting.is_empty());
}
