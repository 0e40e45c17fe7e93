//! Exports as tables, and the empty workbook, by the built program.

use std::fs::File;

use serde_json::Value;

use crate::program::demo_data;
use crate::program::run;
use crate::program::stderr;
use crate::program::stdout;

#[test]
fn tables_are_written_and_an_export_that_is_read_changes_nothing() {
    let folder = demo_data();
    let data = folder.path().join("data");
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let done = |arguments: &[&str]| {
        let output = run(&data, arguments);
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output)
    };
    done(&["export", "csv", "-o", &path("ketju.zip")]);
    done(&["export", "xlsx", "-o", &path("ketju.xlsx")]);
    done(&["export", "parquet", "-o", &path("parquet")]);
    done(&["template", "-o", &path("template.xlsx")]);
    for name in ["entities", "links", "figures"] {
        let bytes = std::fs::read(path(&format!("parquet/{name}.parquet"))).unwrap();
        assert_eq!(
            (&bytes[..4], &bytes[bytes.len() - 4..]),
            (&b"PAR1"[..], &b"PAR1"[..])
        );
    }
    for (book, sheets) in [("ketju.xlsx", 15..=25), ("template.xlsx", 25..=25)] {
        let archive = zip::ZipArchive::new(File::open(path(book)).unwrap()).unwrap();
        let found = archive
            .file_names()
            .filter(|it| it.starts_with("xl/worksheets/sheet"));
        let found = found.count();
        assert!(sheets.contains(&found), "{book}: {found}");
    }
    let mut archive = zip::ZipArchive::new(File::open(path("ketju.zip")).unwrap()).unwrap();
    let descriptor: Value =
        serde_json::from_reader(archive.by_name("datapackage.json").unwrap()).unwrap();
    let asked = folder.path().join("asked.graphql");
    std::fs::write(&asked, "{ dataset { revision contentHash chainHash } }").unwrap();
    let ask = || {
        serde_json::from_str::<Value>(&done(&["query", asked.to_str().unwrap()])).unwrap()["data"]["dataset"].clone()
    };
    let before = ask();
    for name in ["revision", "contentHash", "chainHash"] {
        assert_eq!(
            descriptor[name].to_string().trim_matches('"'),
            before[name].to_string().trim_matches('"'),
            "{name}"
        );
    }
    done(&["import", &path("ketju.zip")]);
    assert_eq!(ask(), before, "no new revision");
}
