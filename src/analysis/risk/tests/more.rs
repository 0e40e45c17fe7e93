//! Years, lower bounds and sentences of supply risk and economic importance.

use super::*;
use crate::model::Change;
use crate::network::chain::AssumptionCode;

#[test]
fn only_the_newest_telling_of_the_uses_counts() {
    let old = valued("2", "0.5", "");
    let new = "figure material:m end-use-share 0.2 sector=C1 definition=other year=2024\n";
    close(
        ask(&(old.clone() + new), "m", YEAR).economic_importance,
        2.0,
    );
    let forecast = new.replace("year=2024", "year=2024 vintage=FORECAST_HIGH");
    let risk = ask(&(old + &forecast), "m", YEAR);
    close(risk.economic_importance, 5.0);
    assert_eq!(codes(&risk), []);
    let none = valued("2", "0.5", "").replace(
        "C1 definition=all",
        "C1 definition=all vintage=FORECAST_LOW",
    );
    let risk = ask(&none, "m", YEAR);
    close(risk.economic_importance, 5.0);
    assert_eq!(codes(&risk), [AssumptionCode::ForecastUsed]);
}

#[test]
fn a_trade_parameter_is_that_of_the_year_of_the_supply() {
    let at = ("m", "EXTRACTION");
    let text = supply("global-share", at, "aa:1:2:1.5")
        + &single("m", "EXTRACTION", "GLOBAL", ["-", "0", "1"]);
    let of = |value: &str, year: &str| {
        format!(
            "figure material:m trade-parameter {value} stage=EXTRACTION partner=region:aa scope=global year={year}\n"
        )
    };
    let risk = ask(&(text.clone() + &of("3", "2024")), "m", YEAR);
    close(risk.supply_risk, 3.0);
    assert_eq!(codes(&risk), []);
    // Of a later year only: better than none, and said.
    let later = text.replace("trade-parameter 1.5", "trade-parameter ?")
        + &of("3", "2024")
        + &of("4", "2026");
    let risk = ask(&later, "m", YEAR);
    close(risk.supply_risk, 6.0);
    assert_eq!(codes(&risk), [AssumptionCode::NearestYear]);
}

#[test]
fn import_reliance_is_computed_of_one_year_and_definition_only() {
    let at = ("m", "EXTRACTION");
    let text = |production: &str, imports: &str, exports: &str| {
        let lines = [
            ("production 20", production),
            ("imports 90", imports),
            ("exports 10", exports),
        ];
        let lines = lines.map(|(told, rest)| {
            format!("figure region:eu {told} material=m stage=EXTRACTION basis=GROSS {rest}\n")
        });
        "region eu AT\n".to_owned()
            + &supply("global-share", at, "aa:1:3:1")
            + &supply("eu-sourcing-share", at, "aa:0.5:3:1")
            + &single("m", "EXTRACTION", "GLOBAL_AND_EU", ["-", "0", "1"])
            + &lines.concat()
    };
    let same = text("year=2021", "year=2021", "year=2021");
    // A newer amount of one of them alone is of no common year.
    let newer = "figure region:eu imports 900 material=m stage=EXTRACTION basis=GROSS year=2024\n";
    let snapshot = snapshot(&format!("material m\n{same}{newer}"));
    let risk = supply_risk(&snapshot, material(&snapshot, "m"), YEAR);
    assert_eq!(risk.by_stage[0].import_reliance, Some(0.8));
    assert_eq!(
        risk.basis.notes[0].message(snapshot.registry()),
        "the import reliance of m, 0.800, follows from production, imports and exports of the Union in 2021, as no assessment states it"
    );
    for apart in [
        text("year=2020", "year=2021", "year=2021"),
        text("year=2021", "year=2021 definition=ores", "year=2021"),
        text("", "", ""),
        text("year=2020", "period=2016/2020", "year=2020"),
    ] {
        let risk = ask(&apart, "m", YEAR);
        assert_eq!(risk.by_stage[0].import_reliance, None, "{apart}");
        assert!(
            risk.missing[0].starts_with("extraction: import reliance"),
            "{:?}",
            risk.missing
        );
    }
    let risk = ask(&text("year=2020", "year=2021", "year=2021"), "m", YEAR);
    assert!(
        risk.missing[0].contains("of one year and in the same terms"),
        "{:?}",
        risk.missing
    );
}

#[test]
fn a_lower_bound_is_not_told_as_the_value() {
    let text = valued("2", "0.044", "")
        + "figure material:m end-use-share 0.9 definition=other year=2023
        figure material:m economic-importance-published 3.3 year=2023
        figure material:m supply-risk-published 2.1 year=2023\n";
    let risk = ask(&text, "m", YEAR);
    assert!(risk.is_importance_at_least && !risk.is_risk_at_least);
    assert_eq!(
        risk.message,
        "M, 2025: supply risk 2 (at extraction), economic importance at least 0.44 by the uses with a sector; published 3.3 in 2023; critical by the rule of Article 4(2) with the economic importance published in 2023, 3.3; not listed in Annex II"
    );
    let group = format!(
        "material g\n{}",
        text.replace("material m ", "material m group=g ")
    );
    let group = ask(&group.replace("material m\n", ""), "g", YEAR);
    assert_eq!(
        group.economic_importance.map(|it| (it * 100.0).round()),
        Some(44.0)
    );
    assert!(group.is_importance_at_least && group.members[0].is_importance_at_least);
    let partial = text + "statement material:m supply_used_processing GLOBAL@2023\n";
    let risk = ask(&partial, "m", YEAR);
    assert!(risk.is_risk_at_least);
    assert!(
        risk.message
            .contains("supply risk at least 2 by the stage that can be computed"),
        "{}",
        risk.message
    );
    let whole = ask(&valued("2", "0.5", ""), "m", YEAR);
    assert!(!whole.is_importance_at_least && !whole.is_risk_at_least);
}

#[test]
fn what_was_published_rests_on_its_own_figure() {
    let text = "statement material:m supply_used_extraction GLOBAL@2017
        figure material:m supply-risk-published 1.1 year=2023 stage=EXTRACTION
        figure material:m supply-risk-published 2.1 year=2023 stage=PROCESSING
        figure material:m economic-importance-published 3.1 year=2023\n";
    let snapshot = snapshot(&format!("material m\n{text}"));
    let registry = snapshot.registry();
    let risk = supply_risk(&snapshot, material(&snapshot, "m"), YEAR);
    let used = risk.basis.notes.iter();
    let used = used.filter(|it| it.code == AssumptionCode::PublishedUsed);
    let told: Vec<_> = used
        .map(|it| (it.value, registry.figure_value(it.rests_on.unwrap())))
        .collect();
    assert_eq!(told, [(Some(2.1), Some(2.1)), (Some(3.1), Some(3.1))]);
    assert!(
        risk.message.contains("critical by the rule of Article 4(2) with the supply risk published in 2023, 2.1, and the economic importance published in 2023, 3.1;"),
        "{}",
        risk.message
    );
}

#[test]
fn a_scenario_and_years_before_the_act_are_said() {
    let of = |year| ask(&valued("2", "0.5", ""), "m", When { year, ..YEAR }).message;
    let before =
        "the rule of Regulation (EU) 2024/1252, which is of 2024, is applied to the data of 2023";
    assert!(of(2023).ends_with(before), "{}", of(2023));
    assert!(!of(2024).contains("is applied to the data"), "{}", of(2024));
    let snapshot =
        std::sync::Arc::new(snapshot(&format!("material m\n{}", valued("2", "0.5", ""))));
    let changes: [Change; 0] = [];
    let over = snapshot.laid_over(&changes);
    let risk = supply_risk(&over, material(&over, "m"), YEAR);
    assert!(
        risk.message.starts_with("Under the scenario, m, 2025: "),
        "{}",
        risk.message
    );
    let told = disagreements(over.registry(), &[risk]);
    assert!(
        told[0]
            .message
            .starts_with("Under the scenario, m is critical"),
        "{}",
        told[0].message
    );
}
