//! What capacities bound, by what they are told of.

use super::*;
use crate::network::paths::Endpoint;
use AnswerStatus::*;

/// A works of two outputs, fed by a sender without end; its links are wide.
fn works(figures: &str) -> String {
    format!(
        "product a CONCENTRATE carries=nickel
        product b CONCENTRATE carries=nickel
        product matte INTERMEDIATE carries=nickel
        product salt CHEMICAL carries=nickel
        product all-nickel REFINED carries=nickel
        product copper-cathode REFINED carries=copper
        site sender EXTERNAL
        site works PROCESSOR
        site port HARBOUR
        activity works PROCESSING in=a,b out=matte,salt,copper-cathode
        link in-a sender works a
        link in-b sender works b
        link out-matte works port matte
        link out-salt works port salt
        {}{figures}",
        ["in-a", "in-b", "out-matte", "out-salt"]
            .map(|it| nickel(&format!("link:{it}"), "capacity", 1000.0, ""))
            .concat()
    )
}

const WORKS: &str = "activity:works-processing-a-b";

fn capacity(value: f64, more: &str) -> String {
    nickel(WORKS, "capacity", value, more)
}

fn gross(value: f64, more: &str) -> String {
    figure(WORKS, "capacity", value, &format!("basis=GROSS {more}"))
}

fn recovery(product: &str, share: f64) -> String {
    figure(
        WORKS,
        "recovery",
        share,
        &format!("material=nickel product={product}"),
    )
}

fn content(product: &str, share: f64) -> String {
    figure(
        "site:works",
        "content",
        share,
        &format!("material=nickel product={product}"),
    )
}

fn content_at_most(product: &str, share: f64) -> String {
    format!(
        "\nfigure site:works content ? high={share} year=2023 material=nickel product={product}"
    )
}

#[test]
fn a_capacity_bounds_what_it_is_told_of() {
    let input = "side=INPUT";
    let output = "side=OUTPUT";
    let both = recovery("matte", 0.9) + &recovery("salt", 0.5);
    for (name, figures, expected) in [
        (
            "nothing known",
            String::new(),
            (Undetermined, Some(2000.0), Some(0.0)),
        ),
        (
            "one input",
            capacity(50.0, "side=INPUT product=a"),
            (Bounded, Some(1050.0), Some(50.0)),
        ),
        (
            "each input",
            capacity(50.0, "side=INPUT product=a") + &capacity(30.0, "side=INPUT product=b"),
            (Determined, Some(80.0), Some(80.0)),
        ),
        (
            "one output",
            capacity(45.0, "product=matte"),
            (Bounded, Some(1045.0), Some(45.0)),
        ),
        (
            "each output, with recoveries",
            both.clone() + &capacity(45.0, "product=matte") + &capacity(20.0, "product=salt"),
            (Determined, Some(65.0), Some(65.0)),
        ),
        (
            "all that goes in",
            capacity(70.0, input),
            (Determined, Some(70.0), Some(70.0)),
        ),
        // At most as if all came out where least is recovered, 70 / 0.5 into matte: 126. For sure 70 / 0.9 · 0.9.
        (
            "all that comes out",
            both.clone() + &capacity(70.0, output),
            (Bounded, Some(126.0), Some(70.0)),
        ),
        (
            "all that comes out, without recoveries",
            capacity(70.0, output),
            (Determined, Some(70.0), Some(70.0)),
        ),
        (
            "another product",
            capacity(66.0, "side=OUTPUT product=all-nickel"),
            (Determined, Some(66.0), Some(66.0)),
        ),
        (
            "another material",
            gross(5.0, "side=OUTPUT product=copper-cathode"),
            (Undetermined, Some(2000.0), Some(0.0)),
        ),
        (
            "no basis",
            figure(WORKS, "capacity", 5.0, "side=INPUT"),
            (Undetermined, Some(2000.0), Some(0.0)),
        ),
    ] {
        assert_eq!(told(&works(&figures)), expected, "{name}");
    }
}

#[test]
fn what_a_capacity_leaves_open_is_bounded_one_way_only() {
    let input = "side=INPUT";
    for (name, figures, expected) in [
        (
            "gross, of inputs of different content",
            gross(100.0, input) + &content("a", 0.2) + &content("b", 0.1),
            (Bounded, Some(20.0), Some(10.0)),
        ),
        (
            "gross, of inputs of which one content is known",
            gross(100.0, input) + &content("a", 0.2),
            (Undetermined, Some(2000.0), Some(0.0)),
        ),
        (
            "gross, of inputs of which one content is told at most",
            gross(100.0, input) + &content("a", 0.2) + &content_at_most("b", 0.3),
            (Undetermined, Some(30.0), Some(0.0)),
        ),
        (
            "gross, of one input of which the content is told at most",
            gross(100.0, "side=INPUT product=a")
                + &content_at_most("a", 0.3)
                + &capacity(5.0, "side=INPUT product=b"),
            (Bounded, Some(35.0), Some(5.0)),
        ),
        (
            "a content that is told counts before one told at most",
            gross(100.0, "side=INPUT product=a")
                + &content("a", 0.2)
                + &content_at_most("a", 0.3)
                + &capacity(5.0, "side=INPUT product=b"),
            (Determined, Some(25.0), Some(25.0)),
        ),
        (
            "several figures",
            capacity(70.0, input) + &capacity(60.0, "side=INPUT definition=permit"),
            (Bounded, Some(70.0), Some(60.0)),
        ),
        (
            "one of what goes in and one of what comes out",
            capacity(70.0, input) + &capacity(60.0, "side=OUTPUT definition=permit"),
            (Determined, Some(60.0), Some(60.0)),
        ),
        (
            "its own, and one of several sites together",
            capacity(70.0, input) + &capacity(200.0, "side=INPUT scope=together"),
            (Determined, Some(70.0), Some(70.0)),
        ),
        (
            "its own, and one of another definition of several sites together",
            capacity(70.0, input) + &capacity(200.0, "side=INPUT scope=together definition=permit"),
            (Bounded, Some(200.0), Some(70.0)),
        ),
        (
            "of several sites together",
            capacity(70.0, "side=INPUT scope=together"),
            (Undetermined, Some(70.0), Some(0.0)),
        ),
        (
            "told as at most so much",
            capacity(70.0, "side=INPUT high=70"),
            (Undetermined, Some(70.0), Some(0.0)),
        ),
    ] {
        assert_eq!(told(&works(&figures)), expected, "{name}");
    }
}

#[test]
fn what_a_capacity_assumes_is_said() {
    for (figures, code) in [
        (
            capacity(66.0, "side=OUTPUT product=all-nickel"),
            "CAPACITY_TOGETHER",
        ),
        (
            capacity(66.0, "side=OUTPUT product=matte"),
            "RECOVERY_ASSUMED",
        ),
        (
            gross(100.0, "side=INPUT") + &content("a", 0.2) + &content("b", 0.1),
            "CONTENT_VARIES",
        ),
        (
            capacity(70.0, "side=INPUT") + &capacity(60.0, "side=INPUT definition=permit"),
            "SEVERAL_FIGURES",
        ),
        (capacity(70.0, "side=INPUT scope=together"), "SCOPE_WIDER"),
        (capacity(70.0, "side=INPUT high=70"), "AT_MOST"),
    ] {
        let known = recovery("matte", 0.9) + &recovery("salt", 0.5) + &capacity(70.0, "side=INPUT");
        let told = codes(&works(&figures));
        assert!(told.contains(code), "{code} {told:?}");
        assert!(!codes(&works(&known)).contains(code), "{code}");
    }
}

/// A mine of one or two products, its links wide.
fn mine(outputs: &str, figures: &str) -> String {
    let link = |it: &str| {
        let id = format!("out-{it}");
        format!(
            "\nlink {id} pit port {it}{}",
            nickel(&format!("link:{id}"), "capacity", 1000.0, "")
        )
    };
    format!(
        "product ore ORE carries=nickel
        product fine CONCENTRATE carries=nickel
        product lumpy CONCENTRATE carries=nickel
        site pit MINE
        site port HARBOUR
        activity pit EXTRACTION out={outputs}{}{figures}",
        outputs.split(',').map(link).collect::<String>()
    )
}

const PIT: &str = "activity:pit-extraction-none";

/// What the mine produced of a product.
fn made(product: &str, tonnes: f64) -> String {
    nickel(
        "site:pit",
        "production",
        tonnes,
        &format!("product={product}"),
    )
}

#[test]
fn production_stands_in_for_a_mine_and_bounds_its_ore() {
    let ore = figure(
        PIT,
        "capacity",
        1000.0,
        "basis=GROSS side=INPUT product=ore",
    ) + &figure("site:pit", "grade", 0.1, "material=nickel product=ore");
    let recovery = figure(PIT, "recovery", 0.7, "material=nickel product=fine");
    let own = nickel(PIT, "capacity", 90.0, "side=OUTPUT product=fine");
    for (name, outputs, figures, expected) in [
        (
            "nothing known",
            "fine",
            String::new(),
            (Undetermined, Some(1000.0), Some(0.0)),
        ),
        (
            "production",
            "fine",
            made("fine", 40.0),
            (Determined, Some(40.0), Some(40.0)),
        ),
        (
            "production of ore is none of what it gives",
            "fine",
            made("ore", 40.0),
            (Undetermined, Some(1000.0), Some(0.0)),
        ),
        (
            "ore, recovery not known",
            "fine",
            ore.clone(),
            (Determined, Some(100.0), Some(100.0)),
        ),
        (
            "ore, recovery known",
            "fine",
            ore.clone() + &recovery,
            (Determined, Some(70.0), Some(70.0)),
        ),
        // The recovery is known: what was produced is no bound of what could be.
        (
            "ore and production, recovery known",
            "fine",
            ore.clone() + &recovery + &made("fine", 40.0),
            (Determined, Some(70.0), Some(70.0)),
        ),
        (
            "ore and less production",
            "fine",
            ore.clone() + &made("fine", 40.0),
            (Determined, Some(40.0), Some(40.0)),
        ),
        (
            "ore and more production",
            "fine",
            ore.clone() + &made("fine", 140.0),
            (Determined, Some(100.0), Some(100.0)),
        ),
        (
            "capacity of what it gives",
            "fine",
            own.clone() + &made("fine", 40.0),
            (Determined, Some(90.0), Some(90.0)),
        ),
    ] {
        assert_eq!(told(&mine(outputs, &figures)), expected, "{name}");
    }
    assert!(codes(&mine("fine", &made("fine", 40.0))).contains("PRODUCTION_AS_CAPACITY"));
    assert!(!codes(&mine("fine", &(ore + &recovery))).contains("PRODUCTION_AS_CAPACITY"));
}

#[test]
fn production_stands_in_only_where_all_of_it_is_told() {
    let own = nickel(PIT, "capacity", 90.0, "side=OUTPUT product=fine");
    for (name, outputs, figures, expected) in [
        (
            "two outputs, one told",
            "fine,lumpy",
            made("fine", 40.0),
            (Bounded, Some(2000.0), Some(40.0)),
        ),
        (
            "two outputs, both told",
            "fine,lumpy",
            made("fine", 40.0) + &made("lumpy", 5.0),
            (Determined, Some(45.0), Some(45.0)),
        ),
        (
            "two outputs, a capacity and production",
            "fine,lumpy",
            own + &made("lumpy", 5.0),
            (Determined, Some(95.0), Some(95.0)),
        ),
        (
            "several sites together",
            "fine",
            nickel("site:pit", "production", 40.0, "product=fine scope=both"),
            (Undetermined, Some(40.0), Some(0.0)),
        ),
    ] {
        assert_eq!(told(&mine(outputs, &figures)), expected, "{name}");
    }
    assert!(codes(&mine("fine,lumpy", &made("fine", 40.0))).contains("PRODUCTION_INCOMPLETE"));
}

#[test]
fn a_recycler_takes_no_more_than_its_capacity_though_scrap_begins_there() {
    let network = |figures: &str| {
        format!(
            "product scrap SCRAP carries=nickel
            product mass INTERMEDIATE carries=nickel
            site yard RECYCLER
            site sender EXTERNAL
            site port HARBOUR
            activity yard RECYCLING in=scrap out=mass
            link in sender yard scrap
            link out yard port mass{}{figures}",
            nickel("link:out", "capacity", 100.0, "")
        )
    };
    let of_input = nickel(
        "activity:yard-recycling-scrap",
        "capacity",
        10.0,
        "product=scrap",
    );
    assert_eq!(told(&network("")), (Undetermined, Some(100.0), Some(0.0)));
    assert_eq!(
        told(&network(&of_input)),
        (Determined, Some(10.0), Some(10.0))
    );
}

#[test]
fn nothing_is_delivered_where_it_begins() {
    let network = format!(
        "product matte INTERMEDIATE carries=nickel
        site trader EXTERNAL
        site works EXTERNAL
        link there works trader matte
        link on trader works matte{}{}",
        nickel("link:there", "capacity", 7.0, ""),
        nickel("link:on", "capacity", 5.0, "")
    );
    assert_eq!(told(&network), (Determined, Some(12.0), Some(12.0)));
}

#[test]
fn joint_products_are_said_to_be_counted_once() {
    for (matte, salt, expected) in [
        (0.6, 0.4, true),
        (0.1, 0.2, true),
        (0.6, 0.5, false),
        (0.6, 0.0, false),
    ] {
        let mut figures = recovery("matte", matte) + &capacity(70.0, "side=INPUT");
        if salt > 0.0 {
            figures += &recovery("salt", salt);
        }
        let network = works(&figures);
        let told = codes(&network).contains("OUTPUTS_SHARED");
        assert_eq!(told, expected, "{matte} {salt}");
        // To the port, where nothing but matte comes.
        let one = network.replace("link out-salt works port salt", "");
        let one = one.replace("figure link:out-salt", "figure link:out-matte");
        let to = Endpoint::Sites(vec![Id::new(Kind::Site, "port")]);
        let answer = asked(&one, &ThroughputQuestion { to, ..of("nickel") }).1;
        let mut told = answer.basis.notes.iter().map(|it| it.code.code());
        assert!(!told.any(|it| it == "OUTPUTS_SHARED"), "{matte} {salt}");
    }
}

#[test]
fn lengths_are_no_assumption_of_an_amount() {
    let (_, answer) = asked(&works(&capacity(70.0, "side=INPUT")), &of("nickel"));
    let concerns = answer.basis.notes.iter().map(|it| it.concern.code());
    let of_lengths = concerns.filter(|it| ["LENGTH", "EMISSIONS", "COST"].contains(it));
    assert_eq!(of_lengths.count(), 0);
}
