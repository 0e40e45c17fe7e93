//! Who takes what, and the nearest of them against looking at all.

use crate::model::Id;
use crate::model::Kind;
use crate::model::When;
use crate::network::dice::Dice;
use crate::network::takers::Takers;
use crate::network::takers::can_be_shipped;
use crate::network::text::snapshot;

fn when(year: i32, include_planned: bool) -> When {
    When {
        year,
        nearest_years: false,
        include_planned,
    }
}

/// Slugs of the takers of a product within 500 km of a site, nearest first.
fn takers(network: &str, product: &str, from: &str, year: i32, planned: bool) -> String {
    let snapshot = snapshot(network);
    let registry = snapshot.registry();
    let find = |kind, slug: &str| registry.find(&Id::new(kind, slug)).unwrap();
    let product = find(Kind::Product, product);
    let from = registry.position(find(Kind::Site, from)).unwrap();
    let takers = Takers::of(registry, when(year, planned));
    let near = takers.nearest(product, &from, 500.0, 25, |_| true);
    let slugs = near.found.iter().map(|it| registry.slug(it.site));
    slugs.collect::<Vec<_>>().join(" ")
}

#[test]
fn takers_use_receive_or_look_for_a_product_and_harbours_take_any() {
    let network = "
        product ore ORE carries=nickel
        product matte INTERMEDIATE carries=nickel state=SOLID
        site here MINE at=65,25
        site user PROCESSOR at=65,25.1
        site maker PROCESSOR at=65,25.2
        site receiver MANUFACTURER at=65,25.3
        site seeker RECYCLER at=65,25.4
        site run-b STORAGE at=65,25.5 operator=owner
        site run-a STORAGE at=65,25.5 operator=owner
        site port HARBOUR at=65,25.6
        site rail TERMINAL at=65,25.7
        site closed HARBOUR at=65,25.8 closed=2020
        site future HARBOUR at=65,25.9 status=CONSTRUCTION@2024
        site buyer EXTERNAL at=65,26
        site cluster AREA at=65,26
        site nowhere PROCESSOR
        activity user PROCESSING in=ore out=matte
        activity maker PROCESSING in=matte out=ore
        activity nowhere PROCESSING in=ore out=matte
        link sold here receiver ore
        link bought here buyer ore
        link told here cluster ore
        link might maker seeker ore kind=CORRIDOR
        link once here maker ore status=HISTORICAL last=2010
        intake wish seeker ore,matte from=2020-06-01 to=2025-12-31
        intake other organisation:owner ore";
    let of_ore = "user receiver seeker run-a run-b port rail";
    assert_eq!(takers(network, "ore", "here", 2025, false), of_ore);
    assert_eq!(
        takers(network, "ore", "here", 2025, true),
        format!("{of_ore} future")
    );
    assert_eq!(
        takers(network, "matte", "here", 2025, false),
        "maker seeker port rail"
    );
    // The wish is over, and the old link was in force in its years.
    assert_eq!(
        takers(network, "ore", "here", 2026, false),
        "user receiver run-a run-b port rail"
    );
    assert_eq!(
        takers(network, "ore", "here", 2010, false),
        "user maker receiver run-a run-b port rail closed"
    );
}

#[test]
fn what_may_be_a_melt_or_a_solution_is_not_shipped() {
    let network = "
        product ore ORE carries=nickel
        product nickel-unspecified ORE carries=nickel
        product matte INTERMEDIATE carries=nickel
        product solid-matte INTERMEDIATE carries=nickel state=SOLID
        product metal REFINED carries=nickel state=MOLTEN
        product liquor CHEMICAL carries=nickel state=SOLUTION
        product salt CHEMICAL carries=nickel
        product acid CHEMICAL carries=nickel state=LIQUID
        product gas CHEMICAL carries=nickel state=GAS
        product sludge RESIDUE carries=nickel
        product part COMPONENT carries=nickel";
    let snapshot = snapshot(network);
    let registry = snapshot.registry();
    let shipped = registry
        .rows(Kind::Product)
        .filter(|it| can_be_shipped(registry, *it));
    let shipped: Vec<&str> = shipped.map(|it| registry.slug(it)).collect();
    assert_eq!(shipped, ["acid", "ore", "part", "solid-matte"]);
}

#[test]
fn the_nearest_are_those_of_looking_at_all() {
    let mut dice = Dice(7);
    let (mut left_out, mut ties) = (0, 0);
    for round in 0..60 {
        let mut network = "product ore ORE carries=nickel\n".to_owned();
        let count = 1 + dice.roll(90);
        for number in 0..count {
            // A coarse grid, so that distances are often equal; over the pole and the date line in some rounds.
            let (north, east) = match round % 3 {
                0 => (60 + dice.roll(6), 20 + dice.roll(8)),
                1 => (84 + dice.roll(7), dice.roll(360)),
                _ => (dice.roll(4), (178 + dice.roll(5)) % 360),
            };
            let east = if east > 180 {
                format!("-{}", 360 - east)
            } else {
                east.to_string()
            };
            let kind = ["PROCESSOR", "HARBOUR", "TERMINAL"][dice.roll(3)];
            network += &format!("site s{number:02} {kind} at={north},{east}\n");
            network += &format!("activity s{number:02} PROCESSING in=ore\n");
        }
        let snapshot = snapshot(&network);
        let registry = snapshot.registry();
        let ore = registry.find(&Id::new(Kind::Product, "ore")).unwrap();
        let takers = Takers::of(registry, when(2025, false));
        for from in registry.rows(Kind::Site) {
            let within = [1.0, 60.0, 111.3, 400.0, 5_000.0][dice.roll(5)];
            let most = [1, 3, 25][dice.roll(3)];
            let refused = dice.roll(3);
            let accept = |it: crate::model::Row| {
                it != from && !registry.slug(it).ends_with(&refused.to_string())
            };
            let position = registry.position(from).unwrap();
            let found = takers.nearest(ore, &position, within, most, accept);
            let all = registry.rows(Kind::Site).filter(|it| accept(*it));
            let mut all: Vec<(f64, &str)> = all
                .map(|it| {
                    let km = position.distance_km(&registry.position(it).unwrap());
                    (km, registry.slug(it))
                })
                .filter(|it| it.0 <= within)
                .collect();
            all.sort_by(|a, b| a.partial_cmp(b).unwrap());
            assert_eq!(found.left_out_km, all.get(most).map(|it| it.0));
            ties += usize::from(all.windows(2).any(|it| it[0].0 == it[1].0));
            left_out += usize::from(all.len() > most);
            all.truncate(most);
            let found: Vec<(f64, &str)> = found
                .found
                .iter()
                .map(|it| (it.km, registry.slug(it.site)))
                .collect();
            assert_eq!(found, all, "round {round}");
        }
    }
    assert!(left_out > 300 && ties > 300, "{left_out} {ties}");
}
