//! The gaps of random networks, found again from their text by Warshall's closure, without chain or census.

use std::collections::BTreeSet;

use crate::analysis::gaps::EvidenceRole;
use crate::analysis::gaps::tests::answer;
use crate::analysis::gaps::tests::laws::network;
use crate::model::codes::Stage;

const PRODUCTS: [&str; 3] = ["ore", "ingot", "part"];
const SITES: usize = 8;
const NODES: usize = SITES * 3;
const STAGES: [&str; 4] = ["EXTRACTION", "PROCESSING", "MANUFACTURING", "RECYCLING"];

#[derive(Default)]
struct Site {
    /// Index among [`STAGES`]; none for an external party.
    stage: Option<usize>,
    country: String,
    /// `OPERATING`, `PLANNED`, `UNKNOWN` or anything else.
    phase: String,
    is_status_assumed: bool,
}

/// A network as read from its text, for one region.
struct Net {
    sites: Vec<Site>,
    inside: Vec<bool>,
    is_complete: [bool; 4],
    /// Movements and transformations by node, which is site · 3 + product.
    moves: Vec<[bool; NODES]>,
    turns: Vec<[bool; NODES]>,
    /// Products taken and made at a site, by activity or assumed.
    taken: Vec<[bool; 3]>,
    made: Vec<[bool; 3]>,
}

fn read(text: &str, region: &str) -> Net {
    let mut net = Net {
        sites: (0..SITES).map(|_| Site::default()).collect(),
        inside: vec![false; SITES],
        is_complete: [false; 4],
        moves: vec![[false; NODES]; NODES],
        turns: vec![[false; NODES]; NODES],
        taken: vec![[false; 3]; SITES],
        made: vec![[false; 3]; SITES],
    };
    let of_site = |word: &str| word[1..].parse::<usize>().unwrap();
    let words = |line: &str| {
        line.split([' ', '=', '@'])
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    for line in text.lines() {
        let it = words(line);
        match it[0].as_str() {
            "site" => {
                let kinds = ["MINE", "PROCESSOR", "MANUFACTURER", "RECYCLER"];
                let year: i32 = it[7].parse().unwrap();
                let is_plan = ["PLANNED", "EXPLORATION"].contains(&it[6].as_str());
                let is_told = year <= 2025 || is_plan;
                net.sites[of_site(&it[1])] = Site {
                    stage: kinds.iter().position(|kind| *kind == it[2]),
                    country: it[4].clone(),
                    phase: match it[6].as_str() {
                        _ if !is_told => "OPERATING".into(),
                        _ if is_plan => "PLANNED".into(),
                        status => status.into(),
                    },
                    is_status_assumed: !is_told,
                };
            }
            "coverage" => {
                let stage = STAGES.iter().position(|stage| *stage == it[4]).unwrap();
                let is_in_years = (2020..=2025).contains(&it[6].parse::<i32>().unwrap());
                let applies = region == "fi" || it[1] == "eu";
                net.is_complete[stage] = applies && it[2] == "COMPLETE" && is_in_years;
            }
            _ => {}
        }
    }
    for (inside, site) in net.inside.iter_mut().zip(&net.sites) {
        *inside = site.country == "FI" || (region == "eu" && site.country == "SE");
    }
    let runs = |net: &Net, at: usize| net.sites[at].phase == "OPERATING";
    for line in text.lines().filter(|it| it.starts_with("link")) {
        let it = words(line);
        let (from, to) = (of_site(&it[2]), of_site(&it[3]));
        let product = PRODUCTS
            .iter()
            .position(|product| *product == it[4])
            .unwrap();
        if runs(&net, from) && runs(&net, to) {
            net.moves[from * 3 + product][to * 3 + product] = true;
        }
    }
    for at in 0..SITES {
        if let Some(stage) = net.sites[at].stage.filter(|_| runs(&net, at)) {
            turn(&mut net, at, stage);
        }
    }
    net
}

/// What a site turns into what: by its activity, and what it receives into what it ships besides.
fn turn(net: &mut Net, at: usize, stage: usize) {
    let input = [None, Some(0), Some(1), Some(2)][stage];
    let output = [0, 1, 2, 0][stage];
    net.made[at][output] = true;
    if let Some(input) = input {
        net.taken[at][input] = true;
        net.turns[at * 3 + input][at * 3 + output] = true;
    }
    let trades = |product: usize, is_in: bool| {
        let node = at * 3 + product;
        (0..NODES).any(|other| {
            if is_in {
                net.moves[other][node]
            } else {
                net.moves[node][other]
            }
        })
    };
    let pairs = (0..3).flat_map(|a| (0..3).map(move |b| (a, b)));
    let assumed: Vec<(usize, usize)> = pairs
        .filter(|(a, b)| a != b && trades(*a, true) && trades(*b, false))
        .filter(|(a, b)| !(input == Some(*a) && output == *b))
        .collect();
    for (a, b) in assumed {
        net.turns[at * 3 + a][at * 3 + b] = true;
        net.taken[at][a] = true;
        net.made[at][b] = true;
    }
}

/// By node, the nodes reached from it, itself included.
fn closure(arcs: impl Fn(usize, usize) -> bool) -> Vec<[bool; NODES]> {
    let row = |a| std::array::from_fn(|b| a == b || arcs(a, b));
    let mut reach: Vec<[bool; NODES]> = (0..NODES).map(row).collect();
    for over in 0..NODES {
        let onward = reach[over];
        for from in reach.iter_mut().filter(|it| it[over]) {
            for (to, is_next) in from.iter_mut().zip(onward) {
                *to |= is_next;
            }
        }
    }
    reach
}

impl Net {
    fn own(&self, at: usize, stage: usize) -> bool {
        self.inside[at] && self.sites[at].stage == Some(stage)
    }

    fn own_in(&self, stage: usize, phase: &str) -> Vec<usize> {
        let is = |at: &usize| self.own(*at, stage) && self.sites[*at].phase == phase;
        (0..SITES).filter(is).collect()
    }

    fn is_shipped(&self, node: usize) -> bool {
        self.moves[node].contains(&true)
    }

    fn is_received(&self, node: usize) -> bool {
        self.moves.iter().any(|it| it[node])
    }

    fn is_source(&self, node: usize) -> bool {
        let (site, product) = (node / 3, node % 3);
        match self.sites[site].stage {
            None => self.is_shipped(node),
            Some(3) => self.made[site][product] || self.is_shipped(node),
            Some(0) => product == 0 && self.made[site][0],
            _ => false,
        }
    }

    fn is_sink(&self, node: usize) -> bool {
        let (site, product) = (node / 3, node % 3);
        let is_end = matches!(self.sites[site].stage, None | Some(2));
        let goes_on = self.is_shipped(node) || self.turns[node].contains(&true);
        let is_there = self.is_received(node) || self.made[site][product];
        (is_end && self.is_received(node)) || (is_there && product != 0 && !goes_on)
    }

    fn expected(&self, region: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        self.stages(&mut found);
        let reach = closure(|a, b| self.moves[a][b] || self.turns[a][b]);
        self.upstream(&reach, &mut found);
        self.leaves(&reach, &mut found);
        self.unconnected(&reach, &mut found);
        self.single_points(region, &mut found);
        found
    }

    /// Whether something still gets from a source to a sink of the region without some sites.
    fn delivers_without(&self, lost: impl Fn(usize) -> bool) -> bool {
        let stays = |node: usize| !lost(node / 3);
        let leads =
            |a: usize, b: usize| stays(a) && stays(b) && (self.moves[a][b] || self.turns[a][b]);
        let reach = closure(leads);
        let ends = |b: usize| stays(b) && self.inside[b / 3] && self.is_sink(b);
        // What begins at a buyer that ships as well has not been delivered there: it has to arrive.
        let arrives = |a: usize, b: usize| (0..NODES).any(|last| reach[a][last] && leads(last, b));
        (0..NODES)
            .filter(|a| stays(*a) && self.is_source(*a))
            .any(|a| (0..NODES).any(|b| ends(b) && arrives(a, b)))
    }

    /// Without figures only what every way passes is critical: sites, and countries of several sites none of which is.
    fn single_points(&self, region: &str, found: &mut BTreeSet<String>) {
        if !self.delivers_without(|_| false) {
            return;
        }
        let is_there = |site: &usize| {
            (site * 3..site * 3 + 3).any(|it| {
                self.taken[it / 3][it % 3]
                    || self.made[it / 3][it % 3]
                    || self.is_shipped(it)
                    || self.is_received(it)
            })
        };
        let critical: Vec<usize> = (0..SITES)
            .filter(|at| is_there(at) && !self.delivers_without(|it| it == *at))
            .collect();
        // Nothing is known of amounts, so that all of them are one gap.
        if !critical.is_empty() {
            found.insert(format!("SINGLE_POINT - {critical:?}"));
        }
        for country in ["FI", "SE", "US"] {
            let is_of = |at: usize| self.sites[at].country == country;
            let own = region == "fi" && country == "FI";
            let told = critical.iter().any(|at| is_of(*at));
            if !own && !told && !self.delivers_without(is_of) {
                let sites: Vec<usize> =
                    (0..SITES).filter(|at| is_of(*at) && is_there(at)).collect();
                found.insert(format!("SINGLE_POINT - {sites:?}"));
            }
        }
    }

    fn stages(&self, found: &mut BTreeSet<String>) {
        let by_moves = closure(|a, b| self.moves[a][b]);
        let given = |at: usize| self.own(at, 0) || self.own(at, 3);
        let is_skipped = (0..NODES).any(|a| {
            given(a / 3)
                && self.made[a / 3][a % 3]
                && (0..NODES)
                    .any(|b| by_moves[a][b] && self.own(b / 3, 2) && self.taken[b / 3][b % 3])
        });
        for stage in 0..4 {
            let operating = self.own_in(stage, "OPERATING");
            let unknown = !self.own_in(stage, "UNKNOWN").is_empty();
            let is_lone = operating.len() == 1 && self.sites[operating[0]].is_status_assumed;
            if (operating.is_empty() && unknown) || (is_lone && !unknown) {
                found.insert(format!("DATA {} []", STAGES[stage]));
            }
            if !operating.is_empty() {
                continue;
            }
            let before = match stage {
                1 if !is_skipped => {
                    [self.own_in(0, "OPERATING"), self.own_in(3, "OPERATING")].concat()
                }
                2 => self.own_in(1, "OPERATING"),
                _ => Vec::new(),
            };
            if !self.own_in(stage, "PLANNED").is_empty() {
                found.insert(format!("PLANNED_ONLY {} []", STAGES[stage]));
            } else if !before.is_empty() && !unknown {
                let kind = ["NONE_RECORDED", "MISSING_STAGE"][usize::from(self.is_complete[stage])];
                found.insert(format!("{kind} {} []", STAGES[stage]));
            }
        }
    }

    fn upstream(&self, reach: &[[bool; NODES]], found: &mut BTreeSet<String>) {
        for stage in [1, 2] {
            let begins = |node: usize| {
                let is_processed = stage == 2
                    && self.sites[node / 3].stage == Some(1)
                    && self.made[node / 3][node % 3];
                self.inside[node / 3] && (self.is_source(node) || is_processed)
            };
            let lives = |at: usize| (0..3).any(|it| self.is_received(at * 3 + it));
            let roots = |plant: usize, node: usize| {
                let at = node / 3;
                at != plant
                    && self.inside[at]
                    && self.sites[at].stage.is_some()
                    && self.is_shipped(node)
                    && !lives(at)
            };
            let is_fed = |plant: usize, node: usize| {
                (0..NODES).any(|a| (begins(a) || roots(plant, a)) && reach[a][node])
            };
            let is_feed = |node: usize| self.taken[node / 3][node % 3] || self.is_received(node);
            for missing in [0, 1] {
                let plants: Vec<usize> = (0..SITES)
                    .filter(|at| self.own(*at, stage) && self.taken[*at].contains(&true))
                    .filter(|at| {
                        let mut nodes = *at * 3..at * 3 + 3;
                        !nodes.any(|it| is_feed(it) && is_fed(*at, it))
                    })
                    .filter(|at| (missing == 0) == (stage == 1 || self.taken[*at][0]))
                    .collect();
                let may_be = ["OPERATING", "UNKNOWN"];
                let is_there = may_be.iter().any(|it| !self.own_in(missing, it).is_empty());
                let is_sure = self.is_complete[missing] && !is_there;
                let kind = ["NONE_RECORDED", "MISSING_UPSTREAM"][usize::from(is_sure)];
                if !plants.is_empty() {
                    found.insert(format!("{kind} {} {plants:?}", STAGES[missing]));
                }
            }
        }
    }

    fn leaves(&self, reach: &[[bool; NODES]], found: &mut BTreeSet<String>) {
        let is_external = |node: usize| self.sites[node / 3].stage.is_none();
        let leaves = |node: usize| {
            let all: Vec<usize> = (0..NODES).filter(|it| reach[node][*it]).collect();
            let is_off = all.iter().all(|it| *it == node || is_external(*it));
            let is_plain = all.iter().all(|it| !self.turns[*it].contains(&true));
            let mut ends = all.iter().filter(|it| !self.is_shipped(**it)).peekable();
            is_off && is_plain && ends.peek().is_some() && ends.all(|it| is_external(*it))
        };
        for (stage, word) in STAGES.iter().enumerate() {
            let gives = |at: &usize| {
                self.own(*at, stage) && (0..3).any(|it| self.made[*at][it] && leaves(at * 3 + it))
            };
            let givers: Vec<usize> = (0..SITES).filter(gives).collect();
            if !givers.is_empty() {
                found.insert(format!("LEAVES_MAP {word} {givers:?}"));
            }
        }
    }

    fn unconnected(&self, reach: &[[bool; NODES]], found: &mut BTreeSet<String>) {
        let nodes = |at: usize| {
            let is_there = |node: &usize| {
                let (site, product) = (node / 3, node % 3);
                self.taken[site][product]
                    || self.made[site][product]
                    || self.is_shipped(*node)
                    || self.is_received(*node)
            };
            (at * 3..at * 3 + 3).filter(is_there)
        };
        for stage in 0..4 {
            let before = [None, Some(0), Some(1), None][stage];
            let after = [Some(1), Some(2), None, Some(1)][stage];
            let joins = |other: Option<usize>| {
                other.is_some_and(|it| {
                    self.is_complete[it] && !self.own_in(it, "OPERATING").is_empty()
                })
            };
            for at in self.own_in(stage, "OPERATING") {
                let is_fed =
                    nodes(at).any(|it| (0..NODES).any(|a| self.is_source(a) && reach[a][it]));
                let goes = nodes(at).any(|it| (0..NODES).any(|b| self.is_sink(b) && reach[it][b]));
                if self.is_complete[stage]
                    && ((joins(before) && !is_fed) || (joins(after) && !goes))
                {
                    found.insert(format!("UNCONNECTED {} [{at}]", STAGES[stage]));
                }
            }
        }
    }
}

#[test]
fn gaps_are_those_found_from_the_text() {
    let mut total = 0;
    for seed in 0..400 {
        let text = network(seed);
        for region in ["fi", "eu"] {
            let (snapshot, found) = answer(&text, region);
            let of_streams =
                |gap: &&crate::analysis::gaps::Gap| gap.evidence.side_streams.is_empty();
            // What benchmarks lack follows from amounts, which this oracle knows nothing of.
            let of_chain = |gap: &&crate::analysis::gaps::Gap| gap.subject != "consumption";
            let told = found.gaps.iter().filter(of_streams).filter(of_chain);
            let told = told.map(|gap| {
                let affected = gap.evidence.parties.iter();
                let affected = affected.filter(|it| it.role == EvidenceRole::Affected);
                let sites = affected.map(|it| {
                    snapshot.registry().slug(it.record)[1..]
                        .parse::<usize>()
                        .unwrap()
                });
                let sites: Vec<usize> = sites.collect();
                format!(
                    "{} {} {sites:?}",
                    gap.kind.code(),
                    gap.stage.map_or("-", Stage::code)
                )
            });
            let told: BTreeSet<String> = told.collect();
            total += told.len();
            assert_eq!(
                told,
                read(&text, region).expected(region),
                "{region}, seed {seed}\n{text}"
            );
        }
    }
    assert!(total > 1500, "{total}");
}
