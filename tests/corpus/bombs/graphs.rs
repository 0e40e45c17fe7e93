//! Graphs, points and mappings that are far more to read than to send.

use crate::bombs::Bomb;
use crate::bombs::many;

/// GraphML and GEXF; some are over a million bytes.
pub(super) fn graphs() -> impl Iterator<Item = Bomb> {
    let xml = |name: &'static str, inner: String| {
        ["graphml", "gexf"].map(|form| {
            // What closes the graph is a whole file.
            let end = match inner.ends_with("</graph>") {
                true => format!("</{form}>"),
                false => String::new(),
            };
            let text = format!("<{form}><graph edgedefault='directed'>{inner}{end}");
            (form, name, text.into_bytes())
        })
    };
    let entities: String = (1..30)
        .map(|at| entity(at, &format!("&e{};", at - 1).repeat(10)))
        .collect();
    let entities = format!("<!DOCTYPE a [<!ENTITY e0 'ha'>{entities}]><graphml>&e29;</graphml>");
    let attributes = |count: u32| {
        (0..count)
            .map(|at| format!(" a{at}=''"))
            .collect::<String>()
    };
    let nodes = many("<node id='n'/>", 990_000);
    let plain = [
        ("elements in elements", many("<a>", 990_000)),
        ("a name without end", format!("<{}", "a".repeat(990_000))),
        (
            "an attribute without end",
            format!("<node id='{}", "a".repeat(990_000)),
        ),
        (
            "an attribute of 10 MB",
            format!("<node id='{}'/></graph>", "a".repeat(10_000_000)),
        ),
        (
            "many attributes",
            format!("<node{}/></graph>", attributes(100_000)),
        ),
        (
            "a million attributes",
            format!("<node{}/></graph>", attributes(1_000_000)),
        ),
        (
            "the same attribute",
            format!("<node{}/></graph>", many(" id=''", 990_000)),
        ),
        ("nodes of one id", format!("{nodes}</graph>")),
        (
            "character references",
            format!("<node id='{}'/>", many("&#120;", 990_000)),
        ),
        ("open tags alone", many("<", 990_000)),
    ];
    let plain = plain
        .into_iter()
        .flat_map(move |(name, inner)| xml(name, inner));
    let own = [
        ("graphml", "entities in entities", entities),
        (
            "graphml",
            "keys",
            format!("<graphml>{}", many("<key id='k'/>", 990_000)),
        ),
        ("graphml", "a long default for all", long_default()),
        ("graphml", "many defaults for all", many_defaults()),
        ("graphml", "values of one node", values()),
        ("gexf", "values of one node", values_of_gexf()),
    ];
    plain.chain(
        own.into_iter()
            .map(|(form, name, text)| (form, name, text.into_bytes())),
    )
}

fn entity(at: u32, of: &str) -> String {
    format!("<!ENTITY e{at} '{of}'>")
}

/// A graph of GraphML with such keys and such nodes, closed.
fn graphml(keys: &str, inner: &str) -> String {
    format!("<graphml>{keys}<graph edgedefault='directed'>{inner}</graph></graphml>")
}

fn distinct(count: u32) -> String {
    (0..count).map(|at| format!("<node id='n{at}'/>")).collect()
}

fn long_default() -> String {
    let key = format!(
        "<key id='k' for='node' attr.name='name_en'><default>{}</default></key>",
        "x".repeat(90_000)
    );
    graphml(&key, &distinct(40_000))
}

fn many_defaults() -> String {
    let key = |at| format!("<key id='k{at}' for='node'><default>x</default></key>");
    let keys: String = (0..490).map(key).collect();
    graphml(&keys, &distinct(8000))
}

fn values() -> String {
    let values = many("<data key='k'>1</data>", 900_000);
    graphml(
        "<key id='k' for='node'/>",
        &format!("<node id='n'>{values}</node>"),
    )
}

fn values_of_gexf() -> String {
    let values = many("<attvalue for='0' value='1'/>", 900_000);
    format!(
        "<gexf><graph defaultedgetype='directed'><attributes class='node'><attribute id='0' title='a' type='long'/></attributes><nodes><node id='n'><attvalues>{values}</attvalues></node></nodes></graph></gexf>"
    )
}

/// GeoJSON.
pub(super) fn points() -> impl Iterator<Item = Bomb> {
    let features = |inner: &str| format!("{{\"type\":\"FeatureCollection\",\"features\":[{inner}");
    let point = "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]},\"properties\":{}},";
    let deep = "[".repeat(980_000);
    [
        ("lists in lists", features(&deep)),
        ("a million lists in lists", "[".repeat(1_000_000)),
        ("objects in objects", many("{\"a\":", 990_000)),
        (
            "coordinates in coordinates",
            features(&format!("{{\"type\":\"Feature\",\"geometry\":{{\"type\":\"Point\",\"coordinates\":{deep}")),
        ),
        ("many coordinates", features(&format!("{{\"type\":\"Feature\",\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{}1]}}}}]}}", many("1,", 900_000)))),
        ("points of nothing", features(&format!("{}{{}}]}}", many(point, 900_000)))),
        ("features of nothing", features(&format!("{}{{}}]}}", many("{},", 900_000)))),
        ("nulls", features(&format!("{}null]}}", many("null,", 900_000)))),
    ]
    .into_iter()
    .map(|(name, text)| ("geojson", name, text.into_bytes()))
}

/// Texts of mapping files.
pub(crate) fn mappings() -> Vec<(&'static str, String)> {
    let dotted = format!("[nodes]\nconstants.a{} = 1\n", ".a".repeat(120_000));
    let lists = "[".repeat(200_000);
    let columns: String = (0..10_000)
        .map(|at| format!("a{at} = \"name_en\"\n"))
        .collect();
    vec![
        ("10 MB", "#".repeat(10_000_000)),
        ("dots in dots", dotted),
        (
            "lists in lists",
            format!("[nodes]\nconstants = {{ a = {lists}"),
        ),
        (
            "tables in tables",
            format!("[nodes]\nconstants = {}", "{a=".repeat(80_000)),
        ),
        (
            "headers in headers",
            format!("[nodes{}]", ".a".repeat(120_000)),
        ),
        ("lists in lists of JSON", format!("{{\"nodes\":{lists}")),
        ("objects in objects", many("{\"nodes\":", 200_000)),
        ("many columns", format!("[nodes.columns]\n{columns}")),
        (
            "figures",
            format!(
                "[nodes]\n{}",
                many("[[nodes.figures]]\nattribute = \"a\"\n", 200_000)
            ),
        ),
    ]
}
