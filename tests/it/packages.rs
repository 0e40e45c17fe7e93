//! Every broken package of `fixtures/broken` gives exactly the problems written beside it.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its cases has failed"
)]

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use expect_test::expect_file;
use ketju::exchange::PackageSource;
use ketju::exchange::code_lists;
use ketju::exchange::read_package;
use ketju::model::Change;
use ketju::model::Place;
use ketju::model::Problem;
use ketju::model::Registry;
use ketju::model::together;
use ketju::model::validate;

#[test]
fn broken_packages_give_their_problems_and_nothing_is_stored() {
    let mut cases = 0;
    for folder in folders(Path::new("fixtures/broken")) {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let (stored, problems) = import(&folder);
        let shown: String = problems.iter().map(shown).collect();
        let expected = std::env::current_dir().unwrap().join(&folder);
        expect_file![expected.join("problems.txt")].assert_eq(&shown);
        assert!(!problems.is_empty(), "{name} has no problem");
        assert_eq!(stored.is_some(), name.starts_with("doubt-"), "{name}");
        cases += 1;
    }
    assert!(cases > 40, "only {cases} cases");
}

#[test]
fn every_code_of_a_problem_has_a_case() {
    // These take an archive, a limit, a deletion or what was there before, and are tested beside the code.
    let beside = [
        "STILL_REFERENCED",
        "LIMIT_EXCEEDED",
        "STATUS_TAKEN_BACK",
        "VALUES_EMPTIED",
        "SETS_BACK",
    ];
    let mut seen: Vec<String> = beside.map(str::to_owned).into();
    for folder in folders(Path::new("fixtures/broken")) {
        let (_, problems) = import(&folder);
        seen.extend(problems.iter().map(|it| it.code.code().to_owned()));
    }
    let codes = ketju::model::ProblemCode::CODES.iter();
    let missing: Vec<&&str> = codes
        .filter(|code| !seen.contains(&(**code).to_owned()))
        .collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
}

/// Imports a package into empty data, as the program does: all of it, or nothing if there is an error.
fn import(folder: &Path) -> (Option<Registry>, Vec<Problem>) {
    let read = read_package(PackageSource::Folder(folder.to_owned())).unwrap();
    let (records, places): (Vec<_>, Vec<Place>) = read.records.into_iter().unzip();
    let changes: Vec<Change> = records.into_iter().map(Change::Put).collect();
    let before = Registry::default();
    let after = before.with(&changes);
    let place_of = |at: usize| places.get(at);
    let found = validate(&before, &after, &changes, &place_of, code_lists());
    let problems = together(read.problems, found);
    let is_good = !problems.iter().any(Problem::is_error);
    (is_good.then_some(after), problems)
}

fn shown(problem: &Problem) -> String {
    let (severity, code) = (problem.severity.code(), problem.code.code());
    let value = problem
        .value
        .as_ref()
        .map_or(String::new(), |value| format!(" [{value}]"));
    format!("{severity} {code} {problem}{value}\n")
}

fn folders(of: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(of)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}
