//! When a stream is without a recorded user, how much of it, and what the sums leave out.

mod again;
mod oracle;
mod states;

use std::sync::Arc;

use super::*;
use crate::model::Id;
use crate::network::text::snapshot;

/// A heap of works, by its fate and more lines.
fn heap(fate: &str, more: &str) -> String {
    format!(
        "region fi
        region north parent=fi country=FI
        material metal critical
        material common
        product slag RESIDUE
        site works PROCESSOR country=FI status=OPERATING@2024
        site plant PROCESSOR country=SE
        side-stream heap works slag {fate}
        {more}"
    )
}

const GENERATION: &str =
    "figure side-stream:heap generation 1000 product=slag basis=GROSS year=2020";
const CONTENT: &str = "figure side-stream:heap content 0.03 material=metal product=slag year=2020";

fn answer(network: &str, material: Option<&str>) -> (Arc<Snapshot>, UnusedAnswer) {
    let text = format!("{network}\nrecord region:fi country=FI level=0");
    let snapshot = Arc::new(snapshot(&text));
    let registry = snapshot.registry();
    let material = material.map(|it| registry.find(&Id::new(Kind::Material, it)).unwrap());
    let question = UnusedQuestion {
        region: registry.find(&Id::new(Kind::Region, "fi")).unwrap(),
        material,
        when: When {
            year: 2025,
            nearest_years: false,
            include_planned: false,
        },
    };
    let found = unused_streams(&snapshot, &question);
    (snapshot, found)
}

/// The part and tonnes a year not used of the heap; none if it is not listed.
fn told(fate: &str, more: &str) -> Option<(Option<f64>, Option<f64>)> {
    let (_, found) = answer(&heap(fate, &format!("{GENERATION}\n{more}")), None);
    assert!(found.streams.len() <= 1);
    let it = found.streams.into_iter().next()?;
    Some((it.part, it.tonnes_per_year.map(|it| it.tonnes)))
}

fn share(fate: &str, value: f64) -> String {
    format!("figure side-stream:heap fate-share {value} definition={fate} year=2020")
}

#[test]
fn the_fate_says_what_is_not_used() {
    let whole = Some((Some(1.0), Some(1000.0)));
    for fate in ["STORED", "LANDFILLED", "BACKFILLED", "STORED;BACKFILLED"] {
        assert_eq!(told(&format!("fate={fate}@2020"), ""), whole, "{fate}");
    }
    for fate in ["SOLD", "REUSED", "REUSED;SOLD"] {
        assert_eq!(told(&format!("fate={fate}@2020"), ""), None, "{fate}");
    }
    // Not known is neither all nor nothing.
    let unknown = Some((None, None));
    for fate in [
        "",
        "fate=UNKNOWN@2020",
        "fate=REUSED;UNKNOWN@2020",
        "fate=STORED;REUSED@2020",
    ] {
        assert_eq!(told(fate, ""), unknown, "{fate}");
    }
    let parted = "fate=STORED;REUSED@2020";
    assert_eq!(
        told(parted, &share("STORED", 0.9)),
        Some((Some(0.9), Some(900.0)))
    );
    assert_eq!(
        told(parted, &share("REUSED", 0.75)),
        Some((Some(0.25), Some(250.0)))
    );
    assert_eq!(
        told(parted, &share("STORED", 0.0)),
        None,
        "nothing is stored"
    );
    assert_eq!(told("fate=STORED@2026", ""), unknown, "not in force yet");
    assert_eq!(told("fate=STORED@2020 planned=true", ""), None);
}

#[test]
fn a_link_in_use_takes_all_a_part_or_nobody_knows() {
    let stored = "fate=STORED@2020";
    let link = "link l side-stream:heap plant slag";
    let flow = |tonnes: f64| format!("{link}\nfigure link:l flow {tonnes} basis=GROSS year=2024");
    assert_eq!(told(stored, &flow(1000.0)), None, "it takes all");
    assert_eq!(told("", &flow(1000.0)), None);
    assert_eq!(told(stored, &flow(400.0)), Some((Some(0.6), Some(600.0))));
    assert_eq!(told("", &flow(400.0)), Some((Some(0.6), Some(600.0))));
    assert_eq!(
        told(stored, link),
        Some((None, None)),
        "how much it takes is not on record"
    );
    // Of an unknown fate there is a recorded user then: counted, not listed.
    let (_, found) = answer(&heap("", &format!("{GENERATION}\n{link}")), None);
    assert_eq!((found.streams.len(), found.totals.with_user), (0, 1));
    assert!(
        found.message.contains("have a recorded user"),
        "{}",
        found.message
    );
    // From the site with the product of the stream, as well; of two streams of one product nobody knows of which.
    let site = flow(1000.0).replace("side-stream:heap plant", "works plant");
    assert_eq!(told(stored, &site), None);
    let (_, found) = answer(
        &heap(
            stored,
            &format!("{GENERATION}\n{site}\nside-stream twin works slag fate=SOLD@2020"),
        ),
        None,
    );
    assert_eq!(found.streams[0].part, None);
    for other in [
        format!("{link} status=PLANNED"),
        format!("{link} status=HISTORICAL"),
        format!("{link} kind=CORRIDOR"),
        format!("{link} last=2020"),
        "link l works plant other\nproduct other ORE".to_owned(),
    ] {
        assert_eq!(
            told(stored, &other),
            Some((Some(1.0), Some(1000.0))),
            "{other}"
        );
    }
    // Tonnes of a link within those of another are not added: 400 of 1000, not 700.
    let within = format!(
        "{}\nlink m side-stream:heap plant slag part-of=l\nfigure link:m flow 300 basis=GROSS year=2024",
        flow(400.0)
    );
    assert_eq!(told(stored, &within), Some((Some(0.6), Some(600.0))));
    // What figures say of the shares stands.
    let both = format!("{}\n{}", flow(1000.0), share("STORED", 0.9));
    assert_eq!(
        told("fate=STORED;REUSED@2020", &both),
        Some((Some(0.9), Some(900.0)))
    );
}

#[test]
fn a_link_from_a_stream_takes_it_whatever_product_it_names() {
    let stored = "fate=STORED@2020";
    let link = |tonnes: f64| {
        format!(
            "product other RESIDUE
            link l side-stream:heap plant other
            figure link:l flow {tonnes} basis=GROSS year=2024"
        )
    };
    assert_eq!(told(stored, &link(1000.0)), None, "it takes all");
    assert_eq!(told(stored, &link(400.0)), Some((Some(0.6), Some(600.0))));
    // A stream of which no product is told.
    let bare = |tonnes: f64| {
        let network = heap(stored, &format!("{GENERATION}\n{}", link(tonnes)));
        let network = network.replace("heap works slag", "heap works -");
        let (_, found) = answer(&network.replace("product=slag ", ""), None);
        let parts = found.streams.iter().map(|it| (it.part, it.links.len()));
        parts.collect::<Vec<_>>()
    };
    assert_eq!(bare(400.0), [(Some(0.6), 1)]);
    assert!(bare(1000.0).is_empty());
}

#[test]
fn contents_are_told_with_their_figures_and_unknown_is_not_zero() {
    let more = format!(
        "{GENERATION}\n{CONTENT}
        figure side-stream:heap stock 5000 product=slag basis=GROSS year=2020
        record side-stream:heap materials=metal;common"
    );
    let (snapshot, found) = answer(&heap("fate=STORED@2020", &more), None);
    let registry = snapshot.registry();
    let it = &found.streams[0];
    let [metal, common] = it.contents.as_slice() else {
        panic!("{:?}", it.contents)
    };
    assert_eq!(registry.slug(metal.material), "metal");
    assert_eq!((metal.is_critical, metal.fraction), (true, Some(0.03)));
    // 1000 t/a · 1 · 0.03, and 5000 t · 0.03.
    let tonnes = |it: &Option<Tonnes>| it.as_ref().map(|it| (it.tonnes, it.figures.len()));
    assert_eq!(tonnes(&metal.tonnes_per_year), Some((30.0, 2)));
    assert_eq!(tonnes(&metal.stock), Some((150.0, 2)));
    assert_eq!(
        (
            common.fraction,
            &common.tonnes_per_year,
            common.figures.len()
        ),
        (None, &None, 0)
    );
    assert_eq!(
        it.message,
        "heap of works is stored (as of 2020); 1000 t a year are not used, by figures of 2020; 5000 t lie there, by figures of 2020; of critical materials it holds metal (30 t a year) (2025)."
    );
    assert_eq!(
        found.message,
        "fi, 2025: 1 side-stream not wholly taken by a recorded user: 1000 t a year are not used of 1; besides, 5000 t lie at 1 of them; by figures of 2020."
    );
    let (_, named) = answer(
        &heap(
            "fate=STORED@2020",
            "record side-stream:heap materials=metal",
        ),
        None,
    );
    assert_eq!(named.totals.per_year.tonnes, None);
    assert_eq!(named.totals.per_year.unknown, 1);
    assert_eq!(
        (
            named.totals.contained[0].1.tonnes,
            named.totals.contained[0].1.unknown
        ),
        (None, 1)
    );
    // It no longer arises: what is not known of a year is then nothing to know.
    let closed = heap("fate=STORED@2020", &more).replace("OPERATING", "CLOSED");
    let (_, found) = answer(&closed, None);
    assert_eq!(
        (found.totals.per_year.known, found.totals.per_year.unknown),
        (0, 0)
    );
    assert_eq!(found.streams[0].tonnes_per_year, None);
    assert_eq!(found.totals.stock.tonnes, Some(5000.0));
}

#[test]
fn a_material_asked_counts_by_name_by_figure_and_by_its_group() {
    let group = "material group\nmaterial metal critical group=group";
    let network = heap("fate=STORED@2020", &format!("{group}\n{CONTENT}"));
    for (asked, count) in [("metal", 1), ("group", 1), ("common", 0)] {
        assert_eq!(
            answer(&network, Some(asked)).1.streams.len(),
            count,
            "{asked}"
        );
    }
    let nothing = network.replace("content 0.03", "content 0");
    assert!(
        answer(&nothing, Some("metal")).1.streams.is_empty(),
        "a stated 0"
    );
    let (_, found) = answer(&nothing, Some("metal"));
    assert_eq!(
        found.message,
        "fi, 2025: no side-stream with metal without a recorded user is on record."
    );
}

#[test]
fn critical_tonnes_come_first_then_tonnes_then_the_id() {
    let stream = |slug: &str, tonnes: f64| {
        format!(
            "side-stream {slug} works p-{slug} fate=STORED@2020
            product p-{slug} RESIDUE
            figure side-stream:{slug} generation {tonnes} basis=GROSS product=p-{slug} year=2020\n"
        )
    };
    let content = |slug: &str, of: &str| {
        format!("figure side-stream:{slug} content 0.5 material={of} product=p-{slug} year=2020\n")
    };
    let more = stream("small", 10.0)
        + &content("small", "metal")
        + &stream("large", 1e6)
        + &content("large", "common")
        + &stream("b-equal", 500.0)
        + &stream("a-equal", 500.0);
    let (snapshot, found) = answer(&heap("fate=STORED@2020", &more), None);
    let order: Vec<&str> = found
        .streams
        .iter()
        .map(|it| snapshot.registry().slug(it.row))
        .collect();
    assert_eq!(order, ["small", "large", "a-equal", "b-equal", "heap"]);
    // 10 + 1 000 000 + 500 + 500, and the heap is not known.
    assert_eq!(found.totals.per_year.tonnes, Some(1_001_010.0));
    assert_eq!(found.totals.per_year.unknown, 1);
    // Of critical materials alone: 10 t · 0.5.
    let contained = &found.totals.contained;
    assert_eq!((contained.len(), contained[0].1.tonnes), (1, Some(5.0)));
}
