//! How much one request may ask for. All limits are counted, none is timed.
//!
//! The text limits hold before anything is parsed, the document limits before anything is
//! validated, the work limits while the answer is made.

use crate::network::search::DEFAULT_BUDGET;

/// Longest query text, in bytes.
pub const MAX_QUERY_BYTES: usize = 32 * 1024;
/// Deepest nesting of brackets, braces and parentheses outside strings and comments.
pub const MAX_BRACKETS: usize = 40;
/// Most selections of a document with every fragment expanded, over all operations.
pub const MAX_SELECTIONS: u64 = 2_000;
/// Most fields at the root of an operation, aliases counted one by one.
pub const MAX_ROOT_FIELDS: u64 = 50;
/// Most directives on one field, fragment, variable or operation.
pub const MAX_DIRECTIVES: usize = 10;
/// Deepest nesting of selection sets, counting those of fragments: what the parser's users recurse on.
pub const MAX_RECURSION: usize = 20;
/// Deepest nesting of fields. The standard introspection query needs 15.
pub const MAX_DEPTH: usize = 15;
/// Most fields of a document with every fragment expanded. The standard introspection query has
/// about 230, the largest questions of the page about 400.
pub const MAX_COMPLEXITY: usize = 1_000;
/// Largest page.
pub const MAX_PAGE: i32 = 200;
/// Most records one answer may hold, repetitions counted.
pub const MAX_NODES: u64 = 20_000;
/// Most records that one request may have looked through in lists.
pub const MAX_SCANNED: u64 = 20_000_000;
/// Most questions for paths, fronts, traces, gaps, partners, unused streams and throughput in one request; a question with its `baseline` is two.
pub const MAX_PATH_QUESTIONS: usize = 10;
/// Arcs that the searches of one request may relax, once for paths of known total and once for the one of
/// unknown, shared equally among these questions. Candidate links, and why there is no path, may take as much again each.
pub const MAX_EXPLORED: u64 = DEFAULT_BUDGET;
/// Pairs of an offer and a request that one request may look at for partners, shared equally among these questions.
pub const MAX_PAIRS: u64 = 500_000;
/// Most questions of one request that are asked under a scenario; each lays its own over the data.
pub const MAX_SCENARIOS: usize = 5;
/// Most earlier revisions that one request may see; each may have to be built from the store.
pub const MAX_EARLIER_REVISIONS: usize = 2;
/// Most changes of the commits between two revisions that are compared.
pub const MAX_COMPARED: u64 = 1_000_000;
/// Most ids of one argument.
pub const MAX_IDS: usize = 200;
/// Most changes of one mutation; larger commits go through the import.
pub const MAX_CHANGES: usize = 10_000;
/// Longest message of a commit, in characters.
pub const MAX_MESSAGE_CHARS: usize = 10_000;
