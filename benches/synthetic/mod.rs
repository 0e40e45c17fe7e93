//! A made-up network of value chains over Europe, of any size, the same for a seed.
//!
//! After the recipe of the networks that graph services are compared on: seven types of places around made-up
//! centres, 34 materials of which few are common, links to near places of the next type that handle the
//! material, about 3.9 a place, mostly near and sometimes far. What a place ships is a product of its material and
//! type, so that plants convert one product into another. All values are made up.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::expect_used,
    reason = "the numbers of a bench are small, and it fails by panicking"
)]

use ketju::model::Id;
use ketju::model::Kind;
use ketju::model::Quantity;
use ketju::model::Record;
use ketju::model::Registry;
use ketju::model::SOURCES;
use ketju::model::Value;
use ketju::model::codes::Confidence;
use ketju::model::codes::MassBasis;
use ketju::model::codes::Mode;
use ketju::model::codes::PositionPrecision;
use ketju::model::codes::ProductForm;
use ketju::model::codes::SiteKind;
use ketju::model::computed_slug;
use ketju::model::geo::great_circle_km;
use ketju::model::tables::figure;
use ketju::model::tables::link;
use ketju::model::tables::product;
use ketju::model::tables::site;

/// Materials; the first is the most common.
pub(crate) const MATERIALS: usize = 34;

/// Types of places: kind, share of all, form of what they ship.
const TYPES: [(SiteKind, f64, ProductForm); 7] = [
    (SiteKind::Mine, 0.19, ProductForm::Ore),
    (SiteKind::Processor, 0.16, ProductForm::Concentrate),
    (SiteKind::Processor, 0.14, ProductForm::Refined),
    (SiteKind::Manufacturer, 0.25, ProductForm::Component),
    (SiteKind::Harbour, 0.04, ProductForm::Refined),
    (SiteKind::Recycler, 0.11, ProductForm::Scrap),
    (SiteKind::Storage, 0.11, ProductForm::Residue),
];

/// From type, to type, share of places that surely have a link, further links a place on average.
const LINKS: [(usize, usize, f64, f64); 15] = [
    (0, 1, 1.0, 3.2),
    (1, 2, 1.0, 2.0),
    (1, 4, 0.25, 0.25),
    (1, 6, 0.6, 0.4),
    (2, 3, 1.0, 4.3),
    (2, 4, 0.3, 0.4),
    (2, 6, 0.5, 0.4),
    (3, 4, 1.0, 1.4),
    (3, 5, 0.7, 0.9),
    (5, 2, 1.0, 0.9),
    (5, 3, 0.6, 0.8),
    (6, 5, 0.8, 0.7),
    (6, 2, 0.5, 0.6),
    (4, 4, 1.0, 2.0),
    (4, 2, 0.5, 1.0),
];

/// SplitMix64: the same numbers on every machine.
pub(crate) struct Dice(pub u64);

impl Dice {
    fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        it ^ (it >> 31)
    }

    pub(crate) fn roll(&mut self, below: usize) -> usize {
        (self.word() % below as u64) as usize
    }

    /// From 0 to below 1.
    fn share(&mut self) -> f64 {
        (self.word() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A material, the n-th with a weight of 1/n.
    fn material(&mut self) -> usize {
        let whole: f64 = (1..=MATERIALS).map(|it| 1.0 / it as f64).sum();
        let mut left = self.share() * whole;
        for material in 0..MATERIALS {
            left -= 1.0 / (material + 1) as f64;
            if left < 0.0 {
                return material;
            }
        }
        0
    }

    /// Mostly small, sometimes large, of either sign.
    fn offset(&mut self, places: usize) -> usize {
        let far = ((1.0 - self.share()).powf(-1.0 / 1.3) - 1.0) * 1.5 + 0.5;
        let far = far.min(1e6).round() as usize % places;
        if self.roll(2) == 0 { far } else { places - far }
    }
}

struct Place {
    kind: usize,
    materials: [usize; 2],
    latitude: f64,
    longitude: f64,
}

/// The network.
pub(crate) struct Synthetic {
    pub(crate) registry: Registry,
    pub(crate) places: usize,
    pub(crate) links: usize,
}

impl Synthetic {
    /// So many places, with their links, products and figures of distance, emissions, cost and flow.
    pub(crate) fn new(count: usize) -> Self {
        let mut dice = Dice(20_240_523);
        let places = places(&mut dice, count);
        let links = links(&mut dice, &places);
        let mut records = vec![Record::new(Id::new(Kind::Source, "made-up"))];
        records.extend((0..MATERIALS).map(|it| Record::new(material_id(it))));
        for material in 0..MATERIALS {
            records.extend((0..TYPES.len()).map(|kind| product_record(material, kind)));
        }
        records.extend(
            places
                .iter()
                .enumerate()
                .map(|(at, it)| site_record(at, it)),
        );
        for (at, (from, to, material)) in links.iter().enumerate() {
            let ends = (&places[*from], &places[*to]);
            records.extend(link_records(&mut dice, at, (*from, *to), ends, *material));
        }
        Self {
            registry: Registry::of_records(records),
            places: places.len(),
            links: links.len(),
        }
    }
}

/// The id of a place.
pub(crate) fn site_id(at: usize) -> Id {
    Id::new(Kind::Site, format!("s{at:07}"))
}

/// The id of a material.
pub(crate) fn material_id(at: usize) -> Id {
    Id::new(Kind::Material, format!("m{at:02}"))
}

fn product_id(material: usize, kind: usize) -> Id {
    Id::new(Kind::Product, format!("p{material:02}-{kind}"))
}

fn places(dice: &mut Dice, count: usize) -> Vec<Place> {
    let mut places = Vec::with_capacity(count);
    for (kind, (_, share, _)) in TYPES.iter().enumerate() {
        for _ in 0..(share * count as f64) as usize {
            let first = dice.material();
            let second = dice.material();
            let second = if second == first {
                (second + 1) % MATERIALS
            } else {
                second
            };
            places.push(Place {
                kind,
                materials: [first, second],
                latitude: 36.0 + 34.0 * dice.share(),
                longitude: -9.0 + 41.0 * dice.share(),
            });
        }
    }
    // Numbered along strips of a degree, so that near numbers are near places.
    places.sort_by_key(|it| {
        let strip = it.latitude as i64;
        let along = (it.longitude * 1e5) as i64;
        (strip, if strip % 2 == 0 { along } else { -along })
    });
    places
}

fn links(dice: &mut Dice, places: &[Place]) -> Vec<(usize, usize, usize)> {
    // Places by type and material, in the order of numbers; harbours take every material.
    let mut by_use = vec![vec![Vec::new(); MATERIALS + 1]; TYPES.len()];
    for (at, place) in places.iter().enumerate() {
        by_use[place.kind][MATERIALS].push(at);
        for material in place.materials {
            by_use[place.kind][material].push(at);
        }
    }
    let mut links = Vec::new();
    for (from, to, surely, further) in LINKS {
        for at in &by_use[from][MATERIALS] {
            let base = usize::from(dice.share() < surely);
            let more = (further * 2.0 * dice.share()).round() as usize;
            for number in 0..base + more {
                let material = match TYPES[from].0 {
                    SiteKind::Harbour => dice.material(),
                    _ => places[*at].materials[usize::from(number >= base && dice.share() < 0.3)],
                };
                let near = if TYPES[to].0 == SiteKind::Harbour {
                    MATERIALS
                } else {
                    material
                };
                let takers = &by_use[to][near];
                if takers.is_empty() {
                    continue;
                }
                let here = takers.partition_point(|it| it < at);
                let head = takers[(here + dice.offset(takers.len())) % takers.len()];
                if head != *at {
                    links.push((*at, head, material));
                }
            }
        }
    }
    links.sort_unstable();
    links.dedup();
    links
}

fn code<T: Copy + PartialEq>(all: &[T], one: T) -> Value {
    let at = all.iter().position(|it| *it == one).expect("a code");
    Value::Code(at as u16)
}

fn product_record(material: usize, kind: usize) -> Record {
    let mut record = Record::new(product_id(material, kind));
    record.set(product::FORM, code(ProductForm::ALL, TYPES[kind].2));
    let carried = Value::List(vec![Value::Id(material_id(material))]);
    record.set(product::MATERIALS, carried);
    record
}

fn site_record(at: usize, place: &Place) -> Record {
    let mut record = Record::new(site_id(at));
    record.set(site::KIND, code(SiteKind::ALL, TYPES[place.kind].0));
    record.set(site::LATITUDE, Value::Number(place.latitude));
    record.set(site::LONGITUDE, Value::Number(place.longitude));
    record.set(
        site::PRECISION,
        code(PositionPrecision::ALL, PositionPrecision::Site),
    );
    record
}

fn link_records(
    dice: &mut Dice,
    at: usize,
    (from, to): (usize, usize),
    ends: (&Place, &Place),
    material: usize,
) -> Vec<Record> {
    let id = Id::new(Kind::Link, format!("l{at:08}"));
    let mut record = Record::new(id.clone());
    // A harbour passes on what manufacturers ship to it.
    let shipped = if ends.0.kind == 4 { 3 } else { ends.0.kind };
    record.set(link::FROM, Value::Id(site_id(from)));
    record.set(link::TO, Value::Id(site_id(to)));
    record.set(link::PRODUCT, Value::Id(product_id(material, shipped)));
    let km = great_circle_km(
        ends.0.latitude,
        ends.0.longitude,
        ends.1.latitude,
        ends.1.longitude,
    );
    let km = (km * (1.1 + 0.4 * dice.share())).max(0.5);
    let by_sea = ends.0.kind == 4 && ends.1.kind == 4;
    let (mode, rate) = if by_sea {
        (Mode::Sea, 0.012)
    } else if km > 150.0 && dice.share() < 0.6 {
        (Mode::Rail, 0.022)
    } else {
        (Mode::Road, 0.095)
    };
    record.set(link::MODE, code(Mode::ALL, mode));
    let flow = 100.0 + 50_000.0 * dice.share();
    let figures = [
        (Quantity::Distance, km),
        (Quantity::Emissions, km * rate),
        (Quantity::Cost, km * rate * 0.9 + 5.0),
        (Quantity::Flow, flow),
        (Quantity::Capacity, flow * (1.0 + dice.share())),
    ];
    let mut records = vec![record];
    records.extend(figures.map(|(quantity, value)| figure_record(&id, quantity, value, material)));
    records
}

fn figure_record(subject: &Id, quantity: Quantity, value: f64, material: usize) -> Record {
    let mut record = Record::new(Id::new(Kind::Figure, ""));
    record.set(figure::SUBJECT, Value::Id(subject.clone()));
    record.set(figure::QUANTITY, code(Quantity::ALL, quantity));
    record.set(
        figure::VALUE,
        Value::Number((value * 100.0).round() / 100.0),
    );
    record.set(figure::UNIT, Value::Text(quantity.unit().into()));
    record.set(figure::YEAR, Value::Int(2024));
    record.set(
        figure::CONFIDENCE,
        code(Confidence::ALL, Confidence::Reported),
    );
    if matches!(quantity, Quantity::Flow | Quantity::Capacity) {
        record.set(figure::BASIS, code(MassBasis::ALL, MassBasis::Contained));
        record.set(figure::MATERIAL, Value::Id(material_id(material)));
    }
    let source = Value::Id(Id::new(Kind::Source, "made-up"));
    record.set(SOURCES, Value::List(vec![source]));
    record.id.slug = computed_slug(&record);
    record
}
