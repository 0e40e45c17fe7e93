//! The rule of Article 4(2) of Regulation (EU) 2024/1252: what is critical; and the sentences that say so.

use crate::analysis::risk::CRITICAL_ECONOMIC_IMPORTANCE;
use crate::analysis::risk::CRITICAL_SUPPLY_RISK;
use crate::analysis::risk::Computed;
use crate::analysis::risk::Disagreement;
use crate::analysis::risk::MaterialRisk;
use crate::analysis::risk::PublishedRisk;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::material;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::words::at_the_start;
use crate::network::words::significant;

/// What the rule says, and what it takes for granted.
pub(super) struct Rule {
    pub(super) critical: Option<bool>,
    pub(super) notes: Vec<Note>,
}

/// Whether a material is critical: by values as computed, else by the latest published ones, which is noted.
pub(super) fn rule(
    computed: &Computed,
    published: &[PublishedRisk],
    of: Row,
    strategic: bool,
) -> Rule {
    if strategic {
        return Rule {
            critical: Some(true),
            notes: Vec::new(),
        };
    }
    // A lower bound decides only where it is high enough by itself.
    let decides = |value: Option<f64>, is_partial: bool, threshold: f64| {
        value.filter(|it| !is_partial || *it >= threshold)
    };
    let risk = decides(
        computed.supply_risk,
        computed.is_partial,
        CRITICAL_SUPPLY_RISK,
    );
    let importance = decides(
        computed.economic_importance,
        computed.is_importance_partial,
        CRITICAL_ECONOMIC_IMPORTANCE,
    );
    let latest = |value: fn(&PublishedRisk) -> Option<f64>| {
        let mut newest = published.iter().rev();
        newest.find_map(|it| Some((value(it)?, it.figures.first().copied())))
    };
    let (of_risk, of_importance) = (
        latest(|it| it.supply_risk),
        latest(|it| it.economic_importance),
    );
    let mut notes = Vec::new();
    let mut known = |computed: Option<f64>, published: Option<(f64, Option<Row>)>| {
        computed.or_else(|| {
            let (value, rests_on) = published?;
            notes.push(Note {
                rests_on,
                value: Some(value),
                ..Note::new(AssumptionCode::PublishedUsed, Concern::Existence, of)
            });
            Some(value)
        })
    };
    let is_risky = known(risk, of_risk).map(|it| it >= CRITICAL_SUPPLY_RISK);
    let is_important =
        known(importance, of_importance).map(|it| it >= CRITICAL_ECONOMIC_IMPORTANCE);
    let critical = match (is_risky, is_important) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    };
    Rule { critical, notes }
}

/// What the answer comes to, without full stop.
pub(super) fn message(registry: &Registry, it: &MaterialRisk) -> String {
    let name = at_the_start(registry.name(it.material));
    let year = it.basis.year;
    let risk = match (it.supply_risk, it.bottleneck) {
        (Some(risk), Some(stage)) => {
            let stage = stage.code().to_lowercase();
            format!("supply risk {} (at {stage})", told(risk))
        }
        (Some(risk), None) => format!("supply risk {}", told(risk)),
        (None, _) => "supply risk not known".to_owned(),
    };
    let importance = it.economic_importance.map_or_else(
        || "economic importance not known".to_owned(),
        |it| format!("economic importance {}", told(it)),
    );
    let verdict = match (it.strategic, it.critical) {
        (true, _) => "critical by the rule of Article 4(2), as it is strategic",
        (false, Some(true)) => "critical by the rule of Article 4(2)",
        (false, Some(false)) => "not critical by the rule of Article 4(2)",
        (false, None) => "whether it is critical by the rule of Article 4(2) is not known",
    };
    let listed = match it.listed {
        true => "listed in Annex II",
        false => "not listed in Annex II",
    };
    format!("{name}, {year}: {risk}, {importance}; {verdict}; {listed}")
}

/// That rule and list disagree, and by what; none where they agree, or the rule cannot tell.
pub(super) fn disagreement(registry: &Registry, it: &MaterialRisk) -> Option<Disagreement> {
    let computed = it.critical.filter(|computed| *computed != it.listed)?;
    let name = at_the_start(registry.name(it.material));
    let value = |value: Option<f64>| value.map_or_else(|| "not known".to_owned(), told);
    let values = format!(
        "supply risk {}, economic importance {}; thresholds {CRITICAL_SUPPLY_RISK} and {CRITICAL_ECONOMIC_IMPORTANCE}",
        value(it.supply_risk),
        value(it.economic_importance)
    );
    let mut message = match computed {
        true => format!("{name} is critical by the rule and not listed in Annex II ({values})"),
        false => format!("{name} is listed in Annex II and not critical by the rule ({values})"),
    };
    let groups = registry.references(it.material, material::GROUP);
    let listed = groups.filter(|it| registry.flag(*it, material::CRITICAL) == Some(true));
    let listed: Vec<&str> = listed.map(|it| registry.name(it)).collect();
    if it.listed && !listed.is_empty() {
        let names = listed.join(", ");
        message += &format!("; it is listed as a member of {names}");
    }
    if let Some(newest) = it.published.last() {
        message += &format!(
            "; published in {}: supply risk {}, economic importance {}",
            newest.year,
            value(newest.supply_risk),
            value(newest.economic_importance)
        );
    }
    Some(Disagreement {
        material: it.material,
        computed,
        listed: it.listed,
        message,
    })
}

/// A value as sentences tell it: three digits.
fn told(value: f64) -> String {
    significant(value, 3).to_string()
}
