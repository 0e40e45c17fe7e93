//! Every kind of reason on networks that name nothing real, and all pairs by brute force.

mod steps;

use std::collections::BTreeSet;

use expect_test::Expect;
use expect_test::expect;
use proptest::prelude::*;

use super::*;
use crate::model::Id;
use crate::network::text::snapshot;

const WHEN: When = When {
    year: 2025,
    nearest_years: false,
    include_planned: false,
};

/// Asks for the partners of cluster `us`; `material=` and `stage=` as words of `asked`.
fn answer(network: &str, asked: &str) -> (Arc<Snapshot>, ClusterPartnersAnswer) {
    let snapshot = Arc::new(snapshot(network));
    let registry = snapshot.registry();
    let told = |name: &str| {
        let mut words = asked.split_whitespace();
        words.find_map(|it| it.strip_prefix(name)?.strip_prefix('='))
    };
    let material = told("material");
    let question = ClusterPartnersQuestion {
        cluster: registry.find(&Id::new(Kind::Cluster, "us")).unwrap(),
        material: material.map(|it| registry.find(&Id::new(Kind::Material, it)).unwrap()),
        stage: told("stage").map(|it| Stage::from_code(it).unwrap()),
        when: WHEN,
        budget: 1_000_000,
    };
    let found = cluster_partners(&snapshot, &question);
    (snapshot, found)
}

fn check(network: &str, asked: &str, expected: Expect) {
    let (snapshot, found) = answer(network, asked);
    let registry = snapshot.registry();
    let mut text = format!("{}\n", found.message);
    for partner in &found.partners {
        text += &format!("{}\n", partner.message);
        for it in &partner.reasons {
            let records: Vec<String> = it
                .records
                .iter()
                .map(|it| registry.id(*it).to_string())
                .collect();
            text += &format!(
                "  {} {}\n    {}\n",
                it.kind.code(),
                it.message,
                records.join(" ")
            );
        }
        for it in &partner.pairs {
            let abroad = if it.different_countries { "!" } else { "-" };
            text += &format!("  {abroad} {}\n", it.message);
        }
    }
    expected.assert_eq(&text);
}

/// Two clusters: `us` runs works, `them` a plant; a third shares nothing.
const TWO: &str = "
    product slag RESIDUE state=SOLID carries=nickel
    product matte INTERMEDIATE state=SOLID carries=nickel
    product melt INTERMEDIATE state=MOLTEN carries=nickel
    product lime CHEMICAL state=SOLID
    product metal REFINED carries=nickel
    organisation maker
    organisation taker
    organisation other
    organisation project
    site works PROCESSOR operator=maker country=FI
    site plant PROCESSOR operator=taker country=SE
    site far PROCESSOR operator=other
    cluster us MEMBER:maker,SUPPORTER:taker
    cluster them MEMBER:taker,SUPPORTER:maker
    cluster nobody MEMBER:other";

fn two(more: &str) -> String {
    format!("{TWO}\n{more}")
}

#[test]
fn what_moves_on_record_joins_two_clusters_both_ways() {
    check(
        &two("link out works plant matte
            link out-2 works plant matte mode=ROAD
            link back plant works lime
            link planned works plant slag status=PLANNED
            link old works plant metal status=HISTORICAL
            link way works plant metal kind=CORRIDOR"),
        "",
        expect![[r#"
            1 cluster shares something on record: the members of us on record (1) reach 1 site.
            them: 1 product goes there, 1 product comes from there, by 3 records.
              SHIPS_TO Matte goes from works to plant.
                link:out link:out-2
              RECEIVES_FROM Lime goes from plant to works.
                link:back
        "#]],
    );
}

#[test]
fn the_material_and_the_stage_of_who_receives_narrow_the_reasons() {
    let network = two("activity plant MANUFACTURING in=matte out=metal
        activity works PROCESSING in=lime out=matte
        link out works plant matte
        link back plant works lime
        record programme:joint type=PROJECT lead=maker partners=taker");
    let kinds = |asked: &str| {
        let (_, found) = answer(&network, asked);
        let reasons = found.partners.into_iter().flat_map(|it| it.reasons);
        reasons.map(|it| it.kind.code()).collect::<Vec<_>>()
    };
    assert_eq!(kinds(""), ["SHIPS_TO", "RECEIVES_FROM", "SHARED_PROGRAMME"]);
    // Lime carries no nickel, and a programme speaks of no material.
    assert_eq!(kinds("material=nickel"), ["SHIPS_TO"]);
    assert_eq!(kinds("stage=MANUFACTURING"), ["SHIPS_TO"]);
    assert_eq!(kinds("stage=PROCESSING"), ["RECEIVES_FROM"]);
    assert!(kinds("stage=RECYCLING").is_empty());
    // Without an activity that takes it, the kind of site says the stage.
    let unsaid = network.replace("activity plant MANUFACTURING in=matte out=metal", "");
    let (_, found) = answer(&unsaid, "stage=PROCESSING");
    assert_eq!(found.partners[0].reasons.len(), 2);
}

#[test]
fn what_one_gives_and_the_other_takes_without_a_link_could_go() {
    check(
        &two("activity works PROCESSING in=lime out=matte,melt
            activity plant PROCESSING in=matte,melt,slag out=lime
            side-stream heap works slag
            intake wish works metal from=2020 to=2030
            activity far PROCESSING out=metal"),
        "",
        expect![[r#"
            2 clusters share something on record: the members of us on record (1) reach 1 site.
            them: 2 products could go there, 1 product could come from there, by 3 records.
              COULD_SUPPLY Matte from works is taken by plant; no link between them is on record.
                activity:plant-processing-matte-melt-slag activity:works-processing-lime
              COULD_SUPPLY Slag from works is taken by plant; no link between them is on record.
                activity:plant-processing-matte-melt-slag side-stream:heap
              COULD_TAKE Lime from plant is taken by works; no link between them is on record.
                activity:plant-processing-matte-melt-slag activity:works-processing-lime
            nobody: 1 product could come from there, by 2 records.
              COULD_TAKE Metal from far is taken by works; no link between them is on record.
                activity:far-processing-none intake:wish
        "#]],
    );
}

#[test]
fn what_a_link_joins_already_could_not_begin_to_go() {
    let network = |more: &str| {
        two(&format!(
            "activity works PROCESSING in=lime out=matte
            activity plant PROCESSING in=matte out=metal
            {more}"
        ))
    };
    let kinds = |more: &str| {
        let (_, found) = answer(&network(more), "");
        let reasons = found.partners.into_iter().flat_map(|it| it.reasons);
        reasons.map(|it| it.kind.code()).collect::<Vec<_>>()
    };
    assert_eq!(kinds(""), ["COULD_SUPPLY"]);
    assert_eq!(kinds("link a works plant matte"), ["SHIPS_TO"]);
    assert!(kinds("link a works plant matte status=PLANNED").is_empty());
    assert_eq!(
        kinds("link a works plant matte status=HISTORICAL"),
        ["COULD_SUPPLY"]
    );
    assert_eq!(
        kinds("link a works plant matte kind=CORRIDOR"),
        ["COULD_SUPPLY"]
    );
    assert_eq!(
        kinds("link a works plant lime"),
        ["SHIPS_TO", "COULD_SUPPLY"]
    );
    assert!(kinds("status plant CLOSED@2020").is_empty());
    assert!(kinds("record activity:plant-processing-matte closed=2024").is_empty());
}

#[test]
fn an_intake_may_ask_by_waste_code_and_may_be_over() {
    let kinds = |more: &str| {
        let network = two(&format!(
            "side-stream heap works slag
            record side-stream:heap ewc_codes=100601
            {more}"
        ));
        let (_, found) = answer(&network, "");
        let reasons = found.partners.into_iter().flat_map(|it| it.reasons);
        reasons.map(|it| it.kind.code()).collect::<Vec<_>>()
    };
    let asks = |codes: &str| format!("record intake:wish taker=site:plant ewc_codes={codes}");
    assert_eq!(kinds(&asks("1006")), ["COULD_SUPPLY"]);
    assert!(kinds(&asks("1007;020101")).is_empty());
    assert_eq!(kinds("intake wish plant slag"), ["COULD_SUPPLY"]);
    assert!(kinds("intake wish plant slag to=2024").is_empty());
    // A member that has no site on record may ask as well; external parties may not.
    assert_eq!(
        kinds("intake wish organisation:taker slag"),
        ["COULD_SUPPLY"]
    );
    let outside = "site dealer EXTERNAL operator=taker
        intake wish dealer slag";
    assert!(kinds(outside).is_empty());
}

/// A heap of ours that has to be ground, by a use.
const NEEDS: &str = "side-stream heap works slag
    record use:fill side_stream=heap application=fill status=PRACTISED treatment=grinding";

#[test]
fn steps_that_one_needs_and_the_other_offers_make_pairs() {
    check(
        &two(&format!(
            "{NEEDS}
            record organisation:taker processes=grinding;leaching country=SE
            record platform:mill operator=taker processes=grinding country=FI
            side-stream sludge plant lime
            record use:soil stream_type=x application=soil status=STUDIED products=lime treatment=drying
            record organisation:maker processes=drying"
        )),
        "",
        expect![[r#"
            1 cluster shares something on record: the members of us on record (1) reach 1 site.
            them: 1 step is offered there, 1 step is needed there, by 7 records.
              OFFERS_SERVICE Mill, taker offers grinding, which works needs and no member by role on record of this cluster offers. On record with it in another role, taker does.
                organisation:taker side-stream:heap use:fill platform:mill
              NEEDS_SERVICE Maker offers drying, which plant needs and no member by role on record of that cluster offers. On record with it in another role, maker does.
                organisation:maker side-stream:sludge use:soil
              ! heap of works (FI) of maker needs grinding, which taker (SE) offers.
              - heap of works (FI) of maker needs grinding, which mill (FI) offers.
              - sludge of plant (SE) of taker needs drying, which maker offers.
        "#]],
    );
}

#[test]
fn who_offers_a_step_in_another_role_is_named() {
    let network = two(&format!(
        "{NEEDS}
        record organisation:taker processes=grinding
        record organisation:helper name_en=Helper processes=grinding
        record membership:helps organisation=helper cluster=us role=SUPPORTER"
    ));
    let (_, found) = answer(&network, "");
    let told = &found.partners[0].reasons[0].message;
    assert_eq!(
        told,
        "Taker offers grinding, which works needs and no member by role on record of this cluster offers. On record with it in other roles, Helper, taker do."
    );
}

#[test]
fn who_has_a_step_lacks_it_not() {
    let count = |more: &str| {
        let network = two(&format!(
            "{NEEDS}
            record organisation:taker processes=grinding
            {more}"
        ));
        answer(&network, "").1.partners.len()
    };
    assert_eq!(count(""), 1);
    assert_eq!(count("record organisation:maker processes=grinding"), 0);
    let platform = "record platform:own operator=maker processes=grinding";
    assert_eq!(count(platform), 0);
    let activity = "activity works PROCESSING out=metal
        record activity:works-processing-none process=grinding";
    assert_eq!(count(activity), 0);
    assert_eq!(count("record use:fill treatment=sieving"), 0);
    // A use of another stream is none of this one.
    let other = "side-stream pile far lime
        record use:fill side_stream=pile";
    assert_eq!(count(other), 0);
}

#[test]
fn the_process_of_an_intake_is_for_what_it_takes() {
    let network = two("side-stream heap works slag
        intake wish plant slag
        record intake:wish process=leaching");
    let (_, found) = answer(&network, "");
    let kinds: Vec<&str> = found.partners[0]
        .reasons
        .iter()
        .map(|it| it.kind.code())
        .collect();
    assert_eq!(kinds, ["COULD_SUPPLY", "OFFERS_SERVICE"]);
    let other = network.replace("intake wish plant slag", "intake wish plant lime");
    assert!(answer(&other, "").1.partners.is_empty());
}

#[test]
fn programmes_of_both_are_a_reason_and_are_told_with_others() {
    check(
        &two("record programme:joint type=PROJECT lead=maker partners=organisation:taker;organisation:other
            record programme:own type=PROJECT lead=maker
            record programme:theirs type=PROJECT lead=taker"),
        "",
        expect![[r#"
            2 clusters share something on record: the members of us on record (1) reach 1 site.
            nobody: 1 programme is shared, by 1 record.
              SHARED_PROGRAMME Maker and other take part in one programme.
                programme:joint
            them: 1 programme is shared, by 1 record.
              SHARED_PROGRAMME Maker and taker take part in one programme.
                programme:joint
        "#]],
    );
    // Who manages a cluster takes part for it.
    let network = two("record cluster:them manager=project
        record programme:joint type=PROJECT lead=maker partners=project");
    assert_eq!(answer(&network, "").1.partners.len(), 1);
    // With a material they are no reason, and are told beside one.
    let network = two("link out works plant matte
        record programme:joint type=PROJECT lead=maker partners=taker");
    let partner = &answer(&network, "material=nickel").1.partners[0];
    assert_eq!(
        (partner.reasons.len(), partner.shared_programmes.len()),
        (1, 1)
    );
}

#[test]
fn what_both_reach_is_ours_and_subsidiaries_count() {
    let both = "
        product ore ORE carries=metal
        organisation one
        organisation two
        organisation below parent=two
        site a MINE operator=one
        site b PROCESSOR operator=below
        cluster us MEMBER:one,MEMBER:two
        cluster them MEMBER:two
        link l a b ore";
    assert!(answer(both, "").1.partners.is_empty());
    let theirs = both.replace("cluster us MEMBER:one,MEMBER:two", "cluster us MEMBER:one");
    let found = answer(&theirs, "").1;
    assert_eq!(found.partners[0].reasons[0].kind, ReasonKind::ShipsTo);
}

#[test]
fn more_kinds_come_first_then_more_records_then_the_id() {
    let network = "
        product a ORE
        product b ORE
        product c ORE
        organisation own
        site home MINE operator=own
        cluster us MEMBER:own
        organisation p
        organisation q
        organisation r
        organisation s
        site sp PROCESSOR operator=p
        site sq PROCESSOR operator=q
        site sr PROCESSOR operator=r
        site ss PROCESSOR operator=s
        cluster two-kinds MEMBER:p
        cluster two-records MEMBER:q
        cluster b-one MEMBER:r
        cluster a-one MEMBER:s
        link p1 home sp a
        link p2 sp home b
        link q1 home sq a
        link q2 home sq b
        link r1 home sr a
        link s1 home ss c";
    let (snapshot, found) = answer(network, "");
    let slugs: Vec<&str> = found
        .partners
        .iter()
        .map(|it| snapshot.registry().slug(it.cluster))
        .collect();
    assert_eq!(slugs, ["two-kinds", "two-records", "a-one", "b-one"]);
}

#[test]
fn an_empty_answer_says_why() {
    let said = |network: &str| answer(network, "").1.message;
    let none = "record cluster:us type=CLUSTER";
    assert_eq!(
        said(none),
        "No partner is found: no member of us is on record."
    );
    assert_eq!(
        said("organisation one\ncluster us MEMBER:one"),
        "No partner is found: none of the 1 members of us on record reaches a site on record, and nothing else is shared."
    );
    assert_eq!(
        said(TWO),
        "No partner is found: the members of us on record (1) reach 1 site, and nothing on record joins them to another cluster."
    );
}

#[test]
fn a_spent_budget_is_said() {
    let network = two("activity works PROCESSING in=lime out=matte
        activity plant PROCESSING in=matte out=lime
        record programme:joint type=PROJECT lead=maker partners=taker");
    let snapshot = Arc::new(snapshot(&network));
    let cluster = snapshot
        .registry()
        .find(&Id::new(Kind::Cluster, "us"))
        .unwrap();
    let question = |budget| ClusterPartnersQuestion {
        cluster,
        material: None,
        stage: None,
        when: WHEN,
        budget,
    };
    let whole = cluster_partners(&snapshot, &question(1_000));
    assert!(!whole.is_cut && whole.partners[0].reasons.len() == 3);
    let cut = cluster_partners(&snapshot, &question(1));
    assert!(cut.is_cut && cut.partners.len() <= 1 && cut.explored <= whole.explored);
}

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
