//! What an answer rests on: sources of all that is shown, and what was assumed.

use std::collections::HashMap;

use crate::analysis::partners::Offer;
use crate::analysis::partners::Partner;
use crate::analysis::partners::Waiting;
use crate::analysis::partners::answer::Asked;
use crate::analysis::partners::answer::Judged;
use crate::analysis::partners::distance::half_note;
use crate::model::Kind;
use crate::model::Row;
use crate::model::tables::figure;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::chain::place_notes;
use crate::network::paths::Basis;
use crate::network::paths::sources;

/// The notes and sources of what is shown.
pub(super) fn basis(
    asked: &Asked<'_>,
    found: &[&Judged<'_>],
    partners: &[Partner],
    waiting: &[Waiting],
    offer: Option<&Offer>,
) -> Basis {
    let registry = asked.registry;
    let mut notes: Vec<Note> = Vec::new();
    // By what a note is about, so that each is held against a few only.
    let mut told: HashMap<(Row, Option<Row>), Vec<Note>> = HashMap::new();
    let mut add = |note: Note| {
        let about = told.entry((note.subject, note.rests_on)).or_default();
        if !about.contains(&note) {
            about.push(note);
            notes.push(note);
        }
    };
    let yardstick = &asked.index.yardstick;
    for (judged, partner) in found.iter().zip(partners) {
        let pair = &judged.pair;
        let sites = [pair.offer.whereabouts.site, pair.request.whereabouts.site];
        for site in sites.into_iter().flatten() {
            let told = place_notes(registry, site, asked.question.when);
            told.into_iter().flatten().for_each(&mut add);
        }
        let at = pair.request.whereabouts.site.or(sites[0]);
        let place = at.or(pair.request.taker).unwrap_or(pair.request.record);
        if pair.distance.km.is_some() {
            // Two at one place are not apart, whatever the detour.
            let is_estimate = pair.distance.is_assumed && pair.distance.km > Some(0.0);
            let estimate = yardstick.estimate(registry, &pair.distance, place);
            let estimate = estimate.filter(|_| is_estimate);
            let detour = yardstick.note(registry).filter(|_| is_estimate);
            let half = (pair.distance.half_km, pair.distance.evidence[1]);
            let of = pair.offer.whereabouts.region;
            let half = half_note(registry, of, half);
            estimate
                .into_iter()
                .chain(detour)
                .chain(half)
                .for_each(&mut add);
        }
        figures(partner).for_each(|it| dated(asked, it).into_iter().for_each(&mut add));
    }
    let of_offer = offer.into_iter().flat_map(records_of_offer);
    let shown = partners.iter().flat_map(records);
    let of_waiting = waiting.iter().flat_map(|it| it.evidence.iter().copied());
    let shown = shown.chain(of_waiting);
    Basis {
        revision: asked.snapshot.revision(),
        year: asked.question.when.year,
        sources: sources(registry, of_offer.chain(shown), &notes),
        notes,
    }
}

/// The figures that an offer and a request are told by.
fn figures(partner: &Partner) -> impl Iterator<Item = Row> + '_ {
    let (offer, request) = (&partner.offer, &partner.request);
    let contents = offer.contents.iter().flat_map(|it| it.figures.iter());
    let amounts = offer.amount.iter().chain(&request.amount);
    let amounts = amounts.flat_map(|it| it.figures.iter());
    let limits = request.required.iter().chain(&request.limits);
    let limits = limits.map(|it| &it.figure);
    contents.chain(amounts).chain(limits).copied()
}

fn records_of_offer(offer: &Offer) -> impl Iterator<Item = Row> + '_ {
    let contents = offer.contents.iter().flat_map(|it| it.figures.iter());
    let amounts = offer.amount.iter().flat_map(|it| it.figures.iter());
    contents.chain(amounts).copied().chain(offer.record)
}

/// The records that a partner is told by.
fn records(partner: &Partner) -> impl Iterator<Item = Row> + '_ {
    let evidence = partner.components.iter().flat_map(|it| it.evidence.iter());
    let rejected = partner.rejected.iter().flat_map(|it| it.evidence.iter());
    let warned = partner.warnings.iter().filter_map(|it| it.record.as_ref());
    let shown = evidence.chain(rejected).chain(warned).copied();
    let request = &partner.request;
    shown
        .chain(figures(partner))
        .chain(partner.offer.record)
        .chain([request.record])
        .chain(request.taker)
        .chain(partner.precedent)
        .chain(partner.existing)
        .chain(partner.matching)
        .chain(partner.also.iter().copied())
}

/// What the year of a figure assumes.
fn dated(asked: &Asked<'_>, row: Row) -> Option<Note> {
    let registry = asked.registry;
    let subject = registry.reference(row, figure::SUBJECT)?;
    let code = match registry.figure_year(row) {
        None => AssumptionCode::Undated,
        Some(year) if year > asked.question.when.year => AssumptionCode::NearestYear,
        Some(_) => return None,
    };
    let concern = match registry.code(row, figure::QUANTITY) {
        Some(crate::model::Quantity::Generation | crate::model::Quantity::Production) => {
            Concern::Flow
        }
        Some(crate::model::Quantity::Content | crate::model::Quantity::Grade) => Concern::Existence,
        _ => Concern::Capacity,
    };
    let subject = if subject.kind() == Kind::Figure {
        row
    } else {
        subject
    };
    Some(Note {
        rests_on: Some(row),
        ..Note::new(code, concern, subject)
    })
}
