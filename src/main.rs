//! The program `ketju`: parse, run, exit.

use std::process::ExitCode;

fn main() -> ExitCode {
    ketju::cli::run()
}
