//! A file beside the revision that it says it is of: which of its records are others, and where.

use std::collections::BTreeSet;

use crate::app::FieldCells;
use crate::app::field_cells;
use crate::exchange::FileVerification;
use crate::model::Became;
use crate::model::Id;
use crate::model::Place;
use crate::model::Record;
use crate::model::Registry;
use crate::model::differences;

/// A record of a file that is not as the revision has it.
#[derive(Clone, Debug)]
pub struct FileDifference {
    /// The record.
    pub id: Id,
    /// What became of it on its way: created where the revision has no such record, deleted where the file has none.
    pub became: Became,
    /// Where it stands in the file; none where it does not.
    pub place: Option<Place>,
    /// What differs: before is on record, after is in the file.
    pub fields: Vec<FieldCells>,
}

/// The records of a file that differ from those of a revision, by kind and slug. Of a part it cannot be told which records are
/// missing. O(n log n).
pub fn beside(file: &FileVerification, on_record: Vec<Record>) -> Vec<FileDifference> {
    let in_file = file.records.values().map(|it| it.0.clone()).collect();
    let is_whole = file.part.is_none();
    let of_revision = on_record.iter().map(|it| it.id.clone());
    let mut ids: BTreeSet<Id> = of_revision.filter(|_| is_whole).collect();
    ids.extend(file.records.keys().cloned());
    let (before, after) = (
        Registry::of_records(on_record),
        Registry::of_records(in_file),
    );
    let found = differences(&before, &after, &ids).into_iter();
    let told = found.map(|it| FileDifference {
        fields: field_cells(&before, &after, &it.id),
        place: file.records.get(&it.id).map(|it| it.1.clone()),
        became: it.became,
        id: it.id,
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::Kind;
    use crate::model::NAME_EN;
    use crate::model::Value;

    fn site(slug: &str, name: &str) -> Record {
        let mut record = Record::new(Id::new(Kind::Site, slug));
        record.set(NAME_EN, Value::Text(name.into()));
        record
    }

    fn told(part: Option<&str>) -> Vec<String> {
        let line = |line| Place {
            file: "sites.csv".into(),
            line,
        };
        let records = [site("a", "A"), site("b", "Not B"), site("d", "D")];
        let records = records.into_iter().zip(2..);
        let records = records.map(|(it, at)| (it.id.clone(), (it, line(at))));
        let file = FileVerification {
            title: String::new(),
            revision: 1,
            part: part.map(str::to_owned),
            content_hash: String::new(),
            stated: String::new(),
            found: String::new(),
            records: BTreeMap::from_iter(records),
            facts: Default::default(),
            faults: Vec::new(),
        };
        let on_record = vec![site("a", "A"), site("b", "B"), site("c", "C")];
        let found = beside(&file, on_record).into_iter();
        let shown = found.map(|it| {
            let line = it.place.map_or(0, |it| it.line);
            let fields = it.fields.into_iter().map(|it| (it.before, it.after));
            let fields: Vec<_> = fields.collect();
            format!("{} {} {line} {fields:?}", it.id, it.became.code())
        });
        shown.collect()
    }

    #[test]
    fn what_is_changed_missing_or_more_is_told_with_its_line() {
        let changed = r#"site:b CHANGED 3 [(Some("B"), Some("Not B"))]"#;
        let missing = r#"site:c DELETED 0 [(Some("C"), None)]"#;
        let more = r#"site:d CREATED 4 [(None, Some("D"))]"#;
        assert_eq!(told(None), [changed, missing, more]);
        assert_eq!(
            told(Some("kind site")),
            [changed, more],
            "a part need not have all"
        );
    }
}
