//! Files laid onto what is on record: what stays, what is emptied, what is set back, and where data came from.

use super::*;
use crate::exchange::PackageRead;
use crate::exchange::ReadOptions;
use crate::exchange::read_import;

const SITES: &str = "id,name_en,kind,municipality,note,sources\n\
    a,A,MINE,Aville,first,s\n\
    b,B,MINE,Bville,second,s\n";

const SOURCES: &str = "id,title\ns,S\n";

fn import(app: &App, package: PackageRead) -> CommitOutcome {
    let outcome = app.import(ImportRequest {
        package,
        author: "a test".into(),
        dry_run: false,
    });
    outcome.unwrap()
}

fn file(app: &App, name: &str, text: &str) -> CommitOutcome {
    import(
        app,
        read_import(name, text.as_bytes(), &ReadOptions::default()),
    )
}

fn told(outcome: &CommitOutcome) -> Vec<&str> {
    let told = outcome.problems.iter();
    told.map(|it| it.message.as_str()).collect()
}

/// An app with two sites and their source, in revisions 1 and 2.
fn with_sites() -> Arc<App> {
    let app = app();
    file(&app, "sources.csv", SOURCES);
    let outcome = file(&app, "sites.csv", SITES);
    assert_eq!(told(&outcome), Vec::<&str>::new());
    assert_eq!(app.snapshot().revision(), 2);
    app
}

fn exported(app: &App, format: ExportFormat, asked: &ExportRequest) -> Vec<u8> {
    let mut bytes = Vec::new();
    app.export(format, asked)
        .unwrap()
        .write(&mut bytes)
        .unwrap();
    bytes
}

fn reimported(app: &App, format: ExportFormat, bytes: &[u8]) -> CommitOutcome {
    let name = format!("export.{}", format.extension());
    import(app, read_import(&name, bytes, &ReadOptions::default()))
}

/// The cells of a site: municipality and note.
fn cells(app: &App, slug: &str) -> [Option<String>; 2] {
    let snapshot = app.snapshot();
    let registry = snapshot.registry();
    let row = registry.find(&Id::new(Kind::Site, slug)).unwrap();
    let table = crate::model::tables::table_of(Kind::Site).unwrap();
    ["municipality", "note"].map(|it| {
        let column = table.column(it).unwrap();
        registry.text(row, column).map(str::to_owned)
    })
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn a_column_that_is_absent_keeps_and_a_cell_that_is_empty_empties() {
    let app = with_sites();
    let partial = "id,name_en,kind,note,sources\na,A2,MINE,,s\n";
    let outcome = file(&app, "sites.csv", partial);
    assert_eq!((outcome.counts.changed, outcome.counts.created), (1, 0));
    assert_eq!(cells(&app, "a"), [some("Aville"), None]);
    assert_eq!(
        told(&outcome),
        ["`site:a`: 1 stated value is emptied: note"]
    );
    assert_eq!(outcome.problems[0].place.as_ref().unwrap().line, 2);

    let emptied = "id,name_en,kind,municipality,note,sources\nb,B,MINE,,,s\n";
    let outcome = file(&app, "sites.csv", emptied);
    assert_eq!(
        told(&outcome),
        ["`site:b`: 2 stated values are emptied: note, municipality"]
    );
    assert_eq!(cells(&app, "b"), [None, None]);
}

#[test]
fn a_line_of_json_keeps_what_it_does_not_state() {
    let app = with_sites();
    let line =
        r#"{"id":"site:a","name_en":"A","kind":"MINE","note":"third","sources":["source:s"]}"#;
    let outcome = file(&app, "sites.jsonl", line);
    assert_eq!(told(&outcome), Vec::<&str>::new());
    assert_eq!(cells(&app, "a"), [some("Aville"), some("third")]);
}

#[test]
fn a_correction_gives_the_columns_that_it_corrects() {
    let app = with_sites();
    let outcome = file(&app, "sites.csv", "id;note\na;second thought\n");
    assert_eq!(told(&outcome), Vec::<&str>::new());
    assert_eq!((outcome.counts.changed, outcome.counts.created), (1, 0));
    assert_eq!(cells(&app, "a"), [some("Aville"), some("second thought")]);
    let lines = "{\"id\":\"site:a\",\"note\":\"n2\"}\n";
    let outcome = file(&app, "sites.jsonl", lines);
    assert_eq!(told(&outcome), Vec::<&str>::new());
    assert_eq!(cells(&app, "a"), [some("Aville"), some("n2")]);
    assert_eq!(app.snapshot().revision(), 4);
}

#[test]
fn a_record_that_is_new_needs_every_required_column() {
    let app = with_sites();
    let rows = "id,note\na,kept\nnew,n\n";
    let outcome = file(&app, "sites.csv", rows);
    assert!(outcome.revision.is_none());
    let places = |outcome: &CommitOutcome| -> Vec<String> {
        let told = outcome.problems.iter();
        told.map(ToString::to_string).collect()
    };
    assert_eq!(
        places(&outcome),
        [
            "sites.csv:1: name_en: no column `name_en` in sites",
            "sites.csv:1: kind: no column `kind` in sites",
            "sites.csv:3: name_en: `name_en` of site:new is empty",
            "sites.csv:3: kind: `kind` of site:new is empty",
        ]
    );
    let lines = "{\"id\":\"site:a\",\"note\":\"n\"}\n{\"id\":\"site:new\",\"kind\":\"MINE\"}\n";
    let outcome = file(&app, "sites.jsonl", lines);
    assert!(outcome.revision.is_none());
    assert_eq!(
        places(&outcome),
        ["sites.jsonl:2: name_en: `name_en` of site:new is empty"]
    );
    // A cell that is there and empty empties what is required, which cannot be.
    let outcome = file(&app, "sites.csv", "id,name_en\na,\n");
    assert!(outcome.revision.is_none());
    assert_eq!(
        places(&outcome)[0],
        "sites.csv:2: name_en: `name_en` is empty"
    );
    // Without ids nothing is known of any row.
    let outcome = file(&app, "sites.csv", "note\nn\n");
    assert!(outcome.revision.is_none());
    assert_eq!(told(&outcome)[0], "no column `id` in sites");
    assert_eq!(cells(&app, "a"), [some("Aville"), some("first")]);
}

#[test]
fn what_is_refused_is_neither_emptied_nor_told_to_change() {
    let app = app();
    file(&app, "sources.csv", SOURCES);
    let rows = |latitude: &str, note: &str| {
        format!(
            "id,name_en,kind,latitude,longitude,note,sources\na,A,MINE,{latitude},24.7,{note},s\n"
        )
    };
    file(&app, "sites.csv", &rows("65.79", "n"));
    let import = |latitude: &str, note: &str| {
        let text = rows(latitude, note);
        let package = read_import("sites.csv", text.as_bytes(), &ReadOptions::default());
        let request = ImportRequest {
            package,
            author: "a test".into(),
            dry_run: true,
        };
        app.import(request).unwrap()
    };
    let outcome = import("\"65,79\"", "");
    let told = told(&outcome);
    assert_eq!(told[0], "`65,79` is no number", "{told:?}");
    // The note is emptied, the latitude was refused.
    assert!(
        told.contains(&"`site:a`: 1 stated value is emptied: note"),
        "{told:?}"
    );
    assert!(outcome.differences.is_empty());
    assert_eq!(import("65.8", "n").differences.len(), 1);
}

#[test]
fn records_that_are_emptied_are_told_to_a_bound_and_then_counted() {
    let app = app();
    file(&app, "sources.csv", SOURCES);
    let rows = |note: &str| {
        let row = |at| format!("x{at},X{at},MINE,{note},s\n");
        let rows: String = (0..53).map(row).collect();
        format!("id,name_en,kind,note,sources\n{rows}")
    };
    file(&app, "sites.csv", &rows("kept"));
    let outcome = file(&app, "sites.csv", &rows(""));
    let told = told(&outcome);
    let emptied = told.iter().filter(|it| it.ends_with("emptied: note"));
    assert_eq!(emptied.count(), 50);
    assert!(
        told.contains(&"stated values of 3 more records are emptied"),
        "{told:?}"
    );
}

#[test]
fn an_older_export_sets_back_what_was_changed_since_and_says_so() {
    for format in [
        ExportFormat::Csv,
        ExportFormat::Xlsx,
        ExportFormat::Jsonl,
        ExportFormat::Graphml,
    ] {
        let app = with_sites();
        let old = exported(&app, format, &ExportRequest::default());
        file(
            &app,
            "sites.csv",
            "id,name_en,kind,note,sources\na,A,MINE,corrected,s\n",
        );
        // Nothing on record had a value in this column when the export was written.
        file(
            &app,
            "sites.csv",
            "id,name_en,kind,subkind,sources\nb,B,MINE,open pit,s\nc,C,MINE,,s\n",
        );
        let hash = app
            .dataset(&app.snapshot_at(Some(2)).unwrap())
            .unwrap()
            .content_hash;
        let outcome = reimported(&app, format, &old);
        let set_back = told(&outcome)
            .into_iter()
            .filter(|it| it.contains("set back"));
        let names = match format {
            // A sheet has no column without values, and what a sheet does not have stays.
            ExportFormat::Xlsx => "1 record that was changed since is set back: site:a",
            _ => "2 records that were changed since are set back: site:a, site:b",
        };
        let said = format!("this is revision 2 of Ketju data; on record is revision 4; {names}");
        assert_eq!(set_back.collect::<Vec<_>>(), [said], "{format:?}");
        assert_eq!(
            cells(&app, "a"),
            [some("Aville"), some("first")],
            "{format:?}"
        );
        let message = app.revision(5).unwrap().unwrap().message;
        assert_eq!(
            message,
            format!("import of Ketju data, ketju:ketju@2#{hash}")
        );
        // Once more it changes nothing, and there is nothing to tell.
        let again = reimported(&app, format, &old);
        assert!(
            again.revision.is_none() && told(&again).is_empty(),
            "{format:?}"
        );
    }
}

#[test]
fn what_was_changed_after_an_export_was_imported_elsewhere_is_known_as_well() {
    let (first, second) = (with_sites(), app());
    let old = exported(&first, ExportFormat::Csv, &ExportRequest::default());
    reimported(&second, ExportFormat::Csv, &old);
    file(
        &second,
        "sites.csv",
        "id,name_en,kind,note,sources\na,A,MINE,corrected,s\n",
    );
    let outcome = reimported(&second, ExportFormat::Csv, &old);
    let said = "this is revision 2 of Ketju data, here revision 1; on record is revision 2; \
        1 record that was changed since is set back: site:a";
    assert_eq!(told(&outcome), [said]);
    // Of data that are not known here nothing is said.
    let other = app();
    file(&other, "sources.csv", SOURCES);
    file(&other, "sites.csv", &SITES.replace("first", "other"));
    assert_eq!(
        told(&reimported(&other, ExportFormat::Csv, &old)),
        Vec::<&str>::new()
    );
}

#[test]
fn a_store_that_began_with_a_part_says_so_until_the_whole_comes() {
    let first = with_sites();
    let of_sites = ExportRequest {
        kinds: vec!["site".into(), "source".into()],
        ..ExportRequest::default()
    };
    let part = exported(&first, ExportFormat::Csv, &of_sites);
    let hash = first.dataset(&first.snapshot()).unwrap().content_hash;
    let said = format!("kinds source and site of Ketju data, ketju:ketju@2#{hash}");

    let second = app();
    reimported(&second, ExportFormat::Csv, &part);
    let facts = second.dataset(&second.snapshot()).unwrap();
    assert_eq!(facts.part_of.as_deref(), Some(said.as_str()));
    assert!(
        facts
            .citation
            .contains(&format!("Ketju data (part: {said}). Revision 1")),
        "{facts:?}"
    );
    assert!(
        facts.bibtex().contains("part: kinds source and site"),
        "{}",
        facts.bibtex()
    );

    // What it exports says so too, in whichever form, and the next store knows.
    for format in [
        ExportFormat::Csv,
        ExportFormat::Xlsx,
        ExportFormat::Jsonl,
        ExportFormat::Graphml,
        ExportFormat::Gexf,
    ] {
        let third = app();
        let whole = exported(&second, format, &ExportRequest::default());
        reimported(&third, format, &whole);
        let facts = third.dataset(&third.snapshot()).unwrap();
        let told = facts.part_of.unwrap_or_default();
        assert!(told.starts_with(&said), "{format:?}: {told}");
    }

    let whole = exported(&first, ExportFormat::Csv, &ExportRequest::default());
    file(&first, "sites.csv", "id,name_en,kind,sources\nc,C,MINE,s\n");
    reimported(
        &second,
        ExportFormat::Csv,
        &exported(&first, ExportFormat::Csv, &ExportRequest::default()),
    );
    assert_eq!(second.dataset(&second.snapshot()).unwrap().part_of, None);
    assert_eq!(reimported(&first, ExportFormat::Csv, &whole).revision, None);
}

#[test]
fn a_dry_run_names_what_would_change() {
    let app = with_sites();
    let text = "id,name_en,kind,note,sources\na,A,MINE,third,s\nc,C,MINE,,s\n";
    let package = read_import("sites.csv", text.as_bytes(), &ReadOptions::default());
    let request = ImportRequest {
        package,
        author: "a test".into(),
        dry_run: true,
    };
    let report = app.import(request).unwrap().report();
    let shown = |it: &crate::exchange::ReportedChange| {
        let fields = it.fields.iter();
        let fields: Vec<String> = fields
            .map(|it| format!("{} {:?} {:?}", it.field, it.before, it.after))
            .collect();
        format!("{} {} {}", it.record, it.became, fields.join(" "))
    };
    let changes: Vec<String> = report.changes.iter().map(shown).collect();
    let changed = r#"site:a CHANGED note Some("first") Some("third")"#;
    assert_eq!(changes, [changed, "site:c CREATED "]);
    assert_eq!(report.changes_left_out, 0);
    assert_eq!(app.snapshot().revision(), 2);
}

#[test]
fn doubts_about_records_that_stay_as_they_are_are_told_once() {
    let app = app();
    file(&app, "sources.csv", SOURCES);
    let site = |latitude: &str| {
        format!("id,name_en,kind,country,latitude,longitude,sources\na,A,MINE,FI,{latitude},0,s\n")
    };
    let outside = |outcome: &CommitOutcome| told(outcome).len();
    assert_eq!(
        outside(&file(&app, "sites.csv", &site("10"))),
        1,
        "it lies outside its country"
    );
    assert_eq!(outside(&file(&app, "sites.csv", &site("10"))), 0);
    assert_eq!(outside(&file(&app, "sites.csv", &site("11"))), 1);
}

/// An app of data with a title, in so many revisions.
fn titled(title: &str, revisions: u64) -> Arc<App> {
    let app = app();
    let mut record = Record::new(Id::new(Kind::Dataset, "data"));
    record.set(
        crate::model::tables::dataset::TITLE,
        Value::Text(title.into()),
    );
    app.commit(commit(vec![Change::Put(record), put("s", title)]))
        .unwrap();
    for at in 1..revisions {
        app.commit(commit(vec![put(&format!("s{at}"), title)]))
            .unwrap();
    }
    assert_eq!(app.snapshot().revision(), revisions);
    app
}

#[test]
fn the_whole_of_other_data_leaves_a_part_what_it_is() {
    let (first, other, mine) = (titled("First", 2), titled("Other", 3), app());
    let part = ExportRequest {
        kinds: vec!["source".into()],
        ..ExportRequest::default()
    };
    let whole = ExportRequest::default();
    let early = exported(
        &first,
        ExportFormat::Csv,
        &ExportRequest {
            at: Some(1),
            ..whole.clone()
        },
    );
    let parts_after = |bytes: &[u8]| {
        assert!(
            reimported(&mine, ExportFormat::Csv, bytes)
                .revision
                .is_some()
        );
        let told = mine.dataset(&mine.snapshot()).unwrap().part_of;
        told.map_or(0, |it| it.split("; ").count())
    };
    assert_eq!(parts_after(&exported(&first, ExportFormat::Csv, &part)), 1);
    assert_eq!(parts_after(&exported(&other, ExportFormat::Csv, &part)), 2);
    // Both have a record called the same, so that each import changes something.
    assert_eq!(parts_after(&exported(&other, ExportFormat::Csv, &whole)), 1);
    assert_eq!(parts_after(&early), 1, "older than the part");
    assert_eq!(parts_after(&exported(&first, ExportFormat::Csv, &whole)), 0);
}

#[test]
fn a_file_that_says_much_of_itself_is_imported_with_a_short_message() {
    let long = "very ".repeat(30_000);
    for hash in ["c0".repeat(32), "no hash".to_owned()] {
        let app = app();
        let facts = serde_json::json!({"ketju": {
            "title": long, "revision": 1, "contentHash": hash, "part": long, "partOf": long,
        }});
        let text = format!("{facts}\n{{\"id\":\"source:s\",\"title\":\"S\"}}\n");
        let outcome = file(&app, &format!("{}.jsonl", "n".repeat(400)), &text);
        assert_eq!(outcome.revision.unwrap().revision, 1);
        let message = app.revision(1).unwrap().unwrap().message;
        assert!(message.len() < 1500 && message.contains('…'), "{message}");
        assert!(app.dataset(&app.snapshot()).unwrap().citation.len() < 2000);
    }
}
