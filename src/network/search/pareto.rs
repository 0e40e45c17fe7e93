//! The paths that none beats in two metrics at once, by label setting.
//!
//! A *pair* is what a path weighs in the two metrics; it is on the front if no path is at least as good in both
//! and better in one. For each pair on the front one path is told: of fewest steps, then fewest assumptions,
//! then the arcs whose ids come first. Write `X < Y` if X has the better pair, or the same pair and comes first
//! in that order: the paths told are those with nothing before them.
//!
//! Labels are beginnings of paths. They are taken up in the order of their estimates (weight so far plus the
//! least that is left, for each metric apart), first metric first. Estimates never fall along a way, so that
//! pairs appear in order and each is final when it appears: a search that is cut off has told a beginning of the
//! front, and what it has not told is not better in the first metric than the estimate it stopped at.
//!
//! # When one label makes another superfluous
//!
//! Textbook label setting drops label B if some label A at the same state weighs no more in both metrics. Here
//! the rest `r` of a path `B·r` may return to a place that A has left. A may stand for B if for every such path
//! some path `X < B·r` exists. That holds if A weighs no more in both metrics, has no more steps where their
//! number is limited, comes first if the pairs are equal, and in addition
//!
//! 1. every place that A has left and `r` could enter *at a vertex that A has not visited* is closed for B too;
//! 2. A is not in the first stay of its path, or B is, and B begins at a destination if A does.
//!
//! Proof. If `A·r` is a path, it is X. If `r` visits vertices of A, let `u` be the last of them on `r`: the way
//! along A to `u` and along `r` from there has no vertex twice and fewer steps than `A·r`. It enters no place
//! twice, since after `u` it would enter a place that A has left at a vertex A has not visited, which (1) rules
//! out: B has left it and `B·r` is a path. So it is a path unless it passes another origin in its first stay or a
//! destination in its last. If it passes an origin, `r` from the last such origin on is a path; by (2) this was not
//! already so for `B·r`. If it passes a destination before its end, A up to the first destination of that stay is
//! a path. Either is X: it weighs no more, and has fewer steps. What is left over are ways without any arc, where a
//! vertex is both origin and destination: (2) covers the stay at hand, and the place of the first stay, if it has such
//! a vertex, counts as enterable for (1) whatever was visited in it.
//!
//! Where a rule remembers more than the vertex, the way along A to `u` may be in another memory than `B·r` is
//! there, so that no shortcut can be taken: then (1) is asked of all places and of the vertices of the present stay,
//! and `A·r` itself is a path.
//!
//! A beginning of a path that is told is hence never dropped, whatever became of A. A place can only be
//! returned to within one strongly connected component of places, so that a label forgets what it has left when
//! it goes on to the next; and a return that costs so much that a known pair beats it counts for nothing. On a
//! network without cycles this leaves the comparison of plain label setting, one per label.
//!
//! Hansen, P. (1980), Lecture Notes in Economics and Mathematical Systems 177; Martins, E. Q. V. (1984), European
//! Journal of Operational Research 16(2); the order of estimates after Hernández Ulloa, C. et al. (2020), A simple and
//! fast bi-objective search algorithm, ICAPS 30.

mod closed;
mod front;
mod ground;
mod known;

use std::collections::BTreeMap;

use crate::network::search::Ranked;
use crate::network::search::Search;
use crate::network::search::Truncation;
use crate::network::search::ends::Ends;
use crate::network::search::form::Anything;
use crate::network::search::form::Form;
use crate::network::search::pareto::front::Front;
use crate::network::search::pareto::front::Step;
use crate::network::search::pareto::ground::Ground;
use crate::network::search::pareto::ground::Space;
use crate::network::search::pareto::known::Pair;
use crate::network::search::ranking::Ranking;
use crate::network::search::route::Route;
use crate::network::search::space::Costs;
use crate::network::search::space::KnownOnly;
use crate::network::search::space::Net;
use crate::network::search::space::Rule;
use crate::network::search::space::SomeUnknown;
use crate::network::search::unpriced::unpriced_arcs;
use crate::network::search::unpriced_route;
use crate::network::search::weight::BARRED;
use crate::network::search::weight::UNPRICED;
use crate::network::search::workspace::Workspace;

/// One path for each pair of metrics that no path beats, ordered by the first metric, which is the metric of their
/// weights; at most `search.k`. An arc counts as many assumptions as the metric that has more of them.
///
/// An arc is used only if both metrics are known and neither bars it; where others lie on the way, the path of fewest steps that uses
/// one is told beside the front. [`Truncation::Steps`] says that a path with too many steps has a pair which
/// nothing told beats; [`Ranked::next_at_least`] bounds the first metric of every pair that is not told, and with
/// [`Truncation::K`] alone is that of the next pair. What is told is on the front of the paths of at most
/// `search.max_steps` even if the search was cut off.
///
/// O(budget) at worst: fronts may grow exponentially with the network. Up to half the budget goes into
/// the front without a limit of steps where the limit could matter. At most a million labels are kept.
pub fn pareto_routes(
    net: Net<'_>,
    metrics: [Costs<'_>; 2],
    search: &Search<'_>,
    workspace: &mut Workspace,
) -> Ranked {
    if search.origins.is_empty() || search.destinations.is_empty() {
        return Ranked::default();
    }
    match search.shape {
        None => ranked(net, metrics, Anything, search, workspace),
        Some(shape) => ranked(net, metrics, shape, search, workspace),
    }
}

fn ranked<F: Form>(
    net: Net<'_>,
    [first, second]: [Costs<'_>; 2],
    form: F,
    search: &Search<'_>,
    workspace: &mut Workspace,
) -> Ranked {
    let mut ranked = Ranked::default();
    let known = first.metric.iter().zip(second.metric);
    let known = known.map(|(a, b)| match (*a, *b) {
        (BARRED, _) | (_, BARRED) => BARRED,
        (_, UNPRICED) => UNPRICED,
        (first, _) => first,
    });
    let assumptions = first.assumptions.iter().zip(second.assumptions);
    let costs = Costs {
        metric: &known.collect::<Vec<_>>(),
        assumptions: &assumptions.map(|(a, b)| *a.max(b)).collect::<Vec<_>>(),
    };
    let ends = Ends::new(net, search.origins, search.destinations);
    let rule = KnownOnly { costs, form };
    front_routes(
        net,
        rule,
        second.metric,
        &ends,
        search,
        workspace,
        &mut ranked,
    );
    ranked.unpriced = unpriced_arcs(net, form, costs, &ends);
    if ranked.unpriced > 0 {
        let rule = SomeUnknown { costs, form };
        let (max_steps, budget) = (search.max_steps, search.budget);
        let ranking = Ranking::new(net, rule, &ends, workspace, max_steps, budget);
        unpriced_route(ranking, &mut ranked);
    }
    workspace.give_back();
    ranked.truncations.sort_unstable();
    ranked.truncations.dedup();
    ranked
}

/// Finds the front of the paths that a rule accepts, which prices arcs in the first metric and allows none that is
/// unknown in the second.
fn front_routes<R: Rule>(
    net: Net<'_>,
    rule: R,
    second: &[u64],
    ends: &Ends<'_>,
    search: &Search<'_>,
    workspace: &mut Workspace,
    ranked: &mut Ranked,
) {
    let space = Space {
        net,
        rule,
        second,
        ends,
    };
    // No path visits a vertex twice.
    let is_limited = net.graph.vertex_count() > search.max_steps as usize + 1;
    let ground = match Ground::new(space, workspace, is_limited, search.budget) {
        Ok(ground) => ground,
        Err((bound, work)) => {
            ranked.explored += work;
            ranked.truncations.push(Truncation::Budget);
            ranked.next_at_least = Some(bound);
            return;
        }
    };
    let mut left = search.budget.saturating_sub(ground.work);
    let wanted = search.k.saturating_add(1);
    let budget = if is_limited { left / 2 } else { left };
    let whole = Found::of(Front::new(&ground, workspace, None, budget), wanted);
    left = left.saturating_sub(whole.work);
    let is_long = |route: &Route| route.weight.steps() > search.max_steps;
    let (long, short): (Vec<_>, Vec<_>) = whole
        .routes
        .into_iter()
        .partition(|(_, route)| is_long(route));
    let mut told: BTreeMap<Pair, Route> = short.into_iter().collect();
    let mut is_cut = whole.cut.is_some();
    ranked.explored += ground.work + whole.work;
    if is_limited && (is_cut || !long.is_empty()) {
        // What has too many steps may hide pairs of paths that have not.
        let mut front = Front::new(&ground, workspace, Some(search.max_steps), left);
        told.keys().for_each(|pair| front.knows(*pair));
        let limited = Found::of(front, wanted);
        ranked.explored += limited.work;
        is_cut |= limited.cut.is_some();
        told.extend(limited.routes);
    }
    // A pair of few steps that neither front told is either beyond the end of the first, or beaten by one of too
    // many steps and so beyond that.
    let next = told.keys().nth(search.k).map(|pair| pair.first);
    let too_long = long.first().map(|(pair, _)| pair.first);
    let reasons = [
        (next.is_some(), Truncation::K),
        (too_long.is_some(), Truncation::Steps),
        (is_cut, Truncation::Budget),
    ];
    let reasons = reasons.into_iter().filter(|(holds, _)| *holds);
    ranked.truncations.extend(reasons.map(|(_, why)| why));
    let bounds = [next, too_long, whole.cut];
    ranked.next_at_least = bounds.into_iter().flatten().min();
    ranked.routes = told.into_values().take(search.k).collect();
}

/// The beginning of a front.
struct Found {
    /// In order of their pairs.
    routes: Vec<(Pair, Route)>,
    /// No further pair is better in the first metric, if the search was cut off.
    cut: Option<u64>,
    work: u64,
}

impl Found {
    /// The first `wanted` pairs.
    fn of<R: Rule>(mut front: Front<'_, '_, R>, wanted: usize) -> Self {
        let (mut routes, mut cut) = (Vec::new(), None);
        while routes.len() < wanted {
            match front.next() {
                Step::Route(pair, route) => routes.push((pair, route)),
                Step::Nothing => break,
                Step::Cut(bound) => {
                    cut = Some(bound);
                    break;
                }
            }
        }
        Self {
            routes,
            cut,
            work: front.work(),
        }
    }
}
