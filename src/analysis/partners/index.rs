//! All offers, requests and exchanges of a snapshot and year, with their words numbered: built once, asked often.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::sync::Arc;

use crate::analysis::partners::Offer;
use crate::analysis::partners::Request;
use crate::analysis::partners::distance::Legs;
use crate::analysis::partners::distance::Yardstick;
use crate::analysis::partners::distance::half_km;
use crate::analysis::partners::exchanges;
use crate::analysis::partners::exchanges::Supply;
use crate::analysis::partners::offers;
use crate::analysis::partners::offers::Worded;
use crate::analysis::partners::precedents::Precedents;
use crate::analysis::partners::requests;
use crate::analysis::partners::treatment::Treatments;
use crate::analysis::partners::vocabulary::Vocabulary;
use crate::model::Kind;
use crate::model::Knowledge;
use crate::model::Operation;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::tables::site;
use crate::model::tables::usage;
use crate::network::Snapshot;

/// What questions for partners are answered from.
#[derive(Debug)]
pub struct Index {
    /// What is offered in the year.
    pub offers: Vec<Offer>,
    /// What is asked for, whether or not it holds or operates in the year.
    pub requests: Vec<Request>,
    /// What the words of both are.
    pub vocabulary: Vocabulary,
    /// Exchanges on record, those that links imply included.
    pub precedents: Precedents,
    /// By request: how its taker stands in the year; none where it is no site.
    pub(super) operations: Vec<Option<Operation>>,
    /// By record, in order of requests.
    by_record: HashMap<Row, Vec<usize>>,
    /// By where they begin, in order of links.
    supplies: HashMap<Row, Vec<Supply>>,
    /// By request: the number of its application, the same for all uses of the same concepts; none for what is no use.
    pub(super) applications: Vec<Option<usize>>,
    /// What turns products into others, and who offers which step.
    pub(super) treatments: Treatments,
    pub(super) legs: Legs,
    pub(super) yardstick: Yardstick,
    half_by_region: HashMap<Option<Row>, (f64, Option<Row>)>,
    when: When,
}

impl Index {
    /// The index of a snapshot and year; the first who asks builds it.
    pub fn of(snapshot: &Arc<Snapshot>, knowledge: &Knowledge, when: When) -> Arc<Self> {
        snapshot.derived(when, || Self::build(snapshot.registry(), knowledge, when))
    }

    /// O(records + words · log words).
    pub fn build(registry: &Registry, knowledge: &Knowledge, when: When) -> Self {
        let offers = offers::all(registry, knowledge, when);
        let requests = requests::all(registry, when);
        let told = exchanges::all(registry);
        let of_offers = offers.iter().flat_map(|it| it.texts.iter().copied());
        let of_requests = requests.iter().flat_map(|it| it.texts.iter().copied());
        let of_exchanges = told.iter().flat_map(|it| it.texts());
        let vocabulary =
            Vocabulary::of(knowledge, of_offers.chain(of_requests).chain(of_exchanges));
        let number = |texts: Vec<&str>| vocabulary.words(knowledge, texts);
        let offers: Vec<Offer> = offers
            .into_iter()
            .map(|Worded { it, texts }| Offer {
                words: number(texts),
                ..it
            })
            .collect();
        let requests: Vec<Request> = requests
            .into_iter()
            .map(|Worded { it, texts }| Request {
                words: number(texts),
                ..it
            })
            .collect();
        let exchanges = told.into_iter();
        let precedents = Precedents {
            all: exchanges
                .map(|it| it.numbered(knowledge, &vocabulary))
                .collect(),
        };
        let mut by_record: HashMap<Row, Vec<usize>> = HashMap::new();
        for (at, request) in requests.iter().enumerate() {
            for row in asked_by(registry, request) {
                by_record.entry(row).or_default().push(at);
            }
        }
        let mut half_by_region = HashMap::new();
        for region in offers.iter().map(|it| it.whereabouts.region) {
            let half = half_by_region.entry(region);
            half.or_insert_with(|| half_km(registry, region, when));
        }
        let mut supplies: HashMap<Row, Vec<Supply>> = HashMap::new();
        for supply in exchanges::supplies(registry, when) {
            supplies.entry(supply.from).or_default().push(supply);
        }
        Self {
            half_by_region,
            applications: applications(registry, knowledge, &requests),
            operations: requests
                .iter()
                .map(|it| operation(registry, it, when))
                .collect(),
            supplies,
            treatments: Treatments::of(registry, knowledge, when),
            legs: Legs::of(registry, when),
            yardstick: Yardstick::of(registry, when),
            offers,
            requests,
            vocabulary,
            precedents,
            by_record,
            when,
        }
    }

    /// The requests that a record is or has: an intake, activity or use, a site, or an organisation with its sites.
    pub fn requests_of(&self, row: Row) -> &[usize] {
        self.by_record.get(&row).map_or(&[], Vec::as_slice)
    }

    /// The supplies of an offer that are not hidden.
    pub(super) fn supplies_of<'a>(
        &'a self,
        offer: &'a Offer,
        hidden: &'a [Row],
    ) -> impl Iterator<Item = &'a Supply> {
        let places = [offer.record, offer.whereabouts.site].into_iter().flatten();
        let begun = places.filter_map(|it| self.supplies.get(&it)).flatten();
        begun.filter(|it| it.is_of(offer) && !hidden.contains(&it.link))
    }

    /// The half-distance around an offer, with its figure.
    pub(super) fn half_of(&self, registry: &Registry, offer: &Offer) -> (f64, Option<Row>) {
        let region = offer.whereabouts.region;
        let known = self.half_by_region.get(&region).copied();
        known.unwrap_or_else(|| half_km(registry, region, self.when))
    }
}

/// The records that a request is asked about by: its own, its taker, and who runs that.
fn asked_by(registry: &Registry, request: &Request) -> Vec<Row> {
    let taker = request.taker;
    let site = taker.filter(|it| it.kind() == Kind::Site);
    let operator = site.and_then(|it| registry.reference(it, site::OPERATOR));
    [Some(request.record), taker, operator]
        .into_iter()
        .flatten()
        .collect()
}

/// The numbers of applications: uses of the same concepts have one.
fn applications(
    registry: &Registry,
    knowledge: &Knowledge,
    requests: &[Request],
) -> Vec<Option<usize>> {
    let mut numbers: BTreeMap<BTreeSet<String>, usize> = BTreeMap::new();
    let number = |request: &Request| {
        let application = registry.text(request.record, usage::APPLICATION);
        let application = application.filter(|_| request.record.kind() == Kind::Use)?;
        let concepts = knowledge.concepts(application).into_iter().collect();
        let next = numbers.len();
        Some(*numbers.entry(concepts).or_insert(next))
    };
    requests.iter().map(number).collect()
}

fn operation(registry: &Registry, request: &Request, when: When) -> Option<Operation> {
    let site = request.taker.filter(|it| it.kind() == Kind::Site)?;
    Some(registry.operation(site, when))
}
