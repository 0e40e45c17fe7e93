//! Programmes, members, order and budget of what joins two clusters; the other kinds of reason each in a file, on networks that name
//! nothing real.

mod flows;
mod oracle;
mod services;
mod steps;

use expect_test::Expect;
use expect_test::expect;

use super::*;
use crate::model::Id;
use crate::model::PublishedCode;
use crate::model::PublishedList;
use crate::network::text::snapshot;

const WHEN: When = When {
    year: 2025,
    nearest_years: false,
    include_planned: false,
};

/// Grinding and sieving are physical treatment.
fn lists() -> CodeLists {
    let mut lists = CodeLists::default();
    let mut enter = |code: &str, broader: Option<&str>| {
        let entry = PublishedCode {
            broader: broader.map(str::to_owned),
            ..PublishedCode::default()
        };
        lists.insert(PublishedList::Process, code, entry);
    };
    enter("physical-treatment", None);
    enter("grinding", Some("physical-treatment"));
    enter("sieving", Some("physical-treatment"));
    lists
}

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
    let found = cluster_partners(&snapshot, &lists(), &question);
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
fn programmes_of_both_are_a_reason_and_are_told_with_others() {
    check(
        &two("record programme:joint type=PROJECT lead=maker partners=organisation:taker;organisation:other
            record programme:own type=PROJECT lead=maker
            record programme:theirs type=PROJECT lead=taker"),
        "",
        expect![[r#"
            2 clusters share something on record: the members of us on record (1) reach 1 site.
            nobody: 1 programme is shared, by 1 record.
              SHARED_PROGRAMME 1 programme has organisations of both clusters: joint. In it: of this cluster maker; of that one other.
                programme:joint
            them: 1 programme is shared, by 1 record.
              SHARED_PROGRAMME 1 programme has organisations of both clusters: joint. In it: of this cluster maker; of that one taker.
                programme:joint
        "#]],
    );
    // Of several, each is counted, and nobody is said to be in all.
    check(
        &two(
            "record programme:joint type=PROJECT lead=maker partners=taker
            record programme:late type=PROJECT lead=project partners=taker
            record cluster:us manager=project",
        ),
        "",
        expect![[r#"
            1 cluster shares something on record: the members of us on record (1) reach 1 site.
            them: 2 programmes are shared, by 2 records.
              SHARED_PROGRAMME 2 programmes have organisations of both clusters: joint, late. In one or more of them: of this cluster maker, project; of that one taker.
                programme:joint programme:late
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
    let whole = cluster_partners(&snapshot, &lists(), &question(1_000));
    assert!(!whole.is_cut && whole.partners[0].reasons.len() == 3);
    let cut = cluster_partners(&snapshot, &lists(), &question(1));
    assert!(cut.is_cut && cut.partners.len() <= 1 && cut.explored <= whole.explored);
}
