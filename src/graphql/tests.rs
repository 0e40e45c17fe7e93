//! Tests of what cannot be seen from outside: the guard's counting, pages against a plain slice,
//! input types against their tables.

use proptest::prelude::*;

use crate::graphql::asked::Work;
use crate::graphql::codes::code_input;
use crate::graphql::cursor::Cursor;
use crate::graphql::cursor::Question;
use crate::graphql::error::ErrorCode;
use crate::graphql::guard::admit;
use crate::graphql::limits;
use crate::graphql::numbers::int;
use crate::graphql::page::PageArgs;
use crate::graphql::page::page;
use crate::graphql::record_input::PUT_KINDS;
use crate::graphql::record_input::graphql_name;
use crate::graphql::sdl;
use crate::model::FieldType;
use crate::model::Kind;
use crate::model::tables::table_of;
use crate::network::search::DEFAULT_BUDGET;

#[track_caller]
fn check_refused(query: &str, code: ErrorCode) {
    let refused = admit(query).err().map(|error| error.code);
    assert_eq!(refused, Some(code), "{}", &query[..query.len().min(200)]);
}

#[test]
fn a_plain_query_passes() {
    assert!(admit("query Q($id: ID!) { node(id: $id) { id ... on Site { name } } }").is_ok());
}

#[test]
fn the_longest_query_passes_and_a_longer_one_does_not() {
    let padded = |len: usize| format!("{{a}}#{}", "x".repeat(len - 4));
    assert!(admit(&padded(limits::MAX_QUERY_BYTES)).is_ok());
    check_refused(&padded(limits::MAX_QUERY_BYTES + 1), ErrorCode::Limit);
    check_refused(&padded(10_000_000), ErrorCode::Limit);
}

#[test]
fn nested_values_are_refused_before_they_are_parsed() {
    let nested = |depth: usize, open: &str, close: &str| {
        format!("{{ a(b: {}{}) }}", open.repeat(depth), close.repeat(depth))
    };
    assert!(admit(&nested(30, "[", "]")).is_ok());
    check_refused(&nested(2_000, "[", "]"), ErrorCode::Limit);
    check_refused(
        &format!("{{ a(b: {} }}", "{c:".repeat(4_000)),
        ErrorCode::Limit,
    );
    check_refused(&"{a".repeat(2_000), ErrorCode::Limit);
    check_refused(
        &format!("query($a: {}Int", "[".repeat(4_000)),
        ErrorCode::Limit,
    );
}

#[test]
fn brackets_in_strings_and_comments_do_not_count() {
    let many = "[".repeat(100);
    assert!(admit(&format!("{{ a(b: \"{many}\") }}")).is_ok());
    assert!(admit(&format!("{{ a(b: \"\\\"{many}\") }}")).is_ok());
    assert!(
        admit(&format!(
            "{{ a(b: \"\"\"{many} \" \\\"\"\" {many}\"\"\") }}"
        ))
        .is_ok()
    );
    assert!(admit(&format!("# {many}\n{{ a }}")).is_ok());
    // A string that seems open to the scanner must not hide what follows its line.
    check_refused(&format!("{{ a(b: \"\n{many}"), ErrorCode::Limit);
    check_refused(&format!("{{ a }} # \"\n{many}"), ErrorCode::Limit);
    check_refused(&format!("{{ a(b: \"\", c: {many}"), ErrorCode::Limit);
}

#[test]
fn doubling_fragments_are_counted_once_each() {
    let mut query = "{ ...f0 }".to_owned();
    for at in 0..18 {
        query += &format!(" fragment f{at} on Query {{ ...f{0} ...f{0} }}", at + 1);
    }
    query += " fragment f18 on Query { a }";
    assert!(query.len() < 1_000);
    check_refused(&query, ErrorCode::Limit);
}

#[test]
fn a_fragment_that_holds_itself_is_refused() {
    check_refused("{ ...f } fragment f on Query { ...f }", ErrorCode::BadInput);
    let ring = "{ a } fragment f on Query { ...g ...g } fragment g on Query { ...f ...f }";
    check_refused(ring, ErrorCode::BadInput);
}

#[test]
fn chains_of_fragments_are_refused_whatever_they_are_called() {
    for descending in [false, true] {
        let name = |at: usize| if descending { 9_999 - at } else { 1_000 + at };
        let links = (0..800).map(|at| {
            format!(
                "fragment f{} on Query {{ ...f{} }} ",
                name(at),
                name(at + 1)
            )
        });
        let chain = format!("{{ a }} {}", links.collect::<String>());
        check_refused(&chain, ErrorCode::Limit);
    }
}

#[test]
fn selections_are_counted_over_all_operations() {
    let fields = |count: usize| "a ".repeat(count);
    let query = |each: usize| {
        let inner = fields(each);
        format!("query A {{ x {{ {inner} }} }} query B {{ x {{ {inner} }} }}")
    };
    assert!(admit(&query(900)).is_ok());
    check_refused(&query(1_100), ErrorCode::Limit);
}

#[test]
fn aliases_at_the_root_are_counted_through_fragments() {
    let aliases = |count: usize| {
        (0..count)
            .map(|at| format!("a{at}: a "))
            .collect::<String>()
    };
    assert!(admit(&format!("{{ {} }}", aliases(50))).is_ok());
    check_refused(&format!("{{ {} }}", aliases(51)), ErrorCode::Limit);
    let hidden = format!(
        "{{ ...f ... {{ ...f }} }} fragment f on Query {{ {} }}",
        aliases(26)
    );
    check_refused(&hidden, ErrorCode::Limit);
}

#[test]
fn questions_for_paths_share_one_budget() {
    let budget = |questions| Work::new(questions).map(|it| it.path_budget()).ok();
    assert_eq!(budget(0), Some(DEFAULT_BUDGET));
    assert_eq!(budget(1), Some(DEFAULT_BUDGET));
    assert_eq!(budget(4), Some(DEFAULT_BUDGET / 4));
    assert_eq!(budget(10), Some(DEFAULT_BUDGET / 10));
    assert_eq!(budget(11), None);
}

#[test]
fn directives_are_counted_wherever_they_stand() {
    let flood = "@include(if: true) ".repeat(11);
    for query in [
        format!("{{ a {flood} }}"),
        format!("{{ ... {flood} {{ a }} }}"),
        format!("{{ ...f {flood} }} fragment f on Query {{ a }}"),
        format!("{{ ...f }} fragment f on Query {flood} {{ a }}"),
        format!("query Q {flood} {{ a }}"),
        format!("query Q($a: Int {flood}) {{ a(b: $a) }}"),
    ] {
        check_refused(&query, ErrorCode::Limit);
    }
}

proptest! {
    #[test]
    fn the_guard_never_fails_otherwise(query in "[{}()\\[\\]\"#@a:.!$ \\n\\\\]{0,400}") {
        let _ = admit(&query);
    }

    #[test]
    fn pages_are_those_of_a_plain_slice(
        mut items in prop::collection::btree_set("[a-c]{1,2}", 0..12),
        removed in any::<prop::sample::Index>(),
        first in prop::option::of(1..6usize),
        last in prop::option::of(1..6usize),
        after in prop::option::of("[a-c]{1,2}"),
        before in prop::option::of("[a-c]{1,2}"),
    ) {
        prop_assume!(first.is_none() || last.is_none());
        let question = Question::new("test");
        let cursor = |id: &String| Cursor { question: question.digest(), revision: 0, key: (String::new(), id.clone()) }.encode();
        // A cursor stays good when its item is gone.
        if let Some(gone) = (!items.is_empty()).then(|| items.iter().nth(removed.index(items.len())).cloned()).flatten() {
            items.remove(&gone);
        }
        let items: Vec<String> = items.into_iter().collect();
        let args = PageArgs { first: first.map(int), last: last.map(int), after: after.as_ref().map(cursor), before: before.as_ref().map(cursor) };
        let found = page(items.len(), |at| (String::new(), items[at].clone()), question, &args).unwrap();

        let mut expected: Vec<&String> = items.iter()
            .filter(|it| after.as_ref().is_none_or(|after| *it > after))
            .filter(|it| before.as_ref().is_none_or(|before| *it < before))
            .collect();
        if let Some(last) = last {
            let cut = expected.len().saturating_sub(last);
            expected.drain(..cut);
        }
        expected.truncate(first.unwrap_or(50));
        let page_items: Vec<&String> = items[found.range.clone()].iter().collect();
        prop_assert_eq!(&page_items, &expected);
        if let (Some(first), Some(last)) = (expected.first(), expected.last()) {
            prop_assert_eq!(found.has_previous, items.iter().any(|it| it < *first));
            prop_assert_eq!(found.has_next, items.iter().any(|it| it > *last));
        }
    }
}

#[test]
fn cursors_of_another_question_are_refused() {
    let question = Question::new("sites").with("filter");
    let cursor = Cursor {
        question: question.digest(),
        revision: 7,
        key: ("é".into(), "b".into()),
    };
    let text = cursor.encode();
    assert_eq!(
        Cursor::decode("after", &text, question.digest()),
        Ok(cursor)
    );
    let other = Question::new("sites").with("other").digest();
    for (text, asked) in [
        (text.as_str(), other),
        ("", other),
        ("x", other),
        ("e30", other),
    ] {
        let refused = Cursor::decode("after", text, asked).unwrap_err();
        assert_eq!(refused.code, ErrorCode::BadInput);
        assert_eq!(refused.argument.as_deref(), Some("after"));
    }
}

#[test]
fn sizes_out_of_range_are_refused() {
    let ask = |first, last| {
        let args = PageArgs {
            first,
            last,
            ..PageArgs::default()
        };
        page(
            3,
            |at| (String::new(), at.to_string()),
            Question::new("test"),
            &args,
        )
    };
    assert!(ask(Some(1), None).is_ok() && ask(None, Some(200)).is_ok() && ask(None, None).is_ok());
    for (first, last) in [
        (Some(0), None),
        (Some(-1), None),
        (Some(201), None),
        (None, Some(0)),
        (Some(1), Some(1)),
    ] {
        assert_eq!(ask(first, last).unwrap_err().code, ErrorCode::BadInput);
    }
}

#[test]
fn input_types_have_the_columns_of_their_tables() {
    let sdl = sdl();
    for kind in PUT_KINDS {
        let table = table_of(*kind).unwrap();
        let name = graphql_name(&format!("_{}", kind.code().replace('-', "_")));
        let start = sdl.find(&format!("input {name}Put {{")).unwrap();
        let body = &sdl[start..start + sdl[start..].find("\n}").unwrap()];
        let has = |field: &str| body.contains(&format!("\t{field}: "));
        assert_eq!(has("id"), !table.computed_id, "{name}");
        for field in table.fields {
            assert!(has(&graphql_name(field.name)), "{name}.{}", field.name);
            if let FieldType::Code(codes) = field.of {
                assert!(
                    code_input(codes).is_some(),
                    "{name}.{} has no enum",
                    field.name
                );
            }
        }
    }
}

#[test]
fn every_kind_can_be_put_but_those_that_come_otherwise() {
    let others: Vec<Kind> = Kind::ALL
        .iter()
        .copied()
        .filter(|it| !PUT_KINDS.contains(it))
        .collect();
    assert_eq!(others, [Kind::Mode, Kind::Dataset]);
}
