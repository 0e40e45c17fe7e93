//! `ketju evaluate`: how well the program answers, on a file of what is known to be right.

use std::path::PathBuf;

use anyhow::bail;
use clap::Args;
use clap::Subcommand;
use serde_json::Value;
use serde_json::json;

use crate::app::Compared;
use crate::app::Evaluation;
use crate::app::Measure;
use crate::app::evaluate_partners;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::output::Rows;
use crate::cli::output::print;

#[derive(Args)]
pub(super) struct Evaluate {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Whether the score finds who took a waste better than naming the commonest takers
    Partners {
        /// A CSV file of exchanges, with the columns case_id, waste, ewc, receiver_nace, status
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// How to print the answer
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
}

impl Evaluate {
    /// A score that is no better is an answer: it is done either way.
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let What::Partners { file, format } = self.what;
        let (evaluation, problems) = evaluate_partners(&file)?;
        for problem in &problems {
            eprintln!("{problem}");
        }
        let Some(evaluation) = evaluation else {
            match problems.iter().filter(|it| it.is_error()).count() {
                0 => bail!(
                    "there is nothing to evaluate: exchanges of two cases at least are needed, with receiver_nace"
                ),
                errors => bail!("`{}` has {errors} errors", file.display()),
            }
        };
        if format == Format::Table {
            print(&above(&evaluation))?;
        }
        rows(&evaluation).print(format, &value(&evaluation))?;
        Ok(Outcome::Done)
    }
}

fn above(it: &Evaluation) -> String {
    format!(
        "{} exchanges of {} cases, each asked with the other cases as precedents; {} to {} trades to choose from\n\
         {} exchanges tell no trade that takes them and are left out; of {} the trade is none to choose from\n\
         the interval holds 95 % of {} files made of cases drawn anew\n\n",
        it.asked,
        it.cases,
        it.candidates.0,
        it.candidates.1,
        it.without_truth,
        it.beyond_candidates,
        it.resamples
    )
}

fn rows(evaluation: &Evaluation) -> Rows {
    let mut rows = Rows::new(&["measure", "score", "popularity", "difference", "from", "to"]);
    for it in &evaluation.compared {
        let numbers = numbers(it).map(|(_, number)| format!("{number:.4}"));
        rows.push([vec![measure(it.measure)], numbers.to_vec()].concat());
    }
    rows
}

fn numbers(it: &Compared) -> [(&'static str, f64); 5] {
    [
        ("score", it.score),
        ("popularity", it.popularity),
        ("difference", it.difference),
        ("from", it.interval.0),
        ("to", it.interval.1),
    ]
}

fn measure(measure: Measure) -> String {
    match measure {
        Measure::Hits(within) => format!("Hits@{within}"),
        Measure::ReciprocalRank => "MRR".to_owned(),
    }
}

fn value(it: &Evaluation) -> Value {
    let compared = |it: &Compared| {
        let mut value = json!({ "measure": measure(it.measure) });
        for (name, number) in numbers(it) {
            value[name] = json!(number);
        }
        value
    };
    json!({
        "asked": it.asked,
        "cases": it.cases,
        "withoutTruth": it.without_truth,
        "beyondCandidates": it.beyond_candidates,
        "candidates": { "least": it.candidates.0, "most": it.candidates.1 },
        "resamples": it.resamples,
        "seed": it.seed,
        "compared": it.compared.iter().map(compared).collect::<Vec<_>>(),
    })
}
