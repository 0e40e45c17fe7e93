//! Routes over candidate links against brute force, and the bounds on what was left out.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::model::Id;
use crate::model::Kind;
use crate::model::Row;
use crate::model::codes::SiteKind;
use crate::model::tables::site;
use crate::network::Snapshot;
use crate::network::chain::ArcKind;
use crate::network::chain::ChainKey;
use crate::network::dice::Dice;
use crate::network::paths::CandidateAnswer;
use crate::network::paths::Endpoint;
use crate::network::paths::PathQuestion;
use crate::network::paths::paths;
use crate::network::search::Truncation;
use crate::network::text::snapshot;

const ROADS: &str = "figure mode:road detour-factor 1.5 year=2020\n";

fn question(from: &str, km: f64) -> PathQuestion {
    PathQuestion {
        k: 200,
        candidates_within_km: Some(km),
        ..PathQuestion::new(
            Endpoint::Sites(vec![Id::new(Kind::Site, from)]),
            Endpoint::Kind(SiteKind::Harbour),
            Id::new(Kind::Material, "nickel"),
        )
    }
}

fn asked(snapshot: &Snapshot, question: &PathQuestion) -> CandidateAnswer {
    paths(snapshot, question).unwrap().candidates.unwrap()
}

type Node = (Row, Row);

/// Arcs as ends, and whether it is a candidate.
type Step = (Node, Node, bool);

/// Every path with a candidate, as its nodes; by trying everything.
struct Brute<'a> {
    snapshot: &'a Snapshot,
    steps: Vec<Step>,
    from: Row,
    origins: BTreeSet<Node>,
    found: BTreeSet<String>,
    max_steps: usize,
    /// Whether a path of more steps was left out.
    is_long: bool,
}

impl<'a> Brute<'a> {
    fn new(snapshot: &'a Snapshot, question: &PathQuestion, from: &str) -> Self {
        let registry = snapshot.registry();
        let find = |kind, slug: &str| registry.find(&Id::new(kind, slug)).unwrap();
        let (from, nickel) = (find(Kind::Site, from), find(Kind::Material, "nickel"));
        let when = crate::model::When {
            year: 2025,
            nearest_years: false,
            include_planned: false,
        };
        let chain = snapshot.chain(ChainKey::new(nickel, when));
        let node = |it: u32| {
            let vertex = chain.vertices()[it as usize];
            (vertex.place, vertex.product)
        };
        let ends = |it: u32| (node(chain.graph().tail(it)), node(chain.graph().head(it)));
        let count = u32::try_from(chain.arcs().len()).unwrap();
        let base: Vec<Step> = (0..count)
            .map(|it| (ends(it).0, ends(it).1, false))
            .collect();
        let shipping: BTreeSet<Node> = (0..)
            .zip(chain.roles())
            .filter(|(_, it)| it.is_shipped || it.is_made)
            .map(|(at, _)| node(at))
            .collect();
        let origins = shipping.iter().copied().filter(|it| it.0 == from).collect();
        let mut steps = base.clone();
        for node in shipping {
            steps.extend(takers(snapshot, question, node, &base).map(|to| (node, to, true)));
        }
        Self {
            snapshot,
            steps,
            from,
            origins,
            found: BTreeSet::new(),
            max_steps: question.max_steps as usize,
            is_long: false,
        }
    }

    fn all(mut self) -> Self {
        for origin in self.origins.clone() {
            self.extend(&mut vec![origin], false);
        }
        self
    }

    fn extend(&mut self, nodes: &mut Vec<Node>, is_over: bool) {
        let registry = self.snapshot.registry();
        let here = *nodes.last().unwrap();
        // Harbours receive whatever comes, and nothing changes there.
        let is_harbour = registry.code(here.0, site::KIND) == Some(SiteKind::Harbour);
        if is_harbour && is_over {
            if nodes.len() - 1 > self.max_steps {
                self.is_long = true;
            } else {
                self.found.insert(text(self.snapshot, nodes));
            }
        }
        for (tail, head, is_candidate) in self.steps.clone() {
            let is_home = head.0 == self.from && self.origins.contains(&head);
            let is_back = match head.0 == here.0 {
                true => nodes.contains(&head) || is_home,
                false => nodes.iter().any(|it| it.0 == head.0),
            };
            if tail == here && !is_back {
                nodes.push(head);
                self.extend(nodes, is_over || is_candidate);
                nodes.pop();
            }
        }
    }
}

/// All pairs within reach.
fn takers<'a>(
    snapshot: &'a Snapshot,
    question: &PathQuestion,
    (place, product): Node,
    base: &'a [Step],
) -> impl Iterator<Item = Node> + 'a {
    use crate::model::tables::activity;
    use crate::model::tables::link;
    let registry = snapshot.registry();
    let within = question.candidates_within_km.unwrap();
    registry.rows(Kind::Site).filter_map(move |it| {
        let takes = match registry.code(it, site::KIND) {
            Some(SiteKind::Harbour) => true,
            Some(SiteKind::External) => false,
            _ => {
                let uses = registry.rows(Kind::Activity).any(|row| {
                    registry.reference(row, activity::SITE) == Some(it)
                        && registry
                            .references(row, activity::INPUTS)
                            .any(|it| it == product)
                });
                let gets = registry.rows(Kind::Link).any(|row| {
                    registry.reference(row, link::TO) == Some(it)
                        && registry.reference(row, link::PRODUCT) == Some(product)
                });
                uses || gets
            }
        };
        let is_solid = registry.slug(product) != "liquor";
        let is_told = base.contains(&((place, product), (it, product), false));
        let here = registry.position(place)?;
        let km = here.distance_km(&registry.position(it)?);
        (takes && is_solid && it != place && !is_told && km <= within).then_some((it, product))
    })
}

fn text(snapshot: &Snapshot, nodes: &[Node]) -> String {
    let registry = snapshot.registry();
    let words = nodes
        .iter()
        .map(|it| format!("{}/{}", registry.slug(it.0), registry.slug(it.1)));
    words.collect::<Vec<_>>().join(" ")
}

fn network(dice: &mut Dice) -> String {
    let mut text = ROADS.to_owned();
    for (product, about) in [
        ("ore", ""),
        ("salt", "state=SOLID"),
        ("liquor", "state=SOLUTION"),
    ] {
        writeln!(text, "product {product} CHEMICAL carries=nickel {about}").unwrap();
    }
    text = text.replace("ore CHEMICAL", "ore ORE");
    let products = ["ore", "salt", "liquor"];
    let count = 3 + dice.roll(4);
    for number in 0..count {
        let kind = [
            "PROCESSOR",
            "PROCESSOR",
            "PROCESSOR",
            "HARBOUR",
            "HARBOUR",
            "EXTERNAL",
        ][dice.roll(6)];
        let kind = if number == 0 { "MINE" } else { kind };
        let (north, east) = (60 + dice.roll(3), 20 + dice.roll(3));
        writeln!(text, "site s{number} {kind} at={north},{east}").unwrap();
        if kind == "PROCESSOR" && dice.roll(3) > 0 {
            let (input, output) = (products[dice.roll(3)], products[dice.roll(3)]);
            writeln!(
                text,
                "activity s{number} PROCESSING in={input} out={output}"
            )
            .unwrap();
        }
    }
    text += "activity s0 EXTRACTION out=ore\n";
    for number in 0..2 + dice.roll(6) {
        let (from, to) = (dice.roll(count), dice.roll(count));
        let product = products[dice.roll(3)];
        writeln!(
            text,
            "link l{number} s{from} s{to} {product} km={}",
            1 + dice.roll(300)
        )
        .unwrap();
    }
    text
}

#[test]
fn candidate_routes_are_those_of_brute_force() {
    let mut dice = Dice(3);
    let (mut told, mut none, mut long, mut mixed) = (0, 0, 0, 0);
    for number in 0..1_000 {
        let text_of = network(&mut dice);
        let snapshot = snapshot(&text_of);
        let mut question = question("s0", [60.0, 112.0, 130.0, 400.0][dice.roll(4)]);
        question.max_steps = [1, 2, 4, 24][dice.roll(4)];
        let found = asked(&snapshot, &question);
        let brute = Brute::new(&snapshot, &question, "s0").all();
        let routes: Vec<String> = found
            .paths
            .iter()
            .map(|path| {
                let nodes: Vec<Node> = path.steps.iter().map(|it| (it.place, it.product)).collect();
                text(&snapshot, &nodes)
            })
            .collect();
        let is_unknown = found.paths.iter().any(|it| it.total.is_none());
        let reasons = &found.completeness.reasons;
        assert!(
            !reasons.contains(&Truncation::Candidates) && !reasons.contains(&Truncation::Budget)
        );
        assert_eq!(
            reasons.contains(&Truncation::UnknownMetric),
            is_unknown || found.completeness.unpriced > 0
        );
        if found.completeness.unpriced == 0 && !reasons.contains(&Truncation::K) {
            // Parallel links are paths of the same nodes.
            let set: BTreeSet<String> = routes.iter().cloned().collect();
            assert_eq!(set, brute.found, "network {number}:\n{text_of}");
            assert_eq!(
                reasons.contains(&Truncation::Steps),
                brute.is_long,
                "network {number}:\n{text_of}"
            );
            told += set.len();
            none += usize::from(set.is_empty());
        } else {
            assert!(
                routes.iter().all(|it| brute.found.contains(it)),
                "network {number}:\n{text_of}"
            );
        }
        long += usize::from(brute.is_long);
        let totals: Vec<f64> = found.paths.iter().filter_map(|it| it.total).collect();
        assert!(totals.is_sorted());
        for path in &found.paths {
            let arcs = || path.steps.iter().filter_map(|it| it.via.as_ref());
            let candidates = arcs().filter(|it| it.kind == ArcKind::Candidate).count();
            assert!(candidates > 0);
            mixed += usize::from(arcs().any(|it| it.kind == ArcKind::Movement));
        }
    }
    assert!(
        told > 500 && none > 50 && long > 20 && mixed > 100,
        "{told} {none} {long} {mixed}"
    );
}

#[test]
fn reported_paths_are_the_same_with_and_without_candidates() {
    let mut dice = Dice(4);
    for _ in 0..100 {
        let snapshot = snapshot(&network(&mut dice));
        let with = paths(&snapshot, &question("s0", 400.0)).unwrap();
        let mut plain = question("s0", 400.0);
        plain.candidates_within_km = None;
        let without = paths(&snapshot, &plain).unwrap();
        assert_eq!(without.candidates, None);
        assert_eq!(
            (with.paths, with.completeness),
            (without.paths, without.completeness)
        );
    }
}

/// A mine at the equator with so many harbours to its east, a degree apart.
fn row_of_harbours(count: usize) -> String {
    let mut text = ROADS.to_owned();
    text +=
        "product ore ORE carries=nickel\nsite mine MINE at=0,0\nactivity mine EXTRACTION out=ore\n";
    for number in 1..=count {
        writeln!(text, "site h{number:02} HARBOUR at=0,{number}").unwrap();
    }
    text
}

#[test]
fn more_than_25_takers_are_said_to_be_left_out_with_a_valid_bound() {
    // A degree of the equator is 6371.0088 km · π / 180 = 111.1951 km, by road 166.7926 km.
    let degree = 6371.0088 * std::f64::consts::PI / 180.0;
    let found = asked(&snapshot(&row_of_harbours(25)), &question("mine", 5_000.0));
    assert_eq!(found.paths.len(), 25);
    assert!(found.completeness.is_exhaustive());
    let found = asked(&snapshot(&row_of_harbours(27)), &question("mine", 5_000.0));
    assert_eq!(found.paths.len(), 25);
    assert!((found.paths[24].total.unwrap() - 25.0 * degree * 1.5).abs() < 0.001);
    assert_eq!(found.completeness.reasons, [Truncation::Candidates]);
    let bound = found.completeness.next_at_least.unwrap();
    assert!((bound - 26.0 * degree).abs() < 0.002, "{bound}");
    // Within reach of 26 degrees less a metre there is no 26th.
    let found = asked(
        &snapshot(&row_of_harbours(27)),
        &question("mine", 26.0 * degree - 0.001),
    );
    assert!(found.completeness.is_exhaustive());
    // The nearer of the bounds counts.
    let mut few = question("mine", 5_000.0);
    few.k = 2;
    let found = asked(&snapshot(&row_of_harbours(27)), &few);
    assert_eq!(
        found.completeness.reasons,
        [Truncation::K, Truncation::Candidates]
    );
    assert!((found.completeness.next_at_least.unwrap() - 3.0 * degree * 1.5).abs() < 0.001);
}

#[test]
fn no_question_runs_past_its_budget() {
    let snapshot = snapshot(&row_of_harbours(25));
    for budget in [0, 1, 10, 30, 60, 1_000] {
        let mut question = question("mine", 5_000.0);
        question.budget = budget;
        let found = asked(&snapshot, &question);
        let is_cut = found.completeness.reasons.contains(&Truncation::Budget);
        assert_eq!(is_cut, found.paths.len() < 25, "{budget}");
        // The work of one vertex may come on top: 25 takers and as many arcs.
        assert!(found.completeness.explored <= budget + 60, "{budget}");
        if is_cut {
            let next = found.completeness.next_at_least.unwrap();
            let degree = 6371.0088 * std::f64::consts::PI / 180.0;
            let nth = u32::try_from(found.paths.len() + 1).unwrap();
            assert!(
                next <= f64::from(nth) * degree * 1.5 + 0.001,
                "{budget}: {next}"
            );
        }
    }
}

#[test]
fn what_a_candidate_says() {
    let network = format!(
        "{ROADS}
        product ore ORE carries=nickel
        site mine MINE at=65,25,LOCALITY
        site near HARBOUR at=65,25.05,LOCALITY
        site far HARBOUR at=65,26,SITE
        activity mine EXTRACTION out=ore"
    );
    let snapshot = snapshot(&network);
    let found = asked(&snapshot, &question("mine", 100.0));
    let registry = snapshot.registry();
    let told: Vec<String> = found
        .paths
        .iter()
        .map(|path| {
            let arc = path.steps[1].via.as_ref().unwrap();
            let codes: Vec<&str> = arc.notes.iter().map(|it| it.code.code()).collect();
            let circle = arc.notes[0].value.unwrap();
            let km = path.total.map(|it| it.round());
            format!(
                "{} {km:?} {circle:.1} {}",
                registry.slug(path.steps[1].place),
                codes.join(" ")
            )
        })
        .collect();
    // 47.0 km of great circle (111.195 km · cos 65°) by road 70.5 km; 2.3 km lie within 5 + 5 km of uncertainty.
    assert_eq!(
        told,
        [
            "far Some(70.0) 47.0 CANDIDATE CONTENT_ASSUMED MODE_ASSUMED DISTANCE_ESTIMATED MODE_ASSUMED EMISSIONS_UNKNOWN",
            "near None 2.3 CANDIDATE CONTENT_ASSUMED LENGTH_UNKNOWN EMISSIONS_UNKNOWN",
        ]
    );
    assert_eq!(found.completeness.reasons, [Truncation::UnknownMetric]);
}
