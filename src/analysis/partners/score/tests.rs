//! Laws of the score over random pairs, and single pairs worked out by hand.

use proptest::prelude::*;

use super::*;
use crate::analysis::partners::Amount;
use crate::analysis::partners::Content;
use crate::analysis::partners::Limit;
use crate::analysis::partners::Offer;
use crate::analysis::partners::Request;
use crate::analysis::partners::WasteCode;
use crate::analysis::partners::Whereabouts;
use crate::analysis::partners::pair::Distance;
use crate::analysis::partners::pair::Given;
use crate::analysis::partners::pair::Terms;
use crate::analysis::partners::precedents::Precedent;
use crate::analysis::partners::precedents::Precedents;
use crate::analysis::partners::sides::OfferSide;
use crate::analysis::partners::sides::RequestSide;
use crate::analysis::partners::vocabulary::Vocabulary;
use crate::exchange::knowledge;
use crate::model::Id;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::ExchangeStatus;
use crate::network::text::snapshot;

const RECORDS: &str = "
    material metal group=metals
    material other
    material salt
    product dust RESIDUE carries=metal
    product melt RESIDUE state=MOLTEN
    site works PROCESSOR
    site taker PROCESSOR
    figure site:taker capacity 1 year=2020
    record use:roads application=roads status=PRACTISED
    record precedent:p waste=slag receiver=Builders status=IMPLEMENTED";

/// A pair and what it stands on.
#[derive(Clone)]
struct Case {
    registry: Registry,
    vocabulary: Vocabulary,
    precedents: Precedents,
    offer: Offer,
    request: Request,
    km: Option<f64>,
    within_km: Option<f64>,
}

fn row(registry: &Registry, id: &str) -> Row {
    registry.find(&Id::parse(id).unwrap()).unwrap()
}

impl Case {
    /// Nothing is known of either side.
    fn empty() -> Self {
        let registry = snapshot(RECORDS).registry().clone();
        let texts = ["slag roads", "dust zinc", "ash", "steam"];
        let request = Request {
            record: row(&registry, "use:roads"),
            taker: Some(row(&registry, "site:taker")),
            name: "Roads".to_owned(),
            words: Vec::new(),
            products: Vec::new(),
            materials: Vec::new(),
            ewc: Vec::new(),
            nace: Vec::new(),
            takes_hazardous: None,
            required: Vec::new(),
            limits: Vec::new(),
            amount: None,
            whereabouts: Whereabouts::default(),
            stream: None,
            use_status: None,
            processes: Vec::new(),
            treatment: Vec::new(),
            legal_route: None,
            valid: (None, None),
        };
        let offer = Offer {
            record: None,
            name: "Dust".to_owned(),
            words: Vec::new(),
            product: None,
            materials: Vec::new(),
            ewc: Vec::new(),
            nace: Vec::new(),
            hazardous: None,
            legal_standing: None,
            contents: Vec::new(),
            amount: None,
            whereabouts: Whereabouts::default(),
            operator: None,
        };
        Self {
            vocabulary: Vocabulary::of(knowledge(), texts),
            precedents: Precedents::default(),
            registry,
            offer,
            request,
            km: None,
            within_km: None,
        }
    }

    fn row(&self, id: &str) -> Row {
        row(&self.registry, id)
    }

    fn words(&self, text: &str) -> Vec<u32> {
        self.vocabulary.words(knowledge(), [text])
    }

    /// Asks something of the pair, the offer or the request being given.
    fn ask<T>(&self, from_offer: bool, ask: impl FnOnce(&Pair<'_>) -> T) -> T {
        let (vocabulary, precedents) = (&self.vocabulary, &self.precedents);
        let offer = OfferSide::of(knowledge(), vocabulary, precedents, &self.offer);
        let request = RequestSide::of(knowledge(), vocabulary, precedents, &self.request);
        let given = match from_offer {
            true => Given::Offer(&offer),
            false => Given::Request(&request),
        };
        let terms = Terms {
            when: When {
                year: 2025,
                nearest_years: false,
                include_planned: false,
            },
            within_km: self.within_km,
        };
        ask(&Pair {
            registry: &self.registry,
            knowledge: knowledge(),
            vocabulary,
            offer: &self.offer,
            request: &self.request,
            given,
            terms: &terms,
            distance: Distance {
                km: self.km,
                is_assumed: true,
                evidence: [None, None],
                half_km: 100.0,
            },
            precedents,
            existing: None,
            operation: None,
            is_inside: None,
        })
    }

    fn scored(&self) -> Scored {
        self.ask(true, scored)
    }

    fn judged(&self) -> Result<Scored, RejectionReason> {
        self.ask(true, judged)
    }

    /// The sentence of a component.
    fn why(&self, component: Component) -> String {
        let told = self.ask(true, |it| told(it, &scored(it)));
        told.components[component as usize].message.clone()
    }

    fn warnings(&self) -> Vec<String> {
        let told = self.ask(true, |it| told(it, &scored(it)));
        told.warnings.into_iter().map(|it| it.message).collect()
    }
}

fn code(code: &str) -> WasteCode {
    WasteCode {
        code: code.to_owned(),
        is_assigned: false,
    }
}

fn content(material: Row, low: f64, high: f64) -> Content {
    Content {
        material,
        low,
        high,
        figures: Vec::new(),
    }
}

fn amount(tonnes_per_year: f64) -> Option<Amount> {
    Some(Amount {
        tonnes_per_year,
        figures: Vec::new(),
    })
}

const MATERIALS: [&str; 3] = ["material:metal", "material:other", "material:salt"];
const CODES: [&str; 6] = ["100202", "100207", "100208", "1002", "191001", "010101"];
const TRADES: [&str; 4] = ["42.11", "23.51", "24.10", "2.1:24.10"];
const WORDS: [&str; 5] = ["slag", "roads slag", "dust", "zinc steam", "quux"];

/// Choices out of which a pair is made; `None` leaves the part unknown.
type Choices = (
    (Option<usize>, Option<usize>, Option<usize>, Option<usize>),
    (Vec<Option<(f64, f64)>>, Vec<Option<f64>>, Vec<Option<f64>>),
    (Option<f64>, Option<f64>, Option<f64>),
    Vec<(usize, usize, usize, usize)>,
    Option<usize>,
);

fn choices() -> impl Strategy<Value = Choices> {
    let fraction = || prop::option::of(0.0..0.5_f64);
    let range = prop::option::of((0.0..0.5_f64, 0.0..0.2_f64));
    (
        (
            prop::option::of(0..WORDS.len()),
            prop::option::of(0..WORDS.len()),
            prop::option::of(0..CODES.len()),
            prop::option::of(0..CODES.len()),
        ),
        (
            prop::collection::vec(range, 3),
            prop::collection::vec(fraction(), 3),
            prop::collection::vec(fraction(), 3),
        ),
        (
            prop::option::of(0.0..2000.0_f64),
            prop::option::of(0.0..1e6_f64),
            prop::option::of(0.0..1e6_f64),
        ),
        prop::collection::vec(
            (0..WORDS.len(), 0..CODES.len(), 0..TRADES.len(), 0..3_usize),
            0..6,
        ),
        prop::option::of(0..TRADES.len()),
    )
}

fn case(choices: &Choices) -> Case {
    let mut case = Case::empty();
    let ((words, asked_words, ewc, asked_ewc), fractions, (km, offered, taken), known, trade) =
        choices;
    let text = |at: &Option<usize>, case: &Case| at.map_or(Vec::new(), |at| case.words(WORDS[at]));
    case.offer.words = text(words, &case);
    case.request.words = text(asked_words, &case);
    case.offer.ewc = ewc.iter().map(|it| code(CODES[*it])).collect();
    case.request.ewc = asked_ewc.iter().map(|it| code(CODES[*it])).collect();
    case.request.nace = trade.iter().map(|it| TRADES[*it].to_owned()).collect();
    let rows = MATERIALS.map(|it| case.row(it));
    let figure = case.row("use:roads");
    let (contents, required, limits) = fractions;
    for (at, material) in rows.into_iter().enumerate() {
        if let Some((low, width)) = contents[at] {
            case.offer
                .contents
                .push(content(material, low, low + width));
        }
        let limit = |fraction| Limit {
            material,
            fraction,
            figure,
        };
        case.request.required.extend(required[at].map(limit));
        case.request.limits.extend(limits[at].map(limit));
    }
    case.km = *km;
    case.offer.amount = offered.and_then(amount);
    case.request.amount = taken.and_then(amount);
    let statuses = [
        ExchangeStatus::Implemented,
        ExchangeStatus::Planned,
        ExchangeStatus::UnderStudy,
    ];
    for (words, ewc, trade, status) in known {
        let made = Precedent {
            row: None,
            waste_words: case.words(WORDS[*words]),
            ewc: vec![code(CODES[*ewc])],
            product: None,
            receiver_words: case.words(WORDS[(words + 1) % WORDS.len()]),
            receiver_nace: vec![TRADES[*trade].to_owned()],
            status: statuses[*status],
            link: None,
            stream: None,
        };
        case.precedents.all.push(made);
    }
    case
}

/// The weighted geometric mean as methods §9 write it, by powers rather than logarithms.
fn plain_mean(values: &[Option<f64>; 6]) -> f64 {
    let weights = [3.0, 2.0, 2.0, 2.0, 1.0, 1.0];
    let known = || {
        values
            .iter()
            .zip(weights)
            .filter_map(|(it, w)| Some(((*it)?, w)))
    };
    let of: f64 = known().map(|it| it.1).sum();
    if of == 0.0 {
        return 0.01;
    }
    known().map(|(s, w)| s.max(0.01).powf(w / of)).product()
}

/// Every precedent against both sides, without order or bound.
fn plain_precedent(case: &Case) -> Option<f64> {
    let likeness = |a: &[u32], b: &[u32]| case.vocabulary.likeness(a, b).unwrap_or(0.0);
    let each = case.precedents.all.iter().filter_map(|it| {
        let mut waste = likeness(&case.offer.words, &it.waste_words);
        for (a, b) in case.offer.ewc.iter().zip(&it.ewc) {
            waste = waste.max(knowledge().waste_likeness(&a.code, &b.code).value());
        }
        let mut receiver = likeness(&case.request.words, &it.receiver_words);
        for (a, b) in case.request.nace.iter().zip(&it.receiver_nace) {
            receiver = receiver.max(knowledge().trade_similarity(a, b));
        }
        let status = match it.status {
            ExchangeStatus::Implemented => 1.0,
            ExchangeStatus::Planned => 0.6,
            ExchangeStatus::UnderStudy => 0.4,
        };
        (waste >= 0.3 && receiver >= 0.3).then_some(waste * receiver * status)
    });
    each.max_by(f64::total_cmp)
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-12
}

proptest! {
    #[test]
    fn the_score_is_the_mean_of_what_is_known(choices in choices()) {
        let case = case(&choices);
        let found = case.scored();
        prop_assert!(is_near(found.score, plain_mean(&found.values)));
        prop_assert_eq!(found.values[0].is_some(), plain_precedent(&case).is_some());
        if let (Some(a), Some(b)) = (found.values[0], plain_precedent(&case)) {
            prop_assert!(is_near(a, b), "{} {}", a, b);
        }
        prop_assert!((LEAST..=1.0 + 1e-12).contains(&found.score));
        prop_assert!((0.0..=1.0).contains(&found.confidence));
        prop_assert!(found.values.iter().flatten().all(|it| (0.0..=1.0).contains(it)));
        // The same from the other side, and again.
        let other = case.ask(false, scored);
        prop_assert_eq!(found.values, other.values);
        prop_assert_eq!(case.scored(), found);
        prop_assert_eq!(better(&found, &other), Ordering::Equal);
        // What is told are the same values, each with a sentence.
        let words = case.ask(true, |it| told(it, &found));
        prop_assert!(words.components.iter().all(|it| !it.message.is_empty()));
        let values: Vec<_> = words.components.iter().map(|it| it.value).collect();
        prop_assert_eq!(values, found.values.to_vec());
    }

    #[test]
    fn nearer_is_never_worse(choices in choices(), one in 0.0..3000.0_f64, other in 0.0..3000.0_f64) {
        let mut near = case(&choices);
        let mut far = near.clone();
        near.km = Some(one.min(other));
        far.km = Some(one.max(other));
        let (a, b) = (near.scored(), far.scored());
        prop_assert!(a.score >= b.score);
        prop_assert_eq!(a.confidence, b.confidence);
        prop_assert_ne!(better(&a, &b), Ordering::Greater);
        prop_assert_eq!(near.judged().is_ok(), far.judged().is_ok());
    }

    #[test]
    fn a_component_that_is_not_known_takes_confidence_and_leaves_the_others(choices in choices()) {
        let full = case(&choices);
        let before = full.scored();
        let mut cases = vec![];
        for without in 0..3 {
            let mut less = full.clone();
            match without {
                0 => less.km = None,
                1 => less.offer.amount = None,
                _ => less.precedents.all.clear(),
            }
            cases.push((less, [3, 5, 0][without]));
        }
        for (less, component) in cases {
            let after = less.scored();
            let mut values = before.values;
            values[component] = None;
            prop_assert_eq!(after.values, values);
            prop_assert!(is_near(after.score, plain_mean(&values)));
            if before.values[component].is_some() {
                prop_assert!(after.confidence < before.confidence);
            } else {
                prop_assert_eq!(after, before);
            }
        }
    }

    #[test]
    fn a_content_that_is_not_known_takes_confidence_and_leaves_the_others(choices in choices()) {
        let full = case(&choices);
        let before = full.scored();
        for at in 0..full.offer.contents.len() {
            let mut less = full.clone();
            let gone = less.offer.contents.remove(at);
            let after = less.scored();
            // All but composition, and distance, which is told by what the stream is taken for.
            for other in [0, 1, 4, 5] {
                prop_assert_eq!(after.values[other], before.values[other]);
            }
            let bounds = full.request.required.iter().chain(&full.request.limits);
            let counts = bounds.filter(|it| it.material == gone.material).count();
            if counts > 0 {
                prop_assert!(after.confidence < before.confidence);
            } else {
                prop_assert_eq!(after, before);
            }
        }
    }

    #[test]
    fn more_of_a_contaminant_is_never_better(choices in choices(), more in 0.0..0.5_f64) {
        let less = case(&choices);
        let limited: Vec<Row> = less.request.limits.iter().map(|it| it.material).collect();
        let mut worse = less.clone();
        worse.request.required.clear();
        let mut less = less;
        less.request.required.clear();
        for it in worse.offer.contents.iter_mut().filter(|it| limited.contains(&it.material)) {
            it.low += more;
            it.high += more;
        }
        let (a, b) = (less.scored(), worse.scored());
        prop_assert!(a.score >= b.score);
        prop_assert_eq!(a.confidence, b.confidence);
        let over = |it: &Case| it.judged() == Err(RejectionReason::OverLimit);
        prop_assert!(over(&worse) || !over(&less));
        // The gate is where even the low end is over.
        let is_over = less.request.limits.iter().any(|limit| {
            let contents = less.offer.contents.iter();
            contents.filter(|it| it.material == limit.material).any(|it| it.low > limit.fraction)
        });
        prop_assert_eq!(over(&less), is_over);
    }

    #[test]
    fn amounts_fit_the_same_from_both_sides(a in 0.0..1e7_f64, b in 0.0..1e7_f64) {
        let mut case = Case::empty();
        case.offer.amount = amount(a);
        case.request.amount = amount(b);
        let one = case.scored().values[5];
        std::mem::swap(&mut case.offer.amount, &mut case.request.amount);
        prop_assert_eq!(case.scored().values[5], one);
        prop_assert!(one.is_none_or(|it| is_near(it * a.max(b), a.min(b)) || (it * a.max(b) - a.min(b)).abs() < 1e-6));
    }

    #[test]
    fn a_pair_that_is_merely_near_is_ruled_out(km in 0.0..10.0_f64, offered in 1.0..1e6_f64) {
        let mut near = Case::empty();
        near.km = Some(km);
        near.offer.amount = amount(offered);
        near.request.amount = amount(offered);
        prop_assert_eq!(near.judged(), Err(RejectionReason::NothingInCommon));
        near.offer.words = near.words("slag");
        near.request.words = near.words("zinc");
        near.offer.ewc = vec![code("100202")];
        near.request.ewc = vec![code("010101")];
        prop_assert_eq!(near.judged(), Err(RejectionReason::NothingInCommon));
        near.request.ewc = vec![code("100202")];
        prop_assert!(near.judged().is_ok());
    }
}

#[test]
fn a_pair_worked_out_by_hand() {
    let mut case = Case::empty();
    let (metal, salt) = (case.row("material:metal"), case.row("material:salt"));
    let figure = case.row("use:roads");
    case.offer.ewc = vec![code("100202")];
    case.request.ewc = vec![code("1002")];
    case.offer.contents = vec![content(metal, 0.09, 0.09), content(salt, 0.01, 0.03)];
    case.request.required = vec![Limit {
        material: metal,
        fraction: 0.18,
        figure,
    }];
    case.request.limits = vec![Limit {
        material: salt,
        fraction: 0.025,
        figure,
    }];
    // Taken for its metal, so that half is left at 500 km.
    case.km = Some(500.0);
    case.offer.amount = amount(300_000.0);
    case.request.amount = amount(1_200_000.0);
    let found = case.scored();
    let expected = [None, Some(0.5), Some(0.5), Some(0.5), None, Some(0.25)];
    assert_eq!(found.values, expected);
    // (0.5^2 · 0.5^2 · 0.5^2 · 0.25^1)^(1/7) = 2^(-8/7)
    assert!(is_near(found.score, 2.0_f64.powf(-8.0 / 7.0)));
    assert!(is_near(found.confidence, 7.0 / 11.0));
    assert_eq!(found.tier, 1);
    assert_eq!(
        case.why(Component::Code),
        "same process only: waste code 10 02 02 offered, 10 02 asked for"
    );
    assert_eq!(
        case.why(Component::Composition),
        "contains 9 % metal, 18 % asked for; contains 1 % to 3 % salt, 2.5 % allowed"
    );
    assert_eq!(
        case.why(Component::Distance),
        "500 km, counts half at 500 km, farther than bulk since it is taken for its metal"
    );
    assert_eq!(
        case.why(Component::Quantity),
        "300 000 t/a offered, 1 200 000 t/a taken, 25 % of what is taken"
    );
    assert_eq!(
        case.warnings(),
        [
            "1 % to 3 % of salt may be over the 2.5 % that are allowed",
            "the distance is worked out from positions, as the crow flies with a usual detour; no route is on record",
        ]
    );
}

#[test]
fn codes_count_as_the_table_says() {
    let cases = [
        ("100202", "100202", false, 1.0),
        ("100202", "100202", true, 0.8),
        ("100207", "100208", false, 0.9),
        ("100207", "100208", true, 0.8),
        ("100202", "100208", true, 0.5),
        ("100202", "100901", false, 0.2),
        ("100202", "010101", false, 0.0),
    ];
    for (offered, asked, is_assigned, expected) in cases {
        let mut case = Case::empty();
        case.offer.ewc = vec![code(offered)];
        case.request.ewc = vec![code(asked)];
        case.request.ewc[0].is_assigned = is_assigned;
        assert_eq!(case.scored().values[1], Some(expected), "{offered} {asked}");
        let warnings = case.warnings().join("\n");
        assert_eq!(warnings.contains("mirror"), offered == "100207");
        assert_eq!(warnings.contains("assigned"), is_assigned);
    }
    // A product that is asked for; another one; wanted materials, of a group too.
    let mut case = Case::empty();
    case.offer.product = Some(case.row("product:dust"));
    case.request.products = vec![case.row("product:dust")];
    assert_eq!(case.scored().values[1], Some(1.0));
    case.request.products = vec![case.row("product:melt")];
    assert_eq!(case.scored().values[1], Some(0.0));
    case.request.materials = vec![case.row("material:metals")];
    assert_eq!(case.scored().values[2], None);
    case.offer.materials = vec![case.row("material:metal")];
    assert_eq!(case.scored().values[2], Some(1.0));
    assert_eq!(
        case.why(Component::Composition),
        "carries metal, which is asked for"
    );
    case.offer.contents = vec![content(case.row("material:metal"), 0.0, 0.0)];
    assert_eq!(case.scored().values[2], None);
}

#[test]
fn words_count_by_how_rare_they_are() {
    let case = Case::empty();
    // Four texts: "slag" and "roads" in one each: idf = ln(1 + 4/2) = ln 3, all the same.
    let of = |a: &str, b: &str| case.vocabulary.likeness(&case.words(a), &case.words(b));
    assert_eq!(of("slag", "slag roads"), Some(0.5));
    assert_eq!(of("slag", "zinc"), Some(0.0));
    assert_eq!(of("", "zinc"), None);
    // Of what is in no text the weight is ln(1 + 4/1) = ln 5.
    let expected = 3.0_f64.ln() / (3.0_f64.ln() + 5.0_f64.ln());
    assert!(is_near(of("slag quux", "slag").unwrap(), expected));
    assert_eq!(case.vocabulary.concept(case.words("quux")[0]), None);
}

#[test]
fn hazardous_waste_is_a_warning_without_a_permit_and_ruled_out_by_a_known_refusal() {
    let mut case = Case::empty();
    case.offer.hazardous = Some(true);
    case.offer.ewc = vec![code("100207")];
    case.request.ewc = vec![code("100207")];
    assert!(case.judged().is_ok());
    assert!(
        case.warnings()[0].contains("hazardous"),
        "{:?}",
        case.warnings()
    );
    case.request.takes_hazardous = Some(true);
    assert!(!case.warnings().join("").contains("hazardous"));
    case.request.takes_hazardous = Some(false);
    let rejection = case.ask(true, crate::analysis::partners::gates::rejection);
    assert_eq!(rejection.unwrap().reason, RejectionReason::Hazardous);
}

#[test]
fn gates_fail_in_their_order_each_with_its_sentence() {
    let mut case = Case::empty();
    let rejected = |case: &Case| {
        let rejection = case.ask(true, crate::analysis::partners::gates::rejection);
        assert_eq!(rejection.as_ref().map(|it| it.reason), case.judged().err());
        rejection.map_or(String::new(), |it| it.message)
    };
    assert_eq!(
        rejected(&case),
        "neither precedent, code, contents nor words say that dust is of use to taker"
    );
    case.offer.ewc = vec![code("100202")];
    case.request.ewc = vec![code("100202")];
    assert_eq!(rejected(&case), "");
    case.offer.product = Some(case.row("product:melt"));
    case.km = Some(5.0);
    assert_eq!(rejected(&case), "");
    case.km = Some(80.0);
    assert_eq!(rejected(&case), "Dust is molten, which is not moved 80 km");
    case.within_km = Some(80.0);
    case.offer.product = None;
    assert_eq!(rejected(&case), "");
    case.within_km = Some(79.0);
    assert_eq!(
        rejected(&case),
        "taker is 80 km away, more than the 79 km asked"
    );
    let metal = case.row("material:metal");
    case.offer.contents = vec![content(metal, 0.2, 0.3)];
    case.request.limits = vec![Limit {
        material: metal,
        fraction: 0.1,
        figure: case.row("use:roads"),
    }];
    assert_eq!(
        rejected(&case),
        "Dust contains 20 % to 30 % metal, and 10 % at the most is allowed"
    );
    case.request.valid = (Some("2026-01-01".to_owned()), None);
    assert_eq!(rejected(&case), "Roads holds from 2026-01-01, not in 2025");
    case.request.valid = (None, Some("2024-12-31".to_owned()));
    assert_eq!(rejected(&case), "Roads held to 2024-12-31, not in 2025");
    case.offer.whereabouts.site = Some(case.row("site:taker"));
    case.request.whereabouts.site = Some(case.row("site:taker"));
    assert_eq!(rejected(&case), "taker is who gives dust");
}
