//! Side-streams that hold a critical material and are landfilled or stored: `UNUSED_SIDE_STREAM`, and `DATA` where it is
//! the content or the fate that is not known.
//!
//! The part that is not used is told by figures of `fate-share`, or is the whole where the fate names nothing but
//! landfill and storage; otherwise it is not known, and the whole is never claimed. Tonnes a year are generation ×
//! content × part, only where the site operates and all three are known; what lies there as a stock is
//! shown and never turned into tonnes a year. A side-stream is called waste only where its legal standing is.

use crate::analysis::area::standing;
use crate::analysis::gaps::EvidenceRole;
use crate::analysis::gaps::GapKind;
use crate::analysis::gaps::OfMaterial;
use crate::analysis::gaps::evidence::Evidence;
use crate::analysis::gaps::evidence::Party;
use crate::analysis::gaps::tell::tonnes_word;
use crate::analysis::gaps::tell::who_knows;
use crate::analysis::gaps::verdict::Finding;
use crate::analysis::gaps::verdict::Flip;
use crate::analysis::gaps::verdict::Gap;
use crate::analysis::streams::Content;
use crate::analysis::streams::Stream;
use crate::analysis::streams::Told;
use crate::analysis::streams::fate_words;
use crate::analysis::streams::how_surely;
use crate::analysis::streams::is_unused;
use crate::analysis::streams::period_words;
use crate::analysis::streams::years_word;
use crate::model::Kind;
use crate::model::Row;
use crate::model::codes::Fate;
use crate::model::tables::figure;
use crate::model::tables::site;
use crate::model::tables::statement;
use crate::network::chain::stage_of;
use crate::network::contained::Contained;

pub(super) fn find(of: &OfMaterial<'_>) -> Vec<Gap> {
    if !of.is_critical() {
        return Vec::new();
    }
    let streams = of.registry.rows(Kind::SideStream);
    let streams =
        streams.filter_map(|row| Stream::of(of.registry, &of.asked.area, of.asked.when, row));
    let found = streams.filter_map(|it| match (it.content(of.material), &it.fate) {
        (Content::Stated(contents), Some(fate)) if fate.is_unused() => {
            unused(of, &it, &contents, fate)
        }
        (Content::Stated(contents), fate) if fate.as_ref().is_none_or(Told::is_unknown) => {
            Some(fate_missing(of, &it, contents))
        }
        (Content::Named, Some(fate)) if fate.is_unused() => content_missing(of, &it, fate),
        _ => None,
    });
    found.map(|it| of.gap(it)).collect()
}

/// Side-streams said to hold a critical material whose content is not stated, of no use or of unknown fate: no gap
/// `UNUSED_SIDE_STREAM` tells them. Each once, by slug of its material and its own.
pub(super) fn without_content(of: &OfMaterial<'_>) -> Vec<Row> {
    if !of.is_critical() {
        return Vec::new();
    }
    let streams = of.registry.rows(Kind::SideStream);
    let streams =
        streams.filter_map(|row| Stream::of(of.registry, &of.asked.area, of.asked.when, row));
    let is_open = |it: &Stream<'_>| {
        let fate = it.fate.as_ref();
        let is_named = matches!(it.content(of.material), Content::Named);
        let is_nothing_left = |told: &Told| {
            let part = it.unused_part(told, is_unused);
            part.is_some_and(|part| part.0 == 0.0)
        };
        is_named
            && match fate {
                None => true,
                Some(told) if told.is_unknown() => true,
                Some(told) => told.is_unused() && !is_nothing_left(told),
            }
    };
    streams.filter(is_open).map(|it| it.row).collect()
}

/// A side-stream with a stated content that is not used; none where a figure says that no part of it is left.
fn unused(
    of: &OfMaterial<'_>,
    stream: &Stream<'_>,
    contents: &[Row],
    fate: &Told,
) -> Option<Finding> {
    let part = stream.unused_part(fate, is_unused);
    let share = part.as_ref().map(|it| it.0);
    if share == Some(0.0) {
        return None;
    }
    let arising = stream.arising(of.material);
    let in_part = stream.arising_in_part(of.material);
    let shortfall = arising
        .as_ref()
        .zip(share)
        .map(|(arising, share)| arising.tonnes * share);
    let how_much = share.filter(|it| *it < 1.0);
    let how_much = match (how_much, share) {
        (Some(it), _) => format!(", {:.0} % of it landfilled or stored", it * 100.0),
        (None, Some(_)) => String::new(),
        (None, None) => ", in which parts is not on record".to_owned(),
    };
    let tonnes = match shortfall {
        Some(it) => {
            let scope = scope_of(of, arising.as_ref());
            let of_part = part.iter().flat_map(|it| &it.1);
            let used = arising.iter().flat_map(|it| &it.figures);
            let used: Vec<Row> = used.chain(of_part).copied().collect();
            let (about, years) = how_surely(of.registry, of.asked.when, &used);
            format!(
                ": {about}{} t of {} a year{scope}{years}",
                tonnes_word(it),
                of.material_word()
            )
        }
        None => part_of_year(of, in_part.as_ref()),
    };
    let text = format!(
        "{} holds {} and is {}{how_much}{tonnes}",
        stream.name(),
        of.material_word(),
        fate_words(fate),
    );
    let mut finding = finding(of, stream, GapKind::UnusedSideStream, text);
    let of_part = part.map_or_else(Vec::new, |it| it.1);
    let used = arising.or(in_part).map_or_else(Vec::new, |it| it.figures);
    finding.flipped_by = flips(stream, fate, &of_part);
    for figure in contents.iter().chain(&of_part).chain(&used) {
        if !finding.evidence.figures.contains(figure) {
            finding.evidence.figures.push(*figure);
        }
    }
    Some(Finding {
        shortfall_tonnes_per_year: shortfall,
        share,
        ..finding
    })
}

/// What is told where the tonnes a year are not known: those of a part of a year, if they are.
fn part_of_year(of: &OfMaterial<'_>, in_part: Option<&Contained>) -> String {
    let Some(some) = in_part else {
        return ": the tonnes a year are not known".to_owned();
    };
    format!(
        ": in all of it {} t of {} arose in a part of a year (told of: {}), by {}; tonnes of a whole year are not on record",
        tonnes_word(some.tonnes),
        of.material_word(),
        period_words(of.registry, &some.figures),
        years_word(of.registry, &some.figures)
    )
}

/// What the tonnes that arise are told of, where that is more or less than the stream.
fn scope_of(of: &OfMaterial<'_>, arising: Option<&Contained>) -> String {
    let figures = arising.into_iter().flat_map(|it| &it.figures);
    let mut scopes = figures.filter_map(|it| of.registry.text(*it, figure::SCOPE));
    let scope = scopes.next();
    scope.map_or(String::new(), |it| format!(", told of {it}"))
}

fn flips(stream: &Stream<'_>, fate: &Told, of_part: &[Row]) -> Vec<Flip> {
    let registry = stream.registry;
    let told = registry.text(fate.statement, statement::VALUE);
    let by_statement = Flip {
        statement: Some(fate.statement),
        from_code: told.map(str::to_owned),
        to_code: Some(Fate::Reused.code().to_owned()),
        message: format!(
            "If all of {} were reused or sold, there would be no such gap.",
            stream.name()
        ),
        ..Flip::default()
    };
    let by_figure = match of_part {
        [figure] => {
            let definition = registry.text(*figure, figure::DEFINITION);
            let is_of_unused = definition.and_then(Fate::from_code).is_some_and(is_unused);
            let to = if is_of_unused { 0.0 } else { 1.0 };
            Some(Flip {
                figure: Some(*figure),
                from: registry.figure_value(*figure),
                to: Some(to),
                message: format!(
                    "If the share that is {} were {to:.0}, there would be no such gap.",
                    definition.unwrap_or_default().to_lowercase()
                ),
                ..Flip::default()
            })
        }
        _ => None,
    };
    [by_statement].into_iter().chain(by_figure).collect()
}

/// A side-stream that is not used and said to hold the material, without a figure of how much.
fn content_missing(of: &OfMaterial<'_>, stream: &Stream<'_>, fate: &Told) -> Option<Finding> {
    let is_nothing_left = stream
        .unused_part(fate, is_unused)
        .is_some_and(|it| it.0 == 0.0);
    let material = of.material_word();
    let text = format!(
        "{} is {} and is named to hold {material}, but how much is not on record; {}",
        stream.name(),
        fate_words(fate),
        who_knows(of.registry, stream.site, stream.row),
    );
    (!is_nothing_left).then(|| finding(of, stream, GapKind::Data, text))
}

/// A side-stream with a stated content of which no source says what becomes of it.
fn fate_missing(of: &OfMaterial<'_>, stream: &Stream<'_>, contents: Vec<Row>) -> Finding {
    let text = format!(
        "{} holds {}, but what becomes of it is not on record; {}",
        stream.name(),
        of.material_word(),
        who_knows(of.registry, stream.site, stream.row),
    );
    let mut finding = finding(of, stream, GapKind::Data, text);
    finding.evidence.figures.extend(contents);
    if let Some(fate) = &stream.fate {
        finding.flipped_by.push(Flip {
            statement: Some(fate.statement),
            from_code: Some(Fate::Unknown.code().to_owned()),
            to_code: Some(Fate::Stored.code().to_owned()),
            message: format!(
                "If {} were known to be stored or landfilled, this would be {}.",
                stream.name(),
                GapKind::UnusedSideStream.code()
            ),
            ..Flip::default()
        });
    }
    finding
}

/// A finding of a side-stream, with its site, fate and stocks as evidence.
fn finding(of: &OfMaterial<'_>, stream: &Stream<'_>, kind: GapKind, text: String) -> Finding {
    let (registry, when) = (of.registry, of.asked.when);
    let standing = standing(registry, stream.site, when);
    let kind_of_site = registry.code(stream.site, site::KIND);
    let party = Party::of(stream.site, EvidenceRole::Affected, standing, when.year);
    let fate = stream.fate.as_ref().map(|it| it.statement);
    Finding {
        subject: registry.slug(stream.row).to_owned(),
        evidence: Evidence {
            parties: vec![party],
            side_streams: vec![stream.row],
            figures: stream.stocks(),
            statements: fate.into_iter().collect(),
            ..Evidence::default()
        },
        ..Finding::new(kind, kind_of_site.and_then(stage_of), text)
    }
}
