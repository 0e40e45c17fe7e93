//! What a region can give of a material at each stage, by all that tells it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::analysis::area::Phase;
use crate::analysis::benchmarks::Asked;
use crate::analysis::benchmarks::amounts::Told;
use crate::analysis::benchmarks::totals::Was;
use crate::analysis::delivered::at;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::Stage;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Chain;
use crate::network::chain::ChainKey;
use crate::network::chain::Note;
use crate::network::throughput::StageAmount;
use crate::network::throughput::ThroughputError;
use crate::network::throughput::Wanted;
use crate::network::throughput::stage_capacities;

/// The stages that benchmarks of capacity are of, in their order.
pub(super) const STAGES: [Stage; 3] = [Stage::Extraction, Stage::Processing, Stage::Recycling];

/// What is known of a stage of a material in the region.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Supply {
    /// What can leave it at the sites that operate.
    pub(super) amount: StageAmount,
    /// Tonnes a year, and whether that is all there is; none where no site of known capacity operates, unless it is judged
    /// that there is none.
    pub(super) sites: Option<(f64, bool)>,
    /// Sites that may operate it.
    pub(super) unknown: Vec<Row>,
    /// Sites and projects that are to operate it, by slug.
    pub(super) planned_by: Vec<Row>,
    /// What they would add.
    pub(super) planned: Option<f64>,
    /// The figures that tell it.
    pub(super) planned_figures: Vec<Row>,
    /// That some of them are of a later year.
    pub(super) planned_notes: Vec<Note>,
    /// The judgement that nothing is missing, where it decides.
    pub(super) complete: Option<Row>,
    /// The region's part of the Union's capacity, where both are told by the same.
    pub(super) share_of_union: Option<f64>,
    pub(super) stated: Told,
    pub(super) production: Told,
}

impl Supply {
    /// Of each of [`STAGES`], and the work of finding it.
    pub(super) fn of(
        asked: &Asked<'_>,
        of: Row,
        budget: u64,
    ) -> Result<(Vec<Self>, u64), ThroughputError> {
        let now = chain(asked, of, false);
        let (amounts, mut work) = amounts(asked, of, &now, budget)?;
        let planned = chain(asked, of, true);
        let with_planned = if holds_planned(asked, &planned, &now) {
            let budget = budget.saturating_sub(work);
            let (told, more) = amounts_of(asked, (of, true), &[&asked.places.to_come], budget)?;
            work += more;
            Some(told)
        } else {
            None
        };
        let mut supplies = Vec::with_capacity(STAGES.len());
        for (at, stage) in STAGES.into_iter().enumerate() {
            let union = amounts.get(STAGES.len() + at);
            let then = with_planned.as_ref().and_then(|it| it.get(at));
            let now = amounts.get(at).cloned();
            let now = now.unwrap_or_else(|| StageAmount::nothing(stage));
            supplies.push(Self::at(asked, of, now, then, union));
        }
        work += lay_scenario(asked, of, &mut supplies, budget.saturating_sub(work))?;
        Ok((supplies, work))
    }

    fn at(
        asked: &Asked<'_>,
        of: Row,
        amount: StageAmount,
        then: Option<&StageAmount>,
        union: Option<&StageAmount>,
    ) -> Self {
        let stage = amount.stage;
        let unknown = asked.places.waiting(stage, of, Phase::Unknown);
        let is_all_known = amount.left_out.is_empty() && unknown.is_empty();
        let complete = asked.complete(of, stage).filter(|_| is_all_known);
        let is_stood_in = amount
            .notes
            .iter()
            .any(|it| it.code == AssumptionCode::ProductionAsCapacity);
        let none = complete.filter(|_| amount.counted.is_empty());
        let tonnes = amount.tonnes.or(none.map(|_| 0.0));
        let sites = tonnes.map(|it| (it, complete.is_some() && !is_stood_in));
        let mut supply = Self {
            sites,
            unknown,
            complete,
            share_of_union: None,
            planned_by: Vec::new(),
            planned: None,
            planned_figures: Vec::new(),
            planned_notes: Vec::new(),
            stated: asked.figures.at_stage(Quantity::Capacity, of, stage),
            production: asked.figures.at_stage(Quantity::Production, of, stage),
            amount,
        };
        if supply.stated.amounts.is_empty() && supply.production.amounts.is_empty() {
            let nothing = |quantity| asked.figures.nothing_of_groups(quantity, of, stage);
            supply.stated.amounts = nothing(Quantity::Capacity);
            supply.production.amounts = nothing(Quantity::Production);
        }
        supply.share_of_union = supply.share_of(asked, of, union);
        supply.plan(asked, of, then);
        supply
    }

    /// What is planned: what sites would give more, and what projects tell that no site does.
    fn plan(&mut self, asked: &Asked<'_>, of: Row, then: Option<&StageAmount>) {
        let (registry, stage) = (asked.registry, self.amount.stage);
        let now: BTreeSet<Row> = self.operating().collect();
        let counted: BTreeSet<Row> = then
            .iter()
            .flat_map(|it| &it.counted)
            .copied()
            .filter(|it| !self.amount.counted.contains(it))
            .collect();
        let mut added = asked
            .places
            .added(registry, (stage, of), &counted, asked.when);
        let planned = asked.places.waiting(stage, of, Phase::Planned);
        added.planned.extend(planned);
        self.planned_notes = added.notes;
        if let Some(then) = then {
            let begins = then.counted.iter().chain(&then.left_out);
            let begins = begins.chain(&then.only_intermediates).copied();
            added.planned.extend(begins.filter(|it| !now.contains(it)));
            let more = then
                .tonnes
                .map(|it| it - self.amount.tonnes.unwrap_or_default());
            if let Some(more) = more.filter(|it| *it > 0.0) {
                added.tonnes = Some(added.tonnes.unwrap_or_default() + more);
                let known = &self.amount.figures;
                let figures = then.figures.iter().filter(|it| !known.contains(it));
                added.figures.extend(figures);
                let is_later = |it: &&Note| it.code == AssumptionCode::NearestYear;
                let later = then.notes.iter().filter(is_later);
                let later = later.filter(|it| !self.amount.notes.contains(it));
                self.planned_notes.extend(later);
            }
        }
        self.planned_by = added.planned.into_iter().collect();
        self.planned_by
            .sort_by_key(|it| (it.kind(), registry.slug(*it)));
        self.planned = added.tonnes;
        self.planned_figures = added.figures;
    }

    fn operating(&self) -> impl Iterator<Item = Row> + '_ {
        let sites = self.amount.counted.iter().chain(&self.amount.left_out);
        sites.chain(&self.amount.only_intermediates).copied()
    }

    /// Whether nothing at all tells what the stage can give.
    pub(super) fn is_silent(&self) -> bool {
        let figures = [&self.stated, &self.production];
        self.sites.is_none() && figures.iter().all(|it| it.amounts.is_empty())
    }
}

/// Changes the totals by what the scenario of the question does to sites, and tells the work of it.
fn lay_scenario(
    asked: &Asked<'_>,
    of: Row,
    supplies: &mut [Supply],
    budget: u64,
) -> Result<u64, ThroughputError> {
    let is_total = |it: &Supply| !it.stated.amounts.is_empty() || !it.production.amounts.is_empty();
    let before = asked.before.as_deref();
    let Some(before) = before.filter(|_| supplies.iter().any(is_total)) else {
        return Ok(0);
    };
    let Some(of) = before.registry.find(&asked.registry.id(of)) else {
        return Ok(0);
    };
    let (amounts, work) = amounts(before, of, &chain(before, of, false), budget)?;
    for (at, supply) in supplies.iter_mut().enumerate() {
        let nothing = StageAmount::nothing(supply.amount.stage);
        let amount = amounts.get(at).unwrap_or(&nothing);
        supply.lay_scenario(asked, before, Was { of, amount });
    }
    Ok(work)
}

/// Whether anything of a chain is planned: a site that does not operate yet, or a link that is not in use. O(V + E).
fn holds_planned(asked: &Asked<'_>, planned: &Chain, now: &Chain) -> bool {
    let registry = asked.registry;
    let is_planned = |it: &Note| it.code == AssumptionCode::Planned;
    let waits =
        |place: Row| place.kind() == Kind::Site && !registry.operation(place, asked.when).operates;
    planned.arcs().len() != now.arcs().len()
        || planned.vertices().len() != now.vertices().len()
        || planned
            .arcs()
            .iter()
            .any(|it| it.notes.iter().any(is_planned))
        || planned.vertices().iter().any(|it| waits(it.place))
}

/// What is planned is often told for later years.
fn when(asked: &Asked<'_>, include_planned: bool) -> When {
    When {
        include_planned,
        nearest_years: asked.when.nearest_years || include_planned,
        ..asked.when
    }
}

fn chain(asked: &Asked<'_>, of: Row, include_planned: bool) -> Arc<Chain> {
    let when = when(asked, include_planned);
    asked.snapshot.chain(ChainKey::new(of, when))
}

/// What the stages give now, in the region and then in the Union, where that is another one.
fn amounts(
    asked: &Asked<'_>,
    of: Row,
    chain: &Chain,
    budget: u64,
) -> Result<(Vec<StageAmount>, u64), ThroughputError> {
    if chain.vertices().is_empty() {
        return Ok((Vec::new(), 0));
    }
    let own = [&asked.places.own];
    let sites: Vec<&BTreeSet<Row>> = own
        .into_iter()
        .chain(asked.union.as_ref().map(|it| &it.places.own))
        .collect();
    amounts_of(asked, (of, false), &sites, budget)
}

fn amounts_of(
    asked: &Asked<'_>,
    (of, include_planned): (Row, bool),
    sites: &[&BTreeSet<Row>],
    budget: u64,
) -> Result<(Vec<StageAmount>, u64), ThroughputError> {
    let at_sites = |sites| {
        STAGES.into_iter().map(move |stage| Wanted {
            stage,
            sites: Some(sites),
            intermediates: asked.intermediates(stage),
        })
    };
    let wanted: Vec<Wanted<'_>> = sites.iter().copied().flat_map(at_sites).collect();
    let when = when(asked, include_planned);
    let material = asked.registry.id(of);
    stage_capacities(asked.snapshot, &material, &wanted, &at(when), budget)
}
