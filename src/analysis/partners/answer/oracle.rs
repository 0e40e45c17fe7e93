//! Answers on random small networks against plain loops over all pairs: every pair compared by the score alone, distances by
//! Floyd–Warshall over the links, links and applications looked for anew each time.

mod networks;

use std::sync::Arc;

use self::networks::network;
use super::tests::WHEN;
use super::tests::knowledge;
use super::tests::question;
use super::tests::row;
use super::*;
use crate::analysis::partners::Partner;
use crate::analysis::partners::pair::Pair;
use crate::analysis::partners::score::told;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::tables::link;
use crate::model::tables::region;
use crate::model::tables::site;
use crate::model::tables::usage;
use crate::network::dice::Dice;
use crate::network::text::snapshot;

/// Kilometres over links with a length, between sites by their place; hidden links left out.
fn routes(registry: &Registry, hidden: &[Row]) -> (Vec<Row>, Vec<Vec<f64>>) {
    let sites: Vec<Row> = registry.rows(Kind::Site).collect();
    let number = |row: Row| {
        let place = if row.kind() == Kind::Site {
            row
        } else {
            registry
                .reference(row, crate::model::tables::side_stream::SITE)
                .unwrap()
        };
        sites.iter().position(|it| *it == place).unwrap()
    };
    let mut km = vec![vec![f64::INFINITY; sites.len()]; sites.len()];
    for (at, line) in km.iter_mut().enumerate() {
        line[at] = 0.0;
    }
    for row in registry.rows(Kind::Link).filter(|it| !hidden.contains(it)) {
        let figures = registry.figures(row, Quantity::Distance);
        let Some(length) = figures.first().and_then(|it| registry.figure_value(*it)) else {
            continue;
        };
        let [a, b] = [link::FROM, link::TO].map(|it| number(registry.reference(row, it).unwrap()));
        km[a][b] = km[a][b].min(length);
        km[b][a] = km[b][a].min(length);
    }
    for middle in 0..sites.len() {
        for a in 0..sites.len() {
            for b in 0..sites.len() {
                km[a][b] = km[a][b].min(km[a][middle] + km[middle][b]);
            }
        }
    }
    (sites, km)
}

/// What an answer tells: request and score in order, and how many each gate ruled out.
type Found = (Vec<(String, f64)>, Vec<(RejectionReason, usize)>);

/// Whether a request lies in a region asked, going up from each of the two: not known of what is only told to lie in a larger
/// one, of what is nowhere and of what has no place.
fn is_inside(registry: &Registry, request: &Request, asked: Option<Row>) -> Option<bool> {
    let is_in = |inner: Row, outer: Row| {
        let mut at = Some(inner);
        while let Some(region) = at {
            if region == outer {
                return true;
            }
            at = registry.reference(region, region::PARENT);
        }
        false
    };
    let (asked, region) = (asked?, request.whereabouts.region?);
    request.taker?;
    match (is_in(region, asked), is_in(asked, region)) {
        (true, _) => Some(true),
        (false, true) => None,
        (false, false) => Some(false),
    }
}

/// What plain loops find.
fn by_loops(
    registry: &Registry,
    knowledge: &Knowledge,
    stream: Row,
    hidden: &[Row],
    asked: Option<Row>,
) -> Found {
    let index = Index::build(registry, knowledge, WHEN);
    let offer = index
        .offers
        .iter()
        .find(|it| it.record == Some(stream))
        .unwrap();
    let mut precedents = index.precedents.clone();
    precedents
        .all
        .retain(|it| it.link.is_none_or(|it| !hidden.contains(&it)));
    let (sites, km) = routes(registry, hidden);
    let place = |row: Row| sites.iter().position(|it| *it == row).unwrap();
    let terms = Terms {
        when: WHEN,
        within_km: None,
    };
    let (mut found, mut rejected) = (Vec::new(), BTreeMap::new());
    for request in &index.requests {
        let side = OfferSide::of(knowledge, &index.vocabulary, &precedents, offer);
        let circle = offer.whereabouts.position.zip(request.whereabouts.position);
        let by_road = circle.map(|(a, b)| a.distance_km(&b) * 1.2);
        let ends = offer.whereabouts.site.zip(request.whereabouts.site);
        let route = ends.map(|(a, b)| km[place(a)][place(b)]);
        let route = route.filter(|it| it.is_finite());
        let is_assumed = by_road.is_some_and(|it| route.is_none_or(|route| it < route));
        let operation = request.taker.filter(|it| it.kind() == Kind::Site);
        let pair = Pair {
            registry,
            knowledge,
            vocabulary: &index.vocabulary,
            offer,
            request,
            given: Given::Offer(&side),
            terms: &terms,
            distance: Distance {
                km: if is_assumed { by_road } else { route },
                is_assumed,
                uncertain_km: 0.0,
                evidence: [None, None],
                half_km: 33.0,
            },
            precedents: &precedents,
            existing: existing(registry, offer, request, hidden),
            operation: operation.map(|it| registry.operation(it, WHEN)),
            is_inside: is_inside(registry, request, asked),
        };
        match judged(&pair) {
            Ok(scored) => found.push((scored, request, words(&index, &pair, &scored))),
            Err(reason) => *rejected.entry(reason).or_insert(0) += 1,
        }
    }
    let ordered = one_of_each(registry, knowledge, ordered(registry, found));
    (ordered, rejected.into_iter().collect())
}

/// What is told of a pair, but for which records it rests on, and for why something is not known.
fn words(index: &Index, pair: &Pair<'_>, scored: &Scored) -> String {
    let told = told(pair, scored);
    let known = told.components.iter().map(|it| (it.value, &it.message));
    let components = known.map(|it| it.0.map(|value| (value, it.1)));
    let components: Vec<_> = components.collect();
    let warnings: Vec<_> = told.warnings.iter().map(|it| &it.message).collect();
    let missing = index.treatments.missing(pair.offer, pair.request);
    format!("{scored:?} {components:?} {warnings:?} {missing:?}")
}

/// A pair that is not ruled out, and what is told of it.
type Passed<'a> = (Scored, &'a Request, String);

/// The first link from the stream, or from its site with its product, to the taker or to a site it runs.
fn existing(registry: &Registry, offer: &Offer, request: &Request, hidden: &[Row]) -> Option<Row> {
    registry.rows(Kind::Link).find(|it| {
        let end = |column| registry.reference(*it, column).unwrap();
        let product = registry.reference(*it, link::PRODUCT);
        let from_stream = Some(end(link::FROM)) == offer.record;
        let from_site = Some(end(link::FROM)) == offer.whereabouts.site && product == offer.product;
        let operator = registry.reference(end(link::TO), site::OPERATOR);
        !hidden.contains(it)
            && (from_stream || from_site)
            && request.taker.is_some()
            && (request.taker == Some(end(link::TO)) || request.taker == operator)
    })
}

/// By selection: the first that no other one is before.
fn ordered<'a>(registry: &Registry, mut found: Vec<Passed<'a>>) -> Vec<Passed<'a>> {
    let mut ordered = Vec::new();
    while !found.is_empty() {
        let mut first = 0;
        for at in 1..found.len() {
            let (a, b) = (&found[at], &found[first]);
            let id = |it: &Passed<'_>| (it.1.record.kind(), registry.slug(it.1.record).to_owned());
            let is_before = a.0.tier < b.0.tier
                || (a.0.tier == b.0.tier && a.0.score > b.0.score)
                || (a.0.tier == b.0.tier && a.0.score == b.0.score && id(a) < id(b));
            if is_before {
                first = at;
            }
        }
        ordered.push(found.remove(first));
    }
    ordered
}

/// The first of uses of one application, of an intake and an activity of one taker for one product, and of requests of one taker
/// of which the same is told.
fn one_of_each(
    registry: &Registry,
    knowledge: &Knowledge,
    ordered: Vec<Passed<'_>>,
) -> Vec<(String, f64)> {
    let mut kept: Vec<(String, f64)> = Vec::new();
    let mut applications: Vec<Vec<String>> = Vec::new();
    let mut taken: Vec<&Request> = Vec::new();
    let mut told: Vec<(Row, String)> = Vec::new();
    for (scored, request, words) in ordered {
        if request.record.kind() == Kind::Use {
            let application = registry.text(request.record, usage::APPLICATION).unwrap();
            let mut concepts = knowledge.concepts(application);
            concepts.sort();
            if applications.contains(&concepts) {
                continue;
            }
            applications.push(concepts);
        }
        let is_told = taken.iter().any(|it: &&Request| {
            it.taker.is_some()
                && it.taker == request.taker
                && it.record.kind() != request.record.kind()
                && it.products.iter().any(|it| request.products.contains(it))
        });
        taken.push(request);
        let said = request.taker.map(|it| (it, words));
        if !is_told && said.as_ref().is_none_or(|it| !told.contains(it)) {
            told.extend(said);
            kept.push((registry.id(request.record).to_string(), scored.score));
        }
    }
    kept
}

/// Cases that the random networks have to have, by [`known`] and by the gates.
const CASES: [&str; 6] = [
    "OverLimit",
    "OutsideRegions",
    "known Composition",
    "known Quantity",
    "open",
    "joined",
];

/// Which cases a partner is one of.
fn known(it: &Partner) -> Vec<String> {
    let known = it.components.iter().filter(|it| it.value.is_some());
    let mut cases: Vec<String> = known
        .map(|it| format!("known {:?}", it.component))
        .collect();
    let of_contents = it.offer.contents.iter();
    let mut open = of_contents.filter(|it| it.low.is_none() != it.high.is_none());
    cases.extend(open.next().map(|_| "open".to_owned()));
    cases.extend(it.also.first().map(|_| "joined".to_owned()));
    cases
}

#[test]
fn answers_are_those_of_plain_loops_over_all_pairs() {
    let knowledge = knowledge();
    let (mut told, mut seen) = (0, BTreeSet::new());
    for seed in 0..60 {
        let snapshot = Arc::new(snapshot(&network(&mut Dice(seed))));
        let registry = snapshot.registry();
        let links: Vec<Row> = registry.rows(Kind::Link).collect();
        for (at, stream) in registry.rows(Kind::SideStream).enumerate() {
            let hidden: Vec<Row> = links.iter().skip(at).take(at % 2).copied().collect();
            let north = [None, Some(row(&snapshot, "region:north"))][at / 2 % 2];
            let asked = PartnersQuestion {
                hidden_links: hidden.clone(),
                regions: north.into_iter().collect(),
                ..question(Subject::Offer(stream))
            };
            let index = Index::of(&snapshot, &knowledge, WHEN);
            if index.offers.iter().all(|it| it.record != Some(stream)) {
                continue;
            }
            let answer = partners(&snapshot, &knowledge, &asked);
            let (expected, rejected) = by_loops(registry, &knowledge, stream, &hidden, north);
            let got: Vec<(String, f64)> = answer
                .partners
                .iter()
                .map(|it| (registry.id(it.request.record).to_string(), it.score))
                .collect();
            assert_eq!(got, expected, "seed {seed}, {}", registry.slug(stream));
            assert_eq!(answer.rejected, rejected, "seed {seed}");
            told += got.len();
            seen.extend(answer.rejected.iter().map(|it| format!("{:?}", it.0)));
            seen.extend(answer.partners.iter().flat_map(known));
        }
    }
    assert!(told > 500, "the networks have partners: {told}");
    for case in CASES {
        assert!(seen.contains(case), "{case} occurs: {seen:?}");
    }
}

#[test]
fn a_need_finds_what_its_offers_find() {
    let knowledge = knowledge();
    for seed in 100..120 {
        let snapshot = Arc::new(snapshot(&network(&mut Dice(seed))));
        let registry = snapshot.registry();
        let index = Index::of(&snapshot, &knowledge, WHEN);
        for request in &index.requests {
            let need = question(Subject::Need(request.record));
            let answer = partners(&snapshot, &knowledge, &need);
            let mut explored = 0;
            for partner in &answer.partners {
                let record = partner.offer.record.unwrap();
                let pair = question(Subject::Pair(record, request.record));
                let pair = partners(&snapshot, &knowledge, &pair);
                let same = pair
                    .partners
                    .iter()
                    .find(|it| it.offer.product == partner.offer.product);
                let same = same.unwrap();
                assert_eq!(
                    (same.score, same.tier),
                    (partner.score, partner.tier),
                    "seed {seed}"
                );
                assert_eq!(same.rejected, None);
                assert_eq!(
                    same.existing,
                    partner.existing,
                    "seed {seed} {}",
                    registry.slug(record)
                );
                explored += 1;
            }
            let ruled_out: usize = answer.rejected.iter().map(|it| it.1).sum();
            assert_eq!(
                explored + ruled_out,
                index.offers.len(),
                "one request takes each offer once"
            );
        }
    }
}
