//! Packages in: every file read to the end, every fault reported with its place.

use crate::exchange::code_lists::code_lists;
use crate::exchange::given::GivenColumns;
use crate::exchange::import::ImportForm;
use crate::exchange::import::ReadOptions;
use crate::exchange::import::read_import;
use crate::exchange::package::DESCRIPTOR;
use crate::exchange::package::csv_table::read_table;
use crate::exchange::package::error::PackageError;
use crate::exchange::package::info;
use crate::exchange::package::info::Descriptor;
use crate::exchange::package::info::PackageInfo;
use crate::exchange::package::records::Records;
use crate::exchange::package::source;
use crate::exchange::package::source::PackageSource;
use crate::exchange::package::write::PackageFile;
use crate::exchange::rows::Rules;
use crate::exchange::stated_facts::StatedFacts;
use crate::model::Kind;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;
use crate::model::Record;
use crate::model::Table;
use crate::model::nearest;
use crate::model::tables::table_of;

/// The packages that an export was made of; it then is none itself.
const DATASETS: &str = "datasets.csv";

/// What was read from a package.
#[derive(Debug, Default)]
pub struct PackageRead {
    /// What the package says of itself.
    pub info: PackageInfo,
    /// What it says of the revision it was exported from; nothing where it was not.
    pub stated: StatedFacts,
    /// The record of the package itself, if it has a name and is no export, then
    /// its records, in the order of the tables and of their rows; one with a fault is without the
    /// cells at fault. Nothing of them may be stored if a problem is an error.
    pub records: Vec<(Record, Place)>,
    /// Which columns of them the files give.
    pub given: GivenColumns,
    /// Everything that is wrong with the files; what is wrong with the records as such is found by
    /// [`validate`](crate::model::validate).
    pub problems: Vec<Problem>,
}

impl PackageRead {
    /// Whether nothing of the package may be stored.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(Problem::is_error)
    }
}

/// Reads a package under the default limits.
///
/// # Errors
/// [`PackageError`] if a folder cannot be read; whatever is wrong with files is told as problems.
pub fn read_package(source: PackageSource) -> Result<PackageRead, PackageError> {
    read_package_with(source, &ReadOptions::default())
}

/// Reads a package: all its files, whatever is wrong with some of them. O(bytes).
///
/// # Errors
/// As for [`read_package`].
pub fn read_package_with(
    source: PackageSource,
    options: &ReadOptions,
) -> Result<PackageRead, PackageError> {
    let mut problems = ProblemList::with_limit(options.limits.problems);
    let packed = source.packed();
    let files = source::files(source, &options.limits, &mut problems)?;
    Ok(read_files(&files, packed, options, problems))
}

/// Reads a package from the bytes of a zip archive under the default limits.
pub fn read_zip(bytes: &[u8]) -> PackageRead {
    let form = Some(ImportForm::Package);
    let options = ReadOptions::default();
    read_import("", bytes, &ReadOptions { form, ..options })
}

/// Reads the files of a package that came in so many bytes, or as they are.
pub(crate) fn read_files(
    files: &[PackageFile],
    packed: Option<usize>,
    options: &ReadOptions,
    mut problems: ProblemList,
) -> PackageRead {
    let descriptor = files.iter().find(|file| file.name == DESCRIPTOR);
    let Descriptor {
        info,
        resources,
        columns,
        is_export,
        stated,
    } = match descriptor {
        Some(file) => info::parse(&file.bytes, &mut problems),
        None => Descriptor::default(),
    };
    for path in &resources {
        if !files.iter().any(|file| file.name == *path) {
            let names = files.iter().map(|file| file.name.as_str());
            let near = nearest(path, names).map(str::to_owned);
            let problem =
                source::unreadable(DESCRIPTOR, format!("no file `{path}` in the package"));
            problems.push(problem.column("resources").value(path).suggestion(near));
        }
    }
    let rules = Rules::new(code_lists(), info.reference_year);
    let unpacked = files.iter().map(|file| file.bytes.len()).sum();
    let mut records = Records::of(packed.unwrap_or(unpacked));
    if !is_export && !files.iter().any(|file| file.name == DATASETS) {
        let place = Place {
            file: DESCRIPTOR.into(),
            line: 0,
        };
        if let Some(record) = info.record() {
            records.push(record, &place, &mut problems);
        }
    }
    for table in tables() {
        let name = format!("{}.csv", table.name);
        if let Some(file) = files.iter().find(|file| file.name == name) {
            read_table(
                table,
                (&name, &file.bytes),
                options,
                &rules,
                &mut records,
                &mut problems,
            );
            if let Some(stated) = columns.get(&name).filter(|_| is_export) {
                records.given.exported(&name, table, stated);
            }
        }
    }
    for file in files {
        if let Some(problem) = unknown_file(&file.name) {
            problems.push(problem);
        }
    }
    PackageRead {
        info,
        stated,
        given: std::mem::take(&mut records.given),
        records: records.finish(),
        problems: problems.finish(),
    }
}

/// The tables of all kinds of records, in stored order.
pub(crate) fn tables() -> impl Iterator<Item = &'static Table> {
    Kind::ALL.iter().filter_map(|kind| table_of(*kind))
}

/// The problem of a file that is no part of a package; texts for people may lie beside the tables.
fn unknown_file(name: &str) -> Option<Problem> {
    let is_known = name == DESCRIPTOR
        || name
            .strip_suffix(".csv")
            .is_some_and(|stem| tables().any(|table| table.name == stem));
    let is_text = [".md", ".txt"].iter().any(|end| name.ends_with(end))
        || ["LICENSE", "LICENCE", "NOTICE", "README"].contains(&name);
    if is_known || is_text {
        return None;
    }
    let known: Vec<String> = tables()
        .map(|table| format!("{}.csv", table.name))
        .chain([DESCRIPTOR.to_owned()])
        .collect();
    let near = nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
    let place = Place {
        file: name.into(),
        line: 0,
    };
    Some(
        Problem::error(ProblemCode::UnknownFile, format!("unknown file `{name}`"))
            .at(Some(&place))
            .suggestion(near),
    )
}
