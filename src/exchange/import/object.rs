//! Objects of JSON, of which no member is lost: a key that stands there twice is kept twice.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::Error;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde_json::Value as Json;

use crate::model::Problem;
use crate::model::ProblemCode;

/// The members of an object in their order, with those that stand there twice.
pub(super) struct Members<V = Json>(pub(super) Vec<(String, V)>);

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Members<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor(PhantomData))
    }
}

struct MembersVisitor<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for MembersVisitor<V> {
    type Value = Members<V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<V>, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

/// Reads an object whose keys stand there once each.
pub(super) fn each_once<'de, D: Deserializer<'de>, V: Deserialize<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, V>, D::Error> {
    let mut read = BTreeMap::new();
    for (key, value) in Members::deserialize(deserializer)?.0 {
        if read.contains_key(&key) {
            return Err(D::Error::custom(format!("`{key}` stands there twice")));
        }
        read.insert(key, value);
    }
    Ok(read)
}

/// The problem of a key that stands there twice.
pub(super) fn twice(key: &str) -> Problem {
    let said = format!("`{key}` stands there twice");
    Problem::error(ProblemCode::DuplicateColumn, said).column(key)
}
