//! What a site of one cluster gives and a site of another takes, where no link between the two is on record.
//!
//! Given is what a running activity puts out and what a side-stream is; taken what a running activity takes and what an
//! intake of the year asks for, by product or waste code. External parties and areas take nothing here, nor does what cannot
//! be loaded (molten, in solution, gas) go from one to the other.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::analysis::clusters::partners::Looking;
use crate::analysis::clusters::partners::ReasonKind;
use crate::model::Kind;
use crate::model::Row;
use crate::model::codes::LinkKind;
use crate::model::codes::LinkStatus;
use crate::model::codes::Mode;
use crate::model::codes::SiteKind;
use crate::model::codes::Stage;
use crate::model::tables::activity;
use crate::model::tables::intake;
use crate::model::tables::link;
use crate::model::tables::side_stream;
use crate::model::tables::site;
use crate::network::chain::may_move;

/// A product at a site that gives it, by an activity or side-stream.
#[derive(Clone, Copy)]
pub(super) struct Given {
    pub(super) site: Row,
    pub(super) product: Row,
    /// The activity or side-stream.
    pub(super) record: Row,
}

/// Somebody who takes a product.
#[derive(Clone, Copy)]
struct Taken {
    /// A site or organisation.
    party: Row,
    /// The activity or intake.
    record: Row,
}

/// Who takes one product.
#[derive(Default)]
struct Takers {
    all: Vec<Taken>,
    /// Those of them that our cluster reaches.
    ours: Vec<Taken>,
}

impl Looking<'_> {
    /// `COULD_SUPPLY` and `COULD_TAKE`. What is ours is looked at with all who take it, what is not with those of ours alone.
    /// O(links + pairs of one who gives and one who takes the same, of which one is ours).
    pub(super) fn supplies(&mut self) {
        let given = self.given();
        let by_product = self.taken();
        let linked = self.linked();
        let none = Takers::default();
        for it in given {
            let takers = by_product.get(&it.product).unwrap_or(&none);
            let takers = match self.ours.holds(it.site) {
                true => &takers.all,
                false => &takers.ours,
            };
            let by_code = self.asks.intakes_by_code(self.registry, it);
            if !self.look(takers.len() + by_code.len()) {
                return;
            }
            let by_code = by_code.into_iter().filter_map(|row| self.taker(row));
            let by_code: Vec<Taken> = by_code.collect();
            for taken in takers.iter().chain(&by_code) {
                if !self.supply(it, *taken, &linked) {
                    return;
                }
            }
        }
    }

    /// One pair; false once the budget is used up.
    fn supply(&mut self, it: Given, taken: Taken, linked: &BTreeSet<(Row, Row, Row)>) -> bool {
        let (is_given, is_taken) = (self.ours.holds(it.site), self.ours.holds(taken.party));
        let (kind, own, other) = match (is_given, is_taken) {
            (true, false) => (ReasonKind::CouldSupply, it.site, taken.party),
            (false, true) => (ReasonKind::CouldTake, taken.party, it.site),
            _ => return true,
        };
        let clusters = self.others(other);
        if clusters.is_empty() || self.is_linked(it, taken.party, linked) {
            return true;
        }
        // An organisation that looks for something does so at no site that a stage could be told of.
        let is_of_stage = match taken.record.kind() {
            Kind::Activity => {
                let stage = self.registry.code::<Stage>(taken.record, activity::STAGE);
                self.question.stage.is_none_or(|it| stage == Some(it))
            }
            _ => self.is_of_stage(taken.party, it.product),
        };
        if !is_of_stage {
            return true;
        }
        if !self.look(clusters.len()) {
            return false;
        }
        for cluster in clusters {
            let draft = self.draft(cluster, (kind, Some(it.product), None));
            draft.ours.insert(own);
            draft.theirs.insert(other);
            draft.records.extend([it.record, taken.record]);
        }
        true
    }

    /// Products given by running activities and by side-streams, as far as they carry the material asked.
    pub(super) fn given(&mut self) -> Vec<Given> {
        let registry = self.registry;
        let mut found = Vec::new();
        for row in registry.rows(Kind::Activity) {
            if let Some(site) = registry.reference(row, activity::SITE)
                && self.operating.activity(row)
            {
                let outputs = registry.references(row, activity::OUTPUTS);
                found.extend(outputs.map(|product| Given {
                    site,
                    product,
                    record: row,
                }));
            }
        }
        for row in registry.rows(Kind::SideStream) {
            let site = registry.reference(row, side_stream::SITE);
            let product = registry.reference(row, side_stream::PRODUCT);
            if let Some((site, product)) = site.zip(product)
                && self.operating.place(row).is_some()
            {
                found.push(Given {
                    site,
                    product,
                    record: row,
                });
            }
        }
        found.retain(|it| {
            let place = match it.record.kind() {
                Kind::SideStream => it.record,
                _ => it.site,
            };
            may_move(registry, it.product, Mode::Road)
                && !registry.is_unspecified(it.product)
                && self.is_asked(place, it.product)
        });
        found
    }

    /// By product, the running activities and the intakes that take it.
    fn taken(&mut self) -> BTreeMap<Row, Takers> {
        let registry = self.registry;
        let mut found: BTreeMap<Row, Takers> = BTreeMap::new();
        let mut take = |product: Row, taken: Taken, is_ours: bool| {
            let takers = found.entry(product).or_default();
            takers.all.push(taken);
            takers.ours.extend(is_ours.then_some(taken));
        };
        for row in registry.rows(Kind::Activity) {
            let party = registry.reference(row, activity::SITE);
            let Some(party) = party.filter(|it| self.may_take(*it)) else {
                continue;
            };
            if self.operating.activity(row) {
                let is_ours = self.ours.holds(party);
                for product in registry.references(row, activity::INPUTS) {
                    take(product, Taken { party, record: row }, is_ours);
                }
            }
        }
        let asks = Arc::clone(&self.asks);
        for row in asks.intakes.iter().copied() {
            let Some(taken) = self.taker(row) else {
                continue;
            };
            let is_ours = self.ours.holds(taken.party);
            for product in registry.references(row, intake::PRODUCTS) {
                take(product, taken, is_ours);
            }
        }
        found
    }

    fn taker(&mut self, intake: Row) -> Option<Taken> {
        let party = self.registry.reference(intake, intake::TAKER)?;
        let taken = Taken {
            party,
            record: intake,
        };
        let is_site = party.kind() == Kind::Site;
        (!is_site || self.may_take(party)).then_some(taken)
    }

    /// Whether a site operates and is one place of somebody's, not a party that is only named.
    fn may_take(&mut self, place: Row) -> bool {
        let kind = self.registry.code::<SiteKind>(place, site::KIND);
        kind != Some(SiteKind::External) && self.operating.place(place).is_some()
    }

    /// From where to where a product moves or is planned to, by links on record.
    fn linked(&self) -> BTreeSet<(Row, Row, Row)> {
        let registry = self.registry;
        let rows = registry.rows(Kind::Link).filter(|row| {
            let status = registry.code::<LinkStatus>(*row, link::STATUS);
            let kind = registry.code::<LinkKind>(*row, link::KIND);
            status != Some(LinkStatus::Historical) && kind != Some(LinkKind::Corridor)
        });
        let moved = rows.filter_map(|row| self.movement(row));
        moved.map(|it| (it.from, it.to, it.product)).collect()
    }

    /// Whether a link leads from who gives to who takes; of an organisation, to a site it operates.
    fn is_linked(&self, it: Given, party: Row, linked: &BTreeSet<(Row, Row, Row)>) -> bool {
        let sites = match party.kind() {
            Kind::Organisation => self.registry.referring(Kind::Site, site::OPERATOR, party),
            _ => vec![party],
        };
        let mut sites = sites.into_iter();
        sites.any(|to| linked.contains(&(it.site, to, it.product)))
    }
}
