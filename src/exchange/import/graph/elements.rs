//! What elements of GraphML and GEXF have in common.

use crate::exchange::import::graph::Scan;
use crate::exchange::import::xml::Fault;
use crate::exchange::import::xml::Markup;
use crate::exchange::import::xml::Tag;
use crate::exchange::import::xml::Xml;
use crate::model::Problem;
use crate::model::ProblemCode;

/// An attribute of an element that it must have; empty, and a problem, if it is not there.
pub(in crate::exchange::import) fn required(tag: &Tag, name: &str, scan: &mut Scan<'_>) -> String {
    let value = tag.get(name).unwrap_or_default();
    if value.is_empty() {
        let said = format!("`{}` without `{name}`", tag.name);
        scan.push(Problem::error(ProblemCode::MissingValue, said), tag.line);
    }
    value.to_owned()
}

/// Passes over an element, and tells of it.
pub(in crate::exchange::import) fn pass_over(
    tag: &Tag,
    xml: &mut Xml<'_>,
    scan: &mut Scan<'_>,
) -> Result<(), Fault> {
    scan.pass_over(&format!("`{}`", tag.name), tag.line);
    xml.skip()
}

/// The default of a declared attribute; the list of values that it may have is not needed.
pub(in crate::exchange::import) fn default_of(xml: &mut Xml<'_>) -> Result<Option<String>, Fault> {
    let mut default = None;
    loop {
        match xml.next()? {
            Markup::Open(tag) if tag.name == "default" => default = Some(xml.text()?),
            Markup::Open(_) => xml.skip()?,
            Markup::Close => return Ok(default),
            _ => {}
        }
    }
}
