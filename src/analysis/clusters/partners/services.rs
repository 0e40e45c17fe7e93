//! Steps that side-streams of one cluster need and the other offers.
//!
//! A side-stream needs what a use of it, or of its product, says has to be done before (`treatment`), and what an intake
//! that asks for it does with it (`process`). Steps are CGI codes, compared as they stand. Offered is what organisations
//! and their platforms say they do for others, and the process of an intake, for what that intake takes. A cluster that
//! has a step itself, by any of these or by a running activity, lacks it not.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::clusters::index::Reached;
use crate::analysis::clusters::partners::AdopterProvider;
use crate::analysis::clusters::partners::Looking;
use crate::analysis::clusters::partners::ReasonKind;
use crate::analysis::clusters::partners::step_word;
use crate::analysis::clusters::partners::supplies::Given;
use crate::analysis::clusters::reach;
use crate::model::Kind;
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
struct Offered {
    process: String,
    /// The organisation, platform, or taker of an intake.
    provider: Row,
    /// The site or organisation by which a cluster reaches it.
    party: Row,
    /// The organisation, platform or intake that says so.
    record: Row,
}

impl Looking<'_> {
    /// `OFFERS_SERVICE` and `NEEDS_SERVICE`, with the pairs. O(streams · (uses + intakes) + needs · offers).
    pub(super) fn services(&mut self) {
        let needs = self.needs();
        let offers = self.offered();
        let own = self.has(self.ours, &offers);
        let mut of_others: BTreeMap<Row, BTreeSet<String>> = BTreeMap::new();
        for need in &needs {
            if !self.look(offers.len()) {
                return;
            }
            let of_step = offers.iter().filter(|it| it.process == need.process);
            let of_step: Vec<&Offered> = of_step.filter(|it| self.is_for(it, need)).collect();
            if self.ours.holds(need.stream.site) {
                if !own.contains(&need.process) {
                    self.offered_to_us(need, &of_step);
                }
                continue;
            }
            for cluster in self.others(need.stream.site) {
                let Some(theirs) = self.index.reached(cluster) else {
                    continue;
                };
                let known = of_others.entry(cluster);
                let has = known.or_insert_with(|| self.has(theirs, &offers));
                if !has.contains(&need.process) {
                    self.needed_by(cluster, need, &of_step);
                }
            }
        }
    }

    fn offered_to_us(&mut self, need: &Need, offers: &[&Offered]) {
        let adopters = self.ours.members_at(need.stream.site).to_vec();
        let others = in_other_roles(self.registry, self.question.cluster, offers);
        for it in offers {
            for cluster in self.others(it.party) {
                self.tell_others(ReasonKind::OffersService, cluster, need, &others);
                self.service(ReasonKind::OffersService, cluster, need, it, &adopters);
            }
        }
    }

    fn needed_by(&mut self, cluster: Row, need: &Need, offers: &[&Offered]) {
        let theirs = self.index.reached(cluster);
        let adopters = theirs.map_or(&[][..], |it| it.members_at(need.stream.site));
        let others = in_other_roles(self.registry, cluster, offers);
        for it in offers.iter().filter(|it| self.ours.holds(it.party)) {
            self.tell_others(ReasonKind::NeedsService, cluster, need, &others);
            self.service(ReasonKind::NeedsService, cluster, need, it, adopters);
        }
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
        offered: &Offered,
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

    /// What side-streams of the material asked need.
    fn needs(&mut self) -> Vec<Need> {
        let registry = self.registry;
        let intakes = self.intakes();
        let mut found = Vec::new();
        let streams = self.given().into_iter();
        for stream in streams.filter(|it| it.record.kind() == Kind::SideStream) {
            let uses = registry.rows(Kind::Use);
            for record in uses.filter(|it| is_of(registry, *it, stream)) {
                let steps = registry.texts(record, usage::TREATMENT);
                found.extend(steps.map(|step| Need {
                    stream,
                    process: step.to_owned(),
                    record,
                }));
            }
            for record in intakes
                .iter()
                .copied()
                .filter(|it| self.asks_for(*it, stream))
            {
                let step = registry.text(record, intake::PROCESS);
                found.extend(step.map(|step| Need {
                    stream,
                    process: step.to_owned(),
                    record,
                }));
            }
        }
        found
    }

    fn asks_for(&self, intake: Row, stream: Given) -> bool {
        let mut products = self.registry.references(intake, intake::PRODUCTS);
        products.any(|it| it == stream.product) || self.takes_code(intake, stream.record)
    }

    /// All that is offered.
    fn offered(&self) -> Vec<Offered> {
        let registry = self.registry;
        let mut found = Vec::new();
        let mut offer = |party: Row, provider: Row, record: Row, step: &str| {
            found.push(Offered {
                process: step.to_owned(),
                provider,
                party,
                record,
            });
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
        for row in self.intakes() {
            let taker = registry.reference(row, intake::TAKER);
            if let Some((taker, step)) = taker.zip(registry.text(row, intake::PROCESS)) {
                offer(taker, taker, row, step);
            }
        }
        found
    }

    /// Whether an offer is for what needs the step: that of an intake only for what it takes.
    fn is_for(&self, it: &Offered, need: &Need) -> bool {
        it.record.kind() != Kind::Intake || self.asks_for(it.record, need.stream)
    }

    /// The steps that a cluster has itself.
    fn has(&mut self, reached: &Reached, offers: &[Offered]) -> BTreeSet<String> {
        let registry = self.registry;
        let offered = offers.iter().filter(|it| reached.holds(it.party));
        let mut has: BTreeSet<String> = offered.map(|it| it.process.clone()).collect();
        for site in reached.sites() {
            for row in registry.referring(Kind::Activity, activity::SITE, site) {
                let step = registry.text(row, activity::PROCESS);
                if let Some(step) = step.filter(|_| self.operating.activity(row)) {
                    has.insert(step.to_owned());
                }
            }
        }
        has
    }
}

/// The organisations on record with a cluster in other roles than a member's that make one of some offers, themselves or
/// by an organisation or site they reach.
fn in_other_roles(registry: &Registry, cluster: Row, offers: &[&Offered]) -> Vec<Row> {
    let mut others = reach::in_other_roles(registry, cluster);
    others.retain(|who| {
        let below = reach::organisations(registry, *who).into_iter();
        let sites = reach::sites(registry, *who).into_iter();
        let mut parties = below.chain(sites).map(|(it, _)| it);
        parties.any(|party| offers.iter().any(|it| it.party == party))
    });
    others
}

/// Whether a use is of a stream: of itself, or where it names no stream, of its product.
fn is_of(registry: &Registry, row: Row, stream: Given) -> bool {
    match registry.reference(row, usage::SIDE_STREAM) {
        Some(of) => of == stream.record,
        None => {
            let mut products = registry.references(row, usage::PRODUCTS);
            products.any(|it| it == stream.product)
        }
    }
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
    offered: &Offered,
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
