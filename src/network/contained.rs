//! Tonnes of a material in what a figure counts.
//!
//! A contained figure says it itself. A gross one is multiplied by the content of its product: of the flow itself,
//! else of the place at which it is counted, else what is typical of the product, which is an assumption.
//! Compounds are converted by atomic weights.

use crate::model::Choice;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::MassBasis;
use crate::model::codes::MaterialKind;
use crate::model::mass_fraction;
use crate::model::tables::figure;
use crate::model::tables::material;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;

/// Tonnes of a material, and what they rest on.
#[derive(Clone, Debug, PartialEq)]
pub struct Contained {
    /// Tonnes, or tonnes a year, as the figure counts.
    pub tonnes: f64,
    /// The figure, and that of the content used.
    pub figures: Vec<Row>,
    /// What was assumed.
    pub notes: Vec<Note>,
}

/// A content: mass of the material per mass of a product.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// From 0 to 1.
    pub fraction: f64,
    /// The figure it rests on.
    pub figure: Row,
    /// Set where it is what is typical of the product.
    pub note: Option<Note>,
}

/// Where a product is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The product.
    pub product: Row,
    /// The site or side-stream that ships, takes or gives it.
    pub place: Row,
}

/// Tonnes of the material in a figure; none if the figure has no value or the content is not known. A figure
/// that names no product counts that of `counted`.
pub fn contained(
    registry: &Registry,
    row: Row,
    of: Row,
    counted: Counted,
    when: When,
) -> Option<Contained> {
    let value = registry.figure_value(row)?;
    match registry.code(row, figure::BASIS)? {
        MassBasis::Contained => Some(Contained {
            tonnes: value * element_share(registry, row, of)?,
            figures: vec![row],
            notes: Vec::new(),
        }),
        MassBasis::Gross => {
            let named = registry.reference(row, figure::PRODUCT);
            if named.is_some_and(|it| it != counted.product) {
                return None;
            }
            let subject = registry.reference(row, figure::SUBJECT)?;
            let content = own_content(registry, subject, of, counted.product, when)
                .or_else(|| content(registry, of, counted, when))?;
            Some(Contained {
                tonnes: value * content.fraction,
                figures: vec![row, content.figure],
                notes: content.note.into_iter().collect(),
            })
        }
    }
}

/// How many tonnes of a material there are in one tonne of what a figure of no single place counts, such as the
/// consumption of a region.
#[derive(Clone, Debug, PartialEq)]
pub struct PerTonne {
    /// Tonnes of the material per tonne.
    pub factor: f64,
    /// The figure of the content used.
    pub figure: Option<Row>,
    /// What was assumed.
    pub note: Option<Note>,
}

/// The tonnes of a material per tonne of a figure of a region: a contained figure by its compound, a gross one by what is
/// typical of its product; none if that is not known. A commodity that is traded as itself is its own product.
pub fn per_tonne(registry: &Registry, row: Row, of: Row, when: When) -> Option<PerTonne> {
    let told = |factor, figure, note| PerTonne {
        factor,
        figure,
        note,
    };
    match registry.code(row, figure::BASIS)? {
        MassBasis::Contained => Some(told(element_share(registry, row, of)?, None, None)),
        MassBasis::Gross => {
            let product = registry.reference(row, figure::PRODUCT)?;
            let counted = Counted {
                product,
                place: product,
            };
            if let Some(content) = content(registry, of, counted, when) {
                let code = AssumptionCode::GradeAssumed;
                let note = Note {
                    rests_on: Some(content.figure),
                    value: Some(content.fraction),
                    ..Note::new(code, Concern::Existence, product)
                };
                return Some(told(content.fraction, Some(content.figure), Some(note)));
            }
            let is_commodity = registry.code(of, material::KIND)
                == Some(MaterialKind::MineralCommodity)
                && registry.text(of, material::SYMBOL).is_none();
            let is_itself = is_commodity && registry.slug(product) == registry.slug(of);
            is_itself.then(|| told(1.0, None, None))
        }
    }
}

/// The content of a material in a product at a place: told of the place, else typical of the product.
pub fn content(registry: &Registry, of: Row, counted: Counted, when: When) -> Option<Content> {
    own_content(registry, counted.place, of, counted.product, when).or_else(|| {
        let typical = own_content(registry, counted.product, of, counted.product, when)?;
        let note = Note::new(
            AssumptionCode::GradeAssumed,
            Concern::Existence,
            counted.product,
        );
        Some(Content {
            note: Some(Note {
                rests_on: Some(typical.figure),
                value: Some(typical.fraction),
                ..note
            }),
            ..typical
        })
    })
}

/// Tonnes of the material in a gross figure at most, where of the content of its product only an upper bound is on
/// record; none elsewhere. The nearest that tells one decides, and of several bounds the largest.
pub fn contained_at_most(
    registry: &Registry,
    row: Row,
    of: Row,
    counted: Counted,
) -> Option<Contained> {
    let value = registry.figure_value(row)?;
    let named = registry.reference(row, figure::PRODUCT);
    let is_gross = registry.code(row, figure::BASIS) == Some(MassBasis::Gross);
    if !is_gross || named.is_some_and(|it| it != counted.product) {
        return None;
    }
    let told = content_between(registry, of, counted)?;
    let (fraction, content) = (told.high, told.figure);
    let code = AssumptionCode::ContentAtMost;
    Some(Contained {
        tonnes: value * fraction,
        figures: vec![row, content],
        notes: vec![Note {
            rests_on: Some(content),
            value: Some(fraction),
            ..Note::new(code, Concern::Capacity, counted.product)
        }],
    })
}

/// Between what a content lies of which no value is on record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ContentBounds {
    /// At least so much, from 0 to 1; none if no bound from below is on record.
    pub(crate) low: Option<f64>,
    /// At most so much.
    pub(crate) high: f64,
    /// The figure of the upper bound.
    pub(crate) figure: Row,
}

/// Between what the content of a product lies by figures that tell bounds alone: those of the place, else those of the
/// product. Of several the widest bounds count. None if none bounds it from above.
pub(crate) fn content_between(
    registry: &Registry,
    of: Row,
    counted: Counted,
) -> Option<ContentBounds> {
    let subjects = [counted.place, counted.product];
    subjects.into_iter().find_map(|subject| {
        let content = registry.figures(subject, Quantity::Content);
        let grade = registry.figures(subject, Quantity::Grade);
        let of_product = content.into_iter().chain(grade).filter(|it| {
            let named = registry.reference(*it, figure::PRODUCT);
            registry.figure_value(*it).is_none()
                && registry.reference(*it, figure::MATERIAL) == Some(of)
                && (named == Some(counted.product)
                    || (named.is_none() && subject == counted.product))
        });
        let bounds = of_product.filter_map(|it| {
            let share = element_share(registry, it, of)?;
            Some(ContentBounds {
                low: registry.number(it, figure::LOW).map(|low| low * share),
                high: registry.number(it, figure::HIGH)? * share,
                figure: it,
            })
        });
        bounds.reduce(|a, b| ContentBounds {
            low: a.low.zip(b.low).map(|(a, b)| a.min(b)),
            ..if b.high > a.high { b } else { a }
        })
    })
}

/// The content that figures of a subject tell of a product.
pub(crate) fn own_content(
    registry: &Registry,
    subject: Row,
    of: Row,
    product: Row,
    when: When,
) -> Option<Content> {
    let told = |quantity| {
        let mut figures = registry.figures(subject, quantity);
        figures.retain(|it| {
            let named = registry.reference(*it, figure::PRODUCT);
            registry.reference(*it, figure::MATERIAL) == Some(of)
                && (named == Some(product) || (named.is_none() && subject == product))
        });
        registry.chosen_among(&figures, when)
    };
    let mut chosen: Vec<Choice> = told(Quantity::Content);
    chosen.extend(told(Quantity::Grade));
    chosen.into_iter().find_map(|it| {
        let share = element_share(registry, it.figure, of)?;
        let fraction = registry.figure_value(it.figure)? * share;
        Some(Content {
            fraction,
            figure: it.figure,
            note: None,
        })
    })
}

/// The mass of the material per mass of what a contained figure or content is of; none if it is of another
/// material, or of a compound that holds no known part of this one.
pub(crate) fn element_share(registry: &Registry, row: Row, of: Row) -> Option<f64> {
    let told_of = registry.reference(row, figure::MATERIAL);
    if told_of.is_some_and(|it| it != of) {
        return None;
    }
    match (
        registry.text(row, figure::CONTAINED_OF),
        registry.text(of, material::SYMBOL),
    ) {
        (Some(formula), Some(symbol)) => mass_fraction(formula, symbol),
        (None, _) => told_of.map(|_| 1.0),
        // A mineral commodity is accounted as such: tonnes of its own mineral.
        (Some(_), None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Id;
    use crate::model::Kind;
    use crate::network::text::snapshot;

    const WHEN: When = When {
        year: 2025,
        nearest_years: false,
        include_planned: false,
    };

    /// What the only figure of a link counts of a material: tonnes, number of figures, whether it is assumed.
    fn told(figures: &str, of: &str) -> Option<(f64, usize, bool)> {
        let network = format!(
            "product matte INTERMEDIATE carries=nickel,chromium,copper
            product slag RESIDUE carries=nickel
            site works PROCESSOR
            site port HARBOUR
            link sale works port matte
            {figures}"
        );
        let snapshot = snapshot(&network);
        let registry = snapshot.registry();
        let row = |kind, slug| registry.find(&Id::new(kind, slug)).unwrap();
        // Symbols are no part of the text networks: without one, only the material itself counts.
        let flow = registry.figures(row(Kind::Link, "sale"), Quantity::Flow)[0];
        let counted = Counted {
            product: row(Kind::Product, "matte"),
            place: row(Kind::Site, "works"),
        };
        let found = contained(registry, flow, row(Kind::Material, of), counted, WHEN)?;
        Some((found.tonnes, found.figures.len(), !found.notes.is_empty()))
    }

    #[test]
    fn the_nearest_content_decides() {
        let flow = "figure link:sale flow 1000 basis=GROSS year=2024";
        let typical = "figure product:matte content 0.5 material=nickel year=2020";
        let of_works = "figure site:works content 0.4 material=nickel product=matte year=2020";
        let of_other = "figure site:works content 0.1 material=nickel product=slag year=2020";
        let grade = "figure site:works grade 0.3 material=nickel product=matte year=2020";
        let own = "figure link:sale content 0.2 material=nickel product=matte year=2020";
        for (figures, expected) in [
            (vec![flow], None),
            (vec![flow, of_other], None),
            (vec![flow, typical], Some((500.0, 2, true))),
            (vec![flow, typical, grade], Some((300.0, 2, false))),
            (
                vec![flow, typical, grade, of_works],
                Some((400.0, 2, false)),
            ),
            (vec![flow, typical, of_works, own], Some((200.0, 2, false))),
        ] {
            assert_eq!(told(&figures.join("\n"), "nickel"), expected, "{figures:?}");
        }
    }

    #[test]
    fn a_contained_figure_says_it_itself_and_of_its_own_material_only() {
        let nickel = "figure link:sale flow 70 basis=CONTAINED material=nickel year=2024";
        assert_eq!(told(nickel, "nickel"), Some((70.0, 1, false)));
        assert_eq!(told(nickel, "copper"), None);
        let unnamed = "figure link:sale flow 70 basis=CONTAINED year=2024";
        assert_eq!(told(unnamed, "nickel"), None, "of what is not known");
        let unsaid = "figure link:sale flow 70 year=2024";
        assert_eq!(told(unsaid, "nickel"), None, "neither gross nor contained");
        let other = "figure link:sale flow 70 basis=GROSS product=slag year=2024
            figure product:matte content 0.5 material=nickel year=2020";
        assert_eq!(told(other, "nickel"), None, "it counts another product");
    }
}
