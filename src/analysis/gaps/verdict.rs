//! A gap as it is told: its weight, its name, its sentence, and what would turn it around.

use sha2::Digest as _;
use sha2::Sha256;

use crate::analysis::gaps::EvidenceRole;
use crate::analysis::gaps::GapKind;
use crate::analysis::gaps::OfMaterial;
use crate::analysis::gaps::Severity;
use crate::analysis::gaps::evidence::Evidence;
use crate::analysis::gaps::evidence::Party;
use crate::analysis::gaps::tell::level_word;
use crate::analysis::gaps::tell::status_word;
use crate::model::Kind;
use crate::model::Row;
use crate::model::codes::CoverageLevel;
use crate::model::codes::SiteStatus;
use crate::model::codes::Stage;
use crate::model::hex;
use crate::model::tables::coverage;
use crate::model::tables::material;

/// Something a region lacks.
///
/// Severity begins with the material: `HIGH` for a strategic raw material, `MEDIUM` for a critical one, else
/// `LOW`. It is one lower, once, if any of these holds: the kind is `NONE_RECORDED`, `DATA` or `LEAVES_MAP`; it is
/// `PLANNED_ONLY` or `CAPACITY` in data that are not judged complete for the stage; it is a `SINGLE_POINT` that is not told
/// of upper amounts, or in data that are not judged complete for every stage that operates; or a stage is missing that operates elsewhere in a bloc around
/// the region.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// `gap:` and 16 hexadecimal digits of the SHA-256 of kind, material, stage, region and subject: the same
    /// in every revision that has the gap.
    pub id: String,
    /// What is missing, and how surely.
    pub kind: GapKind,
    /// The material whose chain has the gap.
    pub material: Row,
    /// The stage that is missing; of a product that leaves and of a side-stream the one that gives it. None where
    /// the site of a side-stream is of no stage.
    pub stage: Option<Stage>,
    /// The region asked.
    pub region: Row,
    /// What tells it apart from others of its kind, material and stage: of a `SINGLE_POINT` the id of the site or link,
    /// or `country:` and its code; empty where there is one.
    pub subject: String,
    /// How much it weighs.
    pub severity: Severity,
    /// A sentence that may be quoted.
    pub message: String,
    /// Tonnes a year of the material that are lost by it; none where a figure is missing. Of `CAPACITY` what the stage
    /// cannot take, of `SINGLE_POINT` what would no more be delivered.
    pub shortfall_tonnes_per_year: Option<f64>,
    /// The part of a side-stream that is not used, of what is given that cannot be taken, or of deliveries that would
    /// be lost; from 0 to 1, none where it is not known.
    pub share: Option<f64>,
    /// What it rests on.
    pub evidence: Evidence,
    /// The judgement that decides what may be claimed; none where there is none, or none is needed.
    pub coverage: Option<Row>,
    /// Single figures, statements and judgements that would turn it around.
    pub flipped_by: Vec<Flip>,
}

/// One figure, statement or judgement that decides a gap alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flip {
    /// The figure that would have to change.
    pub figure: Option<Row>,
    /// The statement that would have to change.
    pub statement: Option<Row>,
    /// The judgement that would have to change; none where there is none yet.
    pub coverage: Option<Row>,
    /// Value of the figure, in its unit.
    pub from: Option<f64>,
    /// The value that would turn the gap around.
    pub to: Option<f64>,
    /// What the statement or judgement says.
    pub from_code: Option<String>,
    /// What it would have to say.
    pub to_code: Option<String>,
    /// A sentence that may be quoted.
    pub message: String,
}

/// A gap before it is told.
pub(super) struct Finding {
    pub(super) kind: GapKind,
    pub(super) stage: Option<Stage>,
    /// Tells gaps of one kind and stage apart: a site, a side-stream, a stage fed; empty where there is one.
    pub(super) subject: String,
    /// The sentence without region, year and full stop.
    pub(super) text: String,
    /// Whether the stage operates elsewhere in a bloc around the region.
    pub(super) is_around: bool,
    /// Whether it rests on data that are not judged complete, where its kind does not say so.
    pub(super) is_unsure: bool,
    pub(super) shortfall_tonnes_per_year: Option<f64>,
    pub(super) share: Option<f64>,
    pub(super) evidence: Evidence,
    pub(super) coverage: Option<Row>,
    pub(super) flipped_by: Vec<Flip>,
}

impl Finding {
    pub(super) fn new(kind: GapKind, stage: Option<Stage>, text: String) -> Self {
        Self {
            kind,
            stage,
            subject: String::new(),
            text,
            is_around: false,
            is_unsure: false,
            shortfall_tonnes_per_year: None,
            share: None,
            evidence: Evidence::default(),
            coverage: None,
            flipped_by: Vec::new(),
        }
    }
}

impl OfMaterial<'_> {
    /// The gap that a finding is.
    pub(super) fn gap(&self, finding: Finding) -> Gap {
        let registry = self.registry;
        let region = self.asked.area.region;
        let message = format!(
            "{}, {}: {}.",
            registry.name(region),
            self.asked.when.year,
            finding.text
        );
        Gap {
            id: self.gap_id(&finding),
            kind: finding.kind,
            subject: finding.subject,
            material: self.material,
            stage: finding.stage,
            region,
            severity: self.severity(finding.kind, finding.is_around || finding.is_unsure),
            message,
            shortfall_tonnes_per_year: finding.shortfall_tonnes_per_year,
            share: finding.share,
            evidence: finding.evidence,
            coverage: finding.coverage,
            flipped_by: finding.flipped_by,
        }
    }

    /// Whether the material is critical or strategic.
    pub(super) fn is_critical(&self) -> bool {
        let is = |column| self.registry.flag(self.material, column) == Some(true);
        is(material::CRITICAL) || is(material::STRATEGIC)
    }

    fn severity(&self, kind: GapKind, weighs_less: bool) -> Severity {
        let is_strategic = self.registry.flag(self.material, material::STRATEGIC) == Some(true);
        let of_kind = matches!(
            kind,
            GapKind::NoneRecorded | GapKind::Data | GapKind::LeavesMap
        );
        match (is_strategic, self.is_critical(), of_kind || weighs_less) {
            (true, _, false) => Severity::High,
            (true, _, true) | (_, true, false) => Severity::Medium,
            _ => Severity::Low,
        }
    }

    fn gap_id(&self, finding: &Finding) -> String {
        let registry = self.registry;
        let parts = [
            finding.kind.code(),
            registry.slug(self.material),
            finding.stage.map_or("", Stage::code),
            registry.slug(self.asked.area.region),
            &finding.subject,
        ];
        let digest = Sha256::digest(parts.join("\n"));
        format!("gap:{}", &hex(&digest.into())[..16])
    }

    /// That another judgement on the data would make it another kind.
    pub(super) fn flip_by_coverage(&self, stage: Stage, becomes: GapKind) -> Flip {
        let registry = self.registry;
        let deciding = self.asked.judgements.deciding(self.material, stage);
        let level = deciding.and_then(|it| registry.code::<CoverageLevel>(it, coverage::LEVEL));
        let to = match becomes {
            GapKind::NoneRecorded => CoverageLevel::Sample,
            _ => CoverageLevel::Complete,
        };
        let subject = format!(
            "the data on {} of {}",
            super::tell::stage_word(stage),
            self.material_word()
        );
        Flip {
            coverage: deciding,
            from_code: level.map(|it| it.code().to_owned()),
            to_code: Some(to.code().to_owned()),
            message: format!(
                "If {subject} were judged {} for {}, this would be {}.",
                level_word(to),
                self.asked.when.year,
                becomes.code()
            ),
            ..Flip::default()
        }
    }

    /// That another status of the only site or project in a role would close the gap; none if there are several, or
    /// no statement decides.
    pub(super) fn flip_by_status(
        &self,
        evidence: &Evidence,
        role: EvidenceRole,
        to: SiteStatus,
    ) -> Option<Flip> {
        let mut parties = evidence.parties.iter().filter(|it| it.role == role);
        let (
            Some(Party {
                record,
                status,
                statement: Some(statement),
                ..
            }),
            None,
        ) = (parties.next(), parties.next())
        else {
            return None;
        };
        let noun = if record.kind() == Kind::Site {
            "site"
        } else {
            "project"
        };
        Some(Flip {
            statement: Some(*statement),
            from_code: status.map(|it| it.code().to_owned()),
            to_code: Some(to.code().to_owned()),
            message: format!(
                "If the status of the {noun} {} were {}, there would be no such gap.",
                self.registry.name(*record),
                status_word(to)
            ),
            ..Flip::default()
        })
    }
}
