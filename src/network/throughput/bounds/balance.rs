//! What has to go along a link, since everything else at one of its ends is on record.

use std::collections::BTreeSet;

use crate::model::Column;
use crate::model::Kind;
use crate::model::Row;
use crate::model::codes::Stage;
use crate::model::tables::activity;
use crate::model::tables::link;
use crate::model::tables::site;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Chain;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::chain::Operating;
use crate::network::contained::Counted;
use crate::network::throughput::bounds::Bound;
use crate::network::throughput::bounds::Bounds;
use crate::network::throughput::bounds::Ground;
use crate::network::throughput::bounds::moved::movements_from;
use crate::network::throughput::bounds::recorded::counted;

impl Bounds<'_> {
    /// What has to go along a link: what remains of what its sender produced, all of which is taken to leave over the
    /// links on record; or of what its receiver was fed with, where all links of that are judged to be known.
    pub(super) fn by_balance(self, chain: &Chain, ground: &Ground, arc: u32) -> Option<Bound> {
        let row = chain.arcs()[arc as usize].record;
        if self.whole(ground, row).is_some() {
            return None;
        }
        let told = [
            self.left_of_production(chain, ground, arc),
            self.left_of_feed(chain, ground, arc),
        ];
        Bound::largest(told.into_iter().flatten()).filter(|it| it.tonnes > 0.0)
    }

    fn left_of_production(self, chain: &Chain, ground: &Ground, arc: u32) -> Option<Bound> {
        let tail = chain.graph().tail(arc);
        let (away, unknown) = self.taken_away(chain, ground, tail);
        let place = counted(chain, tail);
        let is_taken = ground.is_taken(tail) || ground.was_taken(self.registry, place);
        if unknown.iter().any(|it| *it != arc) || is_taken {
            return None;
        }
        let made = self.production(place)?.sure?;
        let made = self.without_idle(ground, made, (place, link::FROM))?;
        let code = AssumptionCode::BalanceOfRecord;
        let note = Note {
            rests_on: made.figures.first().copied(),
            ..Note::new(code, Concern::Flow, place.place)
        };
        Some(without(made, away).noted(note))
    }

    fn left_of_feed(self, chain: &Chain, ground: &Ground, arc: u32) -> Option<Bound> {
        let head = chain.graph().head(arc);
        let (brought, unknown) = self.brought(chain, ground, head);
        let goes_on = movements_from(chain, head).next().is_some();
        if unknown.iter().any(|it| *it != arc) || ground.is_made(head) || goes_on {
            return None;
        }
        let place = counted(chain, head);
        let fed = self.feed(place)?.sure?;
        let judged = self.all_are_known(place)?;
        let fed = self.without_idle(ground, fed, (place, link::TO))?;
        let code = AssumptionCode::BalanceOfRecord;
        let note = Note {
            rests_on: Some(judged),
            ..Note::new(code, Concern::Flow, place.place)
        };
        Some(without(fed, brought).noted(note))
    }

    /// The judgement that all there is of what takes a product at a site is on record; none unless it is made of each
    /// stage of that.
    fn all_are_known(self, taker: Counted) -> Option<Row> {
        let (registry, key) = (self.registry, self.key);
        let region = registry.reference(taker.place, site::REGION)?;
        let works = registry.referring(Kind::Activity, activity::SITE, taker.place);
        let takes = |row: &Row| {
            let mut inputs = registry.references(*row, activity::INPUTS);
            inputs.any(|it| it == taker.product)
        };
        let judged = works.into_iter().filter(takes).map(|row| {
            let stage: Stage = registry.code(row, activity::STAGE)?;
            registry.complete_coverage(region, key.material, stage, key.when.year)
        });
        let judged: Option<Vec<Row>> = judged.collect();
        judged?.first().copied()
    }

    /// An amount without what links took of it that are on record in the year but not in use, such as those that a
    /// scenario closes: that they are shut does not send their tonnes elsewhere. None if one of those has no flow.
    fn without_idle(
        self,
        ground: &Ground,
        mut whole: Bound,
        (at, column): (Counted, Column),
    ) -> Option<Bound> {
        let registry = self.registry;
        let operating = Operating::new(registry, self.key.when);
        let is_of = |row: Row| {
            registry.reference(row, column) == Some(at.place)
                && registry.reference(row, link::PRODUCT) == Some(at.product)
                && operating.is_supply_in_force(row)
        };
        let now = registry.referring(Kind::Link, column, at.place);
        let mut idle: BTreeSet<Row> = now.into_iter().filter(|it| is_of(*it)).collect();
        let closed = ground
            .laid
            .iter()
            .filter_map(|it| Some((it.before?, it.after)));
        let closed = closed.filter(|(before, _)| before.kind() == Kind::Link && is_of(*before));
        idle.extend(closed.map(|(before, after)| after.unwrap_or(before)));
        for row in idle.into_iter().filter(|it| !ground.links.contains_key(it)) {
            let is_part = self.whole(ground, row).is_some();
            if is_part {
                continue;
            }
            let tail = Counted {
                product: at.product,
                place: registry.reference(row, link::FROM)?,
            };
            whole = whole.minus(self.flow_of(row, tail)?);
        }
        Some(whole)
    }
}

fn without(whole: Bound, part: Option<Bound>) -> Bound {
    match part {
        Some(part) => whole.minus(part),
        None => whole,
    }
}
