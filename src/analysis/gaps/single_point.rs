//! One site, link or country that much of what is delivered in the region hangs on: `SINGLE_POINT`.
//!
//! Sinks of the region are what is delivered to. A point is told where its loss cuts more than a share of what is delivered;
//! where that amount is not known, the sites that every way passes are told as one gap: a chain that is one line has nothing but
//! such sites, and a gap for each would say the same again and again. A link is told only where neither of its ends, and a
//! country only where none of its sites, is told with as great a loss. A country that holds the whole region is none:
//! without it there is nothing to deliver to.

use std::collections::BTreeSet;

use crate::analysis::area::Phase;
use crate::analysis::delivered::Delivery;
use crate::analysis::delivered::MeasuredBy;
use crate::analysis::delivered::is_critical;
use crate::analysis::delivered::side;
use crate::analysis::delivered::told;
use crate::analysis::delivered::tolerance;
use crate::analysis::delivered::within;
use crate::analysis::gaps::EvidenceRole;
use crate::analysis::gaps::GapKind;
use crate::analysis::gaps::OfMaterial;
use crate::analysis::gaps::STAGES;
use crate::analysis::gaps::evidence::Evidence;
use crate::analysis::gaps::looked::Told;
use crate::analysis::gaps::reach::Way;
use crate::analysis::gaps::tell::listed;
use crate::analysis::gaps::tell::tonnes_word;
use crate::analysis::gaps::verdict::Finding;
use crate::analysis::gaps::verdict::Gap;
use crate::analysis::scenario::ScenarioChange;
use crate::analysis::scenario::under;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Stage;
use crate::model::tables::link;
use crate::model::tables::region;
use crate::model::tables::site;
use crate::network::chain::site_of;
use crate::network::chain::stage_of;
use crate::network::throughput::Parts;
use crate::network::throughput::Pinch;
use crate::network::throughput::SinglePoint;
use crate::network::throughput::Throughput;
use crate::network::throughput::ThroughputAnswer;
use crate::network::throughput::ThroughputError;

/// The subject of the gap of all sites that every way passes.
pub(in crate::analysis) const EVERY_WAY: &str = "every-way";

pub(super) fn find(of: &OfMaterial<'_>, budget: u64) -> Result<Told, ThroughputError> {
    let vertices = 0..of.chain.vertices().len();
    let is_own_sink = |at: usize| {
        let place = of.chain.vertices()[at].place;
        of.is_sink(at) && of.asked.area.is_within(of.registry, place)
    };
    if !vertices.into_iter().any(is_own_sink) {
        return Ok(Told::default());
    }
    let parts = Parts {
        single_points: true,
        bottlenecks: true,
        ..Parts::default()
    };
    let asked = delivery(of).asked(of.asked.snapshot, parts, budget);
    let (answer, work) = within(asked, |it| it.explored)?;
    let Some(answer) = answer.filter(|it| !it.is_cut) else {
        let is_cut = true;
        return Ok(Told {
            is_cut,
            work,
            ..Told::default()
        });
    };
    let (by, amounts) = told(&answer);
    let points = critical(of, amounts);
    let is_folded = |it: &&SinglePoint| says_again(of.registry, it, &points);
    let own = points.iter().filter(|it| !is_folded(it));
    // Every way passes what is told without an amount: of such sites one gap is told, of all of them.
    let is_grouped = |it: &&SinglePoint| by.is_none() && matches!(it.what, Pinch::Site(_));
    let (grouped, single): (Vec<&SinglePoint>, Vec<&SinglePoint>) = own.partition(is_grouped);
    let (mut gaps, mut work): (Vec<Gap>, u64) = (Vec::new(), work);
    for it in single {
        let mut finding = finding(of, &answer, by, amounts, it);
        if let Some(by) = by {
            let (more, looked) = figures_without(of, by, it, budget.saturating_sub(work))?;
            work += looked;
            let Some(more) = more else {
                return Ok(Told {
                    is_cut: true,
                    work,
                    gaps,
                });
            };
            let figures = &mut finding.evidence.figures;
            let mut seen: BTreeSet<Row> = figures.iter().copied().collect();
            figures.extend(more.into_iter().filter(|it| seen.insert(*it)));
        }
        gaps.push(of.gap(finding));
    }
    gaps.extend(every_way(of, &answer, amounts, &grouped).map(|it| of.gap(it)));
    Ok(Told {
        gaps,
        is_cut: false,
        work,
    })
}

/// The gap of all sites that every way passes, named as the ways go; none if there is none.
fn every_way(
    of: &OfMaterial<'_>,
    answer: &ThroughputAnswer,
    amounts: &Throughput,
    points: &[&SinglePoint],
) -> Option<Finding> {
    let registry = of.registry;
    let mut sites: Vec<Row> = points
        .iter()
        .filter_map(|it| match it.what {
            Pinch::Site(row) => Some(row),
            Pinch::Link(_) | Pinch::Country(_) => None,
        })
        .collect();
    sites.sort_by_key(|it| registry.slug(*it));
    let by_slug = sites.clone();
    let place = |at: usize| of.chain.vertices()[at].place;
    // Of two sites that every way passes the earlier one reaches more of the chain.
    sites.sort_by_cached_key(|it| {
        let onward = of.reached(Way::Onward, |at| place(at) == *it, |_| true);
        std::cmp::Reverse(onward.into_iter().filter(|it| *it).count())
    });
    let names = sites.iter().map(|it| registry.name(*it).to_owned());
    let about = match sites.len() {
        0 => return None,
        1 => "one site",
        _ => "each of these sites",
    };
    let text = format!(
        "what is delivered of {} there hangs on {about}, since every recorded way to a sink there passes it: {}; how \
        much that is cannot be told from the capacities on record",
        of.material_word(),
        listed(names),
    );
    Some(Finding {
        subject: EVERY_WAY.to_owned(),
        is_unsure: true,
        evidence: Evidence {
            figures: figures(amounts),
            notes: answer.basis.notes.clone(),
            ..Evidence::default().sites(EvidenceRole::Affected, &by_slug)
        },
        ..Finding::new(GapKind::SinglePoint, None, text)
    })
}

/// What is delivered to the sinks of the region.
pub(super) fn delivery(of: &OfMaterial<'_>) -> Delivery {
    Delivery {
        material: of.registry.id(of.material),
        region: Some(of.registry.id(of.asked.area.region)),
        when: of.asked.when,
    }
}

/// The points of failure that count, the greatest loss first.
fn critical(of: &OfMaterial<'_>, amounts: &Throughput) -> Vec<SinglePoint> {
    let share = of.asked.question.single_point_share;
    let own = of.registry.text(of.asked.area.region, region::COUNTRY);
    let points = amounts.single_points.iter();
    let points = points.filter(|it| is_critical(it, share));
    let points = points.filter(|it| match &it.what {
        Pinch::Country(code) => own != Some(code.as_str()),
        Pinch::Site(_) | Pinch::Link(_) => true,
    });
    points.cloned().collect()
}

/// Whether a point says what another one says already.
fn says_again(registry: &Registry, point: &SinglePoint, points: &[SinglePoint]) -> bool {
    let is_as_great = |it: &SinglePoint| match (it.lost, point.lost) {
        _ if it.is_structural => true,
        (Some(other), Some(own)) => other >= own - tolerance(own),
        _ => !point.is_structural,
    };
    let sites: BTreeSet<Row> = points
        .iter()
        .filter(|it| is_as_great(it))
        .filter_map(|it| match &it.what {
            Pinch::Site(site) => Some(*site),
            Pinch::Link(_) | Pinch::Country(_) => None,
        })
        .collect();
    match &point.what {
        Pinch::Site(_) => false,
        Pinch::Link(row) => [link::FROM, link::TO].into_iter().any(|end| {
            let place = registry.reference(*row, end);
            let place = place.and_then(|it| site_of(registry, it));
            place.is_some_and(|it| sites.contains(&it))
        }),
        Pinch::Country(code) => sites
            .iter()
            .any(|it| registry.text(*it, site::COUNTRY) == Some(code.as_str())),
    }
}

fn finding(
    of: &OfMaterial<'_>,
    answer: &ThroughputAnswer,
    by: Option<MeasuredBy>,
    amounts: &Throughput,
    point: &SinglePoint,
) -> Finding {
    let registry = of.registry;
    let (name, subject, stage) = match &point.what {
        Pinch::Site(row) => (
            registry.name(*row).to_owned(),
            registry.id(*row).to_string(),
            registry.code(*row, site::KIND).and_then(stage_of),
        ),
        Pinch::Link(row) => (
            link_name(registry, *row),
            registry.id(*row).to_string(),
            None,
        ),
        Pinch::Country(code) => {
            let words = format!("all sites of {} together", country_name(registry, code));
            (words, format!("country:{code}"), None)
        }
    };
    let mut text = format!(
        "what is delivered of {} there hangs on one point, {name}",
        of.material_word()
    );
    if point.is_structural {
        text += ": every recorded way to a sink there passes it";
    }
    if let (Some(lost), Some(share), Some(by)) = (point.lost, point.share, by) {
        let percent = share * 100.0;
        let measure = match by {
            MeasuredBy::Upper => "of what could be delivered at the most",
            MeasuredBy::Lower => "of what is known to be delivered at the least",
        };
        text += if point.is_structural { "; " } else { ": " };
        text += &format!(
            "its loss cuts {} t/a, {percent:.0} % {measure}",
            tonnes_word(lost)
        );
    } else {
        text += "; how much that is cannot be told from the capacities on record";
    }
    let known = point.lost.is_some() && by.is_some();
    let is_sure = by == Some(MeasuredBy::Upper) && is_complete(of);
    Finding {
        subject,
        is_unsure: !is_sure,
        shortfall_tonnes_per_year: point.lost.filter(|_| known),
        share: point.share.filter(|_| known),
        evidence: evidence(of, answer, amounts, point),
        ..Finding::new(GapKind::SinglePoint, stage, text)
    }
}

/// Whether the data are judged complete for every stage that operates in the region.
fn is_complete(of: &OfMaterial<'_>) -> bool {
    let operates = |stage: &Stage| !of.census.inside_in(*stage, Phase::Operating).is_empty();
    let is_judged = |stage| of.asked.judgements.is_complete(of.material, stage);
    STAGES.into_iter().filter(operates).all(is_judged)
}

fn evidence(
    of: &OfMaterial<'_>,
    answer: &ThroughputAnswer,
    amounts: &Throughput,
    point: &SinglePoint,
) -> Evidence {
    let registry = of.registry;
    let sites: Vec<Row> = match &point.what {
        Pinch::Site(row) => vec![*row],
        Pinch::Link(_) => Vec::new(),
        Pinch::Country(code) => {
            let places = of.chain.vertices().iter();
            let places = places.filter_map(|it| site_of(registry, it.place));
            let is_there = |it: &Row| registry.text(*it, site::COUNTRY) == Some(code.as_str());
            let by_slug: BTreeSet<(&str, Row)> = places
                .filter(is_there)
                .map(|it| (registry.slug(it), it))
                .collect();
            by_slug.into_iter().map(|it| it.1).collect()
        }
    };
    let links = match &point.what {
        Pinch::Link(row) => vec![*row],
        Pinch::Site(_) | Pinch::Country(_) => Vec::new(),
    };
    Evidence {
        links,
        figures: figures(amounts),
        notes: answer.basis.notes.clone(),
        ..Evidence::default().sites(EvidenceRole::Affected, &sites)
    }
}

/// The figures that what is delivered rests on: those that hold it back, alone or together, then those of all that
/// carries some of it.
fn figures(amounts: &Throughput) -> Vec<Row> {
    let binding = amounts.bottlenecks.iter().chain(&amounts.jointly_binding);
    let carrying = amounts.subgraph.links.iter();
    let carrying = carrying.chain(&amounts.subgraph.back_links);
    let all = binding.flat_map(|it| &it.figures);
    let all = all.chain(carrying.flat_map(|it| &it.arc.figures));
    let mut seen = BTreeSet::new();
    all.copied().filter(|it| seen.insert(*it)).collect()
}

/// The figures that what is delivered without a point rests on, since the loss is the difference; none if the budget does
/// not suffice. And the work.
fn figures_without(
    of: &OfMaterial<'_>,
    by: MeasuredBy,
    point: &SinglePoint,
    budget: u64,
) -> Result<(Option<Vec<Row>>, u64), ThroughputError> {
    let registry = of.registry;
    let change = match &point.what {
        Pinch::Site(row) | Pinch::Link(row) => ScenarioChange::Close(registry.id(*row)),
        Pinch::Country(code) => ScenarioChange::CloseCountry(code.clone()),
    };
    // What cannot be closed is told by what is delivered with it alone.
    let Ok(laid) = under(of.asked.snapshot, &[change], of.asked.when) else {
        return Ok((Some(Vec::new()), 1));
    };
    let parts = Parts {
        bottlenecks: true,
        ..Parts::default()
    };
    let asked = delivery(of).asked(&laid.snapshot, parts, budget);
    let (answer, work) = within(asked, |it| it.explored)?;
    let there = laid.snapshot.registry();
    let figures = answer.map(|it| figures(side(&it, by)));
    let own = |it: Row| registry.find(&there.id(it));
    let figures = figures.map(|it| it.into_iter().filter_map(own).collect());
    Ok((figures, work))
}

/// "the link of nickel matte from A to B".
fn link_name(registry: &Registry, row: Row) -> String {
    let end = |column| {
        let place = registry.reference(row, column);
        place.map_or("an unknown place", |it| registry.name(it))
    };
    let product = registry.reference(row, link::PRODUCT);
    let product = product.map_or("a product", |it| registry.name(it));
    format!(
        "the link of {product} from {} to {}",
        end(link::FROM),
        end(link::TO)
    )
}

/// The name of a country, else its code.
pub(in crate::analysis) fn country_name(registry: &Registry, code: &str) -> String {
    let is_it =
        |it: &Row| registry.text(*it, region::COUNTRY) == Some(code) && registry.is_country(*it);
    let found = registry.rows(Kind::Region).find(is_it);
    found.map_or_else(|| code.to_owned(), |it| registry.name(it).to_owned())
}
