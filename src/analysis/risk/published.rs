//! What assessments published, year by year.

use std::collections::BTreeMap;

use crate::analysis::risk::PublishedRisk;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::Stage;
use crate::model::tables::figure;

/// The published values of a material up to the year asked, by year of assessment. O(figures of the material).
pub(super) fn published(registry: &Registry, of: Row, when: When) -> Vec<PublishedRisk> {
    let mut by_year: BTreeMap<i32, [Vec<Row>; 2]> = BTreeMap::new();
    let quantities = [
        Quantity::SupplyRiskPublished,
        Quantity::EconomicImportancePublished,
    ];
    for row in registry.figures_of(of) {
        let quantity = registry.code(row, figure::QUANTITY);
        let at = quantities.iter().position(|it| quantity == Some(*it));
        let year = registry.figure_year(row);
        if let Some((at, year)) = at.zip(year.filter(|it| *it <= when.year)) {
            by_year.entry(year).or_default()[at].push(row);
        }
    }
    let told = by_year.into_iter();
    told.map(|(year, rows)| of_year(registry, year, &rows, when))
        .collect()
}

fn of_year(registry: &Registry, year: i32, rows: &[Vec<Row>; 2], when: When) -> PublishedRisk {
    let choose = |rows: &[Row]| {
        let chosen = registry.chosen_among(rows, When { year, ..when });
        let figure = chosen.first()?.figure;
        Some((registry.figure_value(figure)?, figure))
    };
    let mut by_stage: BTreeMap<Option<Stage>, Vec<Row>> = BTreeMap::new();
    for row in &rows[0] {
        let stage = registry.code(*row, figure::STAGE);
        by_stage.entry(stage).or_default().push(*row);
    }
    let risks = by_stage.iter();
    let risks = risks.filter_map(|(stage, rows)| Some((*stage, choose(rows)?)));
    let risks: Vec<(Option<Stage>, (f64, Row))> = risks.collect();
    let highest = |of_stage: bool| {
        let of = risks.iter().rev();
        of.filter(|it| it.0.is_some() == of_stage)
            .max_by(|a, b| a.1.0.total_cmp(&b.1.0))
    };
    let (of_whole, of_stages) = (highest(false), highest(true));
    let of_risk = of_whole.or(of_stages).map(|it| it.1);
    let risk = of_risk.map(|it| it.0);
    // A stage is that of the material's value where its own is the same.
    let is_same = |it: &&(Option<Stage>, (f64, Row))| Some(it.1.0) == risk;
    let importance = choose(&rows[1]);
    let figures = risks.iter().map(|it| it.1.1);
    PublishedRisk {
        year,
        supply_risk: risk,
        economic_importance: importance.map(|it| it.0),
        stage: of_stages.filter(is_same).and_then(|it| it.0),
        of_risk: of_risk.map(|it| it.1),
        of_importance: importance.map(|it| it.1),
        figures: figures.chain(importance.map(|it| it.1)).collect(),
    }
}
