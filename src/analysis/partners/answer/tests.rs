mod figures;
mod lists;
mod other;
mod same;
mod told;
mod typed;
mod waiting;

use std::sync::Arc;

use super::*;
use crate::analysis::partners::Partner;
use crate::analysis::partners::PartnerGroup;
use crate::model::CodeLists;
use crate::model::Id;
use crate::model::PublishedCode;
use crate::model::PublishedList;
use crate::model::When;
use crate::network::chain::AssumptionCode;
use crate::network::text::snapshot;

pub(super) const WHEN: When = When {
    year: 2025,
    nearest_years: false,
    include_planned: false,
};

/// A stream at a works, and what else the case tells.
const WORKS: &str = "record region:upland code=XX1
    product gloop RESIDUE state=SOLID carries=nickel
    record product:gloop name_en=Smelter_gloop
    product tar RESIDUE state=SOLID
    record product:tar name_en=Tar
    site works PROCESSOR at=65,24 operator=smelting region=upland status=OPERATING@2024
    side-stream heap works gloop of=nickel
    record side-stream:heap name_en=Smelter_gloop_heap ewc_codes=100202
    figure side-stream:heap generation 5000 basis=GROSS year=2024";

pub(super) fn knowledge() -> Knowledge {
    let mut lists = CodeLists::default();
    for (code, broader) in [
        ("leaching", None),
        ("heap-leaching", Some("leaching")),
        ("drying", None),
    ] {
        let entry = PublishedCode {
            label: code.replace('-', " "),
            broader: broader.map(str::to_owned),
            ..PublishedCode::default()
        };
        lists.insert(PublishedList::Process, code, entry);
    }
    Knowledge::new(lists)
}

pub(super) fn question(subject: Subject) -> PartnersQuestion {
    PartnersQuestion {
        subject,
        within_km: None,
        regions: Vec::new(),
        among: PartnerGroup::All,
        include_rejected: false,
        only_rejected: false,
        hidden_links: Vec::new(),
        skip: 0,
        first: 100,
        when: WHEN,
        budget: 1_000_000,
    }
}

pub(super) fn row(snapshot: &Snapshot, id: &str) -> Row {
    let id = Id::parse(id).unwrap();
    snapshot.registry().find(&id).unwrap()
}

/// Asks what a network has for its heap, and the answer with what it is an answer of.
fn asked(
    network: &str,
    change: impl Fn(&Snapshot, &mut PartnersQuestion),
) -> (Arc<Snapshot>, PartnersAnswer) {
    let snapshot = Arc::new(snapshot(&format!("{WORKS}\n{network}")));
    let mut question = question(Subject::Offer(row(&snapshot, "side-stream:heap")));
    change(&snapshot, &mut question);
    let answer = partners(&snapshot, &knowledge(), &question);
    (snapshot, answer)
}

fn ids(snapshot: &Snapshot, rows: &[Row]) -> Vec<String> {
    rows.iter()
        .map(|it| snapshot.registry().id(*it).to_string())
        .collect()
}

fn requests(snapshot: &Snapshot, answer: &PartnersAnswer) -> Vec<String> {
    let rows: Vec<Row> = answer.partners.iter().map(|it| it.request.record).collect();
    ids(snapshot, &rows)
}

fn only(answer: &PartnersAnswer) -> &Partner {
    assert_eq!(answer.partners.len(), 1, "{:?}", answer.rejected);
    &answer.partners[0]
}

const TAKER: &str = "site plant RECYCLER at=65,25 operator=recycling status=OPERATING@2024
    record site:plant name_en=Plant
    activity plant RECYCLING in=gloop out=tar
    record activity:plant-recycling-gloop process=drying";

/// A taker, and a use of the stream.
fn taker_and_use() -> String {
    format!("{TAKER}\n record use:own application=fill status=PRACTISED side_stream=heap")
}
