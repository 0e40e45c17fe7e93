//! Files full of names that mean nothing, for each of which the nearest could be sought.

use crate::bombs::Bomb;

/// A name of so many letters, another for each number.
fn name(letters: usize, at: u32) -> String {
    let mut name = format!("{at:x}");
    // As long as the others and like none of them.
    name.insert_str(
        0,
        &"qwertzuiop".repeat(letters / 10 + 1)[..letters - name.len()],
    );
    name
}

pub(super) fn unknown() -> impl Iterator<Item = Bomb> {
    let names = |count, of: &dyn Fn(String) -> String| -> String {
        (0..count).map(|at| of(name(90, at))).collect()
    };
    let nodes = names(1000, &|it| format!("<node id='a{it}'/>"));
    let ends = names(5000, &|it| format!("<edge source='b{it}' target='a'/>"));
    let keys = names(490, &|it| format!("<key id='a{it}' for='node'/>"));
    let values = names(7000, &|it| format!("<data key='b{it}'>1</data>"));
    let long = format!(
        "<node id='{}'/><edge source='{}' target='a'/>",
        "a".repeat(900_000),
        name(100, 7)
    );
    let graph = |keys: &str, inner: &str| {
        format!("<graphml>{keys}<graph edgedefault='directed'>{inner}</graph></graphml>")
    };
    let codes = |column: &str, cell: &str| {
        let row = |at| format!("a{at},{cell}\n");
        format!(
            "id,{column}\n{}",
            (0..960_000 / (cell.len() + 8)).map(row).collect::<String>()
        )
    };
    let references = names(8000, &|it| format!("{{\"id\":\"site:a\",\"{it}\":1}}\n"));
    [
        ("graphml", "edges to nowhere", graph("", &(nodes + &ends))),
        (
            "graphml",
            "values of no key",
            graph(&keys, &format!("<node id='a'>{values}</node>")),
        ),
        ("graphml", "an end beside a long id", graph("", &long)),
        ("csv", "unknown kinds", codes("kind", "MINF")),
        ("csv", "unknown countries", codes("country", "F")),
        ("csv", "unknown trades", codes("nace", "24.1x")),
        ("csv", "unknown references", codes("region", "a--b")),
        ("csv", "long codes", codes("kind", &"MINE".repeat(25))),
        ("csv", "unknown columns", names(900, &|it| format!("{it},"))),
        ("jsonl", "unknown columns", references),
    ]
    .into_iter()
    .map(|(target, name, text)| (target, name, text.into_bytes()))
}
