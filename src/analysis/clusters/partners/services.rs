//! Steps that side-streams of one cluster need and the other offers.
//!
//! A side-stream needs what a use of it, or of its product, says has to be done before (`treatment`), and what an intake
//! that asks for it does with it (`process`). Steps are CGI codes; who does a narrower one does the wider one. Offered is
//! what organisations and their platforms say they do for others, and the process of an intake, for what that intake takes.
//! A cluster that has a step itself, by any of these or by a running activity, lacks it not.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::analysis::clusters::partners::AdopterProvider;
use crate::analysis::clusters::partners::Looking;
use crate::analysis::clusters::partners::ReasonKind;
use crate::analysis::clusters::partners::supplies::Given;
use crate::analysis::clusters::partners::words::step_word;
use crate::model::Kind;
use crate::model::PublishedList;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::activity;
use crate::model::tables::intake;
use crate::model::tables::organisation;
use crate::model::tables::platform;
use crate::model::tables::side_stream;
use crate::model::tables::usage;

/// A step that a side-stream needs.
struct Need {
    stream: Given,
    process: String,
    /// The use or intake that says so.
    record: Row,
}

/// Somebody who offers a step.
#[derive(Clone, Copy)]
struct Offered {
    /// The organisation, platform, or taker of an intake.
    provider: Row,
    /// The site or organisation by which a cluster reaches it.
    party: Row,
    /// The organisation, platform or intake that says so.
    record: Row,
}

/// Who offers one step.
#[derive(Default)]
struct Offers {
    all: Vec<Offered>,
    /// Those of them that our cluster reaches.
    ours: Vec<Offered>,
}

/// By cluster, the steps that it has itself.
type Steps = BTreeMap<Row, BTreeSet<String>>;

impl Looking<'_> {
    /// `OFFERS_SERVICE` and `NEEDS_SERVICE`, with the pairs. A step that a stream of ours needs is looked at with all who offer
    /// it, one that others need with those of ours alone. O(streams + steps offered + needs · offers of the step).
    pub(super) fn services(&mut self) {
        let (offers, steps) = self.offered();
        let (none, asks) = (Offers::default(), Arc::clone(&self.asks));
        let streams = self.given().into_iter();
        for stream in streams.filter(|it| it.record.kind() == Kind::SideStream) {
            let intakes = asks.intakes_of(self.registry, stream);
            let needs = self.needs(stream, &intakes);
            if !self.look(intakes.len() + needs.len()) {
                return;
            }
            let is_ours = self.ours.holds(stream.site);
            for need in &needs {
                let of_step = offers.get(&need.process).unwrap_or(&none);
                let of_step = if is_ours { &of_step.all } else { &of_step.ours };
                if !self.look(of_step.len()) {
                    return;
                }
                // An intake does a step with what it takes.
                let is_for = |it: &&Offered| {
                    it.record.kind() != Kind::Intake || intakes.contains(&it.record)
                };
                let offers: Vec<Offered> = of_step.iter().filter(is_for).copied().collect();
                let is_left = match is_ours {
                    true => self.offered_to_us(need, &offers, &steps),
                    false => self.needed_by_others(need, &offers, &steps),
                };
                if !is_left {
                    return;
                }
            }
        }
    }

    /// A need of ours with the offers of others; false once the budget is used up.
    fn offered_to_us(&mut self, need: &Need, offers: &[Offered], steps: &Steps) -> bool {
        if has(steps, self.question.cluster, need) {
            return true;
        }
        let adopters = self.ours.members_at(need.stream.site);
        let others = self.in_other_roles(self.question.cluster, offers);
        for it in offers {
            for cluster in self.others(it.party) {
                if !self.look(adopters.len()) {
                    return false;
                }
                self.tell_others(ReasonKind::OffersService, cluster, need, &others);
                self.service(ReasonKind::OffersService, cluster, need, *it, adopters);
            }
        }
        true
    }

    /// A need of others with offers of ours; false once the budget is used up.
    fn needed_by_others(&mut self, need: &Need, offers: &[Offered], steps: &Steps) -> bool {
        let index = self.index;
        for cluster in self.others(need.stream.site) {
            if has(steps, cluster, need) {
                continue;
            }
            let theirs = index.reached(cluster);
            let adopters = theirs.map_or(&[][..], |it| it.members_at(need.stream.site));
            let others = self.in_other_roles(cluster, offers);
            for it in offers {
                if !self.look(adopters.len()) {
                    return false;
                }
                self.tell_others(ReasonKind::NeedsService, cluster, need, &others);
                self.service(ReasonKind::NeedsService, cluster, need, *it, adopters);
            }
        }
        true
    }

    /// The organisations on record with a cluster in no member's role that make one of some offers, themselves or by what
    /// they reach.
    fn in_other_roles(&self, cluster: Row, offers: &[Offered]) -> Vec<Row> {
        let parties: Vec<Row> = offers.iter().map(|it| it.party).collect();
        let reached = self.index.reached(cluster).into_iter();
        reached.flat_map(|it| it.in_other_roles(&parties)).collect()
    }

    /// Names in the reason who offers the step in another role: lists of members leave them out.
    fn tell_others(&mut self, kind: ReasonKind, cluster: Row, need: &Need, others: &[Row]) {
        let draft = self.draft(cluster, (kind, None, Some(need.process.clone())));
        draft.in_other_roles.extend(others);
    }

    fn service(
        &mut self,
        kind: ReasonKind,
        cluster: Row,
        need: &Need,
        offered: Offered,
        adopters: &[Row],
    ) {
        let registry = self.registry;
        let draft = self.draft(cluster, (kind, None, Some(need.process.clone())));
        let (needing, offering) = match kind {
            ReasonKind::OffersService => (&mut draft.ours, &mut draft.theirs),
            _ => (&mut draft.theirs, &mut draft.ours),
        };
        needing.insert(need.stream.site);
        offering.insert(offered.provider);
        draft
            .records
            .extend([need.stream.record, need.record, offered.record]);
        let countries = [need.stream.site, offered.provider].map(|it| country(registry, it));
        let pairs = adopters.iter().map(|adopter| AdopterProvider {
            adopter: *adopter,
            provider: offered.provider,
            stream: need.stream.record,
            need: need.process.clone(),
            different_countries: matches!(countries, [Some(a), Some(b)] if a != b),
            message: pair_word(registry, *adopter, need, offered, countries),
        });
        self.pairs.entry(cluster).or_default().extend(pairs);
    }

    /// What a side-stream needs, by its uses and the intakes that ask for it.
    fn needs(&self, stream: Given, intakes: &BTreeSet<Row>) -> Vec<Need> {
        let registry = self.registry;
        let by_use = self.asks.uses_of(stream).flat_map(|record| {
            let steps = registry.texts(record, usage::TREATMENT);
            steps.map(move |step| (record, step))
        });
        let by_intake = intakes.iter().filter_map(|record| {
            let step = registry.text(*record, intake::PROCESS)?;
            Some((*record, step))
        });
        let told = by_use.chain(by_intake).map(|(record, step)| Need {
            stream,
            process: step.to_owned(),
            record,
        });
        told.collect()
    }

    /// All that is offered, by step and each wider one; and what each cluster has, by that or by a running activity of its own.
    /// O(steps offered and done, their wider ones, and clusters of who does so).
    fn offered(&mut self) -> (BTreeMap<String, Offers>, Steps) {
        let (registry, index, ours) = (self.registry, self.index, self.ours);
        let lists = self.lists;
        let mut steps = Steps::new();
        let mut has = |party: Row, step: &str| {
            for cluster in index.clusters_of(party) {
                let steps = steps.entry(*cluster).or_default();
                steps.extend(
                    lists
                        .with_broader(PublishedList::Process, step)
                        .into_iter()
                        .map(str::to_owned),
                );
            }
        };
        for row in registry.rows(Kind::Activity) {
            let site = registry.reference(row, activity::SITE);
            if let Some((site, step)) = site.zip(registry.text(row, activity::PROCESS))
                && self.operating.activity(row)
            {
                has(site, step);
            }
        }
        let mut found: BTreeMap<String, Offers> = BTreeMap::new();
        let mut offer = |party: Row, provider: Row, record: Row, step: &str| {
            has(party, step);
            let offered = Offered {
                provider,
                party,
                record,
            };
            for step in lists.with_broader(PublishedList::Process, step) {
                let offers = found.entry(step.to_owned()).or_default();
                // By two narrower steps a record offers the wider one once.
                if offers.all.last().is_none_or(|it| it.record != record) {
                    offers.all.push(offered);
                    offers.ours.extend(ours.holds(party).then_some(offered));
                }
            }
        };
        for row in registry.rows(Kind::Organisation) {
            for step in registry.texts(row, organisation::PROCESSES) {
                offer(row, row, row, step);
            }
        }
        for row in registry.rows(Kind::Platform) {
            if let Some(operator) = registry.reference(row, platform::OPERATOR) {
                for step in registry.texts(row, platform::PROCESSES) {
                    offer(operator, row, row, step);
                }
            }
        }
        for row in self.asks.intakes.iter().copied() {
            let taker = registry.reference(row, intake::TAKER);
            if let Some((taker, step)) = taker.zip(registry.text(row, intake::PROCESS)) {
                offer(taker, taker, row, step);
            }
        }
        (found, steps)
    }
}

/// Whether a cluster has the step that is needed.
fn has(steps: &Steps, cluster: Row, need: &Need) -> bool {
    let of_cluster = steps.get(&cluster);
    of_cluster.is_some_and(|it| it.contains(&need.process))
}

/// The country of a site, organisation or platform; none if it is not known.
fn country(registry: &Registry, row: Row) -> Option<&str> {
    match row.kind() {
        Kind::Site => registry.country_of(row),
        Kind::Organisation => registry.text(row, organisation::COUNTRY),
        Kind::Platform => registry.text(row, platform::COUNTRY),
        _ => None,
    }
}

fn pair_word(
    registry: &Registry,
    adopter: Row,
    need: &Need,
    offered: Offered,
    countries: [Option<&str>; 2],
) -> String {
    let told = countries.map(|it| it.map_or(String::new(), |it| format!(" ({it})")));
    let stream = registry.name(need.stream.record);
    let site = registry.reference(need.stream.record, side_stream::SITE);
    let site = site.map_or(String::new(), |it| format!(" of {}", registry.name(it)));
    format!(
        "{stream}{site}{} of {} needs {}, which {}{} offers.",
        told[0],
        registry.name(adopter),
        step_word(&need.process),
        registry.name(offered.provider),
        told[1],
    )
}
