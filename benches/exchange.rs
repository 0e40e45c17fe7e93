//! How fast do data come in and go out? A made-up network as a data package, from CSV to durable, and every form of export.
//!
//! `cargo bench --bench exchange` runs 100 000 places, `cargo bench --bench exchange -- 1000000` another number. It
//! prints one JSON object a line, as `docs/performance.md` records them. The baselines of the same run are reading the
//! same files with the `csv` library alone, and writing the same bytes to a file and to disk.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a bench prints its figures and fails by panicking"
)]

mod synthetic;

use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use ketju::app::App;
use ketju::app::ExportRequest;
use ketju::app::Flags;
use ketju::app::ImportRequest;
use ketju::app::Settings;
use ketju::exchange::ExportFormat;
use ketju::exchange::PackageInfo;
use ketju::exchange::PackageSource;
use ketju::exchange::read_package;
use ketju::exchange::write_folder;
use synthetic::Synthetic;
use synthetic::material_id;

fn main() {
    let count = std::env::args().filter_map(|it| it.parse().ok()).next();
    let folder = std::env::temp_dir().join(format!("ketju-exchange-{}", std::process::id()));
    let package = folder.join("package");
    write_package(count.unwrap_or(100_000), &package);
    baselines(&package);
    let app = imported(&package, &folder.join("data"));
    for format in ExportFormat::ALL {
        exported(&app, *format);
    }
    drop(app);
    fs::remove_dir_all(&folder).expect("the folder of this run");
}

fn write_package(count: usize, folder: &Path) {
    let network = Synthetic::new(count);
    let info = PackageInfo {
        name: "made-up".into(),
        reference_year: Some(2024),
        ..PackageInfo::default()
    };
    write_folder(&info, network.registry.records(), folder).expect("a package");
    println!(
        "{{\"work\":\"network\",\"places\":{},\"links\":{}}}",
        network.places, network.links
    );
}

/// What reading and writing the same bytes takes that know nothing of the domain.
fn baselines(package: &Path) {
    let (mut rows, mut all) = (0, Vec::new());
    let read = timed(|| {
        for file in fs::read_dir(package).expect("the package") {
            let bytes = fs::read(file.expect("a file").path()).expect("a file");
            let mut reader = csv::ReaderBuilder::new()
                .flexible(true)
                .from_reader(&bytes[..]);
            rows += reader.records().filter(Result::is_ok).count();
            all.extend(bytes);
        }
    });
    report(
        "baseline: rows split by the csv library",
        read,
        rows as f64,
        "rows",
    );
    let path = package.with_extension("copy");
    let written = timed(|| {
        let mut file = fs::File::create(&path).expect("a file");
        file.write_all(&all).expect("written");
        file.sync_all().expect("durable");
    });
    report(
        "baseline: the same bytes to a durable file",
        written,
        all.len() as f64,
        "bytes",
    );
    fs::remove_file(path).expect("the copy");
}

fn imported(package: &Path, data: &Path) -> Arc<App> {
    let (settings, _) =
        Settings::load(&Flags::default(), Path::new("no-settings.toml")).expect("defaults");
    let app = App::open(data, &settings).expect("a data folder");
    let started = Instant::now();
    let read = read_package(PackageSource::Folder(package.to_owned())).expect("a package");
    let rows = read.records.len() as f64;
    report(
        "import: package read and checked",
        started.elapsed(),
        rows,
        "rows",
    );
    let request = ImportRequest {
        package: read,
        author: "bench".into(),
        dry_run: false,
    };
    let outcome = app.import(request).expect("an import");
    let all = started.elapsed();
    assert!(outcome.revision.is_some(), "{:?}", outcome.problems);
    report("import: from CSV to durable", all, rows, "rows");
    app
}

fn exported(app: &App, format: ExportFormat) {
    let slug = material_id(0).slug;
    let is_chain = format.holds(false).is_err();
    let asked = ExportRequest {
        materials: if is_chain { vec![slug] } else { Vec::new() },
        ..ExportRequest::default()
    };
    let export = app.export(format, &asked).expect("an export");
    let before = resident("VmRSS:");
    // The peak is counted from here on.
    fs::write("/proc/self/clear_refs", "5").expect("the peak is reset");
    let mut sink = Counted::default();
    let taken = timed(|| export.write(&mut sink).expect("an export"));
    let name = format!("export: {}", format.code());
    report(&name, taken, sink.bytes as f64, "bytes");
    let raised = (resident("VmHWM:") - before) / 1024.0;
    println!("{{\"work\":\"{name}\",\"memory_raised_mb\":{raised:.1}}}");
}

/// Takes bytes and counts them.
#[derive(Default)]
struct Counted {
    bytes: u64,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn timed(job: impl FnOnce()) -> Duration {
    let started = Instant::now();
    job();
    started.elapsed()
}

fn report(work: &str, taken: Duration, amount: f64, unit: &str) {
    let seconds = taken.as_secs_f64();
    println!(
        "{{\"work\":\"{work}\",\"seconds\":{seconds:.3},\"{unit}\":{amount},\"{unit}_per_second\":{:.0}}}",
        amount / seconds
    );
}

/// What the system counts, in kilobytes.
fn resident(what: &str) -> f64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix(what));
    let number = line.and_then(|it| it.split_whitespace().next());
    number.and_then(|it| it.parse().ok()).expect("a number")
}
