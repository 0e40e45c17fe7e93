//! The assessment in `fixtures/eu`: rows of its source files, read by hand, as they stand in the loaded data.

use serde_json::Value;
use serde_json::json;

use crate::api::Api;

const FIGURES: &str = "query Figures($of: ID!, $quantity: [Quantity!], $material: ID) {
  node(id: $of) {
    ... on Material { figures(quantity: $quantity, material: $material, allYears: true) { ...Told } }
    ... on Region { figures(quantity: $quantity, material: $material, allYears: true) { ...Told } }
  }
}
fragment Told on Figure {
  value low high unit year period basis containedOf form definition scope sector stage vintage confidence note raw
  product { id } partner { ... on Region { id } } sources { id }
}";

/// The figures of a subject and quantity that have all of some fields.
fn told(of: &str, quantity: &str, material: Option<&str>, having: &Value) -> Vec<Value> {
    let variables = json!({ "of": of, "quantity": [quantity], "material": material });
    let answer = Api::shared().ask(FIGURES, &variables);
    assert!(answer["errors"].is_null(), "{answer}");
    let figures = answer["data"]["node"]["figures"].as_array().cloned();
    let wanted = having.as_object().cloned().unwrap_or_default();
    let mut figures = figures.unwrap_or_default();
    figures.retain(|it| wanted.iter().all(|(field, value)| it[field] == *value));
    figures
}

/// The only figure of a subject and quantity that has all of some fields.
fn only(of: &str, quantity: &str, material: Option<&str>, having: &Value) -> Value {
    let mut found = told(of, quantity, material, having);
    assert_eq!(found.len(), 1, "{of} {quantity} {having}: {found:#?}");
    found.remove(0)
}

fn is(figure: &Value, expected: &Value) {
    for (field, value) in expected.as_object().expect("fields") {
        assert_eq!(figure[field], *value, "{field} of {figure:#}");
    }
}

fn sources(ids: &[&str]) -> Value {
    ids.iter()
        .map(|it| json!({ "id": format!("source:{it}") }))
        .collect()
}

#[test]
fn shares_and_trade_parameters_are_of_a_stage_and_a_country() {
    let of_congo = json!({ "stage": "EXTRACTION", "partner": { "id": "region:cd" } });
    let share = only("material:cobalt", "GLOBAL_SHARE", None, &of_congo);
    let appendix = sources(&["ec-crm-study-2023-appendix-7"]);
    is(
        &share,
        &json!({ "value": 0.628, "unit": "fraction", "year": 2020, "period": "2016/2020", "sources": appendix }),
    );
    // The one country whose parameter differs between the two supplies of a material at extraction.
    let of_tantalum = told("material:tantalum", "TRADE_PARAMETER", None, &of_congo);
    let mut by_scope: Vec<String> = of_tantalum
        .iter()
        .map(|it| format!("{} {}", it["scope"], it["value"]))
        .collect();
    by_scope.sort();
    assert_eq!(by_scope, ["\"eu\" 1.0", "\"global\" 1.1"]);
    // "<0.1%" is the middle of its bounds.
    let small = json!({ "raw": "<0.1%", "stage": "EXTRACTION" });
    let small = told("material:copper", "GLOBAL_SHARE", None, &small);
    assert!(!small.is_empty());
    for it in small {
        is(
            &it,
            &json!({ "value": 0.0005, "low": 0.0, "high": 0.001, "confidence": "ESTIMATED" }),
        );
    }
}

#[test]
fn governance_is_scaled_and_keeps_the_estimate() {
    let of_andorra = only("region:ad", "GOVERNANCE", None, &json!({}));
    let source = sources(&["world-bank-governance-indicators-1996-2023"]);
    is(
        &of_andorra,
        &json!({ "value": 2.230_558, "raw": "1.384721 mean of estimates", "period": "2016/2020", "sources": source }),
    );
}

#[test]
fn a_use_told_twice_stands_twice() {
    let construction = told(
        "material:magnesium",
        "END_USE_SHARE",
        None,
        &json!({ "sector": "C25", "value": 0.13, "year": 2023 }),
    );
    let mut definitions: Vec<&str> = construction
        .iter()
        .filter_map(|it| it["definition"].as_str())
        .collect();
    definitions.sort_unstable();
    assert_eq!(
        definitions,
        ["Construction", "Construction (second of two lines alike)"]
    );
    assert!(construction.iter().all(|it| it["note"].is_string()));
    let of_union = only(
        "region:eu",
        "VALUE_ADDED",
        None,
        &json!({ "sector": "C29" }),
    );
    is(&of_union, &json!({ "value": 194_448.0, "unit": "MEUR" }));
    let odd = only(
        "material:manganese",
        "VALUE_ADDED",
        None,
        &json!({ "sector": "C29" }),
    );
    is(
        &odd,
        &json!({ "value": 64_561.0, "definition": "Metalware" }),
    );
}

#[test]
fn the_assessments_stand_side_by_side_by_year() {
    let risk = |year: i32, stage: Value| {
        let having = json!({ "year": year, "stage": stage });
        only("material:cobalt", "SUPPLY_RISK_PUBLISHED", None, &having)
    };
    let both = sources(&[
        "ec-criticality-assessments-2017",
        "ec-crm-study-2023-annex-4",
    ]);
    let of_2017 = risk(2017, json!("EXTRACTION"));
    is(&of_2017, &json!({ "value": 1.6, "sources": both }));
    let note = of_2017["note"].as_str().unwrap_or_default();
    assert!(
        note.ends_with("global supply 3.6; EU sourcing 1.3"),
        "{note}"
    );
    is(
        &risk(2023, json!("EXTRACTION")),
        &json!({ "value": 2.8, "note": "bottleneck stage" }),
    );
    let reliance = json!({ "stage": "EXTRACTION" });
    let reliance = told("material:cobalt", "IMPORT_RELIANCE", None, &reliance);
    let mut values: Vec<f64> = reliance
        .iter()
        .filter_map(|it| it["value"].as_f64())
        .collect();
    values.sort_by(f64::total_cmp);
    assert_eq!(values, [0.32, 0.81]);
}

#[test]
fn tonnes_of_the_union_are_as_their_sources_define_them() {
    let of = |material: &str, quantity: &str, having: &Value| {
        only("region:eu", quantity, Some(material), having)
    };
    // Alloys are missing: at least so much.
    let magnesium = of(
        "material:magnesium",
        "CONSUMPTION",
        &json!({ "basis": "GROSS" }),
    );
    is(
        &magnesium,
        &json!({ "value": 44_900.0, "low": 44_900.0, "high": null, "year": 2024, "confidence": "ESTIMATED",
                 "product": { "id": "product:magnesium-metal" },
                 "sources": sources(&["critical-materials-atlas-trade-2024"]) }),
    );
    // A range has no value.
    is(
        &of("material:gallium", "CONSUMPTION", &json!({})),
        &json!({ "value": null, "low": 40.0, "high": 45.0, "year": 2023, "containedOf": "Ga" }),
    );
    // A stated zero.
    is(
        &of("material:gallium", "PRODUCTION", &json!({})),
        &json!({ "value": 0.0, "year": 2024, "stage": "PROCESSING", "confidence": "REPORTED" }),
    );
    // Two years in one figure.
    is(
        &of("material:nickel", "CONSUMPTION", &json!({})),
        &json!({ "value": 249_400.0, "period": "2021/2024", "year": 2024, "containedOf": "Ni" }),
    );
    is(
        &of("material:copper", "CONSUMPTION", &json!({ "year": 2023 })),
        &json!({ "value": 2_412_100.0, "unit": "t/a",
                 "sources": sources(&["critical-materials-atlas-apparent-consumption-2023"]) }),
    );
    // What smelters give goes on to the refinery of the same stage.
    is(
        &of(
            "material:copper",
            "PRODUCTION",
            &json!({ "product": { "id": "product:copper-anode" } }),
        ),
        &json!({ "value": 1_617_157.0, "stage": "PROCESSING", "year": 2021 }),
    );
    // Lithium carbonate equivalent is contained lithium carbonate; a forecast says so.
    is(
        &of(
            "material:lithium",
            "CONSUMPTION",
            &json!({ "vintage": "FORECAST_REFERENCE" }),
        ),
        &json!({ "value": 460_000.0, "year": 2030, "basis": "CONTAINED", "containedOf": "Li2CO3" }),
    );
}

#[test]
fn figures_told_twice_are_one_and_kilograms_are_tonnes() {
    let gold = json!({ "year": 2018 });
    let gold = only("region:fi", "PRODUCTION", Some("material:gold"), &gold);
    is(
        &gold,
        &json!({ "value": 8.732, "unit": "t/a", "raw": "8732 kg", "stage": "EXTRACTION",
                 "sources": sources(&["world-mining-data-2018-2022"]) }),
    );
    let lead = json!({ "year": 2018 });
    let lead = only("region:fi", "PRODUCTION", Some("material:lead"), &lead);
    is(&lead, &json!({ "value": 0.0 }));
    // In both files for 2022.
    let cobalt = json!({ "year": 2022, "stage": "EXTRACTION" });
    let cobalt = only("region:fi", "PRODUCTION", Some("material:cobalt"), &cobalt);
    is(&cobalt, &json!({ "value": 1235.0, "containedOf": "Co" }));
    let europe = json!({ "product": { "id": "product:copper-cathode" } });
    let copper = Some("material:copper");
    let europe = only("region:europe-undefined", "CONSUMPTION", copper, &europe);
    is(&europe, &json!({ "value": 2_570_000.0, "year": null }));
}
