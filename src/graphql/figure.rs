//! Figures: numbers with unit, year, confidence and source.

use async_graphql::ID;

use crate::graphql::codes::Confidence;
use crate::graphql::codes::MassBasis;
use crate::graphql::codes::MissingReason;
use crate::graphql::codes::Quantity;
use crate::graphql::codes::Side;
use crate::graphql::codes::Stage;
use crate::graphql::codes::Vintage;
use crate::graphql::error::ApiError;
use crate::graphql::item::Item;
use crate::graphql::material::Material;
use crate::graphql::node::Node;
use crate::graphql::node::node_of;
use crate::graphql::object::object;
use crate::graphql::product::Product;
use crate::graphql::scalars::Year;
use crate::graphql::source::Source;
use crate::model::Kind;
use crate::model::Row;
use crate::model::codes;
use crate::model::tables::figure;

object! {
    /// One number with its unit, year, confidence and source. A figure that is not known has no value, never zero.
    fact Figure {
        /// What the number is about; none for a mode of transport.
        async fn subject(&self) -> Result<Option<Node>, ApiError> {
            node_of(&self.0, figure::SUBJECT)
        }

        /// Id of what the number is about, such as `site:kemi-mine` or `mode:road`.
        async fn subject_id(&self) -> ID {
            let registry = self.0.registry();
            let subject = registry.reference(self.0.row, figure::SUBJECT);
            ID(subject.map(|row| registry.id(row).to_string()).unwrap_or_default())
        }

        /// Which quantity; it fixes the unit and the range.
        async fn quantity(&self) -> Result<Quantity, ApiError> {
            self.0.required_code::<crate::model::Quantity, _>(figure::QUANTITY)
        }

        /// The number in `unit`; none where only bounds are known or the source withholds it.
        async fn value(&self) -> Option<f64> {
            self.0.number(figure::VALUE)
        }

        /// Lower bound in `unit`.
        async fn low(&self) -> Option<f64> {
            self.0.number(figure::LOW)
        }

        /// Upper bound in `unit`.
        async fn high(&self) -> Option<f64> {
            self.0.number(figure::HIGH)
        }

        /// Unit of the number: `t/a`, `t`, `fraction`, `km`, ….
        async fn unit(&self) -> Result<&str, ApiError> {
            self.0.text(figure::UNIT).ok_or_else(|| self.0.incomplete())
        }

        /// Tonnes of product or of what is contained; none where not stated.
        async fn basis(&self) -> Option<MassBasis> {
            self.0.code::<codes::MassBasis, _>(figure::BASIS)
        }

        /// Element or compound that contained tonnes or a fraction are of, as a formula: `Cr2O3`.
        async fn contained_of(&self) -> Option<&str> {
            self.0.text(figure::CONTAINED_OF)
        }

        /// Whether a capacity bounds input or output.
        async fn side(&self) -> Option<Side> {
            self.0.code::<codes::Side, _>(figure::SIDE)
        }

        /// Year the number is of; the last year of a period; none if undated.
        async fn year(&self) -> Option<Year> {
            self.0.registry().figure_year(self.0.row).map(Year)
        }

        /// Years the number is of, `2010/2014`.
        async fn period(&self) -> Option<&str> {
            self.0.text(figure::PERIOD)
        }

        /// Whether it happened or was forecast.
        async fn vintage(&self) -> Vintage {
            self.0.code::<codes::Vintage, _>(figure::VINTAGE).unwrap_or(Vintage::Actual)
        }

        /// What exactly was counted; figures of different definition never replace one another.
        async fn definition(&self) -> Option<&str> {
            self.0.text(figure::DEFINITION)
        }

        /// How well it is founded.
        async fn confidence(&self) -> Result<Confidence, ApiError> {
            self.0.required_code::<codes::Confidence, _>(figure::CONFIDENCE)
        }

        /// Why the source gives no value.
        async fn missing(&self) -> Option<MissingReason> {
            self.0.code::<codes::MissingReason, _>(figure::MISSING)
        }

        /// Material the number is of.
        async fn material(&self) -> Result<Option<Material>, ApiError> {
            self.0.one(figure::MATERIAL)
        }

        /// Product the number is of.
        async fn product(&self) -> Result<Option<Product>, ApiError> {
            self.0.one(figure::PRODUCT)
        }

        /// Stage of the value chain the number is of.
        async fn stage(&self) -> Option<Stage> {
            self.0.code::<codes::Stage, _>(figure::STAGE)
        }

        /// Other party: a country of trade, the other end of a distance.
        async fn partner(&self) -> Result<Option<Node>, ApiError> {
            node_of(&self.0, figure::PARTNER)
        }

        /// Sector of use.
        async fn sector(&self) -> Option<&str> {
            self.0.text(figure::SECTOR)
        }

        /// Which part of the subject, or which region, the number covers.
        async fn scope(&self) -> Option<&str> {
            self.0.text(figure::SCOPE)
        }

        /// Form the number speaks of, where it is no product.
        async fn form(&self) -> Option<&str> {
            self.0.text(figure::FORM)
        }

        /// The number and unit as the source has them, where they were converted.
        async fn raw(&self) -> Option<&str> {
            self.0.text(figure::RAW)
        }

        /// The source, the first where there are several; see `sources`.
        async fn source(&self) -> Result<Source, ApiError> {
            let sources: Vec<Source> = self.0.sources()?;
            sources.into_iter().next().ok_or_else(|| self.0.incomplete())
        }
    }
}

/// The figures of a record, ordered by quantity, then by what they answer, then by id.
///
/// # Errors
/// `BAD_INPUT` if the material is unknown; `LIMIT` if there are too many.
pub(crate) fn figures(
    item: &Item,
    quantities: Option<&[Quantity]>,
    material: Option<&ID>,
    all_years: bool,
) -> Result<Vec<Figure>, ApiError> {
    let material = material
        .map(|id| item.asked.find("material", id, &[Kind::Material]))
        .transpose()?;
    let wanted = |quantity: crate::model::Quantity| {
        quantities.is_none_or(|it| it.contains(&quantity.into()))
    };
    let registry = item.registry();
    let recorded = registry.referring(Kind::Figure, figure::SUBJECT, item.row);
    item.asked.work.scan(recorded.len())?;
    let mut rows: Vec<Row> = Vec::new();
    for quantity in crate::model::Quantity::ALL
        .iter()
        .copied()
        .filter(|it| wanted(*it))
    {
        let is_of = |row: &Row| registry.code(*row, figure::QUANTITY) == Some(quantity);
        if !recorded.iter().any(is_of) {
            continue;
        }
        if all_years {
            rows.extend(recorded.iter().copied().filter(is_of));
            continue;
        }
        let chosen = registry.chosen(item.row, quantity, item.asked.when);
        rows.extend(chosen.iter().map(|it| it.figure));
        // What a source withholds or only bounds is shown as such.
        rows.extend(recorded.iter().copied().filter(is_of).filter(|row| {
            let year = registry.figure_year(*row);
            registry.figure_value(*row).is_none()
                && year.is_none_or(|it| it <= item.asked.when.year)
        }));
    }
    rows.retain(|row| {
        material.is_none_or(|it| registry.reference(*row, figure::MATERIAL) == Some(it))
    });
    item.objects(rows)
}
