//! Tables of many rows.

use super::*;

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
    let spent = "so many names are not on record that near ones were not looked for of all of them";
    assert!(told.iter().any(|it| it.contains(spent)), "{told:?}");
}

#[test]
fn a_table_of_more_rows_than_any_cluster_has_members_is_refused() {
    let rows = "Ore Oy,ring,member,2024,A page\n".repeat(10_001);
    let read = read(&registry(), &rows, false);
    let told: Vec<&Problem> = read.problems.iter().filter(|it| it.is_error()).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].code, ProblemCode::LimitExceeded);
}
