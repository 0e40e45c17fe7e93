//! What a figure must be: of a known subject, founded on a source, with a number or a reason for none.

use crate::model::codes::Fate;
use crate::model::codes::MassBasis;
use crate::model::codes::MissingReason;
use crate::model::kind::Kind;
use crate::model::nearest::nearest;
use crate::model::problem::Problem;
use crate::model::problem::ProblemCode;
use crate::model::quantity::Quantity;
use crate::model::record::Record;
use crate::model::record::Value;
use crate::model::table::Column;
use crate::model::table::SOURCES;
use crate::model::tables::figure;
use crate::model::validate::Check;
use crate::model::validate::rules::code;

/// The kinds of records a quantity can be of.
const fn subjects(quantity: Quantity) -> &'static [Kind] {
    use Kind::*;
    match quantity {
        Quantity::Capacity => &[Activity, Region],
        Quantity::CapacityAdded => &[Project, Site, Activity],
        Quantity::Production => &[Site, Activity, Region, Organisation],
        Quantity::Feed | Quantity::OreProcessed | Quantity::Recovery => &[Site, Activity],
        Quantity::Resource | Quantity::Reserve | Quantity::Grade => &[Site, Project, Region],
        Quantity::Content => &[Product, Site, Activity, SideStream, Link],
        Quantity::Flow => &[Link, Match],
        Quantity::Generation | Quantity::FateShare => &[SideStream],
        Quantity::Stock => &[SideStream, Site],
        Quantity::Distance => &[Link, Site, SideStream],
        Quantity::Cost | Quantity::Emissions => &[Link, Activity, Intake],
        Quantity::IntakeMin | Quantity::IntakeMax => &[Intake, Activity, Site, Use],
        Quantity::ContentMin | Quantity::ContentMax => &[Intake, Activity, Site, Use],
        Quantity::Consumption => &[Region, Material, Site, Organisation],
        Quantity::Imports | Quantity::Exports => &[Region, Material],
        Quantity::Governance | Quantity::HalfDistance => &[Region],
        Quantity::GlobalShare
        | Quantity::EuSourcingShare
        | Quantity::TradeParameter
        | Quantity::ImportReliance
        | Quantity::EolRir
        | Quantity::SubstitutionSr
        | Quantity::SubstitutionEi
        | Quantity::EndUseShare
        | Quantity::ValueAdded
        | Quantity::SupplyRiskPublished
        | Quantity::EconomicImportancePublished => &[Material, Region],
        Quantity::Members => &[Cluster],
        Quantity::Employees => &[Organisation, Site, Cluster, Platform],
        Quantity::Budget => &[Programme, Project, Platform],
        Quantity::FairwayDepth | Quantity::CargoThroughput => &[Site],
        Quantity::EmissionRate | Quantity::CostRate | Quantity::DetourFactor => &[Mode],
    }
}

impl Check<'_> {
    pub(super) fn figure(&mut self, at: usize, record: &Record) {
        if record.get(SOURCES).is_none() {
            let problem = Problem::error(ProblemCode::NoSource, "a figure without source");
            self.report(
                at,
                problem
                    .column("sources")
                    .expected("the document or page the number is from"),
            );
        }
        if record.get(figure::YEAR).is_some() && record.get(figure::PERIOD).is_some() {
            let problem = Problem::error(
                ProblemCode::Inconsistent,
                "a figure of a year and of a period",
            );
            self.report(
                at,
                problem
                    .column("period")
                    .expected("either a year or a period"),
            );
        }
        if code::<MassBasis>(record, figure::BASIS) == Some(MassBasis::Contained)
            && record.get(figure::CONTAINED_OF).is_none()
            && record.get(figure::MATERIAL).is_none()
            && record.get(figure::FORM).is_none()
        {
            let said = "a contained mass without what is contained";
            let problem = Problem::error(ProblemCode::MissingValue, said).column("contained_of");
            self.report(
                at,
                problem.expected("the element or compound, a material or a form"),
            );
        }
        self.number_or_reason(at, record);
        self.bounds(at, record);
        if let Some(quantity) = code::<Quantity>(record, figure::QUANTITY) {
            self.subject(at, record, quantity);
            self.unit_and_range(at, record, quantity);
        }
    }

    fn number_or_reason(&mut self, at: usize, record: &Record) {
        let has_number = [figure::VALUE, figure::LOW, figure::HIGH]
            .into_iter()
            .any(|column| record.get(column).is_some());
        let missing = code::<MissingReason>(record, figure::MISSING);
        match (has_number, missing) {
            (false, None) => {
                let problem =
                    Problem::error(ProblemCode::MissingValue, "a figure without a number");
                self.report(
                    at,
                    problem
                        .column("value")
                        .expected("a value, a bound, or `missing`"),
                );
            }
            (true, Some(reason)) => {
                let said = format!("a figure with a number although it is `{}`", reason.code());
                let problem = Problem::error(ProblemCode::Inconsistent, said);
                self.report(at, problem.column("missing"));
            }
            _ => {}
        }
    }

    fn bounds(&mut self, at: usize, record: &Record) {
        let pairs = [
            (figure::LOW, figure::VALUE, "value"),
            (figure::VALUE, figure::HIGH, "high"),
            (figure::LOW, figure::HIGH, "high"),
        ];
        let wrong = pairs.into_iter().find_map(|(less, more, name)| {
            let (less, more) = (number(record, less)?, number(record, more)?);
            (less > more).then_some((less, more, name))
        });
        if let Some((less, more, name)) = wrong {
            let said = "the numbers of a figure are not in the order low, value, high";
            let problem = Problem::error(ProblemCode::Inconsistent, said);
            self.report(
                at,
                problem
                    .column(name)
                    .value(more.to_string())
                    .expected(format!("{less} or more")),
            );
        }
    }

    fn subject(&mut self, at: usize, record: &Record, quantity: Quantity) {
        let Some(subject) = record.reference(figure::SUBJECT) else {
            return;
        };
        let allowed = subjects(quantity);
        if !allowed.contains(&subject.kind) {
            let kinds: Vec<&str> = allowed.iter().map(|kind| kind.code()).collect();
            let said = format!(
                "a {} is no subject of `{}`",
                subject.kind.code(),
                quantity.code()
            );
            let problem = Problem::error(ProblemCode::Inconsistent, said);
            self.report(
                at,
                problem
                    .column("subject")
                    .value(subject.to_string())
                    .expected(format!("an id of kind {}", kinds.join(", "))),
            );
        }
        if quantity == Quantity::Distance
            && subject.kind != Kind::Link
            && record.get(figure::PARTNER).is_none()
        {
            let said = format!("a distance from `{subject}` to nowhere");
            let problem = Problem::error(ProblemCode::MissingValue, said);
            self.report(
                at,
                problem
                    .column("partner")
                    .expected("the place at the other end"),
            );
        }
        if quantity == Quantity::FateShare {
            let said = record.text(figure::DEFINITION).unwrap_or_default();
            if Fate::from_code(said).is_none() {
                let near = nearest(said, Fate::CODES.iter().copied()).map(str::to_owned);
                let problem =
                    Problem::error(ProblemCode::UnknownCode, format!("unknown fate `{said}`"));
                let problem = problem.column("definition").value(said).suggestion(near);
                self.report(
                    at,
                    problem.expected(format!("one of {}", Fate::CODES.join(", "))),
                );
            }
        }
    }

    fn unit_and_range(&mut self, at: usize, record: &Record, quantity: Quantity) {
        let unit = record.text(figure::UNIT);
        if unit.is_some_and(|unit| unit != quantity.unit()) {
            let unit = unit.unwrap_or_default();
            let said = format!("`{unit}` is not the unit of `{}`", quantity.code());
            let problem = Problem::error(ProblemCode::WrongUnit, said)
                .column("unit")
                .value(unit);
            let expected = format!("`{}`, with the numbers converted to it", quantity.unit());
            self.report(at, problem.expected(expected));
            return;
        }
        let (low, high) = quantity.range();
        for (column, name) in [
            (figure::VALUE, "value"),
            (figure::LOW, "low"),
            (figure::HIGH, "high"),
        ] {
            let Some(found) = number(record, column).filter(|it| !(low..=high).contains(it)) else {
                continue;
            };
            let said = format!(
                "a {} of {found} {} is out of range",
                quantity.code(),
                quantity.unit()
            );
            let expected = if high < f64::MAX {
                format!("{low} to {high} {}", quantity.unit())
            } else {
                format!("{low} {} or more", quantity.unit())
            };
            let problem = Problem::error(ProblemCode::OutOfRange, said);
            self.report(
                at,
                problem
                    .column(name)
                    .value(found.to_string())
                    .expected(expected),
            );
        }
    }
}

/// The number in a column of a figure.
pub(super) fn number(record: &Record, column: Column) -> Option<f64> {
    match record.get(column)? {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}
