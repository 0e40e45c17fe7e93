//! Files as other programs write them: every case of `fixtures/wild` gives exactly the records and problems written beside it.
//!
//! A case is a folder: CSV files, or one file of another form, and the options it is read by. A folder with `.csv` files only is read as a package, unless
//! its name begins with `single-`. A workbook is kept as the files it is zipped from, in a folder `book.xlsx`.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;

use expect_test::expect_file;
use ketju::exchange::Decimal;
use ketju::exchange::Encoding;
use ketju::exchange::Mapping;
use ketju::exchange::PackageRead;
use ketju::exchange::PackageSource;
use ketju::exchange::ReadOptions;
use ketju::exchange::Undirected;
use ketju::exchange::code_lists;
use ketju::exchange::read_import;
use ketju::exchange::read_package_with;
use ketju::model::Change;
use ketju::model::Problem;
use ketju::model::ProblemCode;
use ketju::model::Registry;
use ketju::model::record_json;
use ketju::model::together;
use ketju::model::validate;

#[test]
fn files_of_other_programs_are_read_or_refused_with_reason() {
    let mut cases = 0;
    for folder in entries(Path::new("fixtures/wild")) {
        if !folder.is_dir() {
            continue;
        }
        let read = read(&folder);
        let mut shown = String::new();
        for (record, place) in &read.records {
            let record = record_json(record);
            writeln!(shown, "{}:{} {record}", place.file, place.line).unwrap();
        }
        for problem in with_what_lacks(&read) {
            writeln!(shown, "{} {problem}", problem.code.code()).unwrap();
        }
        assert!(!shown.is_empty(), "{} says nothing", folder.display());
        let expected = std::env::current_dir().unwrap().join(&folder);
        expect_file![expected.join("outcome.txt")].assert_eq(&shown);
        cases += 1;
    }
    assert!(cases > 20, "only {cases} cases");
}

/// The problems of a file, and what its records lack if none of them is on record.
fn with_what_lacks(read: &PackageRead) -> Vec<Problem> {
    let before = Registry::default();
    let changes = read.records.iter().map(|it| Change::Put(it.0.clone()));
    let changes: Vec<Change> = changes.collect();
    let places: Vec<_> = read.records.iter().map(|it| &it.1).collect();
    let after = before.with(&changes);
    let place_of = |at: usize| places.get(at).copied();
    let mut lacks = validate(&before, &after, &changes, &place_of, code_lists());
    lacks.retain(|it| it.code == ProblemCode::MissingValue && it.is_error());
    together(read.problems.clone(), lacks)
}

fn read(folder: &Path) -> PackageRead {
    let options = options(folder);
    let is_text = |path: &Path| path.extension().is_some_and(|it| it == "txt");
    let mut files = entries(folder);
    files.retain(|path| !is_text(path));
    let [file] = &files[..] else {
        return read_package_with(PackageSource::Folder(folder.to_owned()), &options).unwrap();
    };
    let name = file.file_name().unwrap().to_string_lossy();
    let is_single = folder
        .file_name()
        .unwrap()
        .to_string_lossy()
        .starts_with("single-");
    if name.ends_with(".csv") && !is_single {
        return read_package_with(PackageSource::Folder(folder.to_owned()), &options).unwrap();
    }
    let bytes = if file.is_dir() {
        zipped(file)
    } else {
        fs::read(file).unwrap()
    };
    read_import(&name, &bytes, &options)
}

/// The options that a case states, one `name=value` a line, and its mapping.
fn options(folder: &Path) -> ReadOptions {
    let mut options = ReadOptions::default();
    let stated = fs::read_to_string(folder.join("options.txt")).unwrap_or_default();
    for line in stated.lines() {
        match line.split_once('=').expect("name=value") {
            ("encoding", value) => options.encoding = Encoding::from_code(value).unwrap(),
            ("decimal", value) => options.decimal = Some(Decimal::from_code(value).unwrap()),
            ("undirected", value) => options.undirected = Undirected::from_code(value).unwrap(),
            (name, _) => panic!("unknown option {name}"),
        }
    }
    if let Ok(text) = fs::read_to_string(folder.join("mapping.txt")) {
        options.mapping = Mapping::parse(&text).unwrap();
    }
    options
}

/// A folder as an archive, its files in order.
fn zipped(folder: &Path) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for path in entries(&next) {
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path
                .strip_prefix(folder)
                .unwrap()
                .to_string_lossy()
                .into_owned();
            let options = zip::write::SimpleFileOptions::default();
            writer.start_file(name, options).unwrap();
            writer.write_all(&fs::read(&path).unwrap()).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}
