//! Takers that do not operate in the year, planned or idle, that would otherwise be among the first: so that who reads a
//! default answer learns of them.

use std::collections::BTreeSet;

use crate::analysis::partners::RejectionReason;
use crate::analysis::partners::Subject;
use crate::analysis::partners::answer::Asked;
use crate::analysis::partners::answer::Judged;
use crate::analysis::partners::pair::Pair;
use crate::analysis::partners::pair::Scored;
use crate::analysis::partners::pair::Terms;
use crate::analysis::partners::score::judged;
use crate::model::OperationReason;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::SiteStatus;
use crate::model::tables::site;
use crate::network::words::as_sentence;

/// A taker is told if it would be among so many named takers: as many as are told where nobody asks for another number.
pub(super) const FIRST_ROWS: usize = 10;

/// A taker that does not operate in the year, as far as known, and would otherwise be among the first partners.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// The site.
    pub taker: Row,
    /// Its status in the year; none if only a year of opening is on record.
    pub status: Option<SiteStatus>,
    /// The year in which it is to open; none if not on record.
    pub opens: Option<i32>,
    /// What the score would be if it operated, 0.01 to 1.
    pub score: f64,
    /// How much of that would be known, 0 to 1.
    pub confidence: f64,
    /// A sentence that may be quoted: why it is none of the partners, and how to ask so that it is.
    pub message: String,
    /// Records it rests on: the request, the site, and the statement of its status.
    pub evidence: Vec<Row>,
}

impl Asked<'_> {
    /// Those of the pairs looked at, the best first, each taker once. O(pairs · log pairs), and what it takes to score those whose
    /// taker does not operate.
    pub(super) fn waiting(&self, found: &[Judged<'_>]) -> Vec<Waiting> {
        if matches!(self.question.subject, Subject::Need(_) | Subject::Pair(..)) {
            return Vec::new();
        }
        let idle = found.iter().filter_map(|it| {
            let is_idle = matches!(
                it.outcome,
                Err(RejectionReason::NotOperating | RejectionReason::OperationUnknown)
            );
            let scored = is_idle.then(|| self.if_operating(&it.pair)).flatten()?;
            Some(Judged {
                outcome: Ok(scored),
                ..it.clone()
            })
        });
        let mut all: Vec<Judged<'_>> = idle.collect();
        if all.is_empty() {
            return Vec::new();
        }
        let is_partner = |it: &&Judged<'_>| it.outcome.is_ok() && it.pair.request.taker.is_some();
        all.extend(found.iter().filter(is_partner).cloned());
        all.sort_by(|a, b| self.order(a, b));
        self.keep_one_of_each(&mut all);
        let mut seen = BTreeSet::new();
        let first = all.iter().filter(|it| seen.insert(it.pair.request.taker));
        let first = first.take(FIRST_ROWS);
        first.filter_map(|it| self.waiting_one(it)).collect()
    }

    /// What the pair would come to if its site operated, from the year on in which it is to open; none of what has closed, which
    /// is not scored, and of what another gate rules out.
    fn if_operating(&self, pair: &Pair<'_>) -> Option<Scored> {
        let because = pair.operation?.because;
        if matches!(
            because,
            OperationReason::AlreadyClosed | OperationReason::Status(SiteStatus::Closed)
        ) {
            return None;
        }
        let year = opening(self.registry, pair).unwrap_or(self.question.when.year);
        let terms = Terms {
            when: When {
                year: year.max(self.question.when.year),
                ..self.question.when
            },
            ..*pair.terms
        };
        let pair = Pair {
            operation: None,
            terms: &terms,
            ..*pair
        };
        judged(&pair).ok()
    }

    /// One of them in words; none if it operates.
    fn waiting_one(&self, it: &Judged<'_>) -> Option<Waiting> {
        let (registry, when) = (self.registry, self.question.when);
        let operation = it.pair.operation.filter(|it| !it.operates)?;
        let (taker, scored) = (it.pair.request.taker?, it.outcome.ok()?);
        let status = match operation.because {
            OperationReason::Status(status) => Some(status),
            _ => registry.status(taker, when.year).map(|it| it.0),
        };
        let opens = opening(registry, &it.pair);
        let message = format!(
            "{} would be among the first {FIRST_ROWS} takers and fit to {:.2} by what is known ({:.0} % of what counts){}",
            self.not_there(taker, operation.because, status, opens),
            scored.score,
            scored.confidence * 100.0,
            self.way_to_ask(taker, opens)
        );
        let records = [
            Some(it.pair.request.record),
            Some(taker),
            operation.statement,
        ];
        Some(Waiting {
            taker,
            status,
            opens,
            score: scored.score,
            confidence: scored.confidence,
            message: as_sentence(&message),
            evidence: records.into_iter().flatten().collect(),
        })
    }

    /// Why a site is not there in the year, up to what it would do if it were. Of one whose status is unknown nobody knows that it
    /// does not operate.
    fn not_there(
        &self,
        taker: Row,
        because: OperationReason,
        status: Option<SiteStatus>,
        opens: Option<i32>,
    ) -> String {
        let (name, year) = (self.registry.name(taker), self.question.when.year);
        let first_year = opens.map(|it| format!("{it} is on record as its first year"));
        if because == OperationReason::Status(SiteStatus::Unknown) {
            let first_year = first_year.map_or_else(String::new, |it| format!(": {it}"));
            return format!(
                "whether {name} operates in {year} is not known{first_year}; if it does, it"
            );
        }
        let status = status.filter(|it| *it != SiteStatus::Unknown);
        let status = status.map(|it| it.code().to_lowercase().replace('_', " "));
        let because = status.map(|it| format!("its status is {it}"));
        let because: Vec<String> = because.into_iter().chain(first_year).collect();
        format!(
            "{name} does not operate in {year}: {}; otherwise it",
            because.join(", ")
        )
    }

    /// How to ask so that a site counts as operating; nothing where no question does that.
    fn way_to_ask(&self, taker: Row, opens: Option<i32>) -> String {
        let asked = self.question.when;
        let counts = |year, include_planned| {
            let when = When {
                year,
                include_planned,
                ..asked
            };
            self.registry.operation(taker, when).operates
        };
        // What opens later is not there in the year asked, planned or not.
        match opens {
            None if counts(asked.year, true) => {
                "; ask with planned ones included (`includePlanned`)".to_owned()
            }
            Some(year) if counts(year, false) => format!("; ask for {year}"),
            Some(year) if counts(year, true) => {
                format!("; ask for {year}, with planned ones included (`includePlanned`)")
            }
            _ => String::new(),
        }
    }
}

/// The year in which a site is to open, or from which on it takes what is asked for; none if not on record, or past.
fn opening(registry: &Registry, pair: &Pair<'_>) -> Option<i32> {
    let of_site = registry.int(pair.request.taker?, site::OPENED);
    let from = pair.request.valid.0.as_deref();
    let of_request = from.and_then(|it| it.get(..4)?.parse().ok());
    let year = pair.terms.when.year;
    let later = of_site
        .into_iter()
        .chain(of_request)
        .filter(|it| *it > year);
    later.max()
}
