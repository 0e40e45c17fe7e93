//! All pairs by brute force.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// A random small network as lists of choices.
#[derive(Clone, Debug)]
struct Random {
    /// By site, who operates it.
    operators: Vec<usize>,
    /// By organisation, in which clusters it is.
    clusters: Vec<Vec<usize>>,
    /// Links: from, to, product, whether in use.
    links: Vec<(usize, usize, usize, bool)>,
    /// Activities: site, input, output.
    activities: Vec<(usize, usize, usize)>,
}

const SITES: usize = 5;
const ORGANISATIONS: usize = 4;
const CLUSTERS: usize = 3;
const PRODUCTS: usize = 3;

fn random() -> impl Strategy<Value = Random> {
    let operators = prop::collection::vec(0..ORGANISATIONS, SITES);
    let clusters = prop::collection::vec(
        prop::collection::btree_set(0..CLUSTERS, 0..=2)
            .prop_map(|it| it.into_iter().collect::<Vec<_>>()),
        ORGANISATIONS,
    );
    let link = (0..SITES, 0..SITES, 0..PRODUCTS, any::<bool>());
    let links = prop::collection::vec(link, 0..6);
    let activity = (0..SITES, 0..PRODUCTS, 0..PRODUCTS);
    let activities = prop::collection::vec(activity, 0..6);
    (operators, clusters, links, activities).prop_map(|(operators, clusters, links, activities)| {
        Random {
            operators,
            clusters,
            links: links.into_iter().filter(|it| it.0 != it.1).collect(),
            activities,
        }
    })
}

impl Random {
    fn text(&self) -> String {
        let mut lines: Vec<String> = (0..PRODUCTS)
            .map(|it| format!("product p{it} ORE"))
            .collect();
        lines.extend((0..ORGANISATIONS).map(|it| format!("organisation o{it}")));
        for (site, operator) in self.operators.iter().enumerate() {
            lines.push(format!("site s{site} PROCESSOR operator=o{operator}"));
        }
        for cluster in 0..CLUSTERS {
            let name = if cluster == 0 {
                "us".to_owned()
            } else {
                format!("c{cluster}")
            };
            let of = self.clusters.iter().enumerate();
            let members = of.filter(|it| it.1.contains(&cluster));
            let members: Vec<String> = members.map(|it| format!("MEMBER:o{}", it.0)).collect();
            match members.is_empty() {
                true => lines.push(format!("record cluster:{name} type=CLUSTER")),
                false => lines.push(format!("cluster {name} {}", members.join(","))),
            }
        }
        for (at, (from, to, product, in_use)) in self.links.iter().enumerate() {
            let status = if *in_use { "ACTIVE" } else { "HISTORICAL" };
            lines.push(format!(
                "link l{at} s{from} s{to} p{product} status={status}"
            ));
        }
        for (at, (site, input, output)) in self.activities.iter().enumerate() {
            lines.push(format!(
                "record activity:a{at} site=s{site} stage=PROCESSING inputs=p{input} outputs=p{output}"
            ));
        }
        lines.join("\n")
    }

    fn is_in(&self, site: usize, cluster: usize) -> bool {
        self.clusters[self.operators[site]].contains(&cluster)
    }

    /// Cluster, kind, product and the two sites of every reason, by looking at all pairs.
    fn expected(&self) -> BTreeSet<(String, &'static str, String, String, String)> {
        let mut found = BTreeSet::new();
        let ends =
            |a: usize, b: usize, p: usize| (format!("p{p}"), format!("s{a}"), format!("s{b}"));
        for cluster in 1..CLUSTERS {
            for ours in (0..SITES).filter(|it| self.is_in(*it, 0)) {
                for theirs in
                    (0..SITES).filter(|it| self.is_in(*it, cluster) && !self.is_in(*it, 0))
                {
                    for p in 0..PRODUCTS {
                        let moves = |a, b| self.links.contains(&(a, b, p, true));
                        let gives = |s| self.activities.iter().any(|it| (it.0, it.2) == (s, p));
                        let takes = |s| self.activities.iter().any(|it| (it.0, it.1) == (s, p));
                        let could = |a, b| gives(a) && takes(b) && !moves(a, b);
                        for (kind, is_so) in [
                            ("SHIPS_TO", moves(ours, theirs)),
                            ("RECEIVES_FROM", moves(theirs, ours)),
                            ("COULD_SUPPLY", could(ours, theirs)),
                            ("COULD_TAKE", could(theirs, ours)),
                        ] {
                            if is_so {
                                let (p, a, b) = ends(ours, theirs, p);
                                found.insert((format!("c{cluster}"), kind, p, a, b));
                            }
                        }
                    }
                }
            }
        }
        found
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn all_pairs_are_found_and_no_others(network in random()) {
        let (snapshot, found) = answer(&network.text(), "");
        let registry = snapshot.registry();
        // Of each reason the sites of ours and of theirs; which of them belong together is not told.
        type Told = BTreeSet<(String, &'static str, String, BTreeSet<String>)>;
        let mut told: Told = BTreeSet::new();
        for partner in &found.partners {
            prop_assert!(!partner.reasons.is_empty());
            for it in &partner.reasons {
                let sites = it.sites.iter().map(|it| registry.slug(*it).to_owned()).collect();
                let product = registry.slug(it.product.unwrap()).to_owned();
                told.insert((registry.slug(partner.cluster).to_owned(), it.kind.code(), product, sites));
            }
        }
        let mut expected: BTreeMap<(String, &'static str, String), BTreeSet<String>> = BTreeMap::new();
        for (cluster, kind, product, a, b) in network.expected() {
            expected.entry((cluster, kind, product)).or_default().extend([a, b]);
        }
        let expected: Told = expected.into_iter().map(|((c, k, p), s)| (c, k, p, s)).collect();
        prop_assert_eq!(told, expected);
    }
}
