//! The rule of Article 4(2) of Regulation (EU) 2024/1252: what is critical; and the sentences that say so.

use crate::analysis::risk::CRITICAL_ECONOMIC_IMPORTANCE;
use crate::analysis::risk::CRITICAL_SUPPLY_RISK;
use crate::analysis::risk::Computed;
use crate::analysis::risk::Disagreement;
use crate::analysis::risk::MaterialRisk;
use crate::analysis::risk::PublishedRisk;
use crate::analysis::risk::YEAR_OF_THE_ACT;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::figure;
use crate::model::tables::material;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::words::at_the_start;
use crate::network::words::in_sentence;
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
    let latest = |value: fn(&PublishedRisk) -> Option<(f64, Row)>| {
        let mut newest = published.iter().rev();
        newest.find_map(value)
    };
    let (of_risk, of_importance) = (
        latest(|it| it.supply_risk.zip(it.of_risk)),
        latest(|it| it.economic_importance.zip(it.of_importance)),
    );
    let mut notes = Vec::new();
    let mut known = |computed: Option<f64>, published: Option<(f64, Row)>| {
        computed.or_else(|| {
            let (value, rests_on) = published?;
            notes.push(Note {
                rests_on: Some(rests_on),
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
    let name = beginning(registry, it);
    let year = it.basis.year;
    let (risk, importance) = values(it);
    let risk = match it.bottleneck {
        Some(stage) => format!("{risk} (at {})", stage.code().to_lowercase()),
        None => risk,
    };
    let verdict = match (it.strategic, it.critical) {
        (true, _) => "critical by the rule of Article 4(2), as it is strategic".to_owned(),
        (false, Some(true)) => {
            "critical by the rule of Article 4(2)".to_owned() + &by(registry, it)
        }
        (false, Some(false)) => {
            "not critical by the rule of Article 4(2)".to_owned() + &by(registry, it)
        }
        (false, None) => {
            "whether it is critical by the rule of Article 4(2) is not known".to_owned()
        }
    };
    let listed = match it.listed {
        true => "listed in Annex II",
        false => "not listed in Annex II",
    };
    let applied = match year < YEAR_OF_THE_ACT {
        true => format!(
            "; the rule of Regulation (EU) 2024/1252, which is of {YEAR_OF_THE_ACT}, is applied to the data of {year}"
        ),
        false => String::new(),
    };
    format!("{name}, {year}: {risk}, {importance}; {verdict}; {listed}{applied}")
}

/// How a sentence on a material begins.
fn beginning(registry: &Registry, it: &MaterialRisk) -> String {
    let name = registry.name(it.material);
    match it.is_of_scenario {
        true => format!("Under the scenario, {}", in_sentence(name)),
        false => at_the_start(name),
    }
}

/// Supply risk and economic importance in words. A lower bound is none of the values, and has the published one beside it.
fn values(it: &MaterialRisk) -> (String, String) {
    let newest = |value: fn(&PublishedRisk) -> Option<f64>| {
        let mut published = it.published.iter().rev();
        let found = published.find_map(|of| Some((of.year, value(of)?)));
        found.map_or_else(String::new, |(year, value)| {
            format!("; published {} in {year}", told(value))
        })
    };
    let risk = match (it.supply_risk, it.is_risk_at_least) {
        (Some(risk), false) => format!("supply risk {}", told(risk)),
        (Some(risk), true) => {
            let words = "by the stages and members that can be computed";
            let words = match it.by_stage.is_empty() {
                true => words,
                false => "by the stage that can be computed",
            };
            let published = newest(|it| it.supply_risk);
            format!("supply risk at least {} {words}{published}", told(risk))
        }
        (None, _) => "supply risk not known".to_owned(),
    };
    let importance = match (it.economic_importance, it.is_importance_at_least) {
        (Some(importance), false) => format!("economic importance {}", told(importance)),
        (Some(importance), true) => {
            let published = newest(|it| it.economic_importance);
            format!(
                "economic importance at least {} by the uses with a sector{published}",
                told(importance)
            )
        }
        (None, _) => "economic importance not known".to_owned(),
    };
    (risk, importance)
}

/// That the rule took published values, and which.
fn by(registry: &Registry, it: &MaterialRisk) -> String {
    let used = it.basis.notes.iter().filter_map(|note| {
        let of = note.rests_on?;
        let is_meant = note.code == AssumptionCode::PublishedUsed && note.subject == it.material;
        let words = match registry.code::<Quantity>(of, figure::QUANTITY)? {
            Quantity::SupplyRiskPublished => "supply risk",
            _ => "economic importance",
        };
        let (value, year) = (note.value?, registry.figure_year(of)?);
        is_meant.then(|| format!("the {words} published in {year}, {}", told(value)))
    });
    let used: Vec<String> = used.collect();
    match used.is_empty() {
        true => String::new(),
        false => format!(" with {}", used.join(", and ")),
    }
}

/// That rule and list disagree, and by what; none where they agree, or the rule cannot tell.
pub(super) fn disagreement(registry: &Registry, it: &MaterialRisk) -> Option<Disagreement> {
    let computed = it.critical.filter(|computed| *computed != it.listed)?;
    let name = beginning(registry, it);
    let value = |value: Option<f64>| value.map_or_else(|| "not known".to_owned(), told);
    let bound = |of: Option<f64>, is_at_least: bool| match is_at_least {
        true => format!("at least {}", value(of)),
        false => value(of),
    };
    let values = format!(
        "supply risk {}, economic importance {}; thresholds {CRITICAL_SUPPLY_RISK} and {CRITICAL_ECONOMIC_IMPORTANCE}",
        bound(it.supply_risk, it.is_risk_at_least),
        bound(it.economic_importance, it.is_importance_at_least)
    );
    let by_rule = "by the rule".to_owned() + &by(registry, it);
    let mut message = match computed {
        true => format!("{name} is critical {by_rule} and not listed in Annex II ({values})"),
        false => format!("{name} is listed in Annex II and not critical {by_rule} ({values})"),
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
