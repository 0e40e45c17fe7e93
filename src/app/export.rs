//! The data of a revision, or a part of them, in the forms that other programs read.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Arc;

use crate::analysis::selection::Selection;
use crate::analysis::selection::SelectionFilter;
use crate::app::App;
use crate::app::AppError;
use crate::exchange::Content;
use crate::exchange::DatasetFacts;
use crate::exchange::ExportError;
use crate::exchange::ExportFormat;
use crate::exchange::Extract;
use crate::exchange::write_export;
use crate::model::Id;
use crate::model::Kind;
use crate::model::NAME_EN;
use crate::model::NAME_FI;
use crate::model::NAME_SV;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::YEARS;
use crate::model::fold;
use crate::model::nearest;
use crate::network::Snapshot;
use crate::network::chain::ChainKey;

/// What is to be exported; ids as people write them, `kind:slug` or the slug alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportRequest {
    /// The revision; the latest if none is named.
    pub at: Option<u64>,
    /// Only records of these kinds; all if empty.
    pub kinds: Vec<String>,
    /// Only what lies in these regions; everything if empty.
    pub regions: Vec<String>,
    /// Only what concerns these materials; everything if empty.
    pub materials: Vec<String>,
    /// Only what is true in that year, or of no year; of a chain, the year it is of.
    pub year: Option<i32>,
    /// Whether to write the chain of the one material rather than records.
    pub chain: bool,
}

/// An export that is ready to be written.
pub struct Export {
    format: ExportFormat,
    snapshot: Arc<Snapshot>,
    facts: DatasetFacts,
    part: Option<String>,
    year: Option<i32>,
    content: Content,
}

impl App {
    /// Finds what an export is of, and what it says of itself. O(records), once per revision.
    ///
    /// # Errors
    /// As for [`App::snapshot_at`]; [`AppError::Export`] if the form cannot hold what is asked;
    /// [`AppError::UnknownName`] and [`AppError::OneMaterial`] if what is asked for is not there, [`AppError::WholeChain`] if
    /// a chain is to be narrowed, [`AppError::NoYear`] for a year out of range, [`AppError::NothingSelected`] if nothing is on record of the part asked.
    pub fn export(&self, format: ExportFormat, asked: &ExportRequest) -> Result<Export, AppError> {
        self.export_of(self.snapshot_at(asked.at)?, format, asked)
    }

    /// The same of a revision at hand, whichever is asked for: so that nothing is rebuilt.
    ///
    /// # Errors
    /// As for [`App::export`].
    pub fn export_of(
        &self,
        snapshot: Arc<Snapshot>,
        format: ExportFormat,
        asked: &ExportRequest,
    ) -> Result<Export, AppError> {
        // A form that holds nothing but a chain is asked for one.
        let is_chain = asked.chain || format.holds(false).is_err();
        format.holds(is_chain)?;
        if let Some(year) = asked.year.filter(|it| !YEARS.contains(it)) {
            return Err(AppError::NoYear {
                asked: year,
                nearest: year.clamp(*YEARS.start(), *YEARS.end()),
            });
        }
        let facts = self.dataset(&snapshot)?;
        let registry = snapshot.registry();
        let filter = SelectionFilter {
            kinds: kinds(&asked.kinds)?,
            regions: found(registry, Kind::Region, &asked.regions)?,
            materials: found(registry, Kind::Material, &asked.materials)?,
            year: asked.year,
        };
        let mut part = filter.words(registry);
        let content = if is_chain {
            if !filter.regions.is_empty() || !filter.kinds.is_empty() {
                return Err(AppError::WholeChain);
            }
            let [material] = filter.materials[..] else {
                return Err(AppError::OneMaterial {
                    found: filter.materials.len(),
                });
            };
            let when = When {
                year: asked.year.unwrap_or(snapshot.reference_year()),
                nearest_years: false,
                include_planned: false,
            };
            let name = registry.name(material);
            let said = format!("chain of {name}, year {}", when.year);
            let chain = snapshot.chain(ChainKey::new(material, when));
            if chain.vertices().is_empty() {
                return Err(AppError::NothingSelected(format!("the {said}")));
            }
            part = Some(said);
            Content::Chain(chain)
        } else {
            let selection = Selection::of(registry, &filter);
            let said = part.clone().unwrap_or_default();
            Content::Records(selection.map_err(|_nothing| AppError::NothingSelected(said))?)
        };
        Ok(Export {
            format,
            facts,
            part,
            year: asked.year,
            content,
            snapshot,
        })
    }
}

impl Export {
    /// The revision it is of.
    pub fn revision(&self) -> u64 {
        self.facts.revision
    }

    /// A name for the file; that of a part says so.
    pub fn file_name(&self) -> String {
        let part = if self.part.is_some() { "-part" } else { "" };
        let end = self.format.extension();
        format!("ketju-r{}{part}.{end}", self.revision())
    }

    /// What somebody who asked for records of a year should be told: that no figure is of it. O(figures).
    pub fn doubt(&self) -> Option<String> {
        let (year, registry) = (self.year?, self.snapshot.registry());
        let Content::Records(selection) = &self.content else {
            return None;
        };
        let mut figures = selection.rows(registry, Kind::Figure);
        let is_told = figures.any(|it| registry.figure_year(it) == Some(year));
        (!is_told)
            .then(|| format!("no figure is of {year}: all figures in the export are of no year"))
    }

    /// The form.
    pub fn format(&self) -> ExportFormat {
        self.format
    }

    /// Writes it; the same data make the same bytes.
    ///
    /// # Errors
    /// As for [`write_export`].
    pub fn write(self, out: &mut dyn Write) -> Result<(), ExportError> {
        let extract = Extract {
            snapshot: &self.snapshot,
            facts: &self.facts,
            part: self.part,
            content: self.content,
        };
        write_export(self.format, &extract, out)
    }
}

/// The kinds of these names.
fn kinds(names: &[String]) -> Result<Vec<Kind>, AppError> {
    let of = |name: &String| {
        Kind::from_code(name).ok_or_else(|| AppError::UnknownName {
            what: "kind".into(),
            name: name.clone(),
            nearest: nearest(name, Kind::CODES.iter().copied()).map(str::to_owned),
            called: None,
        })
    };
    sorted(names.iter().map(of))
}

/// Each once and in an order of their own: how somebody asked does not show in the file.
fn sorted<T: Ord>(found: impl Iterator<Item = Result<T, AppError>>) -> Result<Vec<T>, AppError> {
    Ok(found
        .collect::<Result<BTreeSet<T>, _>>()?
        .into_iter()
        .collect())
}

/// The records of a kind that names mean, ordered by slug, since the order of rows is that of the history.
fn found(registry: &Registry, kind: Kind, names: &[String]) -> Result<Vec<Row>, AppError> {
    let of = |name: &String| {
        let slug = name
            .strip_prefix(kind.code())
            .and_then(|it| it.strip_prefix(':'));
        let id = Id::new(kind, slug.unwrap_or(name));
        registry.find(&id).ok_or_else(|| {
            let near = nearest_record(registry, &id);
            AppError::UnknownName {
                what: kind.code().into(),
                name: name.clone(),
                nearest: near.map(|it| registry.slug(it).to_owned()),
                called: near.map(|it| registry.name(it).to_owned()),
            }
        })
    };
    let mut rows = sorted(names.iter().map(of))?;
    rows.sort_unstable_by_key(|it| registry.slug(*it));
    Ok(rows)
}

/// The record that has such a name, or else the nearest.
fn nearest_record(registry: &Registry, asked: &Id) -> Option<Row> {
    let wanted = fold(&asked.slug);
    let is_name = |row: &Row| {
        let names = [NAME_EN, NAME_FI, NAME_SV].map(|column| registry.text(*row, column));
        names.into_iter().flatten().any(|it| fold(it) == wanted)
    };
    let named = registry.rows(asked.kind).find(is_name);
    named.or_else(|| {
        let slug = registry.suggestion(asked)?;
        registry.find(&Id::new(asked.kind, slug))
    })
}
