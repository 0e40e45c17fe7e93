//! Supply risk at one stage: the concentration of its supplies, and what eases it.

use std::collections::BTreeMap;

use crate::analysis::risk::Assessor;
use crate::analysis::risk::SHARES_AT_MOST;
use crate::analysis::risk::StageRisk;
use crate::analysis::risk::SupplyTerm;
use crate::analysis::risk::figures::Figures;
use crate::analysis::risk::is_of_stage;
use crate::analysis::shares::CountryShare;
use crate::analysis::shares::Shares;
use crate::analysis::shares::shares;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Stage;
use crate::model::codes::SupplyUsed;
use crate::model::tables::figure;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::chain::Told;

/// Trade parameters by country, those of each scope apart.
type TradeParameters = BTreeMap<Row, BTreeMap<Option<String>, Vec<Row>>>;

/// A supply whose concentration is measured.
struct Supply {
    terms: Vec<SupplyTerm>,
    /// None where no share is on record, or a term is not known.
    hhi: Option<f64>,
    /// Countries without governance.
    unknown: Vec<Row>,
}

impl Assessor<'_> {
    /// The supply risk at a stage; none if nothing of it is on record up to the year: the material is not assessed there.
    pub(super) fn stage(&mut self, figures: &mut Figures<'_>, stage: Stage) -> Option<StageRisk> {
        let supply_used = figures.supply_used(stage);
        let trade = trade_parameters(figures, stage);
        let world = self.supply(figures, (SupplyUsed::Global, stage), &trade);
        let union = self.supply(figures, (SupplyUsed::Eu, stage), &trade);
        if supply_used.is_none() && world.terms.is_empty() && union.terms.is_empty() {
            return None;
        }
        let (import_reliance, of_reliance) = self.import_reliance(figures, stage);
        let eol_rir = figures.one(Quantity::EolRir, None);
        let substitution = figures.one(Quantity::SubstitutionSr, None);
        let mut risk = StageRisk {
            stage,
            supply_risk: None,
            supply_used: supply_used.map(|it| it.0),
            hhi_global: world.hhi,
            hhi_eu: union.hhi,
            import_reliance: import_reliance.ok(),
            eol_rir: eol_rir.map(|it| it.value),
            substitution: substitution.map(|it| it.value),
            terms: Vec::new(),
            records: supply_used.map(|it| it.1).into_iter().collect(),
            missing: Vec::new(),
        };
        risk.records.extend(of_reliance);
        let single = [eol_rir, substitution].into_iter().flatten();
        risk.records.extend(single.map(|it| it.figure));
        risk.missing = missing(figures, (&risk, import_reliance.err()), [&world, &union]);
        risk.supply_risk = value(&risk);
        risk.terms = world.terms;
        risk.terms.extend(union.terms);
        Some(risk)
    }

    fn supply(
        &mut self,
        figures: &mut Figures<'_>,
        (supply, stage): (SupplyUsed, Stage),
        trade: &TradeParameters,
    ) -> Supply {
        let quantity = quantity(supply);
        let told = shares(
            figures.registry,
            figures.material,
            (quantity, stage),
            figures.when,
        );
        let Some(told) = told else {
            return Supply {
                terms: Vec::new(),
                hhi: None,
                unknown: Vec::new(),
            };
        };
        figures.notes.extend(&told.notes);
        doubt(figures, &told);
        // Trade parameters stand where the shares do; those of the material itself go first.
        let of_group = match told.of == figures.material {
            true => TradeParameters::new(),
            false => {
                let rows = figures.registry.figures(told.of, Quantity::TradeParameter);
                by_country(figures.registry, &rows, stage)
            }
        };
        let of_country = told.by_country.iter();
        let terms: Vec<SupplyTerm> = of_country
            .map(|it| self.term(figures, supply, *it, [trade, &of_group]))
            .collect();
        let contributions: Option<Vec<f64>> = terms.iter().map(|it| it.contribution).collect();
        let unknown = terms.iter().filter(|it| it.contribution.is_none());
        Supply {
            hhi: contributions.map(|it| it.iter().sum()),
            unknown: unknown.map(|it| it.country).collect(),
            terms,
        }
    }

    fn term(
        &mut self,
        figures: &mut Figures<'_>,
        supply: SupplyUsed,
        told: CountryShare,
        trade: [&TradeParameters; 2],
    ) -> SupplyTerm {
        let mut records = vec![told.figure];
        let governance = self.governance(told.country);
        let mut trade = trade.into_iter();
        let parameter = trade.find_map(|it| trade_parameter(figures, supply, told, it));
        if parameter.is_none() {
            figures.notes.push(Note {
                rests_on: Some(told.figure),
                ..Note::new(
                    AssumptionCode::TradeParameterAssumed,
                    Concern::Existence,
                    told.country,
                )
            });
        }
        figures.used.push(told.figure);
        if let Some(governance) = governance {
            figures.take(governance);
        }
        records.extend(
            [governance, parameter]
                .into_iter()
                .flatten()
                .map(|it| it.figure),
        );
        let governance = governance.map(|it| it.value);
        let trade_parameter = parameter.map_or(1.0, |it| it.value);
        let contribution = match governance {
            Some(governance) => Some(told.share * told.share * governance * trade_parameter),
            // Nothing comes from there, whatever its governance.
            None => (told.share == 0.0).then_some(0.0),
        };
        SupplyTerm {
            supply,
            country: told.country,
            share: told.share,
            governance,
            trade_parameter,
            contribution,
            figures: records,
        }
    }
}

/// SR of a stage; none where an input of the supply used is missing.
fn value(risk: &StageRisk) -> Option<f64> {
    let hhi = match risk.supply_used? {
        SupplyUsed::Global => risk.hhi_global?,
        SupplyUsed::Eu => risk.hhi_eu?,
        SupplyUsed::GlobalAndEu => {
            let half = risk.import_reliance? / 2.0;
            risk.hhi_global? * half + risk.hhi_eu? * (1.0 - half)
        }
    };
    Some(hhi * (1.0 - risk.eol_rir?) * risk.substitution?)
}

/// What the supply used would need and is not on record.
fn missing(
    figures: &Figures<'_>,
    (risk, why_no_reliance): (&StageRisk, Option<&str>),
    supplies: [&Supply; 2],
) -> Vec<String> {
    let mut missing = Vec::new();
    let Some(used) = risk.supply_used else {
        return vec!["which supply the assessment takes".to_owned()];
    };
    let words = [
        (SupplyUsed::Global, "the world's supply"),
        (SupplyUsed::Eu, "what the Union sources"),
    ];
    for ((supply, words), of) in words.into_iter().zip(supplies) {
        if used != supply && used != SupplyUsed::GlobalAndEu {
            continue;
        }
        if of.terms.is_empty() {
            missing.push(format!("shares of {words}"));
        }
        let unknown = of.unknown.iter().map(|it| figures.registry.name(*it));
        missing.extend(unknown.map(|it| format!("governance of {it}, a country of {words}")));
    }
    let needs_reliance = used == SupplyUsed::GlobalAndEu;
    for (words, is_missing) in [
        (
            why_no_reliance.unwrap_or_default(),
            needs_reliance && why_no_reliance.is_some(),
        ),
        ("end-of-life recycling input rate", risk.eol_rir.is_none()),
        (
            "substitution index of supply risk",
            risk.substitution.is_none(),
        ),
    ] {
        missing.extend(is_missing.then(|| words.to_owned()));
    }
    missing
}

/// The quantity of the shares of a supply.
fn quantity(supply: SupplyUsed) -> Quantity {
    match supply {
        SupplyUsed::Eu => Quantity::EuSourcingShare,
        SupplyUsed::Global | SupplyUsed::GlobalAndEu => Quantity::GlobalShare,
    }
}

/// Notes shares that cannot be right.
fn doubt(figures: &mut Figures<'_>, told: &Shares) {
    for it in told.by_country.iter().filter(|it| it.share > 1.0) {
        figures.note_of(AssumptionCode::SharesAboveOne, it.country, it.share);
    }
    let sum: f64 = told.by_country.iter().map(|it| it.share).sum();
    if sum > SHARES_AT_MOST {
        figures.note_of(AssumptionCode::SharesAboveOne, told.of, sum);
    }
}

/// The figures of trade parameters at a stage.
fn trade_parameters(figures: &mut Figures<'_>, stage: Stage) -> TradeParameters {
    let registry = figures.registry;
    let rows = figures.rows(Quantity::TradeParameter, |row| {
        is_of_stage(registry, row, Some(stage))
    });
    by_country(registry, &rows, stage)
}

/// Trade parameters at a stage by country and scope.
fn by_country(registry: &Registry, rows: &[Row], stage: Stage) -> TradeParameters {
    let mut found = TradeParameters::new();
    let of_stage = rows.iter().copied();
    for row in of_stage.filter(|it| is_of_stage(registry, *it, Some(stage))) {
        if let Some(country) = registry.reference(row, figure::PARTNER) {
            let scope = registry.text(row, figure::SCOPE).map(str::to_owned);
            let of_country = found.entry(country).or_default();
            of_country.entry(scope).or_default().push(row);
        }
    }
    found
}

/// The trade parameter of a country as of the year of its share: that of the supply, else that of both.
fn trade_parameter(
    figures: &mut Figures<'_>,
    supply: SupplyUsed,
    share: CountryShare,
    trade: &TradeParameters,
) -> Option<Told> {
    let of_country = trade.get(&share.country)?;
    let scope = match supply {
        SupplyUsed::Eu => "eu",
        SupplyUsed::Global | SupplyUsed::GlobalAndEu => "global",
    };
    [Some(scope.to_owned()), None]
        .iter()
        .find_map(|it| figures.choose_as_of(of_country.get(it)?, share.figure))
}
