//! How fast do data come in and go out? A made-up network as a data package, from CSV to durable, and every form of export.
//!
//! `cargo bench --bench exchange` runs 100 000 places, `cargo bench --bench exchange -- 1000000` another number. It
//! prints one JSON object a line, as `docs/performance.md` records them. The baselines of the same run are reading the
//! same files with the `csv` library alone, and writing the same bytes to a file and to disk. The package is made by a
//! process of its own, and the exports are, so that the memory told is that of the step.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a bench prints its figures and fails by panicking"
)]

mod synthetic;

use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;
use std::process::Command;
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
use ketju::model::Kind;
use ketju::model::NAME_EN;
use ketju::model::Quantity;
use ketju::model::Record;
use ketju::model::Value;
use ketju::model::codes::MaterialKind;
use ketju::model::computed_slug;
use ketju::model::tables::figure;
use ketju::model::tables::material;
use ketju::model::tables::source;
use ketju::model::tables::table_of;
use synthetic::Synthetic;
use synthetic::material_id;

fn main() {
    let asked: Vec<String> = std::env::args().collect();
    let count = asked.iter().find_map(|it| it.parse().ok());
    let count = count.unwrap_or(100_000);
    let path_of = |step: &str| {
        let at = asked.iter().position(|it| it == step)?;
        asked.get(at + 1).map(Path::new)
    };
    if let Some(package) = path_of("--package") {
        return write_package(count, package);
    }
    if let Some(data) = path_of("--exports") {
        let app = opened(data);
        return ExportFormat::ALL.iter().for_each(|it| exported(&app, *it));
    }
    let folder = std::env::temp_dir().join(format!("ketju-exchange-{}", std::process::id()));
    let (package, data) = (folder.join("package"), folder.join("data"));
    // What one step leaves in memory is no matter of the next.
    let beside = |step: &str, path: &Path| {
        let mut step_of_this = Command::new(&asked[0]);
        let step_of_this = step_of_this.arg(count.to_string()).arg(step).arg(path);
        assert!(step_of_this.status().expect("this program").success());
    };
    beside("--package", &package);
    baselines(&package);
    imported(&package, &data);
    beside("--exports", &data);
    fs::remove_dir_all(&folder).expect("the folder of this run");
}

fn write_package(count: usize, folder: &Path) {
    let network = Synthetic::new(count);
    let info = PackageInfo {
        name: "made-up".into(),
        reference_year: Some(2024),
        ..PackageInfo::default()
    };
    let records = network.registry.records().map(importable);
    write_folder(&info, records, folder).expect("a package");
    println!(
        "{{\"work\":\"network\",\"places\":{},\"links\":{}}}",
        network.places, network.links
    );
}

/// A record of the network as it may be imported: with a name, and with a content in place of the capacity of a link,
/// which only activities have.
fn importable(mut record: Record) -> Record {
    match record.kind() {
        Kind::Source => record.set(source::TITLE, Value::Text("Made up".into())),
        Kind::Material => {
            let at = MaterialKind::ALL
                .iter()
                .position(|it| *it == MaterialKind::Element);
            record.set(material::KIND, Value::Code(at.expect("a kind") as u16));
        }
        Kind::Figure if record.get(figure::QUANTITY) == Some(&quantity(Quantity::Capacity)) => {
            record.set(figure::QUANTITY, quantity(Quantity::Content));
            record.set(figure::UNIT, Value::Text(Quantity::Content.unit().into()));
            record.set(figure::VALUE, Value::Number(0.25));
            record.unset(figure::BASIS);
            record.id.slug = computed_slug(&record);
        }
        _ => {}
    }
    if table_of(record.kind()).is_some_and(|it| it.named) {
        let number = record.id.slug.bytes().filter(u8::is_ascii_digit);
        let number = number.fold(0, |all, digit| all * 10 + usize::from(digit - b'0'));
        record.set(NAME_EN, Value::Text(name(number).into()));
    }
    record
}

fn quantity(one: Quantity) -> Value {
    Value::Code(one as u16)
}

/// A name of its own for each number, unlike that of the next.
fn name(number: usize) -> String {
    const SYLLABLES: [&str; 20] = [
        "ka", "lo", "mi", "nu", "pe", "ra", "so", "ti", "vu", "he", "jo", "kai", "lau", "mei",
        "nou", "pai", "rau", "sei", "tou", "vai",
    ];
    let mut rest = number * 7_654_321 % SYLLABLES.len().pow(5);
    let mut name = String::new();
    for _ in 0..5 {
        name.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
    }
    name
}

/// What reading and writing the same bytes takes that know nothing of the domain.
fn baselines(package: &Path) {
    let files = fs::read_dir(package).expect("the package");
    let files: Vec<_> = files.map(|it| it.expect("a file").path()).collect();
    let mut rows = 0;
    let read = timed(|| {
        for path in &files {
            let file = fs::File::open(path).expect("a file");
            let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file);
            rows += reader.records().filter(Result::is_ok).count();
        }
    });
    report(
        "baseline: rows split by the csv library",
        read,
        rows as f64,
        "rows",
    );
    let path = package.with_extension("copy");
    let mut bytes = 0;
    let written = timed(|| {
        let mut copy = fs::File::create(&path).expect("a file");
        for path in &files {
            let read = fs::read(path).expect("a file");
            copy.write_all(&read).expect("written");
            bytes += read.len();
        }
        copy.sync_all().expect("durable");
    });
    report(
        "baseline: the same bytes to a durable file",
        written,
        bytes as f64,
        "bytes",
    );
    fs::remove_file(path).expect("the copy");
}

/// Opens a data folder, once a checkpoint of it is written.
fn opened(data: &Path) -> Arc<App> {
    let (settings, _) =
        Settings::load(&Flags::default(), Path::new("no-settings.toml")).expect("defaults");
    let started = Instant::now();
    loop {
        match App::open(data, &settings) {
            Ok(app) => return app,
            Err(error) => assert!(started.elapsed().as_secs() < 300, "{error}"),
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn imported(package: &Path, data: &Path) {
    let app = opened(data);
    // The peak is counted from here on.
    fs::write("/proc/self/clear_refs", "5").expect("the peak is reset");
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
    assert!(outcome.revision.is_some(), "{:?}", outcome.problems.first());
    for problem in outcome.problems.iter().take(3) {
        eprintln!("{problem}");
    }
    report("import: from CSV to durable", all, rows, "rows");
    let peak = resident("VmHWM:") / 1024.0;
    println!("{{\"work\":\"import\",\"memory_mb\":{peak:.0}}}");
}

fn exported(app: &App, format: ExportFormat) {
    let slug = material_id(0).slug;
    let is_chain = format.holds(false).is_err();
    let asked = ExportRequest {
        materials: if is_chain {
            vec![slug.to_string()]
        } else {
            Vec::new()
        },
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
