//! Roles of the past beside memberships that stand.

use super::*;

/// What is told of the rows of a table.
fn told(rows: &str) -> Vec<String> {
    let read = read(&registry(), rows, false);
    read.problems.iter().map(ToString::to_string).collect()
}

#[test]
fn who_is_told_as_former_and_stands_as_a_member_is_named() {
    let by = |what: &str, line: u64| {
        format!(
            "members.csv:{line}: role: `organisation:ore-oy` is told as one of the past, and still counts as a member of `cluster:ring` by {what}: delete that if it has ended"
        )
    };
    let on_record = "`membership:ore-oy-in-ring` (FOUNDER)";
    for words in [
        "former partner",
        "entinen jäsen",
        "f.d. medlem",
        "ex-manager",
    ] {
        let row = format!("Ore Oy,ring,{words},2024,A page\n");
        assert_eq!(told(&row), [by(on_record, 2)], "{words}");
    }
    // In a table the order of rows is no matter.
    let (was, is) = (
        "Twin B,ring,former partner,2024,A page\n",
        "Twin B,ring,member,2025,A page\n",
    );
    let registry = registry().with(&[Change::Put({
        let mut twin = Record::new(Id::parse("organisation:twin-b").unwrap());
        twin.set(NAME_EN, Value::Text("Twin B".into()));
        twin
    })]);
    for (rows, past, member) in [([was, is].concat(), 2, 3), ([is, was].concat(), 3, 2)] {
        let read = read(&registry, &rows, false);
        let told: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
        let expected = by(&format!("line {member} (MEMBER)"), past);
        assert_eq!(told, [expected.replace("ore-oy", "twin-b")]);
    }
    // Whose role has not ended, or who counts by none, is no matter.
    assert_eq!(
        told("Ore Oy,ring,ex officio member,2024,A page\n"),
        Vec::<String>::new()
    );
    let read = super::read(&registry, was, false);
    assert_eq!((read.problems.len(), read.records.len()), (0, 1));
}
