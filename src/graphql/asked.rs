//! What a part of an answer is asked of: the revision, the year, the work that is left.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use async_graphql::ID;

use crate::graphql::error::ApiError;
use crate::graphql::limits::MAX_EARLIER_REVISIONS;
use crate::graphql::limits::MAX_EXPLORED;
use crate::graphql::limits::MAX_IDS;
use crate::graphql::limits::MAX_NODES;
use crate::graphql::limits::MAX_PAIRS;
use crate::graphql::limits::MAX_PATH_QUESTIONS;
use crate::graphql::limits::MAX_SCANNED;
use crate::graphql::limits::MAX_SCENARIOS;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::nearest;
use crate::network::Snapshot;
use crate::network::chain::Note;

/// One revision, seen for one year, by one request. Child fields inherit it.
pub(crate) struct Asked {
    /// The revision.
    pub(crate) snapshot: Arc<Snapshot>,
    /// The year.
    pub(crate) when: When,
    /// What the request may still do.
    pub(crate) work: Arc<Work>,
    /// The scenario that the snapshot is seen under; none without one.
    pub(crate) under: Option<Under>,
}

/// A scenario laid over what is asked.
pub(crate) struct Under {
    /// The saved scenario and what each change does, as one text.
    pub(crate) words: String,
    /// What it assumes, a note a change.
    pub(crate) notes: Vec<Note>,
    /// The same without the scenario.
    pub(crate) base: Arc<Asked>,
}

impl Asked {
    /// What the scenario does, in words; none without one.
    pub(crate) fn scenario(&self) -> Option<&str> {
        self.under.as_ref().map(|it| it.words.as_str())
    }

    /// The same without the scenario; none without one.
    pub(crate) fn base(&self) -> Option<Arc<Self>> {
        self.under.as_ref().map(|it| Arc::clone(&it.base))
    }

    /// All records of the revision.
    pub(crate) fn registry(&self) -> &Registry {
        self.snapshot.registry()
    }

    /// The record an argument names.
    ///
    /// # Errors
    /// `BAD_INPUT` if the id is malformed, of another kind, or names nothing; with the nearest ids.
    pub(crate) fn find(&self, argument: &str, id: &ID, kinds: &[Kind]) -> Result<Row, ApiError> {
        let parsed = parse_id(argument, id)?;
        if !kinds.is_empty() && !kinds.contains(&parsed.kind) {
            let words: Vec<&str> = kinds.iter().map(|it| it.code()).collect();
            let message = format!("`{parsed}` is no {}", words.join(" or "));
            let same = kinds
                .iter()
                .map(|kind| Id::new(*kind, parsed.slug.as_str()));
            let same = same.filter(|it| self.registry().find(it).is_some());
            return Err(ApiError::bad_input(argument, id.as_str(), message)
                .suggesting(same.map(|it| it.to_string()).collect()));
        }
        self.registry().find(&parsed).ok_or_else(|| {
            // The slug may be that of another kind that may be meant here.
            let others = kinds.iter().map(|it| Id::new(*it, parsed.slug.as_str()));
            let others = others.filter(|it| self.registry().find(it).is_some());
            let mut near: Vec<String> = others.map(|it| it.to_string()).collect();
            near.extend(self.nearest_ids(parsed.kind, &parsed.slug));
            let mut message = format!("unknown {} `{}`", parsed.kind.code(), parsed.slug);
            if let Some(near) = near.first() {
                message += &format!("; did you mean `{near}`?");
            }
            ApiError::bad_input(argument, id.as_str(), message).suggesting(near)
        })
    }

    /// The records an argument names, each as by [`find`](Self::find).
    ///
    /// # Errors
    /// As for [`find`](Self::find), and `LIMIT` if there are too many.
    pub(crate) fn find_all(
        &self,
        argument: &str,
        ids: &[ID],
        kinds: &[Kind],
    ) -> Result<Vec<Row>, ApiError> {
        check_count(argument, ids.len())?;
        ids.iter()
            .map(|id| self.find(argument, id, kinds))
            .collect()
    }

    /// The valid id that somebody most likely meant, as a list of none or one: that of the record
    /// which has the slug as an alias, as after a merge, or else the one most like it.
    fn nearest_ids(&self, kind: Kind, slug: &str) -> Vec<String> {
        let registry = self.registry();
        // Comparing costs more than looking; a request that misspells many ids gets no more help.
        if self.work.scan(registry.count(kind) * 50).is_err() {
            return Vec::new();
        }
        let slug = registry.suggestion(&Id::new(kind, slug));
        slug.map(|slug| format!("{}:{slug}", kind.code()))
            .into_iter()
            .collect()
    }
}

/// Reads an id without looking for its record.
///
/// # Errors
/// `BAD_INPUT` if it is no `kind:slug`; with the nearest kind.
pub(crate) fn parse_id(argument: &str, id: &ID) -> Result<Id, ApiError> {
    Id::parse(id.as_str()).map_err(|error| {
        let text = id.as_str();
        let suggestion = text.split_once(':').and_then(|(kind, slug)| {
            let kind = nearest(kind, Kind::CODES.iter().copied())?;
            let slug = slug.trim().to_lowercase().replace(['_', ' '], "-");
            let suggested = format!("{kind}:{slug}");
            Id::parse(&suggested).ok().map(|_| suggested)
        });
        ApiError::bad_input(argument, text, error.to_string())
            .suggesting(suggestion.into_iter().collect())
    })
}

/// Refuses a list argument that is too long.
///
/// # Errors
/// `LIMIT` if it is.
pub(crate) fn check_count(argument: &str, count: usize) -> Result<(), ApiError> {
    if count > MAX_IDS {
        return Err(ApiError::limit(format!(
            "`{argument}` has {count} items; at most {MAX_IDS} are taken"
        )));
    }
    Ok(())
}

/// The work one request may still do; counted, so that the same request always comes as far.
pub(crate) struct Work {
    nodes: AtomicU64,
    scanned: AtomicU64,
    path_budget: u64,
    pair_budget: u64,
    scenarios: AtomicUsize,
    /// Earlier revisions asked for so far.
    earlier: Mutex<BTreeSet<u64>>,
}

impl Work {
    /// The work of a request with so many questions for paths, baselines counted as questions of their own.
    ///
    /// # Errors
    /// `LIMIT` if these are too many.
    pub(crate) fn new(path_questions: usize) -> Result<Self, ApiError> {
        if path_questions > MAX_PATH_QUESTIONS {
            return Err(ApiError::limit(format!(
                "the request asks {path_questions} questions about paths or amounts; at most {MAX_PATH_QUESTIONS} are answered"
            )));
        }
        Ok(Self {
            nodes: AtomicU64::new(MAX_NODES),
            scanned: AtomicU64::new(MAX_SCANNED),
            path_budget: MAX_EXPLORED / path_questions.max(1) as u64,
            pair_budget: MAX_PAIRS / path_questions.max(1) as u64,
            scenarios: AtomicUsize::new(0),
            earlier: Mutex::default(),
        })
    }

    /// Counts a scenario; as for [`see_earlier`](Self::see_earlier), before anything is waited for.
    ///
    /// # Errors
    /// `LIMIT` if the request lays too many.
    pub(crate) fn lay(&self) -> Result<(), ApiError> {
        if self.scenarios.fetch_add(1, Ordering::Relaxed) < MAX_SCENARIOS {
            return Ok(());
        }
        Err(ApiError::limit(format!(
            "the request asks under more than {MAX_SCENARIOS} scenarios"
        )))
    }

    /// Arcs that the search of one question for paths may relax: an equal share, since questions are
    /// answered at the same time and what one leaves must not depend on which was faster.
    pub(crate) fn path_budget(&self) -> u64 {
        self.path_budget
    }

    /// Pairs of an offer and a request that one question for partners may look at: an equal share, as for paths.
    pub(crate) fn pair_budget(&self) -> u64 {
        self.pair_budget
    }

    /// Counts an earlier revision, each once. The fields of the root start in the order of the question,
    /// and count before they wait for anything, so that it is always the same one that is too many.
    ///
    /// # Errors
    /// `LIMIT` if the request sees too many.
    pub(crate) fn see_earlier(&self, revision: u64) -> Result<(), ApiError> {
        let mut earlier = self.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        if !earlier.contains(&revision) && earlier.len() == MAX_EARLIER_REVISIONS {
            return Err(ApiError::limit(format!(
                "the request sees more than {MAX_EARLIER_REVISIONS} earlier revisions"
            )));
        }
        earlier.insert(revision);
        Ok(())
    }

    /// Counts records that go into the answer.
    ///
    /// # Errors
    /// `LIMIT` if the answer would hold too many.
    pub(crate) fn draw(&self, nodes: usize) -> Result<(), ApiError> {
        spend(&self.nodes, nodes).ok_or_else(|| {
            ApiError::limit(format!(
                "the answer would hold more than {MAX_NODES} records; ask for smaller pages"
            ))
        })
    }

    /// Counts records that are looked through.
    ///
    /// # Errors
    /// `LIMIT` if the request has looked through too many.
    pub(crate) fn scan(&self, records: usize) -> Result<(), ApiError> {
        spend(&self.scanned, records).ok_or_else(|| {
            ApiError::limit(format!(
                "the request would look through more than {MAX_SCANNED} records; ask for fewer lists"
            ))
        })
    }
}

fn spend(left: &AtomicU64, amount: usize) -> Option<()> {
    let amount = amount as u64;
    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |it| {
        it.checked_sub(amount)
    })
    .ok()
    .map(drop)
}
