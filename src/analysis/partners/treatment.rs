//! The steps that a stream needs before it can be taken, and who offers them.

use std::collections::BTreeSet;

use crate::analysis::partners::Offer;
use crate::analysis::partners::Request;
use crate::analysis::partners::Whereabouts;
use crate::analysis::partners::described::named::names_of;
use crate::analysis::partners::offers::place_of;
use crate::analysis::partners::places::TOWN_OF_ORGANISATION;
use crate::analysis::partners::places::TOWN_OF_PLATFORM;
use crate::analysis::partners::places::town_position;
use crate::model::CodeLists;
use crate::model::Kind;
use crate::model::Knowledge;
use crate::model::PublishedList;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::SiteKind;
use crate::model::geo::Position;
use crate::model::tables::activity;
use crate::model::tables::intake;
use crate::model::tables::organisation;
use crate::model::tables::platform;
use crate::model::tables::site;

/// How many are told that offer a missing step.
const MOST_OFFERS: usize = 5;

/// What turns products into others, and who offers which step.
#[derive(Debug)]
pub(super) struct Treatments {
    /// Inputs, outputs and process of activities that have all three.
    conversions: Vec<(Vec<Row>, Vec<Row>, String)>,
    /// By process: who offers it, and where they are. In order of processes, then kinds and slugs.
    offered: Vec<(String, Row, Option<Position>)>,
    /// The concepts of the names of each product, to see which are the same by name.
    alike: Vec<(Row, BTreeSet<String>)>,
}

impl Treatments {
    /// O(activities + intakes + platforms + organisations).
    pub(super) fn of(registry: &Registry, knowledge: &Knowledge, when: When) -> Self {
        let activities = registry.rows(Kind::Activity);
        let conversions = activities.filter_map(|row| {
            let inputs: Vec<Row> = registry.references(row, activity::INPUTS).collect();
            let outputs: Vec<Row> = registry.references(row, activity::OUTPUTS).collect();
            let process = registry.text(row, activity::PROCESS)?.to_owned();
            (!inputs.is_empty() && !outputs.is_empty()).then_some((inputs, outputs, process))
        });
        let named = registry.rows(Kind::Product).map(|row| {
            let concepts = names_of(registry, row).flat_map(|it| knowledge.concepts(it));
            (row, concepts.collect())
        });
        Self {
            conversions: conversions.collect(),
            offered: offered(registry, when),
            alike: named.collect(),
        }
    }

    /// The steps that are missing: those a use asks for, else the processes that turn the product into one that is
    /// taken. None where the product itself is taken, or nothing is known.
    pub(super) fn missing(&self, offer: &Offer, request: &Request) -> Vec<String> {
        let is_taken = offer
            .product
            .is_some_and(|it| request.products.contains(&it));
        if !request.treatment.is_empty() {
            return request.treatment.clone();
        }
        let Some(product) = offer.product.filter(|_| !is_taken) else {
            return Vec::new();
        };
        let like = self.like(product);
        let turns = self.conversions.iter().filter(|(inputs, outputs, _)| {
            inputs.iter().any(|it| like.contains(it))
                && outputs.iter().any(|it| request.products.contains(it))
        });
        let steps: BTreeSet<&String> = turns.map(|it| &it.2).collect();
        // The step that the taker does itself is not missing.
        let steps = steps
            .into_iter()
            .filter(|it| !request.processes.contains(it));
        steps.cloned().collect()
    }

    /// A product and those of the same concepts.
    fn like(&self, product: Row) -> Vec<Row> {
        let own = self.alike.iter().find(|it| it.0 == product).map(|it| &it.1);
        let same = self
            .alike
            .iter()
            .filter(|it| Some(&it.1) == own && !it.1.is_empty());
        same.map(|it| it.0).chain([product]).collect()
    }

    /// Who offers one of some steps, or a narrower one: the nearest first, then those whose place is not known; each once, and
    /// how many there are in all.
    pub(super) fn offers(
        &self,
        registry: &Registry,
        lists: &CodeLists,
        steps: &[String],
        from: &Whereabouts,
        but: Option<Row>,
    ) -> (Vec<Row>, usize) {
        let narrower = steps.iter();
        let narrower = narrower.flat_map(|it| lists.with_narrower(PublishedList::Process, it));
        let asked: BTreeSet<&str> = narrower.chain(steps.iter().map(String::as_str)).collect();
        let mut told: BTreeSet<Row> = BTreeSet::new();
        let found = self.offered.iter().filter(|(code, row, _)| {
            asked.contains(code.as_str()) && Some(*row) != but && told.insert(*row)
        });
        let mut found: Vec<(Option<f64>, Row)> = found
            .map(|(_, row, position)| {
                let km = from.position.zip(*position).map(|(a, b)| a.distance_km(&b));
                (km, *row)
            })
            .collect();
        found.sort_by(|a, b| {
            let far = |it: &(Option<f64>, Row)| it.0.unwrap_or(f64::INFINITY);
            let by_name =
                || (a.1.kind(), registry.slug(a.1)).cmp(&(b.1.kind(), registry.slug(b.1)));
            far(a).total_cmp(&far(b)).then_with(by_name)
        });
        let nearest = found.iter().take(MOST_OFFERS).map(|it| it.1);
        (nearest.collect(), found.len())
    }
}

/// Who offers which process: takers of intakes, sites that run it, platforms and organisations.
fn offered(registry: &Registry, when: When) -> Vec<(String, Row, Option<Position>)> {
    let of_site = |row: Row| place_of(registry, Some(row)).position;
    let of_organisation = |row: Row| town_position(registry, row, TOWN_OF_ORGANISATION);
    let is_open = |row: Row| {
        let kind = registry.code::<SiteKind>(row, site::KIND);
        let is_place = !matches!(kind, Some(SiteKind::External | SiteKind::Area));
        row.kind() != Kind::Site || (is_place && registry.operation(row, when).operates)
    };
    let intakes = registry.rows(Kind::Intake).filter_map(|row| {
        let taker = registry.reference(row, intake::TAKER)?;
        Some((registry.text(row, intake::PROCESS)?.to_owned(), taker))
    });
    let activities = registry.rows(Kind::Activity).filter_map(|row| {
        let place = registry.reference(row, activity::SITE)?;
        // A mining activity takes nothing from others.
        let takes = registry.references(row, activity::INPUTS).next().is_some();
        let process = registry.text(row, activity::PROCESS).filter(|_| takes)?;
        Some((process.to_owned(), place))
    });
    let listed = |kind, column| {
        registry.rows(kind).flat_map(move |row| {
            let processes = registry.texts(row, column);
            processes.map(move |it| (it.to_owned(), row))
        })
    };
    let platforms = listed(Kind::Platform, platform::PROCESSES);
    let organisations = listed(Kind::Organisation, organisation::PROCESSES);
    let all = intakes
        .chain(activities)
        .chain(platforms)
        .chain(organisations);
    let open = all.filter(|it| is_open(it.1));
    open.map(|(process, row)| {
        let position = match row.kind() {
            Kind::Site => of_site(row),
            Kind::Platform => town_position(registry, row, TOWN_OF_PLATFORM),
            _ => of_organisation(row),
        };
        (process, row, position)
    })
    .collect()
}
