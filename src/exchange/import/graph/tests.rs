//! What reading a graph may cost: how much is compared and filled in is counted, and what is beyond it is told.

use std::fmt::Write as _;

use crate::exchange::import::ReadOptions;
use crate::exchange::import::read_import;
use crate::model::Problem;
use crate::model::ProblemCode;

fn problems(name: &str, text: &str) -> Vec<Problem> {
    read_import(name, text.as_bytes(), &ReadOptions::default()).problems
}

fn graphml(keys: &str, inner: &str) -> String {
    format!("<graphml>{keys}<graph edgedefault='directed'>{inner}</graph></graphml>")
}

/// Edges to as many nodes as are there that are called a little otherwise, by names of so many letters.
fn beside(count: u32, letters: usize) -> Vec<Problem> {
    let mut inner = String::new();
    for at in 0..count {
        let id = format!("{}{at:04}", "a".repeat(letters - 4));
        write!(
            inner,
            "<node id='{id}'/><edge source='{id}' target='x{id}'/>"
        )
        .unwrap();
    }
    problems("graph.graphml", &graphml("", &inner))
}

#[test]
fn the_nearest_node_is_sought_until_so_much_is_compared() {
    let suggested = |problems: &[Problem]| {
        let ends = problems
            .iter()
            .filter(|it| it.code == ProblemCode::UnknownReference);
        ends.map(|it| it.suggestion.is_some()).collect::<Vec<_>>()
    };
    // 300 × 300 × (9 + 8 × 9) letters are less than 50 million.
    let few = suggested(&beside(300, 8));
    assert_eq!(few, [true; 300]);
    // A search among 1000 names of 70 letters takes 1000 × (70 + 71 × 70): nine are within the count, the tenth is not.
    let many = suggested(&beside(1000, 70));
    assert_eq!(many.len(), 1000);
    assert_eq!(many.iter().position(|it| !it), Some(9));
    assert!(!many[9..].contains(&true));
}

#[test]
fn errors_that_are_not_listed_are_counted() {
    let problems = beside(1100, 8);
    assert_eq!(
        problems.last().unwrap().message,
        "101 more errors are not listed"
    );
}

#[test]
fn attributes_are_declared_up_to_a_bound() {
    let keys = |count: u32, of: &str| -> String {
        let key = |at| format!("<key id='k{at}' for='{of}' attr.name='a{at}'/>\n");
        (0..count).map(key).collect()
    };
    let too_many = |text: &str| {
        let problems = problems("graph.graphml", text);
        let told = problems
            .into_iter()
            .filter(|it| it.code == ProblemCode::LimitExceeded);
        told.map(|it| (it.message, it.place.unwrap().line))
            .collect::<Vec<_>>()
    };
    for of in ["node", "edge", "graph"] {
        assert!(too_many(&graphml(&keys(500, of), "")).is_empty(), "{of}");
        let told = too_many(&graphml(&keys(501, of), ""));
        assert_eq!(
            told,
            [("more than 500 attributes are declared".to_owned(), 501)],
            "{of}"
        );
    }
    // What is for all is declared of nodes and of edges.
    assert_eq!(too_many(&graphml(&keys(501, "all"), "")).len(), 2);
}

#[test]
fn a_key_is_found_by_its_name_and_the_first_of_two_counts() {
    let keys = "<key id='a' for='graph' attr.name='reference_year'/><key id='a' for='graph' attr.name='other'/>";
    let ours = "<key id='n' for='node' attr.name='kind'/><key id='e' for='node' attr.name='ewc_codes'/><key id='x' for='node' attr.name='name_en'/><key id='y' for='node' attr.name='site'/>";
    let text = format!(
        "<graphml>{keys}{ours}<graph id='ketju' edgedefault='directed'><data key='a'>2025</data><node id='side-stream:a'><data key='n'>side-stream</data><data key='e'>191402</data><data key='x'>A</data><data key='y'>b</data></node></graph></graphml>"
    );
    let problems = problems("graph.graphml", &text);
    let codes: Vec<_> = problems.iter().map(|it| it.code).collect();
    assert_eq!(codes, [ProblemCode::ExpiredCode], "{problems:?}");
}

/// A graph whose nodes have a value that is declared for all.
fn with_default(form: &str, letters: usize, nodes: u32) -> String {
    let (value, nodes) = (
        "x".repeat(letters),
        (0..nodes)
            .map(|at| format!("<node id='n{at}'/>"))
            .collect::<String>(),
    );
    match form {
        "graphml" => graphml(
            &format!("<key id='k' for='node'><default>{value}</default></key>"),
            &nodes,
        ),
        _ => format!(
            "<gexf version='1.3'><graph defaultedgetype='directed'><attributes class='node'><attribute id='k' title='k' type='string'><default>{value}</default></attribute></attributes><nodes>{nodes}</nodes></graph></gexf>"
        ),
    }
}

#[test]
fn values_for_all_are_filled_in_until_they_take_so_many_bytes() {
    for form in ["graphml", "gexf"] {
        let said = |letters, nodes| {
            let problems = problems(
                &format!("graph.{form}"),
                &with_default(form, letters, nodes),
            );
            problems
                .into_iter()
                .map(|it| it.message)
                .collect::<Vec<_>>()
        };
        // Sixteen bytes more than its letters each, up to 32 MiB in all.
        let within = said((32 << 10) - 16, 1024);
        assert!(
            within[0].starts_with("the graph is of another program"),
            "{within:?}"
        );
        let beyond = said((32 << 10) - 16, 1025);
        let expected = "the values that it declares for all nodes or edges take too many bytes for so small a file";
        assert_eq!(beyond, [expected], "{form}");
    }
}
