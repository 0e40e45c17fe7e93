//! Sentences on partners of a cluster.

use crate::analysis::clusters::index::Reached;
use crate::analysis::clusters::partners::ClusterPartnersQuestion;
use crate::analysis::clusters::partners::Reason;
use crate::analysis::clusters::partners::ReasonKind;
use crate::analysis::gaps::listed;
use crate::model::Registry;
use crate::model::Row;
use crate::network::words::at_the_start;
use crate::network::words::in_sentence;

/// A sentence on one reason.
pub(super) fn reason_word(
    registry: &Registry,
    kind: ReasonKind,
    product: Option<Row>,
    process: Option<&str>,
    (ours, theirs): (&[Row], &[Row]),
    records: &[Row],
) -> String {
    let shared = || shared_word(registry, records, (ours, theirs));
    let names = |rows: &[Row]| listed(rows.iter().map(|it| registry.name(*it).to_owned()));
    let (ours, theirs) = (names(ours), names(theirs));
    let product = product.map_or("something", |it| registry.name(it));
    let step = step_word(process.unwrap_or_default());
    let text = match kind {
        ReasonKind::ShipsTo => format!("{product} goes from {ours} to {theirs}."),
        ReasonKind::ReceivesFrom => format!("{product} goes from {theirs} to {ours}."),
        ReasonKind::CouldSupply => format!(
            "{product} from {ours} is taken by {theirs}; no link between them is on record."
        ),
        ReasonKind::CouldTake => format!(
            "{product} from {theirs} is taken by {ours}; no link between them is on record."
        ),
        ReasonKind::OffersService => format!(
            "{theirs} offers {step}, which {ours} needs and no member by role on record of this cluster offers."
        ),
        ReasonKind::NeedsService => format!(
            "{ours} offers {step}, which {theirs} needs and no member by role on record of that cluster offers."
        ),
        ReasonKind::SharedProgramme => shared(),
    };
    at_the_start(&text)
}

/// A sentence on shared programmes. Who takes part in which of several is told by the programmes.
fn shared_word(
    registry: &Registry,
    programmes: &[Row],
    (ours, theirs): (&[Row], &[Row]),
) -> String {
    let names = |rows: Vec<Row>| listed(rows.into_iter().map(|it| registry.name(it).to_owned()));
    let of = |rows: &[Row], others: &[Row], is_both: bool| {
        let is_asked = |it: &&Row| others.contains(it) == is_both;
        rows.iter().filter(is_asked).copied().collect::<Vec<Row>>()
    };
    let parties = [
        ("of this cluster", of(ours, theirs, false)),
        ("of that one", of(theirs, ours, false)),
        ("of both", of(ours, theirs, true)),
    ];
    let parties = parties.into_iter().filter(|it| !it.1.is_empty());
    let parties: Vec<String> = parties
        .map(|(whose, rows)| format!("{whose} {}", names(rows)))
        .collect();
    let (count, among) = match programmes.len() {
        1 => ("1 programme has".to_owned(), "In it:"),
        many => (format!("{many} programmes have"), "In one or more of them:"),
    };
    let programmes = names(programmes.to_vec());
    let parties = parties.join("; ");
    format!("{count} organisations of both clusters: {programmes}. {among} {parties}.")
}

/// A CGI code as words.
pub(super) fn step_word(process: &str) -> String {
    process.replace(['_', '-'], " ")
}

/// The distinct kinds of reasons, which stand by kind.
pub(super) fn kinds(reasons: &[Reason]) -> Vec<ReasonKind> {
    let mut kinds: Vec<ReasonKind> = reasons.iter().map(|it| it.kind).collect();
    kinds.dedup();
    kinds
}

/// A sentence on one cluster: how many reasons of each kind.
pub(super) fn message(
    registry: &Registry,
    cluster: Row,
    reasons: &[Reason],
    records: usize,
) -> String {
    let told = kinds(reasons).into_iter().map(|kind| {
        let of_kind = reasons.iter().filter(|it| it.kind == kind);
        let count = match kind {
            // One reason tells all of them.
            ReasonKind::SharedProgramme => of_kind.map(|it| it.records.len()).sum(),
            _ => of_kind.count(),
        };
        let (one, many) = match kind {
            ReasonKind::ShipsTo => ("product goes there", "products go there"),
            ReasonKind::ReceivesFrom => ("product comes from there", "products come from there"),
            ReasonKind::CouldSupply => ("product could go there", "products could go there"),
            ReasonKind::CouldTake => (
                "product could come from there",
                "products could come from there",
            ),
            ReasonKind::OffersService => ("step is offered there", "steps are offered there"),
            ReasonKind::NeedsService => ("step is needed there", "steps are needed there"),
            ReasonKind::SharedProgramme => ("programme is shared", "programmes are shared"),
        };
        format!("{count} {}", if count == 1 { one } else { many })
    });
    let told: Vec<String> = told.collect();
    let records = match records {
        1 => "1 record".to_owned(),
        many => format!("{many} records"),
    };
    format!(
        "{}: {}, by {records}.",
        registry.name(cluster),
        told.join(", ")
    )
}

/// What was found for a cluster, and where nothing was, why.
pub(super) fn found_word(
    registry: &Registry,
    question: &ClusterPartnersQuestion,
    ours: &Reached,
    found: usize,
) -> String {
    let name = registry.name(question.cluster);
    let (members, sites) = (ours.members.len(), ours.sites().count());
    let reach = match sites {
        1 => format!("the members of {name} on record ({members}) reach 1 site"),
        _ => format!("the members of {name} on record ({members}) reach {sites} sites"),
    };
    let of = question.material.map_or(String::new(), |it| {
        format!(" for {}", in_sentence(registry.name(it)))
    });
    match (found, members, sites) {
        (0, 0, _) => format!("No partner is found: no member of {name} is on record."),
        (0, _, 0) => format!(
            "No partner is found{of}: none of the {members} members of {name} on record reaches a site on record, and nothing else is shared."
        ),
        (0, ..) => format!(
            "No partner is found{of}: {reach}, and nothing on record joins them to another cluster."
        ),
        (1, ..) => format!("1 cluster shares something on record{of}: {reach}."),
        _ => format!("{found} clusters share something on record{of}: {reach}."),
    }
}
