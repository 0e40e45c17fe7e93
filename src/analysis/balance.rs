//! Balances of sites: what goes in of a material less what comes out of it in a year, as a check of the data.
//!
//! A balance is of one material, never of total mass. Its terms are figures of one year, each told in tonnes of the material
//! between bounds; what is not known is a term from 0 to no bound, so that the residual of a site with unknown terms is a bound
//! and not an error. `sides` says which figures tell the same mass, so that none is added twice.

mod amount;
mod flows;
mod place;
mod reading;
mod sides;
mod terms;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::area::Area;
use crate::analysis::area::is_external;
pub use crate::analysis::balance::amount::Amount;
pub use crate::analysis::balance::amount::Residual;
use crate::analysis::balance::place::Place;
use crate::analysis::balance::place::TOTALS;
use crate::analysis::balance::reading::Reading;
use crate::analysis::balance::sides::Sides;
pub use crate::analysis::balance::terms::BalanceSide;
pub use crate::analysis::balance::terms::LeftOut;
pub use crate::analysis::balance::terms::Term;
pub use crate::analysis::balance::terms::TermKind;
pub use crate::analysis::balance::terms::UnknownReason;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::SiteKind;
use crate::model::codes::codes;
use crate::model::tables::figure;
use crate::model::tables::site;
use crate::network::Snapshot;
use crate::network::chain::Carrying;
use crate::network::chain::ChainKey;
use crate::network::chain::Note;
use crate::network::chain::Ways;
use crate::network::chain::recovered;
use crate::network::paths::Basis;
use crate::network::paths::group_note;
use crate::network::paths::sources;

/// The part of the larger side within which a residual counts as none, where nothing else is asked.
pub const TOLERANCE: f64 = 0.05;

codes! {
    /// What a balance comes to.
    pub enum BalanceState {
        /// More comes out than goes in.
        MoreOutThanIn = "MORE_OUT_THAN_IN",
        /// More goes in than comes out.
        MoreInThanOut = "MORE_IN_THAN_OUT",
        /// Terms are not known, so that the residual is a bound at best.
        Open = "OPEN",
        /// Both sides may be the same within their bounds and the tolerance.
        Balanced = "BALANCED",
    }
}

/// Which balances are asked for. Rows are of the registry asked.
#[derive(Clone, Debug, PartialEq)]
pub struct BalanceQuestion {
    /// Only that of this site.
    pub site: Option<Row>,
    /// Only of this material.
    pub material: Option<Row>,
    /// Only of sites of this region, its parts and members.
    pub region: Option<Row>,
    /// Only balances in these states; none for all.
    pub states: Option<Vec<BalanceState>>,
    /// For which year: each balance is of the latest year up to it in which something is known of both sides.
    pub when: When,
    /// The part of the larger side, 0 to 1, within which a residual counts as none.
    pub tolerance: f64,
    /// Records, and products of sites in a year, that may be looked at; the first material is looked at in any case.
    pub budget: u64,
}

/// What recoveries on record let come out.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// The part of what goes in that comes out in products, 0 to 1.
    pub recovery: f64,
    /// Tonnes of the material a year that come out in products by it.
    pub amount: Amount,
    /// The figures of the recovery.
    pub figures: Vec<Row>,
}

/// The balance of a material at a site in a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Balance {
    /// The site.
    pub site: Row,
    /// The material.
    pub material: Row,
    /// The year its figures are of.
    pub year: i32,
    /// What it comes to.
    pub state: BalanceState,
    /// Sum of what goes in.
    pub input: Amount,
    /// Sum of what comes out.
    pub output: Amount,
    /// What goes in less what comes out.
    pub residual: Residual,
    /// How far that is from 0 for sure, as a part of the larger side; none where neither side is known.
    pub share: Option<f64>,
    /// What goes in, then what comes out, each by product; also what is shown and not added.
    pub terms: Vec<Term>,
    /// What recoveries on record let come out; none where they do not say.
    pub expected: Option<Expected>,
    /// A sentence that may be quoted.
    pub message: String,
}

/// The balances found.
#[derive(Clone, Debug, PartialEq)]
pub struct BalanceAnswer {
    /// The largest residual that is sure first, in tonnes; then by state, the larger side, and slug of site and material.
    pub balances: Vec<Balance>,
    /// How many there are of each state, whatever states are asked for.
    pub counts: BTreeMap<BalanceState, usize>,
    /// Materials that were not looked at, since the budget was used up; ordered by slug.
    pub not_looked_at: Vec<Row>,
    /// Records, and products of sites in a year, that were looked at.
    pub explored: u64,
    /// A sentence that may be quoted.
    pub message: String,
    /// What the answer rests on.
    pub basis: Basis,
}

/// Balances of sites. O(materials · (links + figures + sites) · years), at most about the budget.
pub fn balances(snapshot: &Snapshot, question: &BalanceQuestion) -> BalanceAnswer {
    let registry = snapshot.registry();
    let places: Vec<Place> = sites(registry, question)
        .into_iter()
        .map(|it| Place::of(registry, it))
        .collect();
    let kinds = [Kind::Link, Kind::Figure, Kind::Site, Kind::SideStream];
    let per_material: u64 = kinds.iter().map(|it| registry.count(*it) as u64).sum();
    let mut materials: Vec<Row> = match question.material {
        Some(one) => vec![one],
        None => registry.rows(Kind::Material).collect(),
    };
    materials.sort_by(|a, b| registry.slug(*a).cmp(registry.slug(*b)));
    let (mut all, mut not_looked_at, mut explored) = (Vec::new(), Vec::new(), 0);
    for material in materials {
        if explored > 0 && explored >= question.budget {
            not_looked_at.push(material);
            continue;
        }
        explored += per_material;
        let carrying = Carrying::of(registry, key(material, question.when));
        for place in &places {
            let of_site = OfSite {
                registry,
                place,
                material,
                carrying: &carrying,
                question,
            };
            let (found, looked_at) = of_site.balance();
            explored += looked_at;
            all.extend(found);
        }
    }
    let mut counts: BTreeMap<BalanceState, usize> = BTreeMap::new();
    for it in &all {
        *counts.entry(it.state).or_default() += 1;
    }
    if let Some(states) = &question.states {
        all.retain(|it| states.contains(&it.state));
    }
    all.sort_by(|a, b| {
        let size = |it: &Balance| it.residual.certain().abs();
        let known = |it: &Balance| it.input.size().max(it.output.size());
        let by_size = size(b).total_cmp(&size(a)).then(a.state.cmp(&b.state));
        let slugs = |it: &Balance| (registry.slug(it.site), registry.slug(it.material));
        by_size
            .then_with(|| known(b).total_cmp(&known(a)))
            .then_with(|| slugs(a).cmp(&slugs(b)))
    });
    BalanceAnswer {
        message: words::summary(registry, question, &counts),
        basis: basis(snapshot, question, &all),
        balances: all,
        counts,
        not_looked_at,
        explored,
    }
}

/// What side-streams are known to hold counts for what is brought from them.
fn key(material: Row, when: When) -> ChainKey {
    ChainKey {
        ways: Ways {
            side_streams: true,
            ..Ways::default()
        },
        ..ChainKey::new(material, when)
    }
}

/// The sites asked for: neither external parties nor several told as one, of which no fence is known.
fn sites(registry: &Registry, question: &BalanceQuestion) -> Vec<Row> {
    let area = question
        .region
        .map(|it| Area::of(registry, it, question.when));
    let is_asked = |it: &Row| {
        question.site.is_none_or(|site| site == *it)
            && area.as_ref().is_none_or(|area| area.is_own(registry, *it))
            && !is_external(registry, *it)
            && registry.code(*it, site::KIND) != Some(SiteKind::Area)
    };
    registry.rows(Kind::Site).filter(is_asked).collect()
}

/// One material at one site.
struct OfSite<'a> {
    registry: &'a Registry,
    place: &'a Place,
    material: Row,
    carrying: &'a Carrying<'a>,
    question: &'a BalanceQuestion,
}

impl OfSite<'_> {
    /// The balance of the latest year in which something is known of both sides, else of one; none if nothing is known. With it, how
    /// many products were looked at, each year anew.
    fn balance(&self) -> (Option<Balance>, u64) {
        let products = self.sides(self.question.when.year, &[]).carried();
        if products.is_empty() && !self.has_total() {
            return (None, 0);
        }
        let (mut best, mut looked_at) = (None, 0);
        for year in self.years() {
            looked_at += products.len() as u64;
            let found = self.of_year(year, &products);
            let told = [BalanceSide::In, BalanceSide::Out].map(|side| {
                let mut terms = found.terms.iter();
                terms.any(|it| it.side == side && it.tells())
            });
            if told == [true, true] {
                return (Some(found), looked_at);
            }
            if told != [false, false] && best.is_none() {
                best = Some(found);
            }
        }
        (best, looked_at)
    }

    fn has_total(&self) -> bool {
        let figures = self.registry.figures(self.place.site, Quantity::Production);
        let mut of = figures
            .into_iter()
            .filter_map(|it| self.registry.reference(it, figure::MATERIAL));
        of.any(|it| it == self.material)
    }

    fn sides<'s>(&'s self, year: i32, products: &'s [Row]) -> Sides<'s> {
        Sides {
            place: self.place,
            carrying: self.carrying,
            products,
            reading: Reading {
                registry: self.registry,
                material: self.material,
                asked: self.question.when,
                year,
            },
        }
    }

    /// The years of figures around the site, the latest up to the year asked first; then that year itself, for what is
    /// undated; then later ones, if the question allows them.
    fn years(&self) -> Vec<i32> {
        let (registry, when) = (self.registry, self.question.when);
        let own = TOTALS
            .iter()
            .flat_map(|it| registry.figures(self.place.site, *it));
        let links = self.place.links.iter();
        let flows = links.flat_map(|it| registry.figures(*it, Quantity::Flow));
        let streams = self.place.streams.iter();
        let arising = streams.flat_map(|it| registry.figures(it.row, Quantity::Generation));
        let all = own.chain(flows).chain(arising);
        let years: BTreeSet<i32> = all.filter_map(|it| registry.figure_year(it)).collect();
        let later = years.range(when.year + 1..).copied();
        let later: Vec<i32> = later.filter(|_| when.nearest_years).collect();
        let up_to = years.range(..=when.year).rev().copied();
        let asked = Some(when.year).filter(|it| !years.contains(it));
        up_to.chain(asked).chain(later).collect()
    }

    fn of_year(&self, year: i32, products: &[Row]) -> Balance {
        let terms = self.sides(year, products).terms();
        let sum = |side| {
            let of_side = terms
                .iter()
                .filter(|it| it.side == side && it.left_out.is_none());
            Amount::sum(of_side.map(|it| it.amount))
        };
        let (input, output) = (sum(BalanceSide::In), sum(BalanceSide::Out));
        let residual = input.minus(output);
        let size = input.size().max(output.size());
        let mut balance = Balance {
            site: self.place.site,
            material: self.material,
            year,
            state: state(residual, size * self.question.tolerance),
            share: (size > 0.0).then(|| residual.certain() / size),
            expected: self.expected(year, input),
            input,
            output,
            residual,
            terms,
            message: String::new(),
        };
        balance.message = words::message(self.registry, &balance);
        balance
    }

    /// What comes out in products by the recoveries of the one activity that works the material up; none where there are
    /// several, or a recovery is not on record.
    fn expected(&self, year: i32, input: Amount) -> Option<Expected> {
        let (registry, site) = (self.registry, self.place.site);
        let given = |outputs: &[Row]| -> Vec<Row> {
            let carried = outputs.iter().copied();
            carried
                .filter(|it| self.carrying.at(site, *it).is_some())
                .collect()
        };
        let works = self
            .place
            .works
            .iter()
            .map(|it| (it.row, given(&it.outputs)));
        let mut works = works.filter(|it| !it.1.is_empty());
        let (work, outputs) = works.next().filter(|_| works.next().is_none())?;
        let when = When {
            year,
            ..self.question.when
        };
        let mut by_figure: BTreeMap<Row, f64> = BTreeMap::new();
        for output in outputs {
            let it = recovered(registry, key(self.material, when), work, output)?;
            // One figure of all outputs counts once.
            by_figure.insert(it.figure, it.share);
        }
        let recovery: f64 = by_figure.values().sum();
        Some(Expected {
            recovery,
            amount: input.times(Amount::told(Some(recovery), None, None)?),
            figures: by_figure.into_keys().collect(),
        })
    }
}

/// What a residual means, where so many tonnes count as none.
fn state(residual: Residual, allowed: f64) -> BalanceState {
    match (residual.low, residual.high) {
        (Some(low), Some(_)) if low > allowed => BalanceState::MoreInThanOut,
        (Some(_), Some(high)) if high < -allowed => BalanceState::MoreOutThanIn,
        (Some(_), Some(_)) => BalanceState::Balanced,
        _ => BalanceState::Open,
    }
}

fn basis(snapshot: &Snapshot, question: &BalanceQuestion, balances: &[Balance]) -> Basis {
    let registry = snapshot.registry();
    let terms = || balances.iter().flat_map(|it| &it.terms);
    let materials: BTreeSet<Row> = balances.iter().map(|it| it.material).collect();
    let groups = materials.iter().filter_map(|it| group_note(registry, *it));
    let counted = terms().filter(|it| it.left_out.is_none());
    let mut notes: Vec<Note> = Vec::new();
    for note in groups.chain(counted.flat_map(|it| it.notes.iter().copied())) {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    let expected = balances.iter().filter_map(|it| it.expected.as_ref());
    let recoveries = expected.flat_map(|it| &it.figures);
    let used = terms().flat_map(|it| it.figures.iter().copied().chain([it.record]));
    Basis {
        revision: snapshot.revision(),
        year: question.when.year,
        sources: sources(registry, used.chain(recoveries.copied()), &notes),
        notes,
    }
}
