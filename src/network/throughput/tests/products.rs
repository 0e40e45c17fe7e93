//! Questions of one product, in gross tonnes.

use super::*;
use AnswerStatus::*;

fn of_product(figures: &str) -> (AnswerStatus, Option<f64>, Option<f64>) {
    let network = format!(
        "product ore ORE carries=nickel
        product conc CONCENTRATE carries=nickel
        product matte INTERMEDIATE carries=nickel
        site pit MINE
        site mill PROCESSOR
        site terminal TERMINAL
        site smelter PROCESSOR
        site port HARBOUR
        activity mill EXTRACTION in=ore out=conc
        activity smelter PROCESSING in=conc out=matte
        link ore pit mill ore
        link one mill terminal conc
        link two terminal smelter conc
        link three smelter port matte{figures}"
    );
    let question = ThroughputQuestion {
        product: Some(Id::new(Kind::Product, "conc")),
        ..of("nickel")
    };
    let answer = asked(&network, &question).1;
    (
        answer.status,
        answer.upper.delivered,
        answer.lower.delivered,
    )
}

#[test]
fn gross_tonnes_of_a_product_are_bounded_by_its_movements_makers_and_takers() {
    let gross = |subject: &str, quantity: &str, value: f64, more: &str| {
        figure(subject, quantity, value, &format!("basis=GROSS {more}"))
    };
    let mill = "activity:mill-extraction-ore";
    let smelter = "activity:smelter-processing-conc";
    let one = gross("link:one", "capacity", 500.0, "");
    let made = gross(mill, "capacity", 400.0, "side=OUTPUT product=conc");
    let taken = gross(smelter, "capacity", 300.0, "side=INPUT product=conc");
    let ore = gross(mill, "capacity", 9.0, "side=INPUT product=ore");
    let contained = nickel("link:two", "capacity", 20.0, "");
    let content = figure(
        "site:terminal",
        "content",
        0.1,
        "material=nickel product=conc",
    );
    let flow = gross("link:two", "flow", 80.0, "");
    for (name, figures, expected) in [
        ("nothing", String::new(), (Undetermined, None, Some(0.0))),
        (
            "a link",
            one.clone(),
            (Undetermined, Some(500.0), Some(0.0)),
        ),
        (
            "its maker",
            one.clone() + &made,
            (Undetermined, Some(400.0), Some(0.0)),
        ),
        (
            "its taker",
            one.clone() + &made + &taken,
            (Undetermined, Some(300.0), Some(0.0)),
        ),
        (
            "what the maker takes says nothing of it",
            one.clone() + &ore,
            (Undetermined, Some(500.0), Some(0.0)),
        ),
        (
            "contained, content not known",
            one.clone() + &contained,
            (Undetermined, Some(500.0), Some(0.0)),
        ),
        (
            "contained, content known",
            one.clone() + &contained + &content,
            (Undetermined, Some(200.0), Some(0.0)),
        ),
        (
            "a flow",
            one + &made + &taken + &flow,
            (Bounded, Some(300.0), Some(80.0)),
        ),
    ] {
        assert_eq!(of_product(&figures), expected, "{name}");
    }
}
