//! By-products and their hosts.

use super::*;

/// A mine of nickel concentrate that holds cobalt, a works that takes cobalt out of it as a by-product.
fn network(figures: &str) -> String {
    format!(
        "material cobalt
        product conc CONCENTRATE carries=nickel,cobalt
        product salt CHEMICAL carries=cobalt
        site pit MINE
        site works PROCESSOR
        site port HARBOUR
        activity pit EXTRACTION out=conc
        activity works PROCESSING in=conc out=salt host=nickel
        link in pit works conc
        link out works port salt{figures}"
    )
}

fn cobalt(network: &str) -> (AnswerStatus, Option<f64>, Option<f64>, ThroughputAnswer) {
    let answer = asked(network, &of("cobalt")).1;
    let rounded = |it: Option<f64>| it.map(|it| (it * 1e9).round() / 1e9);
    let (upper, lower) = (answer.upper.delivered, answer.lower.delivered);
    (answer.status, rounded(upper), rounded(lower), answer)
}

fn content(material: &str, share: f64) -> String {
    let of = format!("material={material} product=conc");
    ["site:works", "site:pit"]
        .map(|it| figure(it, "content", share, &of))
        .concat()
}

#[test]
fn a_by_product_follows_its_host() {
    let contents = content("nickel", 0.1) + &content("cobalt", 0.005);
    let mined = nickel(
        "activity:pit-extraction-none",
        "capacity",
        100.0,
        "product=conc",
    );
    let carried = nickel("link:in", "capacity", 60.0, "");
    let link = figure(
        "link:out",
        "capacity",
        50.0,
        "material=cobalt basis=CONTAINED",
    );
    let own = figure(
        "activity:works-processing-conc",
        "capacity",
        2.0,
        "material=cobalt basis=CONTAINED side=INPUT product=conc",
    );
    for (name, figures, upper) in [
        (
            "the host is not bounded",
            contents.clone() + &link,
            Some(50.0),
        ),
        (
            "by what is mined of the host",
            contents.clone() + &link + &mined,
            Some(5.0),
        ),
        (
            "by what is brought of it",
            contents.clone() + &link + &mined + &carried,
            Some(3.0),
        ),
        (
            "by its own capacity",
            contents.clone() + &link + &mined + &own,
            Some(2.0),
        ),
        ("contents not known", mined.clone() + &link, Some(50.0)),
        ("nothing known", String::new(), None),
    ] {
        let told = cobalt(&network(&figures));
        assert_eq!((told.1, told.2), (upper, Some(0.0)), "{name}");
        let codes: Vec<_> = told.3.basis.notes.iter().map(|it| it.code.code()).collect();
        assert_eq!(
            codes.contains(&"HOST_BOUND"),
            name != "by its own capacity",
            "{name}"
        );
    }
}

#[test]
fn a_mined_by_product_is_bounded_by_what_is_mined_of_its_host() {
    let network = format!(
        "material cobalt
        product conc CONCENTRATE carries=nickel,cobalt
        site pit MINE
        site port HARBOUR
        activity pit EXTRACTION out=conc host=nickel
        link out pit port conc{}{}{}{}",
        nickel("site:pit", "production", 100.0, "product=conc"),
        figure(
            "link:out",
            "capacity",
            50.0,
            "material=cobalt basis=CONTAINED"
        ),
        figure("site:pit", "content", 0.1, "material=nickel product=conc"),
        figure("site:pit", "content", 0.005, "material=cobalt product=conc")
    );
    let told = cobalt(&network);
    assert_eq!((told.1, told.2), (Some(5.0), Some(0.0)));
}

#[test]
fn hosts_in_a_circle_end() {
    let network = "material cobalt
        product conc CONCENTRATE carries=nickel,cobalt
        site pit MINE
        site port HARBOUR
        activity pit EXTRACTION out=conc host=nickel
        site shaft MINE
        activity shaft EXTRACTION out=conc host=cobalt
        link a pit port conc
        link b shaft port conc";
    let told = cobalt(network);
    assert_eq!(told.1, None);
}
