//! How well partners are found, on a file of exchanges that somebody has.

use std::path::Path;

use crate::analysis::partners::evaluation::evaluate;
use crate::app::AppError;
use crate::exchange::code_lists;
use crate::exchange::knowledge;
use crate::exchange::read_exchanges;
use crate::model::Problem;

pub use crate::analysis::partners::evaluation::Compared;
pub use crate::analysis::partners::evaluation::Evaluation;
pub use crate::analysis::partners::evaluation::Measure;

/// Files drawn for an interval.
const RESAMPLES: u32 = 10_000;
/// Where the draws begin: any number will do, as long as it stays.
const SEED: u64 = 1;

/// Reads a file of exchanges and evaluates it by what the program was built with; no data folder is needed. With it
/// come all problems of the file; there is no evaluation where one of them is an error, nor of fewer than two cases.
///
/// # Errors
/// [`AppError::File`] if the file cannot be read.
pub fn evaluate_partners(path: &Path) -> Result<(Option<Evaluation>, Vec<Problem>), AppError> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|cause| AppError::File {
        path: name.clone(),
        cause,
    })?;
    let (exchanges, problems) = read_exchanges(&name, &bytes, code_lists());
    if problems.iter().any(Problem::is_error) {
        return Ok((None, problems));
    }
    let evaluation = evaluate(knowledge(), &exchanges, RESAMPLES, SEED);
    Ok((evaluation, problems))
}
