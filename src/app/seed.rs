//! The data packages inside the binary.

use rust_embed::Embed;

/// Names of the packages that `ketju demo` loads, in order; one is a folder of `fixtures`.
pub const SEED_PACKAGES: &[&str] = &["enf", "transport", "eu", "reuse"];

#[derive(Embed)]
#[folder = "fixtures/"]
#[include = "enf/*"]
#[include = "transport/*"]
#[include = "eu/*"]
#[include = "reuse/*"]
#[include = "tour.json"]
struct Fixtures;

/// The files of a seed package, by name within it, ordered.
pub fn seed_files(package: &str) -> Vec<(String, Vec<u8>)> {
    let prefix = format!("{package}/");
    let mut files: Vec<(String, Vec<u8>)> = Fixtures::iter()
        .filter_map(|path| {
            Some((
                path.strip_prefix(&prefix)?.to_owned(),
                Fixtures::get(&path)?.data.into_owned(),
            ))
        })
        .collect();
    files.sort();
    files
}

/// The questions of the tour that `ketju demo` shows, as JSON.
pub fn tour_questions() -> String {
    Fixtures::get("tour.json")
        .map(|file| String::from_utf8_lossy(&file.data).into_owned())
        .unwrap_or_default()
}
