//! The command line: one file per subcommand.
//!
//! Results go to stdout, everything else to stderr. The exit status is 0 when done, 1 for a
//! negative answer (problems found, no path), 2 for misuse or failure. A command works on the data
//! folder itself, or through the server that has it open.

mod backend;
mod balance;
mod benchmarks;
mod cite;
mod clusters;
mod compact;
mod config;
mod demo;
mod dependence;
mod diff;
mod directory;
mod evaluate;
mod export;
mod exposure;
mod gaps;
mod import;
mod log;
mod matching;
mod members;
mod named;
mod output;
mod paged;
mod partners;
mod paths;
mod progress;
mod query;
mod report;
mod risk;
mod sampling;
mod scenario;
mod schema;
mod search;
mod serve;
mod show;
mod stress;
mod template;
mod throughput;
mod tour;
mod trace;
mod unused;
mod verify;
mod when;

use std::any::TypeId;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Arg;
use clap::CommandFactory as _;
use clap::FromArgMatches as _;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;

use crate::app::Flags;
use crate::app::SETTINGS_FILE;
use crate::app::Setting;
use crate::app::Settings;

/// Critical raw materials as a network, from the mine to the harbour.
#[derive(Parser)]
#[command(name = "ketju", version, propagate_version = true)]
struct Arguments {
    /// Folder of the data [default: ./ketju-data]
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Settings file
    #[arg(long, global = true, value_name = "FILE", default_value = SETTINGS_FILE)]
    settings: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Load the data sets that come with the program, show a tour of answers, then serve
    Demo(demo::Demo),
    /// Answer questions over HTTP until stopped
    Serve(serve::Serve),
    /// Load a data package: a folder or a .zip
    Import(import::Import),
    /// Write the data to a file or folder
    Export(export::Export),
    /// Run a GraphQL document and print the response
    Query(query::Query),
    /// Find records by name, theme, service or town
    Search(search::Search),
    /// List clusters, organisations, platforms or programmes by what they do and where they are
    Directory(directory::Directory),
    /// Load members of clusters from a CSV file
    Members(members::Members),
    /// Find the ways a material can take between two places
    Paths(paths::Paths),
    /// Show where a place or product leads to, or comes from
    Trace(trace::Trace),
    /// Show how much of a material gets through its chain, and what holds it back
    Throughput(throughput::Throughput),
    /// Find what a region lacks along the chains of materials
    Gaps(gaps::Gaps),
    /// Find who can use a side-stream, or what meets a need, and why
    Partners(partners::Partners),
    /// Test what of deliveries is lost when countries or sites stop
    Stress(stress::Stress),
    /// Compare what a region extracts, processes and recycles with what it consumes, and whom it depends on
    Benchmarks(benchmarks::Benchmarks),
    /// Show supply risk and economic importance of materials, with every term
    Risk(risk::Risk),
    /// Show how far a region depends on third countries for a material
    Dependence(dependence::Dependence),
    /// Find the sites of a region that hang on a country
    Exposure(exposure::Exposure),
    /// List matches, begin one, or say where one stands
    Match(matching::Matching),
    /// Find clusters to work with, and what came of a cluster's matches
    Clusters(clusters::Clusters),
    /// Find side-streams of a region without a recorded user
    Unused(unused::Unused),
    /// Compare what goes into sites of a material with what comes out, as a check of the data
    Balance(balance::Balance),
    /// Write all that is known of a material or region as one document
    Report(report::Report),
    /// List the revisions of the data, the latest first
    Log(log::Log),
    /// Show what differs between two revisions, field by field
    Diff(diff::Diff),
    /// Tell how the data are cited
    Cite(cite::Cite),
    /// Check that what is stored, or an exported file, fits together
    Verify(verify::Verify),
    /// Forget how an early revision came about; later ones read the same
    Compact(compact::Compact),
    /// Measure how well the program answers, on a file of what is known to be right
    Evaluate(evaluate::Evaluate),
    /// Write an empty workbook to fill in: a sheet per table, with help and choices
    Template(template::Template),
    /// Print the GraphQL schema, or the schemas of the import tables
    Schema(schema::Schema),
    /// Print the effective settings and where each comes from
    Config(config::ShowConfig),
}

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
}

/// What every command is given.
struct Context {
    settings: Settings,
    shown: Vec<Setting>,
}

/// How a command ended, if it did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// What was asked was done.
    Done,
    /// The answer is negative: problems were found, or there is no path.
    Negative,
}

/// Runs the program with the arguments of the process.
pub fn run() -> ExitCode {
    let found = numbers_may_be_negative(Arguments::command()).get_matches();
    let arguments = Arguments::from_arg_matches(&found).unwrap_or_else(|error| error.exit());
    match run_command(arguments) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Negative) => ExitCode::from(1),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run_command(arguments: Arguments) -> anyhow::Result<Outcome> {
    let listen = match &arguments.command {
        Command::Serve(serve) => serve.listen.clone(),
        Command::Demo(demo) => demo.listen.clone(),
        _ => None,
    };
    let flags = Flags {
        data: arguments.data,
        listen,
    };
    let (settings, shown) = Settings::load(&flags, &arguments.settings)?;
    start_log(&settings.log);
    let context = Context { settings, shown };
    match arguments.command {
        Command::Demo(demo) => demo.run(&context),
        Command::Serve(serve) => serve.run(&context),
        Command::Import(import) => import.run(&context),
        Command::Export(export) => export.run(&context),
        Command::Query(query) => query.run(&context),
        Command::Search(search) => search.run(&context),
        Command::Directory(directory) => directory.run(&context),
        Command::Members(members) => members.run(&context),
        Command::Paths(paths) => paths.run(&context),
        Command::Trace(trace) => trace.run(&context),
        Command::Throughput(throughput) => throughput.run(&context),
        Command::Gaps(gaps) => gaps.run(&context),
        Command::Partners(partners) => partners.run(&context),
        Command::Stress(stress) => stress.run(&context),
        Command::Benchmarks(benchmarks) => benchmarks.run(&context),
        Command::Risk(risk) => risk.run(&context),
        Command::Dependence(dependence) => dependence.run(&context),
        Command::Exposure(exposure) => exposure.run(&context),
        Command::Match(matching) => matching.run(&context),
        Command::Clusters(clusters) => clusters.run(&context),
        Command::Unused(unused) => unused.run(&context),
        Command::Balance(balance) => balance.run(&context),
        Command::Report(report) => report.run(&context),
        Command::Log(log) => log.run(&context),
        Command::Diff(diff) => diff.run(&context),
        Command::Cite(cite) => cite.run(&context),
        Command::Verify(verify) => verify.run(&context),
        Command::Compact(compact) => compact.run(&context),
        Command::Evaluate(evaluate) => evaluate.run(),
        Command::Template(template) => template.run(),
        Command::Schema(schema) => schema.run(),
        Command::Config(config) => config.run(&context),
    }
}

/// A command whose options of numbers take negative ones too, so that whoever checks the number says what is wrong with it: else
/// `-5` is told as an option that there is none of.
fn numbers_may_be_negative(command: clap::Command) -> clap::Command {
    let of_arg = |arg: Arg| match takes_number(&arg) {
        true => arg.allow_negative_numbers(true),
        false => arg,
    };
    command
        .mut_args(of_arg)
        .mut_subcommands(numbers_may_be_negative)
}

fn takes_number(arg: &Arg) -> bool {
    let read = arg.get_value_parser().type_id();
    let numbers = [
        TypeId::of::<i32>(),
        TypeId::of::<u32>(),
        TypeId::of::<i64>(),
        TypeId::of::<u64>(),
        TypeId::of::<usize>(),
        TypeId::of::<f64>(),
    ];
    numbers.into_iter().any(|it| read == it)
}

fn start_log(directives: &str) {
    let filter = tracing_subscriber::EnvFilter::new(directives);
    // A second start, as in tests, keeps the first log.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}

/// Whether a failure only means that the reader of our output has seen enough.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let is_broken = |it: &std::io::Error| it.kind() == std::io::ErrorKind::BrokenPipe;
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref())
        .any(is_broken)
}

#[cfg(test)]
mod tests {
    use clap::error::ErrorKind;

    use super::*;

    /// Every option of a number, as the words that lead to it.
    fn options(command: &clap::Command, path: &[String], found: &mut Vec<Vec<String>>) {
        for arg in command.get_arguments().filter(|it| takes_number(it)) {
            let Some(long) = arg.get_long() else { continue };
            found.push([path, &[format!("--{long}")]].concat());
        }
        for sub in command.get_subcommands() {
            let path = [path, &[sub.get_name().to_owned()]].concat();
            options(sub, &path, found);
        }
    }

    /// What the parser makes of words that end in a negative number.
    fn parsed(command: clap::Command, words: &[String]) -> Option<ErrorKind> {
        let words = [words, &["-5".to_owned()]].concat();
        let parsed = command.try_get_matches_from(words);
        parsed.err().map(|it| it.kind())
    }

    #[test]
    fn a_negative_number_is_read_as_the_number_of_every_option_of_one() {
        let mut found = Vec::new();
        options(&Arguments::command(), &["ketju".to_owned()], &mut found);
        assert!(found.len() > 60, "{}", found.len());
        let is_known = |of: fn() -> clap::Command| {
            let all = found.iter();
            all.filter(move |it| parsed(of(), it) == Some(ErrorKind::UnknownArgument))
        };
        let unknown: Vec<_> = is_known(|| numbers_may_be_negative(Arguments::command())).collect();
        assert_eq!(unknown, Vec::<&Vec<String>>::new());
        assert!(
            is_known(Arguments::command).count() > 0,
            "the parser does so by itself"
        );
    }
}
