//! Parts of small networks by hand, and of random ones against the definition followed record by record.

use std::collections::BTreeSet;

use expect_test::Expect;
use expect_test::expect;

use crate::analysis::selection::Selection;
use crate::analysis::selection::SelectionFilter;
use crate::analysis::selection::oracle::Naive;
use crate::analysis::selection::oracle::random;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Record;
use crate::model::Registry;
use crate::model::Row;
use crate::network::dice::Dice;
use crate::network::text::records;

const NETWORK: &str = "
record region:fi country=FI level=0
region north parent=fi country=FI
product ore ORE carries=gold
product dust RESIDUE carries=zinc
site mine MINE country=FI region=north
site works PROCESSOR country=FI
site harbour HARBOUR country=SE
site old MINE country=FI region=north
record site:old closed=2019
activity mine EXTRACTION out=ore
link first mine works ore
link second works harbour ore first=2010 last=2020
link third works harbour dust
figure site:mine production 5 material=gold year=2024
figure site:mine production 7 material=gold year=2023
figure site:mine production 9 material=zinc year=2024
figure region:fi consumption 3 material=gold
figure mode:road detour-factor 1.25
";

/// The ids of a part but sources, a line a kind; ids asked as `region:x` and `material:y`.
fn part(text: &str, asked: &[&str], year: Option<i32>, kinds: &[Kind]) -> String {
    let registry = Registry::of_records(records(text));
    let rows = |kind: Kind| {
        let ids = asked.iter().map(|it| Id::parse(it).unwrap());
        let ids = ids.filter(|it| it.kind == kind);
        ids.map(|it| registry.find(&it).unwrap())
            .collect::<Vec<Row>>()
    };
    let filter = SelectionFilter {
        kinds: kinds.to_vec(),
        regions: rows(Kind::Region),
        materials: rows(Kind::Material),
        year,
    };
    let words = filter.words(&registry).unwrap();
    let Ok(selection) = Selection::of(&registry, &filter) else {
        return format!("{words}: nothing\n");
    };
    let mut told = format!("{words}\n");
    for kind in Kind::ALL.iter().filter(|it| **it != Kind::Source) {
        let rows = selection.rows(&registry, *kind);
        let shown: Vec<String> = rows.map(|it| shown(&registry, it)).collect();
        if !shown.is_empty() {
            told += &format!("  {}: {}\n", kind.code(), shown.join(" "));
        }
    }
    told
}

/// The slug, or of a figure its subject and value.
fn shown(registry: &Registry, row: Row) -> String {
    use crate::model::tables::figure;
    let subject = (row.kind() == Kind::Figure).then(|| registry.reference(row, figure::SUBJECT));
    match subject.flatten() {
        Some(it) => format!(
            "{}={}",
            registry.slug(it),
            registry.number(row, figure::VALUE).unwrap()
        ),
        None => registry.slug(row).to_owned(),
    }
}

#[track_caller]
fn check(asked: &[&str], year: Option<i32>, kinds: &[Kind], expected: Expect) {
    expected.assert_eq(&part(NETWORK, asked, year, kinds));
}

#[test]
fn a_region_takes_its_sites_and_what_belongs_to_them() {
    check(
        &["region:north"],
        None,
        &[],
        expect![[r#"
        region north
          material: gold zinc
          product: ore
          region: fi north
          site: mine old works
          activity: mine-extraction-none
          link: first
          figure: mine=7 mine=9 road=1.25 mine=5
    "#]],
    );
    check(
        &["region:north"],
        Some(2024),
        &[],
        expect![[r#"
        region north, year 2024
          material: gold zinc
          product: ore
          region: fi north
          site: mine works
          activity: mine-extraction-none
          link: first
          figure: mine=9 road=1.25 mine=5
    "#]],
    );
    check(
        &["region:fi"],
        Some(2021),
        &[Kind::Link],
        expect![[r#"
        region fi, year 2021, kind link
          link: first third
    "#]],
    );
}

#[test]
fn a_material_takes_who_handles_it_and_none_of_other_figures() {
    check(
        &["material:gold"],
        None,
        &[],
        expect![[r#"
        material gold
          material: gold zinc
          product: dust ore
          region: fi north
          site: harbour mine works
          activity: mine-extraction-none
          link: first second third
          figure: mine=7 fi=3 road=1.25 mine=5
    "#]],
    );
    check(
        &["material:zinc", "region:north"],
        None,
        &[],
        expect![[r#"
            region north, material zinc
              material: gold zinc
              product: dust ore
              region: fi north
              site: mine works
              activity: mine-extraction-none
              link: first
              figure: mine=9 road=1.25
        "#]],
    );
}

#[test]
fn what_leaves_nothing_is_said_to() {
    let nobody = format!("{NETWORK}\nregion nowhere country=NO");
    expect![[r#"
        region nowhere, year 2024: nothing
    "#]]
    .assert_eq(&part(&nobody, &["region:nowhere"], Some(2024), &[]));
    expect![[r#"
        kind scenario: nothing
    "#]]
    .assert_eq(&part(NETWORK, &[], None, &[Kind::Scenario]));
}

/// Every filter of a network against the naive answer; how many answers were parts that are neither empty nor all.
fn agree(all: &[Record], filters: impl IntoIterator<Item = SelectionFilter>) -> usize {
    let registry = Registry::of_records(all.to_vec());
    let mut real = 0;
    for filter in filters {
        let expected = Naive::part(all, &registry, &filter);
        let found = Selection::of(&registry, &filter).ok().map(|selection| {
            let rows = Kind::ALL
                .iter()
                .flat_map(|kind| selection.rows(&registry, *kind));
            rows.map(|it| registry.id(it)).collect::<BTreeSet<Id>>()
        });
        let missing = |a: &Option<BTreeSet<Id>>, b: &Option<BTreeSet<Id>>| {
            let b = b.clone().unwrap_or_default();
            let a = a.clone().unwrap_or_default();
            a.difference(&b)
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            (missing(&expected, &found), missing(&found, &expected)),
            (vec![], vec![]),
            "{:?} {filter:?}",
            filter.words(&registry)
        );
        assert_eq!(expected.is_none(), found.is_none());
        let part = found.map_or(0, |it| it.len());
        real += usize::from(part > 0 && part < all.len());
    }
    real
}

fn random_filter(registry: &Registry, dice: &mut Dice) -> SelectionFilter {
    let some = |kind, dice: &mut Dice| {
        let rows: Vec<Row> = registry.rows(kind).collect();
        let count = dice.roll(3);
        (0..count)
            .map(|_| rows[dice.roll(rows.len())])
            .collect::<Vec<Row>>()
    };
    let (regions, materials) = (some(Kind::Region, dice), some(Kind::Material, dice));
    let is_open = regions.is_empty() && materials.is_empty();
    let year = (is_open || dice.roll(2) == 0).then(|| 2018 + i32::try_from(dice.roll(5)).unwrap());
    let kinds = (dice.roll(4) == 0).then(|| Kind::ALL[dice.roll(Kind::ALL.len())]);
    SelectionFilter {
        kinds: kinds.into_iter().collect(),
        regions,
        materials,
        year,
    }
}

#[test]
fn a_part_is_what_its_definition_says() {
    let mut real = 0;
    for seed in 0..100 {
        let mut dice = Dice(seed);
        let mut all = random(&mut dice);
        all.retain(|it| it.kind() != Kind::Figure || dice.roll(2) == 0);
        let registry = Registry::of_records(all.clone());
        let filters: Vec<_> = (0..10)
            .map(|_| random_filter(&registry, &mut dice))
            .collect();
        real += agree(&all, filters);
    }
    assert!(real > 500, "{real} parts of 1000");
}
