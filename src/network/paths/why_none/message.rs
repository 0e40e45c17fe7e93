//! Why there is no path, in sentences that may be quoted.

use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::Mode;
use crate::model::codes::SiteKind;
use crate::model::codes::Stage;
use crate::model::tables::link;
use crate::model::tables::site;
use crate::network::chain::Chain;
use crate::network::chain::place_notes;
use crate::network::paths::Asked;
use crate::network::paths::endpoint::End;
use crate::network::paths::question::Endpoint;
use crate::network::paths::question::MAX_STEPS;
use crate::network::paths::why_none::Known;
use crate::network::paths::why_none::NoPathReason;
use crate::network::paths::why_none::PathFilter;
use crate::network::paths::why_none::filters::without;
use crate::network::paths::why_none::reached::Reached;

/// So many names stand in a sentence.
const MOST_NAMED: usize = 4;

/// The sentences, with what else holds beside the reason.
pub(super) fn message(known: &Known<'_>, chain: &Chain, reason: NoPathReason) -> String {
    let registry = known.snapshot.registry();
    let mut sentences = Vec::new();
    match reason {
        NoPathReason::FilteredOut => {
            sentences.push(filtered_out(known));
            sentences.extend(empty_ends(known, chain));
            sentences.extend(with_planned(known));
        }
        NoPathReason::EmptyEndpoint => sentences.extend(empty_ends(known, chain)),
        _ => {}
    }
    sentences.extend(how_far(registry, chain, &known.reached));
    if !known.is_received && !known.is_empty.1 {
        sentences.push(format!(
            "Nothing that the destination means is recorded to receive {} in {}.",
            registry.name(chain.key().material),
            chain.key().when.year
        ));
    }
    match reason {
        NoPathReason::NoRouteRecorded => sentences.push(
            "No route from there to the destination is recorded; that the data hold all there is cannot be said."
                .to_owned(),
        ),
        NoPathReason::Unreachable => sentences.push(
            "No route from there to the destination is recorded, and the data are judged complete for that stage \
             and the next in the region."
                .to_owned(),
        ),
        _ => {}
    }
    if known.tried.is_cut {
        sentences.push("Not every filter could be tried within the budget.".to_owned());
    }
    sentences.join(" ")
}

fn filtered_out(known: &Known<'_>) -> String {
    let words: Vec<&str> = known.tried.blocked_by.iter().map(|it| it.words()).collect();
    match (words.as_slice(), known.tried.without) {
        _ if known.tried.is_too_long => format!(
            "There are ways, but all have more than {MAX_STEPS} steps, the most that can be asked for."
        ),
        ([], count) => format!(
            "No filter alone is the reason, but without all of them there are {} paths or more.",
            count.unwrap_or_default()
        ),
        (words, Some(0)) => format!("Filtered out by {}.", listed(words, "and by")),
        ([_], _) => format!("Filtered out by {}: without it there is a path.", words[0]),
        (words, _) => format!(
            "Filtered out by {}: dropping one of them alone is enough.",
            listed(words, "or by")
        ),
    }
}

/// What the chain with planned things would add, where the origin means something only with these, or it still
/// reaches no destination.
fn with_planned(known: &Known<'_>) -> Option<String> {
    let blocks = known.tried.blocked_by.contains(&PathFilter::Planned);
    if !blocks || known.tried.without.is_none_or(|it| it > 0) {
        return None;
    }
    let wider = without(known.question, &[PathFilter::Planned]);
    let asked = Asked::new(known.snapshot, &wider).ok()?;
    let registry = known.snapshot.registry();
    let chain = known.snapshot.chain(asked.key);
    let (origins, destinations) = asked.ends(registry, &chain);
    let reached = Reached::new(registry, &chain, &origins, &destinations);
    let told = how_far(registry, &chain, &reached)?;
    Some(format!(
        "With what is planned there is no path either. {told}"
    ))
}

/// A sentence for each end that means nothing.
fn empty_ends(known: &Known<'_>, chain: &Chain) -> Vec<String> {
    let (asked, question) = (known.asked, known.question);
    let ends = [
        (
            known.is_empty.0,
            &question.from,
            &asked.from.sites,
            End::Origin,
        ),
        (
            known.is_empty.1,
            &question.to,
            &asked.to.sites,
            End::Destination,
        ),
    ];
    let registry = known.snapshot.registry();
    let empty = ends.into_iter().filter(|it| it.0);
    empty
        .map(|(_, endpoint, sites, end)| match (endpoint, sites) {
            (Endpoint::Sites(_), Some(sites)) => empty_sites(registry, chain, sites, end),
            _ => format!(
                "Nothing that {} means handles {} in {}.",
                word(end),
                registry.name(chain.key().material),
                chain.key().when.year
            ),
        })
        .collect()
}

/// Why none of some sites is on the chain: they do not operate, or do not handle the material.
fn empty_sites(registry: &Registry, chain: &Chain, sites: &[Row], end: End) -> String {
    let (material, When { year, .. }) = (registry.name(chain.key().material), chain.key().when);
    let is_idle = |it: &&Row| place_notes(registry, **it, chain.key().when).is_none();
    let (idle, others): (Vec<&Row>, Vec<&Row>) = sites.iter().partition(is_idle);
    let does = match end {
        End::Origin => "ship or make",
        End::Destination => "receive",
    };
    let mut clauses = Vec::new();
    if !idle.is_empty() {
        let is_area = |it: &&Row| registry.code(**it, site::KIND) == Some(SiteKind::Area);
        let why = match idle.iter().all(is_area) {
            true => "several sites told as one, which no path passes".to_owned(),
            false => format!("not known to operate in {year}"),
        };
        clauses.push(format!("{} ({why})", names(registry, &idle)));
    }
    if !others.is_empty() {
        clauses.push(format!(
            "{} (not recorded to {does} anything that carries {material})",
            names(registry, &others)
        ));
    }
    format!(
        "{} means nothing: {}.",
        capital(word(end)),
        clauses.join("; ")
    )
}

/// How far the chain goes, where it stops and to whom it leaves; none if nothing is reached.
fn how_far(registry: &Registry, chain: &Chain, reached: &Reached) -> Option<String> {
    let product = registry.name(reached.stopped_at?);
    let place = registry.name(*reached.sites.first()?);
    let material = registry.name(chain.key().material);
    let stage = match reached.stage {
        Some(stage) => format!("reaches {} at {place}", stage_word(stage)),
        None => format!("reaches {place}"),
    };
    let mut text = format!("The recorded chain of {material} {stage}, with {product}");
    if !reached.buyers.is_empty() {
        let buyers: Vec<&Row> = reached.buyers.iter().collect();
        let leaves = if reached.leaves_map() {
            " and leaves the map"
        } else {
            "; part of it leaves the map"
        };
        text += &format!(
            "{leaves}: it goes on to {}, {}",
            names(registry, &buyers),
            transport(registry, &reached.buyer_links)
        );
    }
    text.push('.');
    let corridors: Vec<&Row> = reached.corridors.iter().collect();
    if !corridors.is_empty() && reached.leaves_map() {
        let ways: Vec<String> = corridors
            .iter()
            .take(MOST_NAMED)
            .map(|it| way(registry, **it))
            .collect();
        let ways: Vec<&str> = ways.iter().map(String::as_str).collect();
        text += &format!(" Possible ways on record: {}.", listed(&ways, "and"));
    }
    Some(text)
}

/// What links say of how their product is moved.
fn transport(registry: &Registry, links: &[Row]) -> String {
    let mode = |it: &Row| registry.code(*it, link::MODE).unwrap_or(Mode::Unknown);
    let mut modes: Vec<&str> = links.iter().map(mode).filter_map(mode_word).collect();
    modes.sort_unstable();
    modes.dedup();
    let is_known = |it: &Row| mode(it) != Mode::Unknown;
    match (modes.as_slice(), links.iter().all(is_known)) {
        ([], _) => "and how it is transported is not stated".to_owned(),
        (modes, true) => format!("by {}", listed(modes, "and")),
        (modes, false) => format!("in part by {}, else not stated how", listed(modes, "and")),
    }
}

/// A corridor in words.
fn way(registry: &Registry, row: Row) -> String {
    let name = |column| {
        let end = registry.reference(row, column);
        end.map_or("?", |it| registry.name(it))
    };
    let mode = registry.code(row, link::MODE).and_then(mode_word);
    let by = mode.map_or(String::new(), |it| format!(" by {it}"));
    format!("{} to {}{by}", name(link::FROM), name(link::TO))
}

fn mode_word(mode: Mode) -> Option<&'static str> {
    match mode {
        Mode::Road => Some("road"),
        Mode::Rail => Some("rail"),
        Mode::Sea => Some("sea"),
        Mode::Conveyor => Some("conveyor"),
        Mode::Pipeline => Some("pipeline"),
        Mode::OnSite => Some("ways on site"),
        Mode::Unknown => None,
    }
}

fn stage_word(stage: Stage) -> &'static str {
    match stage {
        Stage::Extraction => "extraction",
        Stage::Processing => "processing",
        Stage::Manufacturing => "manufacturing",
        Stage::Recycling => "recycling",
        Stage::Transport => "transport",
    }
}

fn word(end: End) -> &'static str {
    match end {
        End::Origin => "the origin",
        End::Destination => "the destination",
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|it| it.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// The names of the first records, and how many more there are.
fn names(registry: &Registry, rows: &[&Row]) -> String {
    let mut names: Vec<String> = rows
        .iter()
        .take(MOST_NAMED)
        .map(|it| registry.name(**it).to_owned())
        .collect();
    if rows.len() > MOST_NAMED {
        names.push(format!("{} more", rows.len() - MOST_NAMED));
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    listed(&names, "and")
}

/// Words with commas, and one before the last.
fn listed(words: &[&str], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [some @ .., one] => format!("{} {last} {one}", some.join(", ")),
    }
}
