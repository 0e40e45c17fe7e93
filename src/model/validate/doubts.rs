//! Doubts about single records: things that are usually a mistake and sometimes true.

use crate::model::codes::LegalStanding;
use crate::model::codes::Mode;
use crate::model::codes::PhysicalState;
use crate::model::codes::PositionPrecision;
use crate::model::geo::default_uncertainty_km;
use crate::model::kind::Kind;
use crate::model::problem::Problem;
use crate::model::problem::ProblemCode;
use crate::model::quantity::Quantity;
use crate::model::record::Record;
use crate::model::registry::Row;
use crate::model::table::Column;
use crate::model::tables::cluster;
use crate::model::tables::figure;
use crate::model::tables::link;
use crate::model::tables::organisation;
use crate::model::tables::platform;
use crate::model::tables::product;
use crate::model::tables::project;
use crate::model::tables::side_stream;
use crate::model::tables::site;
use crate::model::validate::Check;
use crate::model::validate::figures::number;
use crate::model::validate::rules::code;

/// Kilometres to a degree of latitude, nearly.
const KM_PER_DEGREE: f64 = 111.0;

impl Check<'_> {
    pub(super) fn doubts(&mut self, at: usize, record: &Record) {
        match record.kind() {
            Kind::Site | Kind::Organisation | Kind::Cluster | Kind::Platform | Kind::Project => {
                self.outside_country(at, record);
            }
            Kind::SideStream => self.no_ewc_code(at, record),
            Kind::Link => self.not_movable(at, record),
            Kind::Figure => self.shorter_than_great_circle(at, record),
            _ => {}
        }
    }

    /// A position outside every box in which the stated country lies, by more than its uncertainty.
    /// The boxes are rough: a position in a neighbouring country may pass.
    fn outside_country(&mut self, at: usize, record: &Record) {
        let Some(columns) = position_columns(record.kind()) else {
            return;
        };
        let (Some(country), Some(latitude), Some(longitude)) = (
            record.text(columns.country),
            number(record, columns.latitude),
            number(record, columns.longitude),
        ) else {
            return;
        };
        let precision = code::<PositionPrecision>(record, columns.precision)
            .unwrap_or(PositionPrecision::Municipality);
        let margin = default_uncertainty_km(precision) / KM_PER_DEGREE;
        // Degrees of longitude shrink towards the poles; near them any longitude is near.
        let shrunk = libm::cos(latitude.to_radians()).max(0.05);
        let boxes = self.lists.boxes(country);
        let is_inside = boxes.iter().any(|part| {
            (part.south - margin..=part.north + margin).contains(&latitude)
                && (part.west - margin / shrunk..=part.east + margin / shrunk).contains(&longitude)
        });
        if boxes.is_empty() || is_inside {
            return;
        }
        let said = format!(
            "{} at {latitude}, {longitude} lies outside {country}",
            record.id
        );
        let swapped = boxes.iter().any(|part| {
            (part.south..=part.north).contains(&longitude)
                && (part.west..=part.east).contains(&latitude)
        });
        let expected = if swapped {
            format!("a position in {country}; latitude and longitude seem to be swapped")
        } else {
            format!("a position in {country}")
        };
        let problem = Problem::warning(ProblemCode::OutsideCountry, said).column("latitude");
        self.report(
            at,
            problem
                .value(format!("{latitude}, {longitude}"))
                .expected(expected),
        );
    }

    fn no_ewc_code(&mut self, at: usize, record: &Record) {
        let is_waste = !matches!(
            code::<LegalStanding>(record, side_stream::LEGAL_STANDING),
            Some(LegalStanding::ByProduct | LegalStanding::EndOfWaste)
        );
        if is_waste && record.get(side_stream::EWC_CODES).is_none() {
            let said = format!("{} has no code of the List of Waste", record.id);
            let problem = Problem::warning(ProblemCode::NoEwcCode, said);
            self.report(at, problem.column("ewc_codes"));
        }
    }

    fn not_movable(&mut self, at: usize, record: &Record) {
        let mode = code::<Mode>(record, link::MODE).unwrap_or(Mode::Unknown);
        if matches!(mode, Mode::OnSite | Mode::Pipeline) {
            return;
        }
        let Some(id) = record.reference(link::PRODUCT) else {
            return;
        };
        let Some(row) = self.after.find(id) else {
            return;
        };
        let Some(state) = self.after.code::<PhysicalState>(row, product::STATE) else {
            return;
        };
        if matches!(
            state,
            PhysicalState::Molten | PhysicalState::Solution | PhysicalState::Gas
        ) {
            let said = format!(
                "`{}` is `{}` and does not move by `{}`",
                id.slug,
                state.code(),
                mode.code()
            );
            let problem = Problem::warning(ProblemCode::NotMovable, said).column("mode");
            self.report(
                at,
                problem
                    .value(mode.code())
                    .expected("`ON_SITE` or `PIPELINE`"),
            );
        }
    }

    /// A reported distance shorter than the straight line between the positions of its ends.
    fn shorter_than_great_circle(&mut self, at: usize, record: &Record) {
        if code::<Quantity>(record, figure::QUANTITY) != Some(Quantity::Distance) {
            return;
        }
        let (Some(km), Some(subject)) = (
            number(record, figure::VALUE),
            record
                .reference(figure::SUBJECT)
                .and_then(|id| self.after.find(id)),
        ) else {
            return;
        };
        let (from, to) = if subject.kind() == Kind::Link {
            let end = |column| self.after.reference(subject, column);
            (end(link::FROM), end(link::TO))
        } else {
            let partner = record.reference(figure::PARTNER);
            (Some(subject), partner.and_then(|id| self.after.find(id)))
        };
        let (Some(from), Some(to)) = (from, to) else {
            return;
        };
        let position = |row| self.after.position(self.site_of(row)?);
        let (Some(a), Some(b)) = (position(from), position(to)) else {
            return;
        };
        let straight = a.distance_km(&b);
        if km < straight {
            let said = format!(
                "{km} km from `{}` to `{}` is shorter than the great circle of {straight:.1} km",
                self.after.id(from),
                self.after.id(to)
            );
            let uncertain = a.uncertainty_km + b.uncertainty_km;
            let expected =
                format!("{straight:.1} km or more (the positions are uncertain by {uncertain} km)");
            let problem =
                Problem::warning(ProblemCode::ShorterThanGreatCircle, said).column("value");
            self.report(at, problem.value(km.to_string()).expected(expected));
        }
    }

    /// The site a place is, or is at.
    fn site_of(&self, row: Row) -> Option<Row> {
        match row.kind() {
            Kind::Site => Some(row),
            Kind::SideStream => self.after.reference(row, side_stream::SITE),
            _ => None,
        }
    }
}

struct PositionColumns {
    country: Column,
    latitude: Column,
    longitude: Column,
    precision: Column,
}

fn position_columns(kind: Kind) -> Option<PositionColumns> {
    let (country, latitude, longitude, precision) = match kind {
        Kind::Site => (
            site::COUNTRY,
            site::LATITUDE,
            site::LONGITUDE,
            site::PRECISION,
        ),
        Kind::Organisation => (
            organisation::COUNTRY,
            organisation::LATITUDE,
            organisation::LONGITUDE,
            organisation::PRECISION,
        ),
        Kind::Cluster => (
            cluster::COUNTRY,
            cluster::LATITUDE,
            cluster::LONGITUDE,
            cluster::PRECISION,
        ),
        Kind::Platform => (
            platform::COUNTRY,
            platform::LATITUDE,
            platform::LONGITUDE,
            platform::PRECISION,
        ),
        Kind::Project => (
            project::COUNTRY,
            project::LATITUDE,
            project::LONGITUDE,
            project::PRECISION,
        ),
        _ => return None,
    };
    Some(PositionColumns {
        country,
        latitude,
        longitude,
        precision,
    })
}
