//! The chain of a material as a graph: a product at a place is a node, an arc is an edge.

use std::io;

use crate::exchange::cell::LIST_SEPARATOR;
use crate::exchange::cell::push_displayed;
use crate::exchange::cell::push_number;
use crate::exchange::export::Extract;
use crate::exchange::export::chain_told::ArcTold;
use crate::exchange::export::chain_told::VertexTold;
use crate::exchange::export::property_graph::Attribute;
use crate::exchange::export::property_graph::AttributeType;
use crate::exchange::export::property_graph::AttributeType::Number;
use crate::exchange::export::property_graph::AttributeType::Text;
use crate::exchange::export::property_graph::Declared;
use crate::exchange::export::property_graph::Element;
use crate::exchange::export::property_graph::GraphForm;
use crate::network::chain::Chain;

/// What nodes say.
const NODES: &[(&str, AttributeType, &str)] = &[
    ("label", Text, "Name of the place and of the product."),
    ("place", Text, "Id of the site or side-stream."),
    ("place_name", Text, "Its name."),
    (
        "place_kind",
        Text,
        "What the site does; absent at a side-stream.",
    ),
    ("product", Text, "Id of the product."),
    ("product_name", Text, "Its name."),
    ("stages", Text, "Stages of what gives the product there."),
    (
        "roles",
        Text,
        "What happens with it there: MINED, MADE, RECEIVED, SHIPPED; SOURCE and SINK are where paths begin and end.",
    ),
    (
        "latitude",
        Number,
        "Latitude of the place in degrees, WGS 84; absent means not known.",
    ),
    (
        "longitude",
        Number,
        "Longitude of the place in degrees, WGS 84; absent means not known.",
    ),
];

/// What edges say.
const EDGES: &[(&str, AttributeType, &str)] = &[
    (
        "kind",
        Text,
        "What the arc is: a movement, a transformation, one that is assumed.",
    ),
    ("arc", Text, "Id of the arc in answers of the program."),
    (
        "record",
        Text,
        "Id of the link or activity, or of the site whose conversion is assumed.",
    ),
    (
        "mode",
        Text,
        "How the product moves; absent where nothing moves.",
    ),
    (
        "distance_km",
        Number,
        "Length in km, 0 where nothing moves; absent means not known.",
    ),
    (
        "emissions_kg_per_tonne",
        Number,
        "Emissions of transport in kg CO2e per tonne moved; absent means not known.",
    ),
    (
        "cost_eur_per_tonne",
        Number,
        "Costs of transport in EUR per tonne moved; absent means not known.",
    ),
    (
        "recovery",
        Number,
        "Share of the material that comes out, 0 to 1; absent means not known.",
    ),
    (
        "capacity_tonnes_per_year",
        Number,
        "The most of the material that it can take in a year, in tonnes contained; absent means not known.",
    ),
    (
        "tonnes_per_year",
        Number,
        "Tonnes of the material contained that are on record to have moved in a year; absent means not known, never none.",
    ),
    (
        "part_of",
        Text,
        "Link whose tonnes include those of this one, so that they are not added.",
    ),
    (
        "assumptions",
        Text,
        "What was assumed or doubted, as codes.",
    ),
    (
        "figures",
        Text,
        "Ids of the figures that its numbers rest on.",
    ),
];

/// Writes a chain.
pub(super) fn write(
    extract: &Extract<'_>,
    chain: &Chain,
    form: &mut dyn GraphForm,
) -> io::Result<()> {
    let attributes = |told: &[(&str, AttributeType, &str)]| {
        let told = told.iter();
        told.map(|(name, of, doc)| Attribute::new(*name, *of, *doc))
            .collect()
    };
    let declared = Declared {
        nodes: attributes(NODES),
        edges: attributes(EDGES),
    };
    form.begin(extract, &declared)?;
    let registry = extract.registry();
    let mut element = Element::default();
    for at in (0..).take(chain.vertices().len()) {
        put_vertex(&VertexTold::of(registry, chain, at), &mut element);
        form.node(&element)?;
    }
    form.between()?;
    for at in (0..).take(chain.arcs().len()) {
        put_arc(&ArcTold::of(registry, chain, at), &mut element);
        let vertex = |at| VertexTold::id_of(registry, chain.vertices()[at as usize]);
        element.source = vertex(chain.graph().tail(at));
        element.target = vertex(chain.graph().head(at));
        form.edge(&element)?;
    }
    form.end()
}

fn put_vertex(told: &VertexTold<'_>, node: &mut Element) {
    node.clear();
    node.id.push_str(&told.id);
    let texts = [
        Some(told.label.as_str()),
        Some(&told.place),
        Some(told.place_name),
        told.place_kind,
        Some(&told.product),
        Some(told.product_name),
    ];
    for (attribute, text) in texts.into_iter().enumerate() {
        text.into_iter().for_each(|it| node.put_text(attribute, it));
    }
    put_list(node, texts.len(), &told.stages);
    put_list(node, texts.len() + 1, &told.roles);
    let position = told
        .position
        .map_or([None; 2], |it| [Some(it.latitude), Some(it.longitude)]);
    put_numbers(node, texts.len() + 2, &position);
}

fn put_arc(told: &ArcTold<'_>, edge: &mut Element) {
    edge.clear();
    edge.id.push_str(&told.id);
    let texts = [
        Some(told.kind),
        Some(told.arc),
        Some(&told.record),
        told.mode,
    ];
    for (attribute, text) in texts.into_iter().enumerate() {
        text.into_iter().for_each(|it| edge.put_text(attribute, it));
    }
    let numbers = [
        told.distance_km,
        told.emissions_kg_per_tonne,
        told.cost_eur_per_tonne,
        told.recovery,
        told.capacity_tonnes_per_year,
        told.tonnes_per_year,
    ];
    put_numbers(edge, texts.len(), &numbers);
    let next = texts.len() + numbers.len();
    told.part_of.iter().for_each(|it| edge.put_text(next, it));
    put_list(edge, next + 1, &told.assumptions);
    put_list(edge, next + 2, &told.figures);
}

fn put_numbers(element: &mut Element, first: usize, numbers: &[Option<f64>]) {
    for (attribute, number) in (first..).zip(numbers) {
        if let Some(number) = number {
            element.put(attribute, |out| push_number(*number, out));
        }
    }
}

fn put_list(element: &mut Element, attribute: usize, items: &[impl std::fmt::Display]) {
    if items.is_empty() {
        return;
    }
    element.put(attribute, |out| {
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                out.push(LIST_SEPARATOR);
            }
            push_displayed(item, out);
        }
    });
}
