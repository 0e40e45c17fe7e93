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
    told.extend(part_told(extract).map(|(name, doc, value)| (name, Text, doc, value)));
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
    let stated = told.into_iter().filter(|it| !it.3.is_empty());
    stated
        .map(|(name, of, doc, value)| (Attribute::new(name, of, doc), value))
        .collect()
}

/// Which part of the data it is, by name, with what that means.
fn part_told(extract: &Extract<'_>) -> [(&'static str, &'static str, String); 3] {
    [
        (
            "part",
            "Which part of the revision it is; absent means all of it.",
            extract.part.clone().unwrap_or_default(),
        ),
        (
            "part_of",
            "The part of other data that these began with; absent means that they did not.",
            extract.facts.part_of.clone().unwrap_or_default(),
        ),
        (
            "part_hash",
            "The hash of the records of that part.",
            extract.part_hash().unwrap_or_default(),
        ),
    ]
}
