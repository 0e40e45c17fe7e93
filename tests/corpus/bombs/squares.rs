//! Files in which every part could be looked at for every other.

use crate::bombs::Bomb;

pub(super) fn squares() -> impl Iterator<Item = Bomb> {
    let many = |count: u32, of: &dyn Fn(u32) -> String| -> String { (0..count).map(of).collect() };
    let keys = many(13_000, &|at| format!("<key id='k{at:05}' for='graph'/>"));
    let facts = many(13_000, &|at| format!("<data key='k{at:05}'>x</data>"));
    let near = "a".repeat(90);
    let nodes = many(3000, &|at| format!("<node id='{near}{at}'/>"));
    let ends = many(5000, &|at| {
        format!("<edge source='b{near}{at}' target='c'/>")
    });
    let graph = |keys: &str, inner: &str| {
        format!("<graphml>{keys}<graph edgedefault='directed'>{inner}</graph></graphml>")
    };
    let aliases = |lines: u32, count: u32, separator: &str| {
        let list = many(count, &|at| format!("{separator}{at}{separator},"));
        many(lines, &|line| {
            let list = list.trim_end_matches(',');
            format!("{{\"id\":\"site:s{line}\",\"aliases\":[{list}]}}\n")
        })
    };
    let list = many(90_000, &|at| format!("{at};"));
    let properties = many(60_000, &|at| format!("\"p{at}\":1,"));
    let point = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[{{\"type\":\"Feature\",\"geometry\":{{\"type\":\"Point\",\"coordinates\":[1,2]}},\"properties\":{{{properties}\"p\":1}}}}]}}"
    );
    [
        ("graphml", "keys of the graph", graph(&keys, &facts)),
        (
            "graphml",
            "ends like nodes",
            graph("", &format!("{nodes}{ends}")),
        ),
        ("jsonl", "long lists", aliases(5, 18_000, "\"")),
        (
            "csv",
            "a long list",
            format!("id,aliases\na,{}\n", &list[..95_000]),
        ),
        ("geojson", "many properties", point),
    ]
    .into_iter()
    .map(|(target, name, text)| (target, name, text.into_bytes()))
}
