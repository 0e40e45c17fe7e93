//! Economic importance: what the sectors that use a material add in value.

use std::collections::BTreeMap;

use crate::analysis::risk::Assessor;
use crate::analysis::risk::EconomicTerm;
use crate::analysis::risk::LARGEST_VALUE_ADDED_MEUR;
use crate::analysis::risk::SHARES_AT_MOST;
use crate::analysis::risk::figures::Figures;
use crate::analysis::shares::notes_of_telling;
use crate::analysis::shares::telling;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::tables::figure;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Told;

/// Sector and use, as figures name them.
type Use = (Option<String>, Option<String>);

/// Value added of the Union by sector, of figures of the Union. O(figures).
pub(super) fn value_added(
    registry: &Registry,
    of_union: &[Row],
    when: When,
) -> BTreeMap<String, Told> {
    let mut by_sector: BTreeMap<&str, Vec<Row>> = BTreeMap::new();
    for row in of_union {
        let sector = registry.text(*row, figure::SECTOR);
        let is_meant = registry.code(*row, figure::QUANTITY) == Some(Quantity::ValueAdded);
        if let Some(sector) = sector.filter(|_| is_meant) {
            by_sector.entry(sector).or_default().push(*row);
        }
    }
    let chosen = by_sector.into_iter();
    let chosen = chosen.filter_map(|(sector, rows)| {
        let told = Told::first(registry, &registry.chosen_among(&rows, when))?;
        Some((sector.to_owned(), told))
    });
    chosen.collect()
}

impl Assessor<'_> {
    /// The terms of economic importance, and their sum; none where an input of one is missing.
    pub(super) fn economic(&self, figures: &mut Figures<'_>) -> (Vec<EconomicTerm>, Option<f64>) {
        let registry = figures.registry;
        let shares = figures.rows(Quantity::EndUseShare, |_| true);
        let shares = telling(registry, shares, figures.when);
        let own_values = figures.rows(Quantity::ValueAdded, |_| true);
        let own_values = by_use(registry, &own_values);
        let substitution = figures.one(Quantity::SubstitutionEi, None);
        let mut terms: Vec<EconomicTerm> = Vec::new();
        for (use_of, rows) in by_use(registry, &shares) {
            let Some(share) = figures.choose(&rows) else {
                continue;
            };
            let (subject, rivals) = (figures.material, (share.figure, rows.len()));
            let notes = notes_of_telling(registry, subject, rivals);
            figures.notes.extend(notes);
            let value = self.value_added_of(figures, &use_of, &own_values);
            terms.push(term(figures, use_of, share, (value, substitution)));
        }
        if terms.is_empty() {
            figures.missing.push("shares of end uses".to_owned());
        } else if substitution.is_none() {
            let words = "substitution index of economic importance";
            figures.missing.push(words.to_owned());
        }
        let sum: f64 = terms.iter().map(|it| it.share).sum();
        if sum > SHARES_AT_MOST {
            let subject = figures.material;
            figures.note_of(AssumptionCode::SharesAboveOne, subject, sum);
        }
        let contributions: Option<Vec<f64>> = terms.iter().map(|it| it.contribution).collect();
        let contributions = contributions.filter(|it| !it.is_empty());
        terms.sort_by(|a, b| {
            let size = |it: &EconomicTerm| it.contribution.unwrap_or_default();
            size(b).total_cmp(&size(a))
        });
        (terms, contributions.map(|it| it.iter().sum()))
    }

    /// The value added for a use: the material's own figure for sector and use, for the sector, else the Union's for the sector.
    fn value_added_of(
        &self,
        figures: &mut Figures<'_>,
        (sector, application): &Use,
        own: &BTreeMap<Use, Vec<Row>>,
    ) -> Option<Told> {
        let sector = sector.as_ref()?;
        let of_use = own.get(&(Some(sector.clone()), application.clone()));
        let of_sector = own.get(&(Some(sector.clone()), None));
        let own = [of_use, of_sector].into_iter().flatten();
        let found = own.filter_map(|rows| figures.choose(rows)).next();
        found.or_else(|| {
            let of_union = *self.value_added.get(sector)?;
            figures.take(of_union);
            Some(of_union)
        })
    }
}

fn term(
    figures: &mut Figures<'_>,
    (sector, application): Use,
    share: Told,
    (value, substitution): (Option<Told>, Option<Told>),
) -> EconomicTerm {
    let of_value = value.zip(substitution).map(|(value, substitution)| {
        share.value * value.value * substitution.value / LARGEST_VALUE_ADDED_MEUR * 10.0
    });
    let adds_nothing = sector.is_none() || share.value == 0.0;
    let contribution = of_value.or(adds_nothing.then_some(0.0));
    match &sector {
        None if share.value > 0.0 => {
            let subject = figures.material;
            figures.note_of(AssumptionCode::UseWithoutSector, subject, share.value);
        }
        Some(sector) if value.is_none() && !adds_nothing => {
            let words = format!("value added of sector {sector}");
            if !figures.missing.contains(&words) {
                figures.missing.push(words);
            }
        }
        _ => {}
    }
    let records = [Some(share), value, substitution].into_iter().flatten();
    EconomicTerm {
        sector,
        application,
        share: share.value,
        value_added_meur: value.map(|it| it.value),
        contribution,
        figures: records.map(|it| it.figure).collect(),
    }
}

/// Figures by sector and definition.
fn by_use(registry: &Registry, rows: &[Row]) -> BTreeMap<Use, Vec<Row>> {
    let mut found: BTreeMap<Use, Vec<Row>> = BTreeMap::new();
    for row in rows {
        let text = |column| registry.text(*row, column).map(str::to_owned);
        let key = (text(figure::SECTOR), text(figure::DEFINITION));
        found.entry(key).or_default().push(*row);
    }
    found
}
