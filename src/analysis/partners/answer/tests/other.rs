//! Takers that are on record as asking for other products than the one that is offered.

use super::*;
use crate::analysis::partners::Component;

/// A plant of a trade and code, which asks for what `products` says.
fn plant(products: &str) -> String {
    format!(
        "site plant RECYCLER at=65,25 operator=recycling status=OPERATING@2024
        record site:plant name_en=Plant nace=38.32
        product paste CHEMICAL
        record product:paste name_en=Paste
        record intake:wish name_en=Wish taker=site:plant materials=nickel ewc_codes=100202{products}
        figure intake:wish intake-max 900 basis=GROSS year=2024"
    )
}

/// Code, composition and quantity, and whether the stream is taken for its nickel, which then counts farther.
fn told(products: &str) -> ([Option<f64>; 3], bool) {
    let (_, answer) = asked(&plant(products), |_, _| {});
    let partner = only(&answer);
    let of = |it: Component| &partner.components[it as usize];
    let values = [Component::Code, Component::Composition, Component::Quantity];
    let distance = of(Component::Distance).message.clone();
    let is_for_nickel = distance.contains("farther than bulk since it is taken for its nickel");
    (values.map(|it| of(it).value), is_for_nickel)
}

#[test]
fn who_asks_for_other_products_is_alike_in_its_process_at_the_most() {
    // 900 of 5000 t/a are 0.18.
    for (products, values, is_for_nickel) in [
        ("", [Some(1.0), Some(1.0), Some(0.18)], true),
        (" products=gloop", [Some(1.0), Some(1.0), Some(0.18)], true),
        // The same code is of the same process; nickel that is merely named in gloop is not that of paste.
        (" products=paste", [Some(0.5), None, Some(0.18)], false),
    ] {
        assert_eq!(told(products), (values, is_for_nickel), "{products}");
    }
}

#[test]
fn a_known_content_counts_for_who_asks_for_other_products() {
    let content = "\nfigure side-stream:heap content 0.02 material=nickel basis=GROSS year=2024";
    let (_, answer) = asked(&(plant(" products=paste") + content), |_, _| {});
    let composition = &only(&answer).components[Component::Composition as usize];
    assert_eq!(composition.value, Some(1.0), "{composition:?}");
}

#[test]
fn the_ruled_out_alone_are_in_the_order_of_what_they_would_have_been() {
    let idle = |name: &str, at: &str, product: &str| {
        format!(
            "\nsite {name} RECYCLER at={at} status=CARE_AND_MAINTENANCE@2024
            record site:{name} name_en={name}
            activity {name} RECYCLING in={product} out=tar"
        )
    };
    // By reason and id `a-far` would come before `z-near`, though it would have fitted worse.
    let network =
        plant("") + &idle("a-far", "60,24", "gloop") + &idle("z-near", "65,24.1", "gloop");
    let (snapshot, answer) = asked(&network, |_, question| {
        question.only_rejected = true;
        question.first = 1;
    });
    assert_eq!(answer.total, 2);
    assert_eq!(
        requests(&snapshot, &answer),
        ["activity:z-near-recycling-gloop"]
    );
}
