//! Steps, uses and waste codes by brute force, and how much is looked at.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use proptest::prelude::*;

use crate::analysis::clusters::partners::ReasonKind;
use crate::analysis::clusters::partners::tests::answer;
use crate::analysis::clusters::partners::tests::two;

#[test]
fn what_asks_for_something_else_is_not_looked_at() {
    const MANY: usize = 40;
    let mut network = two("");
    for at in 0..MANY {
        write!(
            network,
            "
            product p{at} RESIDUE
            side-stream heap-{at} works p{at}
            record side-stream:heap-{at} ewc_codes={}
            record use:u{at} application=fill status=PRACTISED products=p{at} treatment=step_{at}
            record platform:mill-{at} operator=taker processes=mill_{at}
            record intake:i{at} taker=site:plant ewc_codes={}",
            100_200 + at,
            200_100 + at,
        )
        .unwrap();
    }
    let (_, found) = answer(&network, "");
    assert!(found.partners.is_empty());
    // Each stream meets its own use and nothing else.
    assert_eq!(found.explored, MANY as u64);
    let (_, found) = answer(&network.replace("step_", "mill_"), "");
    let reasons = &found.partners[0].reasons;
    assert!(
        reasons
            .iter()
            .all(|it| it.kind == ReasonKind::OffersService)
    );
    assert_eq!(reasons.len(), MANY);
    // And one offer of its step, by one member.
    assert_eq!(found.explored, 3 * MANY as u64);
}

const CODES: [&str; 4] = ["100202", "100203", "1002", "20"];
const STEPS: [&str; 3] = ["grinding", "leaching", "drying"];

/// Site, product, waste code, step.
type Intake = (usize, Option<usize>, Option<usize>, Option<usize>);

/// A random small network. Who operates site `n` is organisation `n`.
#[derive(Clone, Debug)]
struct Random {
    /// By organisation, in which clusters it is; cluster 0 asks.
    clusters: Vec<BTreeSet<usize>>,
    /// By organisation, the step it offers.
    steps: Vec<Option<usize>>,
    /// Streams: site, product, waste code.
    streams: Vec<(usize, usize, usize)>,
    /// Uses: of a stream or of a product, and the step before.
    uses: Vec<(Result<usize, usize>, usize)>,
    /// What sites ask for.
    intakes: Vec<Intake>,
}

const SITES: usize = 4;

fn random() -> impl Strategy<Value = Random> {
    let clusters = prop::collection::vec(prop::collection::btree_set(0..3_usize, 0..=2), SITES);
    let steps = prop::collection::vec(prop::option::of(0..3_usize), SITES);
    let streams = prop::collection::vec((0..SITES, 0..2_usize, 0..2_usize), 1..5);
    let of = prop_oneof![
        (0..4_usize).prop_map(Ok::<usize, usize>),
        (0..2_usize).prop_map(Err)
    ];
    let uses = prop::collection::vec((of, 0..3_usize), 0..4);
    let some = prop::option::of(0..3_usize);
    let intake = (
        0..SITES,
        prop::option::of(0..2_usize),
        prop::option::of(0..4_usize),
        some,
    );
    let intakes = prop::collection::vec(intake, 0..4);
    (clusters, steps, streams, uses, intakes).prop_map(
        |(clusters, steps, streams, mut uses, intakes)| {
            uses.retain(|it| it.0.is_err() || it.0.is_ok_and(|of| of < streams.len()));
            Random {
                clusters,
                steps,
                streams,
                uses,
                intakes,
            }
        },
    )
}

/// Cluster, adopter, provider, stream and step.
type Pair = (usize, usize, String, usize, usize);

/// Records by cluster, kind and product.
type Supplies = BTreeMap<(usize, ReasonKind, usize), BTreeSet<String>>;

impl Random {
    fn text(&self) -> String {
        let mut text = "product p0 RESIDUE\nproduct p1 RESIDUE\n".to_owned();
        for (at, step) in self.steps.iter().enumerate() {
            writeln!(
                text,
                "organisation o{at}\nsite s{at} PROCESSOR operator=o{at}"
            )
            .unwrap();
            if let Some(step) = step {
                writeln!(text, "record organisation:o{at} processes={}", STEPS[*step]).unwrap();
            }
        }
        for cluster in 0..3 {
            let of = self.clusters.iter().enumerate();
            let members = of.filter(|it| it.1.contains(&cluster));
            let members: Vec<String> = members.map(|it| format!("MEMBER:o{}", it.0)).collect();
            let name = ["us", "c1", "c2"][cluster];
            match members.is_empty() {
                true => writeln!(text, "record cluster:{name} type=CLUSTER").unwrap(),
                false => writeln!(text, "cluster {name} {}", members.join(",")).unwrap(),
            }
        }
        for (at, (site, product, code)) in self.streams.iter().enumerate() {
            let code = CODES[*code];
            writeln!(text, "side-stream t{at} s{site} p{product}").unwrap();
            writeln!(text, "record side-stream:t{at} ewc_codes={code}").unwrap();
        }
        for (at, (of, step)) in self.uses.iter().enumerate() {
            let of = match of {
                Ok(stream) => format!("side_stream=t{stream}"),
                Err(product) => format!("products=p{product}"),
            };
            let step = STEPS[*step];
            writeln!(
                text,
                "record use:u{at} application=fill {of} treatment={step}"
            )
            .unwrap();
        }
        for (at, (site, product, code, step)) in self.intakes.iter().enumerate() {
            write!(text, "record intake:i{at} taker=site:s{site}").unwrap();
            let told = [
                product.map(|it| format!(" products=p{it}")),
                code.map(|it| format!(" ewc_codes={}", CODES[it])),
                step.map(|it| format!(" process={}", STEPS[it])),
            ];
            writeln!(text, "{}", told.into_iter().flatten().collect::<String>()).unwrap();
        }
        text
    }

    fn asks(&self, intake: usize, stream: usize) -> bool {
        let (_, product, code, _) = self.intakes[intake];
        let (_, own, own_code) = self.streams[stream];
        product == Some(own) || code.is_some_and(|it| CODES[own_code].starts_with(CODES[it]))
    }

    /// Who offers a step: whose it is, as what it is told, and the intake it is told by.
    fn offers(&self, step: usize) -> Vec<(usize, String, Option<usize>)> {
        let own = (0..SITES).filter(|it| self.steps[*it] == Some(step));
        let own = own.map(|it| (it, format!("o{it}"), None));
        let intakes = self.intakes.iter().enumerate();
        let of_step = intakes.filter(|(_, it)| it.3 == Some(step));
        own.chain(of_step.map(|(at, it)| (it.0, format!("s{}", it.0), Some(at))))
            .collect()
    }

    fn has(&self, cluster: usize, step: usize) -> bool {
        let mut offers = self.offers(step).into_iter();
        offers.any(|it| self.clusters[it.0].contains(&cluster))
    }

    /// All pairs, by looking at every stream with every step and everybody.
    fn pairs(&self) -> BTreeSet<Pair> {
        let mut found = BTreeSet::new();
        for (stream, (site, product, _)) in self.streams.iter().enumerate() {
            let by_use = |step| {
                let mut uses = self.uses.iter();
                uses.any(|it| it.1 == step && (it.0 == Ok(stream) || it.0 == Err(*product)))
            };
            let by_intake = |step| {
                let mut intakes = self.intakes.iter().enumerate();
                intakes.any(|(at, it)| it.3 == Some(step) && self.asks(at, stream))
            };
            for step in (0..3).filter(|it| by_use(*it) || by_intake(*it)) {
                for (who, name, intake) in self.offers(step) {
                    if intake.is_some_and(|it| !self.asks(it, stream)) {
                        continue;
                    }
                    let (needing, offering) = (&self.clusters[*site], &self.clusters[who]);
                    for cluster in 1..3 {
                        let to_us = needing.contains(&0)
                            && !offering.contains(&0)
                            && offering.contains(&cluster)
                            && !self.has(0, step);
                        let by_us = !needing.contains(&0)
                            && needing.contains(&cluster)
                            && offering.contains(&0)
                            && !self.has(cluster, step);
                        if to_us || by_us {
                            found.insert((cluster, *site, name.clone(), stream, step));
                        }
                    }
                }
            }
        }
        found
    }

    /// The streams and intakes of what could go, or come, by cluster, kind and product.
    fn supplies(&self) -> Supplies {
        let mut found = Supplies::new();
        for (stream, (site, product, _)) in self.streams.iter().enumerate() {
            for (intake, (taker, ..)) in self.intakes.iter().enumerate() {
                let (giving, taking) = (&self.clusters[*site], &self.clusters[*taker]);
                let (kind, others) = match (giving.contains(&0), taking.contains(&0)) {
                    (true, false) => (ReasonKind::CouldSupply, taking),
                    (false, true) => (ReasonKind::CouldTake, giving),
                    _ => continue,
                };
                if !self.asks(intake, stream) {
                    continue;
                }
                for cluster in others {
                    let records = found.entry((*cluster, kind, *product)).or_default();
                    records.extend([
                        format!("side-stream:t{stream}"),
                        format!("intake:i{intake}"),
                    ]);
                }
            }
        }
        found
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn steps_and_what_could_go_are_found_as_by_all_pairs(network in random()) {
        let (snapshot, found) = answer(&network.text(), "");
        let registry = snapshot.registry();
        let number = |slug: &str| slug[1..].parse::<usize>().unwrap();
        let mut pairs: BTreeSet<Pair> = BTreeSet::new();
        let mut supplies = Supplies::new();
        for partner in &found.partners {
            let cluster = number(registry.slug(partner.cluster));
            for it in &partner.pairs {
                pairs.insert((
                    cluster,
                    number(registry.slug(it.adopter)),
                    registry.slug(it.provider).to_owned(),
                    number(registry.slug(it.stream)),
                    STEPS.iter().position(|step| *step == it.need).unwrap(),
                ));
            }
            let could = [ReasonKind::CouldSupply, ReasonKind::CouldTake];
            for it in partner.reasons.iter().filter(|it| could.contains(&it.kind)) {
                let product = number(registry.slug(it.product.unwrap()));
                let records = it.records.iter().map(|it| registry.id(*it).to_string());
                supplies.insert((cluster, it.kind, product), records.collect());
            }
        }
        prop_assert_eq!(pairs, network.pairs());
        prop_assert_eq!(supplies, network.supplies());
    }
}
