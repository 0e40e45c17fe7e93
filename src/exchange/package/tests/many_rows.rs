//! Files of so many rows that they are read batch by batch and piece by piece: as if one thread had read them.

use super::*;

const ROWS: usize = 10_000;

/// A file of a row for each line after the header.
fn file(head: &str, row: impl Fn(usize) -> String) -> String {
    let rows = (2..ROWS + 2).map(|line| row(line) + "\n");
    std::iter::once(format!("{head}\n")).chain(rows).collect()
}

fn lines(read: &PackageRead) -> Vec<u64> {
    read.records.iter().map(|it| it.1.line).collect()
}

#[test]
fn records_and_problems_come_in_the_order_of_rows() {
    let is_bad = |line: usize| line % 700 == 3;
    let text = file("id,title,date", |line| {
        let date = if is_bad(line) { "soon" } else { "2024" };
        format!("s{line},\"Source, {line}\",{date}")
    });
    let read = read(&[("sources.csv", &text)], &Limits::default());
    assert_eq!(lines(&read), (2..ROWS as u64 + 2).collect::<Vec<u64>>());
    for (record, place) in &read.records {
        assert_eq!(record.id.slug, format!("s{}", place.line));
        assert_eq!(record.text(NAME), Some(&*format!("Source, {}", place.line)));
    }
    let found = read
        .problems
        .iter()
        .map(|it| it.place.as_ref().unwrap().line);
    let expected = (2..ROWS + 2)
        .filter(|line| is_bad(*line))
        .map(|it| it as u64);
    assert_eq!(found.collect::<Vec<u64>>(), expected.collect::<Vec<u64>>());
}

/// The title of a source.
const NAME: Column = crate::model::tables::source::TITLE;

#[test]
fn what_ends_a_file_ends_it_there() {
    let text = file("id,title", |line| match line {
        7_000 => format!("s{line},\"open"),
        _ => format!("s{line},Source {line}"),
    });
    let read = read(&[("sources.csv", &text)], &Limits::default());
    assert_eq!(lines(&read), (2..7_000).collect::<Vec<u64>>());
    assert_eq!(read.problems.len(), 1, "{}", problems(&read));
    let place = read.problems[0].place.as_ref().unwrap();
    assert_eq!(
        (place.line, read.problems[0].code),
        (7_000, ProblemCode::Unreadable)
    );
}

#[test]
fn rows_and_problems_over_the_limits_are_counted_over_all_pieces() {
    let limits = Limits {
        rows: 9_000,
        problems: 50,
        ..Limits::default()
    };
    let text = file("id,title", |line| format!("S{line},Source"));
    let read = read(&[("sources.csv", &text)], &limits);
    assert_eq!(read.records.len(), 0);
    let last: Vec<String> = read.problems[49..].iter().map(Problem::to_string).collect();
    expect![[r#"
        sources.csv:51: id: `S51` is no slug; expected lower-case letters, digits and single hyphens, at most 80 characters; did you mean `s51`?
        8951 more errors are not listed
    "#]]
    .assert_eq(&format!("{}\n", last.join("\n")));
}

#[test]
fn a_decimal_sign_holds_for_all_rows_that_follow() {
    let text = file("id;name_en;kind;latitude;longitude", |line| {
        let sign = if line == 9_000 { '.' } else { ',' };
        format!("s{line};Site {line};MINE;65{sign}5;25")
    });
    let read = read(&[("sites.csv", &text)], &Limits::default());
    assert_eq!(read.problems.len(), 1, "{}", problems(&read));
    let told = read.problems[0].to_string();
    assert!(
        told.starts_with("sites.csv:9000:") && told.contains("line 2 "),
        "{told}"
    );
}

#[test]
fn records_that_take_too_much_memory_are_told_once() {
    let text = file("id,title", |line| format!("s{line},t"));
    let mut records = Records::of(0);
    let options = ReadOptions::default();
    let mut problems = ProblemList::default();
    let table = crate::model::tables::table_of(Kind::Source).unwrap();
    let rules = crate::exchange::rows::Rules::new(crate::exchange::code_lists(), None);
    let mut times = 0;
    while problems.errors() == 0 {
        let file = ("sources.csv", text.as_bytes());
        csv_table::read_table(table, file, &options, &rules, &mut records, &mut problems);
        times += 1;
    }
    assert!(times > 1, "one file has room");
    let problem = &problems.finish()[0];
    let kept = records.finish();
    assert_eq!(problem.code, ProblemCode::LimitExceeded);
    // The one it was told of is the next one after those that are kept.
    let line = problem.place.as_ref().unwrap().line;
    assert_eq!(
        kept.len(),
        (times - 1) * ROWS + usize::try_from(line).unwrap() - 2
    );
    assert_eq!(kept.last().unwrap().1.line, line - 1);
}
