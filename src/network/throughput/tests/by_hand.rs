//! A network of nine sites, all answers of which are worked out here.
//!
//! ```text
//! pit ──100 (link l1, 90 on record)──┐                ┌─matte 0.9──(60)── refinery ─metal 0.96, at most 54 out─┬─(50)─ port
//! hill ─40 produced (link l2, 30)────┴─ smelter 120 ──┤                     │                                  └─(20)─ maker
//!                                                     └─speiss 0.8── salts 0.5, capacity unknown ─salt─(100)─ maker
//!                                  recycler 10, 0.8 ─matte (6 on record)────┘ refinery
//!                                  maker ─scrap─ recycler: the loop
//!                                  smelter ─matte─ cobalt-works: cobalt, the by-product of nickel
//! ```
//!
//! **Upper, nickel.** The refinery takes 54 / 0.96 = 56.25 of matte. The recycler gives 10 · 0.8 = 8 of it, and what the
//! smelter gives as speiss instead comes to something, so that the smelter gives the other 48.25, for which it takes 48.25 / 0.9 =
//! 53.6111…. It takes 120 in all (pit 100 and hill, of which the link takes 30, would give 130). The other 66.3888… become
//! 0.8 · 0.5 = 0.4 of salt each: 26.5555…. Delivered: 54 + 26.5555… = 80.5555….
//! The port is nearer than the maker: it has 50 of metal, the maker 4 and the salt: 30.5555…. The pit is nearer than the hill: 100
//! and 20. Nothing is left anywhere. The loop brings nothing: scrap begins at the recycler as well.
//!
//! **Lower, nickel.** Unknown are l1 (90 on record), the link of speiss (20, since the smelter produced 20 of it), the salts
//! works (fed with 12; it produced 5 / 0.5 = 10), the recycler's link (6). The refinery takes 6 + 50.25 of matte, the
//! smelter for it 55.8333… of 120: 54 of metal. Speiss: 12, so 6 of salt. Delivered: 60; port 50, maker 10.
//!
//! **Unknowns**, each alone at what is on record: the salts works 12 → 54 + 6 = 60, effect 20.5555…; speiss 20 → 54 + 10 = 64, effect
//! 16.5555…; the recycler's link 6 → the smelter gives 50.25 of matte for 55.8333…, 64.1666… · 0.4 = 25.6666…, 79.6666…, effect
//! 0.8888…; l1 90 → the hill gives 30, nothing changes.
//!
//! **Shadow prices** (right derivatives): the smelter 0.4. A tonne more of metal takes 1 / (0.96 · 0.9) = 1.157407… of the smelter, which
//! would have become 0.462962… of salt: 0.537037…. A tonne more into the recycler frees 0.8 / 0.9 of the smelter:
//! 0.355555…. 120 · 0.4 + 54 · 0.537037… + 10 · 0.355555… = 48 + 29 + 3.5555… = 80.5555…, the value. The recycler's capacity is
//! estimated: 3.5555… of the value.
//!
//! **Weights of recoveries**: what comes out times its price. Metal 54, less the 29 of the capacity told of it: 25. Salt
//! 26.5555…, and so the speiss for it. Matte is worth 0.4 / 0.9: 48.25 and 8 of it weigh 25. With the capacities
//! 80.5555… + 103.1111… = 183.6666…, of which 3.5555… is estimated.
//!
//! **From the pit alone.** Nothing begins at the recycler. The smelter takes 100: 56.25 / 0.9 = 62.5 for the refinery, 37.5 · 0.4
//! = 15 of salt: 69.
//!
//! **Cobalt.** The cobalt works may have all matte of the smelter: 120 · 0.9 = 108 of nickel, with 0.02 of cobalt for 0.5 of nickel: 4.32
//! of cobalt, of which 0.75 come out: 3.24. Nothing tells what the mines give of cobalt: the lower is 0.

use super::*;
use crate::model::Row;
use crate::network::paths::Endpoint;
use crate::network::throughput::SiteAmount;

const SITES: &str = "material cobalt
    product conc CONCENTRATE carries=nickel,cobalt
    product matte INTERMEDIATE carries=nickel,cobalt
    product speiss INTERMEDIATE carries=nickel
    product metal REFINED carries=nickel
    product salt CHEMICAL carries=nickel
    product scrap SCRAP carries=nickel
    product cobalt-salt CHEMICAL carries=cobalt
    site pit MINE
    site hill MINE
    site smelter PROCESSOR
    site refinery PROCESSOR
    site salts PROCESSOR
    site port HARBOUR
    site maker MANUFACTURER
    site recycler RECYCLER
    site cobalt-works PROCESSOR
    activity pit EXTRACTION out=conc
    activity hill EXTRACTION out=conc
    activity smelter PROCESSING in=conc out=matte,speiss
    activity refinery PROCESSING in=matte out=metal
    activity salts PROCESSING in=speiss out=salt
    activity maker MANUFACTURING in=metal out=scrap
    activity recycler RECYCLING in=scrap out=matte
    activity cobalt-works PROCESSING in=matte out=cobalt-salt host=nickel
    link l1 pit smelter conc km=10
    link l2 hill smelter conc km=50
    link matte smelter refinery matte km=5
    link speiss smelter salts speiss km=5
    link old recycler refinery matte km=5
    link out refinery port metal km=100
    link home refinery maker metal km=200
    link salt salts maker salt km=5
    link scrap maker recycler scrap km=5
    link to-cobalt smelter cobalt-works matte km=5
    link cobalt cobalt-works port cobalt-salt km=5";

fn network() -> String {
    let works = |site: &str| format!("activity:{site}");
    let recoveries = [
        ("smelter-processing-conc", "matte", 0.9),
        ("smelter-processing-conc", "speiss", 0.8),
        ("refinery-processing-matte", "metal", 0.96),
        ("salts-processing-speiss", "salt", 0.5),
        ("recycler-recycling-scrap", "matte", 0.8),
        ("maker-manufacturing-metal", "scrap", 0.1),
    ];
    let recovery = |(site, product, share): (&str, &str, f64)| {
        let of = format!("material=nickel product={product}");
        figure(&works(site), "recovery", share, &of)
    };
    let mut text = SITES.to_owned();
    text.extend(recoveries.map(recovery));
    text + &capacities() + &others()
}

/// What bounds nickel.
fn capacities() -> String {
    let mut text = String::new();
    text += &nickel(
        "activity:pit-extraction-none",
        "capacity",
        100.0,
        "side=OUTPUT product=conc",
    );
    text += &nickel("site:hill", "production", 40.0, "product=conc");
    text += &nickel(
        "activity:smelter-processing-conc",
        "capacity",
        120.0,
        "side=INPUT",
    );
    text += &nickel(
        "activity:refinery-processing-matte",
        "capacity",
        54.0,
        "side=OUTPUT product=metal",
    );
    text += &nickel(
        "activity:recycler-recycling-scrap",
        "capacity",
        10.0,
        "side=INPUT product=scrap confidence=ESTIMATED",
    );
    text += &nickel("site:smelter", "production", 20.0, "product=speiss");
    text += &nickel("site:salts", "feed", 12.0, "product=speiss");
    text += &nickel("site:salts", "production", 5.0, "product=salt");
    for (link, tonnes) in [
        ("l2", 30.0),
        ("matte", 60.0),
        ("out", 50.0),
        ("home", 20.0),
        ("salt", 100.0),
    ] {
        text += &nickel(&format!("link:{link}"), "capacity", tonnes, "");
    }
    text
}

/// What nickel moved, and the by-product.
fn others() -> String {
    let mut text = String::new();
    text += &nickel("link:l1", "flow", 90.0, "");
    text += &nickel("link:old", "flow", 6.0, "");
    text += &figure(
        "site:cobalt-works",
        "content",
        0.5,
        "material=nickel product=matte",
    );
    text += &figure(
        "site:cobalt-works",
        "content",
        0.02,
        "material=cobalt product=matte",
    );
    text += &figure(
        "activity:cobalt-works-processing-matte",
        "recovery",
        0.75,
        "material=cobalt product=cobalt-salt",
    );
    text + &figure(
        "link:cobalt",
        "capacity",
        100.0,
        "material=cobalt basis=CONTAINED",
    )
}

fn alike(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1.0)
}

#[track_caller]
fn check(snapshot: &Snapshot, amounts: &[SiteAmount], expected: &[(&str, f64)]) {
    let slug = |row: Row| snapshot.registry().slug(row);
    let told: Vec<(&str, f64)> = amounts
        .iter()
        .map(|it| (slug(it.site), it.tonnes))
        .collect();
    let are_alike = told.len() == expected.len()
        && told
            .iter()
            .zip(expected)
            .all(|(a, b)| a.0 == b.0 && alike(a.1, b.1));
    assert!(are_alike, "{told:?} {expected:?}");
}

/// 120 taken by the smelter, less what it takes for 48.25 of matte, as salt.
const SALT: f64 = (120.0 - 48.25 / 0.9) * 0.8 * 0.5;

#[test]
fn all_nickel_is_as_worked_out() {
    let (snapshot, answer) = asked(&network(), &of("nickel"));
    let upper = 54.0 + SALT;
    assert!(alike(answer.upper.delivered.unwrap(), upper), "{answer:?}");
    assert!(alike(answer.lower.delivered.unwrap(), 60.0), "{answer:?}");
    assert_eq!(answer.status, AnswerStatus::Bounded);
    assert_eq!((answer.upper.unplaced, answer.lower.unplaced), (0.0, 0.0));
    check(
        &snapshot,
        &answer.upper.by_sink,
        &[("maker", 4.0 + SALT), ("port", 50.0)],
    );
    check(
        &snapshot,
        &answer.lower.by_sink,
        &[("maker", 10.0), ("port", 50.0)],
    );
    check(
        &snapshot,
        &answer.upper.by_source,
        &[("hill", 20.0), ("pit", 100.0), ("recycler", 10.0)],
    );
    let share = answer.estimated_share.unwrap();
    // The recycler's capacity is estimated; nothing of the hill's production binds.
    let recovered = (54.0 - 29.0) + SALT + SALT + 25.0;
    let expected = (10.0 * 0.8 / 0.9 * 0.4) / (upper + recovered);
    assert!(alike(share, expected), "{share}");
    assert_eq!(answer.why_none, None);
    assert!(!answer.is_cut);
}

#[test]
fn what_is_not_known_of_nickel_is_as_worked_out() {
    let (snapshot, answer) = asked(&network(), &of("nickel"));
    let upper = 54.0 + SALT;
    let old = 54.0 + (120.0 - 50.25 / 0.9) * 0.4;
    let expected = [
        ("salts-processing-speiss", 12.0, 60.0),
        ("speiss", 20.0, 64.0),
        ("old", 6.0, old),
        ("l1", 90.0, upper),
    ];
    assert_eq!(
        answer.unknowns.len(),
        expected.len(),
        "{:?}",
        answer.unknowns
    );
    for (it, (record, at_least, then)) in answer.unknowns.iter().zip(expected) {
        assert_eq!(snapshot.registry().slug(it.record), record);
        assert!(alike(it.at_least, at_least), "{it:?}");
        assert!(alike(it.upper_then.unwrap(), then), "{it:?}");
        assert!(alike(it.effect.unwrap(), upper - then), "{it:?}");
        assert!(it.is_evaluated);
        assert_eq!(it.figures.len(), 1, "{it:?}");
    }
}

#[test]
fn from_the_pit_alone_nothing_begins_at_the_recycler() {
    let question = ThroughputQuestion {
        from: Endpoint::Sites(vec![Id::new(Kind::Site, "pit")]),
        ..of("nickel")
    };
    let (snapshot, answer) = asked(&network(), &question);
    assert!(alike(answer.upper.delivered.unwrap(), 69.0), "{answer:?}");
    check(&snapshot, &answer.upper.by_source, &[("pit", 100.0)]);
}

#[test]
fn the_by_product_is_bounded_by_its_host() {
    let (snapshot, answer) = asked(&network(), &of("cobalt"));
    assert!(alike(answer.upper.delivered.unwrap(), 3.24), "{answer:?}");
    assert_eq!(answer.lower.delivered, Some(0.0));
    assert_eq!(answer.status, AnswerStatus::Undetermined);
    let host = snapshot.registry().find(&Id::new(Kind::Material, "nickel"));
    let bound = answer
        .basis
        .notes
        .iter()
        .find(|it| Some(it.subject) == host);
    assert!(alike(bound.unwrap().value.unwrap(), 4.32), "{bound:?}");
}
