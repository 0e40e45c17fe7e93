//! What a graph says of itself.

use crate::exchange::export::Extract;
use crate::exchange::export::property_graph::Attribute;
use crate::exchange::export::property_graph::AttributeType;

/// The facts of an extract as attributes of the whole graph, with their values; those that are empty are left out.
pub(in crate::exchange::export) fn facts_told(extract: &Extract<'_>) -> Vec<(Attribute, String)> {
    use AttributeType::Integer;
    use AttributeType::Text;
    let facts = extract.facts;
    let mut told = vec![
        ("title", Text, "Title of the data.", facts.title.clone()),
        (
            "revision",
            Integer,
            "Revision of the data.",
            facts.revision.to_string(),
        ),
        (
            "at",
            Text,
            "When the revision was made, in UTC.",
            facts.at.clone(),
        ),
        (
            "reference_year",
            Integer,
            "Year of questions that name none.",
            facts.reference_year.to_string(),
        ),
        (
            "content_hash",
            Text,
            "SHA-256 of the whole revision as a data package.",
            facts.content_hash.clone(),
        ),
        (
            "chain_hash",
            Text,
            "Hash over all commits up to the revision.",
            facts.chain_hash.clone(),
        ),
        (
            "citation",
            Text,
            "How to cite the data.",
            facts.citation.clone(),
        ),
        ("licences", Text, "Terms of use.", facts.licences.join("; ")),
    ];
    told.extend(of_part(extract));
    let stated = told.into_iter().filter(|it| !it.3.is_empty());
    stated
        .map(|(name, of, doc, value)| (Attribute::new(name, of, doc), value))
        .collect()
}

/// A fact: its name, its type, what it says, its value.
type Fact = (&'static str, AttributeType, &'static str, String);

/// What is said of a part, and of a chain.
fn of_part(extract: &Extract<'_>) -> Vec<Fact> {
    use AttributeType::Integer;
    use AttributeType::Text;
    let part = extract.part.clone().unwrap_or_default();
    let part_of = extract.facts.part_of.clone().unwrap_or_default();
    let mut told = vec![
        (
            "part",
            Text,
            "Which part of the revision it is; absent means all of it.",
            part,
        ),
        (
            "part_of",
            Text,
            "The part of other data that these began with; absent means that they did not.",
            part_of,
        ),
        (
            "part_hash",
            Text,
            "The hash of the records of that part.",
            extract.part_hash().unwrap_or_default(),
        ),
    ];
    if let Some(chain) = extract.chain() {
        let (registry, key) = (extract.registry(), chain.key());
        let (material, year) = (registry.slug(key.material), key.when.year.to_string());
        told.push((
            "material",
            Text,
            "Material whose chain it is.",
            material.to_owned(),
        ));
        told.push(("year", Integer, "Year of the chain.", year));
    }
    told
}
