//! The benchmarks of the Union on all seed data.

use serde_json::Value;
use serde_json::json;

use crate::api::Api;

const DOCUMENT: &str = "query($materials: [ID!]) {
  benchmarks(materials: $materials) {
    overall { benchmark met { slug } missed { slug } dependsOnFigure { slug } unknown { slug } }
    byMaterial {
      material { slug } memberOf { slug } benchmark stage status capacityTonnesPerYear coverage gapTonnesPerYear
      capacities { basis tonnesPerYear decides }
      consumption { unused tonnesPerYear tonnesAtLeast tonnesAtMost }
      largestThirdCountry { country { slug } share }
      relative { ownShare }
      assumptions { code }
    }
  }
}";

fn ask(api: &Api, materials: &Value) -> Value {
    let response = api.ask(DOCUMENT, &json!({ "materials": materials }));
    assert!(response["errors"].is_null(), "{}", response["errors"]);
    response["data"]["benchmarks"].clone()
}

fn rows(answer: &Value) -> &Vec<Value> {
    answer["byMaterial"].as_array().unwrap()
}

fn row(answer: &Value, material: &str, benchmark: &str, stage: &str) -> Value {
    let is_meant = |it: &&Value| {
        it["material"]["slug"] == material && it["benchmark"] == benchmark && it["stage"] == stage
    };
    rows(answer).iter().find(is_meant).unwrap().clone()
}

fn near(found: &Value, expected: f64) -> bool {
    found
        .as_f64()
        .is_some_and(|it| (it - expected).abs() <= 1e-6 * expected.abs().max(1.0))
}

#[test]
fn seventeen_strategic_raw_materials_are_counted() {
    let answer = ask(&Api::seeded(), &Value::Null);
    for overall in answer["overall"].as_array().unwrap() {
        let count = |it: &str| overall[it].as_array().unwrap().len();
        let all = count("met") + count("missed") + count("dependsOnFigure") + count("unknown");
        assert_eq!(all, 17, "{overall}");
    }
}

#[test]
fn tonnes_by_hand() {
    let answer = ask(&Api::seeded(), &Value::Null);
    // Mines of the Union gave 47 451 t in 2022; 47 451 / 249 400 = 0.1902606.
    let nickel = row(&answer, "nickel", "EXTRACTION", "EXTRACTION");
    assert_eq!(nickel["status"], "MET");
    assert!(near(&nickel["coverage"], 0.190_260_6), "{nickel}");
    // 40 % of 249 400 t are 99 760 t; production was 82 613 t, and the last steps on record give 66 000 + 35 000: 40.5 %.
    let nickel = row(&answer, "nickel", "PROCESSING", "PROCESSING");
    let sites = nickel["capacities"][0].clone();
    assert_eq!(
        (&sites["basis"], &nickel["status"]),
        (&json!("SITES"), &json!("MET"))
    );
    assert!(near(&sites["tonnesPerYear"], 101_000.0), "{sites}");
    assert!(near(&nickel["coverage"], 101.0 / 249.4), "{nickel}");
    // 798 288 t of mines of 2022 are 19.96 % even of the largest consumption told, 4 000 000 t; cathodes 2 546 145 t, 63.7 %.
    for stage in ["EXTRACTION", "PROCESSING"] {
        assert_eq!(row(&answer, "copper", stage, stage)["status"], "MET");
    }
    // 210 t of Li2O hold 2 * 6.94 / 29.88 = 0.46452 of lithium, 97.55 t; at least 16 600 t of carbonate of 99.5 % hold
    // 16 600 * 0.995 * 13.88 / 73.89 = 3 102.7 t: 3.14 %.
    let lithium = row(&answer, "lithium", "EXTRACTION", "EXTRACTION");
    assert_eq!(lithium["status"], "MISSED");
    assert!((lithium["capacityTonnesPerYear"].as_f64().unwrap() - 97.55).abs() < 0.05);
    assert!((lithium["coverage"].as_f64().unwrap() - 0.0314).abs() < 0.0005);
    // Stated zeros. 40 % of at most 45 t of gallium are 18 t.
    for material in ["magnesium", "gallium", "titanium-metal"] {
        let zero = row(&answer, material, "PROCESSING", "PROCESSING");
        assert_eq!(zero["status"], "MISSED", "{material}");
        assert!(near(&zero["capacityTonnesPerYear"], 0.0), "{zero}");
    }
    let gallium = row(&answer, "gallium", "PROCESSING", "PROCESSING");
    assert!(near(&gallium["gapTonnesPerYear"], 18.0), "{gallium}");
    let named = ask(&Api::seeded(), &json!(["material:rare-earth-elements"]));
    let mined = row(&named, "rare-earth-elements", "EXTRACTION", "EXTRACTION");
    assert!(near(&mined["capacityTonnesPerYear"], 0.0), "{mined}");
}

#[test]
fn without_consumption_nothing_is_claimed() {
    let answer = ask(&Api::seeded(), &Value::Null);
    for material in [
        "germanium",
        "tungsten",
        "natural-graphite",
        "bismuth",
        "boron",
        "manganese",
    ] {
        for stage in ["EXTRACTION", "PROCESSING"] {
            let told = row(&answer, material, stage, stage);
            assert_eq!(told["status"], "UNKNOWN", "{material}");
            assert!(
                told["consumption"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .all(|it| !it["unused"].is_null())
            );
        }
        let of_material = rows(&answer)
            .iter()
            .filter(|it| it["material"]["slug"] == material);
        let is_told = of_material.clone().any(|it| !it["relative"].is_null());
        assert!(is_told, "{material}");
    }
}

#[test]
fn dependence_by_the_lower_bound() {
    let answer = ask(&Api::seeded(), &Value::Null);
    // Shares of the Union's sourcing of 2016 to 2020 above 65 %.
    for (material, stage, country, share) in [
        ("boron", "EXTRACTION", "tr", 0.99),
        ("gallium", "PROCESSING", "cn", 0.69),
        ("germanium", "PROCESSING", "cn", 0.83),
        ("lithium", "PROCESSING", "cl", 0.79),
        ("magnesium", "PROCESSING", "cn", 0.97),
    ] {
        let told = row(&answer, material, "DEPENDENCE", stage);
        assert_eq!(told["status"], "MISSED", "{material}");
        let largest = &told["largestThirdCountry"];
        assert_eq!(largest["country"]["slug"], country);
        assert!(near(&largest["share"], share), "{material}");
        let codes = told["assumptions"].as_array().unwrap().iter();
        assert!(
            codes.clone().any(|it| it["code"] == "LOWER_BOUND"),
            "{material}"
        );
    }
    // 62 % is no such share.
    assert_eq!(
        row(&answer, "aluminium", "DEPENDENCE", "EXTRACTION")["status"],
        "UNKNOWN"
    );
}
