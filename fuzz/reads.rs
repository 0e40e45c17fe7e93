//! What every fuzz target does with its input; the replay on stable does the same.

use ketju::exchange::Decimal;
use ketju::exchange::Encoding;
use ketju::exchange::Mapping;
use ketju::exchange::PackageRead;
use ketju::exchange::ReadOptions;
use ketju::exchange::Undirected;
use ketju::exchange::read_import;

/// A mapping that fits every graph.
const MAPPING: &str =
    "[nodes]\nconstants = { kind = \"MINE\" }\ncolumns = { id = \"name_en\" }\n[edges]\n";

/// Reads an input as files of the target, under the options that are usual and under others.
pub(crate) fn read(target: &str, bytes: &[u8]) {
    read_by(target, bytes, &ReadOptions::default(), &mut |_| {});
    read_by(target, bytes, &others(), &mut |_| {});
}

/// Options that are not the usual ones: graphs and points go the way of files of other programs.
pub(crate) fn others() -> ReadOptions {
    ReadOptions {
        encoding: Encoding::Latin1,
        decimal: Some(Decimal::Comma),
        undirected: Undirected::Double,
        mapping: Mapping::parse(MAPPING).unwrap_or_default(),
        ..ReadOptions::default()
    }
}

/// Reads an input as files of the target, and hands on what came of each.
pub(crate) fn read_by(
    target: &str,
    bytes: &[u8],
    options: &ReadOptions,
    told: &mut dyn FnMut(&PackageRead),
) {
    let names: &[&str] = match target {
        "csv" => &["figures.csv", "sites.csv"],
        "xlsx" => &["book.xlsx"],
        "jsonl" => &["data.jsonl"],
        "graphml" => &["graph.graphml"],
        "gexf" => &["graph.gexf"],
        "geojson" => &["points.geojson"],
        _ => &["package.zip"],
    };
    for name in names {
        let read = read_import(name, bytes, options);
        let most = 2 * options.limits.problems + 2;
        assert!(read.problems.len() <= most, "too many problems");
        told(&read);
    }
}
