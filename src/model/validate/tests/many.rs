//! So many changes that all threads look through them: what is told is what one thread would tell.

use super::*;

const COUNT: usize = 5_000;

/// Sites `s0000` and so on, each a part of the next but some, which are parts of what is not there.
fn sites(is_lost: impl Fn(usize) -> bool) -> Vec<Change> {
    let site = |at: usize| {
        let mut record = site_of(&format!("s{at:04}"));
        let whole = match is_lost(at) {
            true => "nowhere-at-all".to_owned(),
            false => format!("s{:04}", (at + 1).min(COUNT - 1)),
        };
        if at + 1 < COUNT {
            record.set(site::PART_OF, Value::Id(Id::new(Kind::Site, whole)));
        }
        Change::Put(record)
    };
    (0..COUNT).map(site).collect()
}

fn told(before: &Registry, changes: &[Change]) -> Vec<Problem> {
    let after = before.with(changes);
    let places: Vec<Place> = (1..=changes.len() as u64)
        .map(|line| Place {
            file: "sites.csv".into(),
            line,
        })
        .collect();
    validate(
        before,
        &after,
        changes,
        &|at| places.get(at),
        &CodeLists::default(),
    )
}

fn lines(problems: &[Problem], code: ProblemCode) -> Vec<u64> {
    let of_code = problems.iter().filter(|it| it.code == code);
    of_code
        .filter_map(|it| Some(it.place.as_ref()?.line))
        .collect()
}

#[test]
fn unknown_references_are_told_in_the_order_of_changes() {
    let is_lost = |at: usize| at % 1000 == 7;
    let problems = told(&Registry::default(), &sites(is_lost));
    let expected = [8, 1008, 2008, 3008, 4008];
    assert_eq!(lines(&problems, ProblemCode::UnknownReference), expected);
    assert!(
        problems
            .iter()
            .all(|it| it.code == ProblemCode::UnknownReference)
    );
    // In whatever order, and whether the records make up the data or are few among them.
    let mut reversed = sites(is_lost);
    reversed.reverse();
    let problems = told(&Registry::default(), &reversed);
    let expected = expected.map(|line| COUNT as u64 + 1 - line);
    let found = lines(&problems, ProblemCode::UnknownReference);
    assert_eq!(found, expected.into_iter().rev().collect::<Vec<u64>>());
    let before = Registry::default().with(&sites(|_| false));
    let problems = told(&before, &sites(|at| at == 3)[..5]);
    assert_eq!(lines(&problems, ProblemCode::UnknownReference), [4]);
}

#[test]
fn what_is_sound_is_told_nothing_of() {
    assert_eq!(told(&Registry::default(), &sites(|_| false)), []);
}

#[test]
fn a_record_put_twice_is_found_wherever_it_stands() {
    let mut changes = sites(|_| false);
    changes.push(changes[1].clone());
    // The first of two is not in the data, and its reference is looked for all the same.
    let mut lost = site_of("s0005");
    lost.set(site::PART_OF, Value::Id(id("site:nowhere-at-all")));
    changes.insert(0, Change::Put(lost));
    let problems = told(&Registry::default(), &changes);
    assert_eq!(
        lines(&problems, ProblemCode::DuplicateId),
        [7, COUNT as u64 + 2]
    );
    assert_eq!(lines(&problems, ProblemCode::UnknownReference), [1]);
}
