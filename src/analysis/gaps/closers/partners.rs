//! What could take a side-stream that is not used: its best partners.
//!
//! Told are the first [`BEST`] that are neither ruled out nor takers already, of the first two tiers of confidence. A site is
//! a link from the stream, an organisation an intake; a kind of use names nobody, so that nothing can be laid over the data.
//! Whether the gap closes is never claimed: what is stated of the fate decides that.

use std::sync::Arc;

use crate::analysis::gaps::Gap;
use crate::analysis::gaps::GapQuestion;
use crate::analysis::gaps::closers::Closer;
use crate::analysis::gaps::closers::Closers;
use crate::analysis::gaps::closers::laying;
use crate::analysis::partners::Partner;
use crate::analysis::partners::PartnerGroup;
use crate::analysis::partners::PartnersQuestion;
use crate::analysis::partners::Subject;
use crate::analysis::partners::partners;
use crate::analysis::scenario::ScenarioChange;
use crate::analysis::scenario::under;
use crate::model::Kind;
use crate::model::Knowledge;
use crate::model::Registry;
use crate::model::Row;
use crate::model::SOURCES;
use crate::model::tables::side_stream;
use crate::network::Snapshot;

/// So many partners of a stream are told.
const BEST: usize = 3;

/// Partners beyond this tier are too little known to be told as closers.
const LAST_TIER: u8 = 2;

/// So many partners are looked through for those; takers already and low tiers are among the first.
const LOOKED_THROUGH: usize = 20;

/// The best partners of the side-streams of a gap, as changes. O(requests), at most about the budget.
pub(super) fn of_stream(
    snapshot: &Arc<Snapshot>,
    knowledge: &Knowledge,
    question: &GapQuestion,
    gap: &Gap,
    budget: u64,
) -> Closers {
    let mut closers = Closers::default();
    for stream in gap.evidence.side_streams.iter().copied() {
        let asked = PartnersQuestion {
            subject: Subject::Offer(stream),
            within_km: None,
            regions: Vec::new(),
            among: PartnerGroup::All,
            include_rejected: false,
            only_rejected: false,
            hidden_links: Vec::new(),
            skip: 0,
            first: LOOKED_THROUGH,
            when: question.when,
            budget: budget.saturating_sub(closers.explored),
        };
        let found = partners(snapshot, knowledge, &asked);
        closers.explored += found.explored + found.compared as u64;
        closers.is_cut |= found.is_cut;
        let good = found
            .partners
            .into_iter()
            .filter(|it| it.rejected.is_none() && it.existing.is_none() && it.tier <= LAST_TIER);
        for partner in good.take(BEST) {
            closers.tried += 1;
            let closer = closer(snapshot.registry(), gap, stream, &partner);
            closers.explored += laying(snapshot.registry());
            match under(snapshot, &closer.changes, question.when) {
                Ok(_) => closers.found.push(closer),
                Err(_) => closers.not_laid += 1,
            }
        }
    }
    closers
}

fn closer(registry: &Registry, gap: &Gap, stream: Row, partner: &Partner) -> Closer {
    let changes = change(registry, gap, stream, partner);
    let subject = partner.request.taker.unwrap_or(partner.request.record);
    let speak = [partner.request.record, stream]
        .into_iter()
        .chain(partner.precedent);
    let mut sources: Vec<Row> = Vec::new();
    for it in speak.flat_map(|it| registry.references(it, SOURCES)) {
        if !sources.contains(&it) {
            sources.push(it);
        }
    }
    Closer {
        delivers: changes.is_some().then(|| delivers(gap, partner)).flatten(),
        changes: changes.into_iter().collect(),
        message: partner.message.clone(),
        closes: false,
        bounded_by_host: None,
        subject: Some(subject),
        sources,
    }
}

/// The change that lets the partner take the stream; none of a kind of use, or of a stream without a product.
fn change(
    registry: &Registry,
    gap: &Gap,
    stream: Row,
    partner: &Partner,
) -> Option<ScenarioChange> {
    let product = registry.reference(stream, side_stream::PRODUCT)?;
    let taker = partner.request.taker?;
    let materials = vec![registry.id(gap.material)];
    match taker.kind() {
        Kind::Site => Some(ScenarioChange::AddLink {
            from: registry.id(stream),
            to: registry.id(taker),
            product: registry.id(product),
            materials,
            mode: None,
            distance_km: None,
            capacity_tonnes_per_year: None,
        }),
        Kind::Organisation => Some(ScenarioChange::AddIntake {
            taker: registry.id(taker),
            products: vec![registry.id(product)],
            materials,
            ewc_codes: Vec::new(),
        }),
        _ => None,
    }
}

/// Contained tonnes a year that would be used: of those of the gap, the part that the partner is known to take of what is
/// not used; none where either amount is not known, since that somebody takes a stream does not say how much.
fn delivers(gap: &Gap, partner: &Partner) -> Option<f64> {
    let contained = gap.shortfall_tonnes_per_year?;
    let taken = partner.request.amount.as_ref()?.tonnes_per_year;
    let arising = partner.offer.amount.as_ref()?.tonnes_per_year;
    let unused = gap
        .share
        .map(|part| arising * part)
        .filter(|it| *it > 0.0)?;
    Some(contained * (taken / unused).min(1.0))
}
