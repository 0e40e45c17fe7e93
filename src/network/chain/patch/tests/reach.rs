//! How far changes reach, on networks of a few lines.

use super::*;

/// The chain after some lines are put, checked against the one that is built; and the one before.
fn laid(network: &str, lines: &str) -> (Arc<Chain>, Arc<Chain>) {
    let below = Arc::new(snapshot(&format!("{SHARED}\n{network}")).with_cost_rates(rates()));
    let put: Vec<Change> = records(lines).into_iter().map(Change::Put).collect();
    let over = below.laid_over(&put);
    let material = below.registry().find(&Id::new(Kind::Material, "nickel"));
    let key = ChainKey {
        material: material.unwrap(),
        when: When {
            year: 2025,
            nearest_years: false,
            include_planned: false,
        },
        ways: Ways {
            side_streams: true,
            corridors: false,
        },
    };
    let (before, after) = (below.chain(key), over.chain(key));
    assert_built(&after, over.registry(), lines);
    let back: Vec<Change> = over
        .registry()
        .laid()
        .iter()
        .map(|it| match it.before {
            Some(row) => Change::Put(below.registry().record(row)),
            None => Change::Delete(over.registry().id(it.after.unwrap())),
        })
        .collect();
    let undone = over.laid_over(&back).chain(key);
    assert!(
        Arc::ptr_eq(&undone, &before),
        "undone, it is the chain below"
    );
    (before, after)
}

#[test]
fn each_way_that_a_change_reaches_is_followed() {
    for (why, network, lines) in [
        (
            "the grade of a place tells what a link can take",
            "site a MINE
            site b PROCESSOR
            link l a b ore
            figure link:l capacity 100 basis=GROSS year=2020",
            "figure site:a grade 0.2 material=nickel product=ore year=2020",
        ),
        (
            "the distance of two harbours is told of one of them",
            "site a HARBOUR at=60.1,20.5
            site b HARBOUR at=62.1,22.5
            link l a b ore mode=SEA",
            "figure site:b distance 70 partner=site:a year=2020",
        ),
        (
            "a closed site says nothing of a side-stream, which says nothing of where it is brought",
            "site a PROCESSOR
            site b PROCESSOR
            site c PROCESSOR
            side-stream w a slag
            link told side-stream:w b slag of=nickel
            link brought side-stream:w c slag
            activity c PROCESSING in=slag out=metal",
            "site b PROCESSOR closed=2020",
        ),
        (
            "a neighbour goes on taking what a side-stream of elsewhere brings",
            "site a PROCESSOR
            site b PROCESSOR
            site c PROCESSOR
            site d MINE
            side-stream w a slag
            link told side-stream:w b slag of=nickel
            link brought side-stream:w c slag
            link ore d c ore
            activity c PROCESSING in=slag out=metal",
            "site d MINE closed=2020",
        ),
        (
            "a side-stream ends with its site",
            "site a PROCESSOR
            site b PROCESSOR
            side-stream w a slag of=nickel
            link l side-stream:w b slag
            activity a PROCESSING in=ore out=conc",
            "status a CLOSED@2024",
        ),
        (
            "what a site ships decides what it is taken to make",
            "site a MINE
            site b PROCESSOR
            site c PROCESSOR
            link l a b ore
            link m b c conc",
            "site c PROCESSOR closed=2020",
        ),
    ] {
        let (before, after) = laid(network, lines);
        assert!(*before != *after, "{why}");
    }
}

#[test]
fn what_cannot_move_is_told_once() {
    let network = "site a PROCESSOR
        site b PROCESSOR
        link l a b melt mode=ROAD";
    let (before, after) = laid(network, "figure link:l emissions 3 year=2020");
    assert_eq!(before.unmovable().len(), 1);
    assert_eq!(after.unmovable(), before.unmovable());
}

#[test]
fn what_no_chain_reads_leaves_it_as_it_is() {
    let network = "site a MINE
        site b PROCESSOR
        link l a b ore";
    for lines in [
        "figure site:a production 70 material=nickel year=2020",
        "intake wish b conc",
        "organisation mining",
        "project p country=FI material=nickel stage=PROCESSING sites=a",
    ] {
        let (before, after) = laid(network, lines);
        assert!(Arc::ptr_eq(&before, &after), "{lines}");
    }
}

#[test]
fn only_what_is_touched_is_measured() {
    let mut line = "site s000 MINE".to_owned();
    for number in 1..200 {
        let from = number - 1;
        let told = format!(
            "site s{number:03} PROCESSOR
            link l{number:03} s{from:03} s{number:03} conc km=20
            activity s{number:03} PROCESSING in=conc out=metal"
        );
        line = format!("{line}\n{told}");
    }
    let measured = |lines| {
        let (before, after) = laid(&line, lines);
        assert_eq!(before.measured(), 2 * 199);
        assert_ne!(*before, *after);
        let shared = |it: &&Arc<ChainArc>| before.arcs().iter().any(|own| Arc::ptr_eq(own, it));
        (
            after.measured(),
            after.arcs().len() - after.arcs().iter().filter(shared).count(),
        )
    };
    assert_eq!(measured("figure link:l100 emissions 7 year=2020"), (1, 1));
    assert_eq!(
        measured("figure activity:s100-processing-conc recovery 0.5 material=nickel year=2020"),
        (1, 1)
    );
    assert_eq!(measured("site s100 PROCESSOR closed=2020"), (0, 0));
    assert_eq!(measured("status s100 OPERATING@2024"), (3, 3));
    // Both ends are taken to turn one product into the other, which nothing measures.
    assert_eq!(measured("link l100 s099 s100 ore"), (1, 3));
}
