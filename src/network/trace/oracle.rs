//! Traces of random networks against a brute force that shares no code with them.

mod brute;
mod laws;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::*;
use crate::model::Registry;
use crate::network::dice::Dice;
use crate::network::text::snapshot;
use crate::network::trace::oracle::brute::Brute;

const NETWORKS: usize = 1_000;

/// Networks of the laws.
const FEWER: usize = 300;

/// Links, and activities as (site, input, output), by which a network can be turned round.
struct Case {
    sites: Vec<&'static str>,
    links: Vec<(usize, usize, usize)>,
    activities: Vec<(usize, usize, usize)>,
    /// By link, the one it is a part of.
    parts: BTreeMap<usize, usize>,
    figures: String,
    /// Totals of what leaves (else reaches) a site, as figures without their first words.
    totals: Vec<(usize, bool, String)>,
}

impl Case {
    fn random(dice: &mut Dice) -> Self {
        let kinds = ["TERMINAL", "TERMINAL", "PROCESSOR", "HARBOUR", "EXTERNAL"];
        let sites: Vec<_> = (0..3 + dice.roll(6)).map(|_| kinds[dice.roll(5)]).collect();
        let (count, forward) = (sites.len(), dice.roll(3) > 0);
        let mut links = Vec::new();
        for _ in 0..3 + dice.roll(2 * count) {
            let (a, b) = (dice.roll(count), dice.roll(count));
            let ends = if forward {
                (a.min(b), a.max(b))
            } else {
                (a, b)
            };
            if a != b {
                links.push((ends.0, ends.1, dice.roll(4).saturating_sub(1)));
            }
        }
        let processors = (0..count).filter(|it| sites[*it] == "PROCESSOR");
        let activities = processors.filter(|_| dice.roll(2) == 0);
        let mut activities: Vec<_> = activities
            .collect::<Vec<_>>()
            .into_iter()
            .map(|site| (site, 0, 1))
            .collect();
        activities.dedup();
        let (mut figures, mut parts) = (String::new(), BTreeMap::new());
        let certain = dice.roll(3) > 0;
        for at in 0..links.len() {
            for basis in ["GROSS", "CONTAINED material=m"] {
                if certain || dice.roll(3) > 0 {
                    let value = dice.roll(5);
                    writeln!(
                        figures,
                        "figure link:l{at} flow {value} basis={basis} year=2024"
                    )
                    .unwrap();
                }
            }
            if dice.roll(12) == 0 && links.len() > 1 {
                let of = dice.roll(links.len());
                if of < at {
                    parts.insert(at, of);
                }
            }
        }
        let mut totals = Vec::new();
        for site in 0..count {
            for is_leaving in [false, true] {
                for what in ["product=p0", "product=p1", ""] {
                    let told = match dice.roll(12) {
                        0 => "GROSS",
                        1..3 => "CONTAINED material=m",
                        _ => continue,
                    };
                    let text = format!("{} basis={told} {what} year=2024", dice.roll(12));
                    totals.push((site, is_leaving, text));
                }
            }
        }
        Self {
            sites,
            links,
            activities,
            parts,
            figures,
            totals,
        }
    }

    fn text(&self, is_reversed: bool) -> String {
        let mut text = String::from(
            "product p0 REFINED carries=m\nproduct p1 REFINED carries=m\nproduct p2 REFINED state=MOLTEN carries=m\n",
        );
        for (at, kind) in self.sites.iter().enumerate() {
            writeln!(text, "site s{at} {kind} status=OPERATING@2025").unwrap();
        }
        for (at, (from, to, product)) in self.links.iter().enumerate() {
            let (from, to) = if is_reversed { (to, from) } else { (from, to) };
            write!(text, "link l{at} s{from} s{to} p{product} of=m mode=ROAD").unwrap();
            if let Some(whole) = self.parts.get(&at) {
                write!(text, " part-of=l{whole}").unwrap();
            }
            text.push('\n');
        }
        for (site, input, output) in &self.activities {
            let (input, output) = if is_reversed {
                (output, input)
            } else {
                (input, output)
            };
            writeln!(
                text,
                "activity s{site} PROCESSING in=p{input} out=p{output}"
            )
            .unwrap();
        }
        for (site, is_leaving, told) in &self.totals {
            let quantity = match *is_leaving == is_reversed {
                true => "feed",
                false => "production",
            };
            writeln!(text, "figure site:s{site} {quantity} {told}").unwrap();
        }
        text + &self.figures
    }
}

/// What a trace says, in terms of slugs: by place and product, depth and share.
type Nodes = BTreeMap<(String, String), (u32, Option<f64>)>;

fn nodes(registry: &Registry, answer: &Trace) -> Nodes {
    let slug = |row| registry.slug(row).to_owned();
    let node = |it: &TraceNode| {
        let product = it.product.map_or(String::new(), slug);
        ((slug(it.place), product), (it.depth, it.share))
    };
    answer.nodes.iter().map(node).collect()
}

fn assert_same(found: &Nodes, expected: &Nodes, case: &str) {
    assert_eq!(
        found
            .iter()
            .map(|(name, it)| (name, it.0))
            .collect::<Vec<_>>(),
        expected
            .iter()
            .map(|(name, it)| (name, it.0))
            .collect::<Vec<_>>(),
        "{case}"
    );
    for (name, (_, share)) in found {
        let expected = expected[name].1;
        let is_same = match (share, expected) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-9,
            (a, b) => a.is_none() && b.is_none(),
        };
        assert!(
            is_same,
            "{name:?}: {share:?}, expected {expected:?}\n{case}"
        );
    }
}

fn asked(dice: &mut Dice, case: &Case) -> TraceQuestion {
    let direction = [Direction::Upstream, Direction::Downstream][dice.roll(2)];
    // Most networks go from low to high numbers.
    let (a, b) = (dice.roll(case.sites.len()), dice.roll(case.sites.len()));
    let site = match direction {
        Direction::Upstream => a.max(b),
        Direction::Downstream => a.min(b),
    };
    let of = match dice.roll(8) {
        0 => Id::new(Kind::Product, "p0"),
        _ => Id::new(Kind::Site, format!("s{site}")),
    };
    TraceQuestion {
        material: Some(Id::new(Kind::Material, "m")),
        max_steps: [1, 2, 3, 4, 12, 200][dice.roll(6)],
        ..TraceQuestion::new(of, direction)
    }
}

#[test]
fn random_networks_agree_with_a_brute_force() {
    let mut dice = Dice(11);
    let (mut known, mut split, mut cut) = (0, 0, 0);
    for _ in 0..NETWORKS {
        let case = Case::random(&mut dice);
        let question = asked(&mut dice, &case);
        let text = case.text(false);
        let snapshot = snapshot(&text);
        let registry = snapshot.registry();
        let key = ChainKey::new(
            registry.find(question.material.as_ref().unwrap()).unwrap(),
            question.at.when(2025).unwrap(),
        );
        let chain = snapshot.chain(key);
        let brute = Brute::new(registry, &chain, &question);
        let answer = trace(&snapshot, &question).unwrap();
        let why = format!("{question:?}\n{text}");
        if brute.starts.is_empty() {
            assert!(answer.nodes.len() <= 1 && answer.arcs.is_empty(), "{why}");
            continue;
        }
        let found = nodes(registry, &answer);
        assert_same(&found, &brute.nodes(question.max_steps), &why);
        let deepest = brute.depths().into_values().max().unwrap();
        assert_eq!(
            answer.completeness.is_exhaustive(),
            deepest <= question.max_steps,
            "{why}"
        );
        let order: Vec<_> = answer
            .nodes
            .iter()
            .map(|it| {
                (
                    it.depth,
                    registry.slug(it.place),
                    it.product.map(|it| registry.slug(it)),
                )
            })
            .collect();
        assert!(order.is_sorted(), "{why}");
        cut += usize::from(!answer.completeness.is_exhaustive());
        let inner = found.values().filter(|it| it.0 > 0);
        known += inner.clone().filter(|it| it.1.is_some()).count();
        split += inner
            .filter(|it| it.1.is_some_and(|it| it > 0.0 && it < 1.0))
            .count();
    }
    assert!(
        known > 800 && split > 400 && cut > 50,
        "{known} known, {split} split, {cut} cut"
    );
}
