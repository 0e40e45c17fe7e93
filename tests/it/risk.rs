//! Supply risk and economic importance of the seed data, against values worked out apart from this program and against what
//! was published.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use expect_test::expect_file;
use serde_json::Value;
use serde_json::json;

use crate::api::Api;

const DOCUMENT: &str = "query($at: At, $materials: [ID!]) {
  supplyRisks(at: $at, materials: $materials) {
    risks {
      material { slug } supplyRisk economicImportance critical strategic listedCritical missing bottleneckStage
      byStage { stage supplyRisk supplyUsed hhiGlobal hhiEuSourcing missing }
      economicTerms { contribution }
      members { material { slug } supplyRisk economicImportance }
      published { year supplyRisk economicImportance }
      basis { assumptions { code } }
    }
    disagreements { material { slug } computed listed message }
  }
}";

static ANSWER: LazyLock<Value> = LazyLock::new(|| {
    let response = Api::seeded().ask(DOCUMENT, &json!({}));
    assert!(response["errors"].is_null(), "{}", response["errors"]);
    response["data"]["supplyRisks"].clone()
});

/// The answers by material.
fn risks() -> BTreeMap<String, Value> {
    let risks = ANSWER["risks"].as_array().unwrap();
    let named = risks.iter().map(|it| {
        let slug = it["material"]["slug"].as_str().unwrap();
        (slug.to_owned(), it.clone())
    });
    named.collect()
}

/// What an assessment published of a material in a year.
fn published(risk: &Value, year: i32, field: &str) -> Option<f64> {
    let mut of = risk["published"].as_array().unwrap().iter();
    of.find(|it| it["year"] == year)?[field].as_f64()
}

#[test]
fn supply_risks_are_those_worked_out_apart() {
    let risks = risks();
    let expected = include_str!("data/supply_risk.csv").lines();
    let rows = expected.filter(|it| !it.starts_with('#')).skip(1);
    let mut wrong: Vec<String> = Vec::new();
    let mut count = 0;
    for row in rows {
        let parts: Vec<&str> = row.split(',').collect();
        let [material, stage, value] = parts[..] else {
            panic!("`{row}`")
        };
        let stages = risks[material]["byStage"].as_array().unwrap().iter();
        let of_stage = stages.clone().find(|it| it["stage"] == stage);
        let found = of_stage.and_then(|it| it["supplyRisk"].as_f64());
        let value: f64 = value.parse().unwrap();
        if found.is_none_or(|it| (it - value).abs() > 1e-4) {
            wrong.push(format!("{row}: {of_stage:?}"));
        }
        count += 1;
    }
    assert_eq!(count, 63);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_material_has_the_higher_stage_and_a_group_the_mean() {
    for (slug, risk) in risks() {
        let members = risk["members"].as_array().unwrap();
        let stages = risk["byStage"].as_array().unwrap();
        let found = risk["supplyRisk"].as_f64();
        let values = |of: &[Value], field: &str| -> Vec<Option<f64>> {
            of.iter().map(|it| it[field].as_f64()).collect()
        };
        let expected = match members.is_empty() {
            true => {
                let known = values(stages, "supplyRisk").into_iter().flatten();
                known.reduce(f64::max)
            }
            false => {
                let known: Option<Vec<f64>> = values(members, "supplyRisk").into_iter().collect();
                let count = f64::from(u32::try_from(members.len()).unwrap());
                known.map(|it| it.iter().sum::<f64>() / count)
            }
        };
        assert_eq!(found.is_some(), expected.is_some(), "{slug}");
        if let Some((found, expected)) = found.zip(expected) {
            assert!(
                (found - expected).abs() < 1e-6,
                "{slug}: {found} {expected}"
            );
        }
        if found.is_none() {
            assert_ne!(risk["missing"], json!([]), "{slug}");
        }
    }
}

/// Published values of 2023 that the terms do not come to: neither within 0.05 nor within 5 %.
fn disagreeing(field: &str) -> Vec<String> {
    let of = risks().into_iter().filter_map(|(slug, risk)| {
        let told = published(&risk, 2023, field)?;
        let found = risk[field].as_f64()?;
        let is_near = (found - told).abs() <= f64::max(0.05, 0.05 * told) + 1e-9;
        (!is_near).then(|| format!("{slug} {found:.2} for {told}"))
    });
    of.collect()
}

#[test]
fn published_values_that_disagree_with_their_own_inputs() {
    let importance = disagreeing("economicImportance");
    expect_file!["data/risk/importance_disagreeing.txt"].assert_debug_eq(&importance);
    let risk = disagreeing("supplyRisk");
    expect_file!["data/risk/risk_disagreeing.txt"].assert_debug_eq(&risk);
}

#[test]
fn values_that_cannot_be_computed() {
    let unknown = |field: &str| -> Vec<String> {
        let of = risks().into_iter().filter(|it| it.1[field].is_null());
        let told = of.map(|(slug, it)| {
            let missing: Vec<&str> = it["missing"]
                .as_array()
                .unwrap()
                .iter()
                .map(|it| it.as_str().unwrap())
                .collect();
            format!("{slug}: {}", missing.join("; "))
        });
        told.collect()
    };
    expect_file!["data/risk/importance_unknown.txt"]
        .assert_debug_eq(&unknown("economicImportance"));
    expect_file!["data/risk/risk_unknown.txt"].assert_debug_eq(&unknown("supplyRisk"));
}

#[test]
fn the_rule_and_annex_ii() {
    let disagreements = ANSWER["disagreements"].as_array().unwrap();
    let told: Vec<&str> = disagreements
        .iter()
        .map(|it| it["message"].as_str().unwrap())
        .collect();
    expect_file!["data/risk/annex_ii_disagreeing.txt"].assert_debug_eq(&told);
    let named: Vec<&str> = disagreements
        .iter()
        .map(|it| it["material"]["slug"].as_str().unwrap())
        .collect();
    let (mut agreeing, mut untold) = (0, Vec::new());
    for (slug, risk) in risks() {
        match risk["critical"].as_bool() {
            None => untold.push(slug),
            Some(critical) if named.contains(&slug.as_str()) => {
                assert_ne!(critical, risk["listedCritical"], "{slug}");
            }
            Some(critical) => {
                assert_eq!(critical, risk["listedCritical"], "{slug}");
                agreeing += 1;
            }
        }
    }
    expect_file!["data/risk/annex_ii_counted.txt"].assert_debug_eq(&(agreeing, untold));
}

#[test]
fn assumptions_are_few_and_known() {
    let mut codes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (slug, risk) in risks() {
        for it in risk["basis"]["assumptions"].as_array().unwrap() {
            let code = it["code"].as_str().unwrap().to_owned();
            let of = codes.entry(code).or_default();
            if of.last() != Some(&slug) {
                of.push(slug.clone());
            }
        }
    }
    expect_file!["data/risk/assumptions.txt"].assert_debug_eq(&codes);
}

#[test]
fn an_earlier_year_has_what_was_known_then() {
    let api = Api::seeded();
    let ask = |year: i32| {
        let variables = json!({ "at": { "year": year }, "materials": ["material:gallium"] });
        let response = api.ask(DOCUMENT, &variables);
        assert!(response["errors"].is_null(), "{}", response["errors"]);
        response["data"]["supplyRisks"]["risks"][0].clone()
    };
    let of_2018 = ask(2018);
    assert_eq!(of_2018["supplyRisk"], Value::Null);
    assert_eq!(of_2018["byStage"][0]["supplyUsed"], "GLOBAL_AND_EU");
    assert_eq!(published(&of_2018, 2017, "supplyRisk"), Some(1.4));
    assert_eq!(published(&of_2018, 2020, "supplyRisk"), None);
    let of_2005 = ask(2005);
    assert_eq!(of_2005["byStage"], json!([]));
    assert_eq!(of_2005["critical"], true, "strategic, whatever the values");
    assert_ne!(of_2005["missing"], json!([]));
}
