//! Tables of many rows.

use super::*;

const SPENT: &str = "too many names are not on record to compare each with all others";

#[test]
fn names_that_are_new_are_compared_within_bounds() {
    let rows: String = (0..9_000)
        .map(|at| format!("Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa{at} Works,ring,member,2024,A page\n"))
        .collect();
    let read = read(&registry(), &rows, true);
    assert_eq!(read.problems.iter().filter(|it| it.is_error()).count(), 0);
    // Organisations, then memberships.
    assert_eq!(read.records.len(), 2 * 9_000);
    let told: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|it| it.contains(SPENT)), "{told:?}");
}

#[test]
fn nothing_near_is_looked_for_of_faults_that_are_not_listed() {
    let known = (0..100).map(|at| {
        let id = Id::new(Kind::Organisation, format!("known-{at}"));
        let mut record = Record::new(id);
        let name = format!("{} {at}", "b".repeat(32));
        record.set(NAME_EN, Value::Text(name.as_str().into()));
        Change::Put(record)
    });
    let registry = registry().with(&known.collect::<Vec<_>>());
    let rows: String = (0..9_000)
        .map(|at| format!("Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa{at},ring,member,2024,A page\n"))
        .collect();
    let read = read(&registry, &rows, false);
    let told: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
    // A thousand are listed; all nine would spend the room three times over.
    assert_eq!(told.len(), 1_001);
    assert!(told[1_000].contains("8000 more errors"), "{}", told[1_000]);
    assert!(!told.iter().any(|it| it.contains(SPENT)));
}

#[test]
fn a_table_of_more_rows_than_any_cluster_has_members_is_refused() {
    let rows = "Ore Oy,ring,member,2024,A page\n".repeat(10_001);
    let read = read(&registry(), &rows, false);
    let told: Vec<&Problem> = read.problems.iter().filter(|it| it.is_error()).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].code, ProblemCode::LimitExceeded);
    assert!(
        told[0].message.contains("10000 rows"),
        "{}",
        told[0].message
    );
}
