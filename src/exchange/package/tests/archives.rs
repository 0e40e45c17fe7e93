//! Archives, hostile ones too, and limits.

use std::io::Write as _;

use expect_test::expect;

use crate::exchange::package::tests::problems;
use crate::exchange::package::tests::read;
use crate::exchange::package::tests::with;
use crate::exchange::package::*;

/// An archive with these entries.
fn zip(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in entries {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn archives_may_have_one_folder_around_all() {
    let sources = ("sources.csv", "id,title\na,A\n");
    let wrapped = ("demo/sources.csv", sources.1);
    for entries in [
        vec![sources],
        vec![wrapped, ("__MACOSX/demo/._sources.csv", "x")],
    ] {
        let read = read_zip(&zip(&entries));
        assert_eq!(problems(&read), "");
        assert_eq!(read.records.len(), 1);
    }
}

#[test]
fn archives_that_are_not_what_they_seem_are_refused() {
    let mut link = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    link.add_symlink(
        "sources.csv",
        "/etc/passwd",
        zip::write::SimpleFileOptions::default(),
    )
    .unwrap();
    let link = link.finish().unwrap().into_inner();
    let text = "id,title\na,A\n";
    let long = format!("{}.csv", "x".repeat(300));
    let archives = [
        b"no archive".to_vec(),
        zip(&[("../sources.csv", text)]),
        zip(&[("/sources.csv", text)]),
        zip(&[("C:sources.csv", text)]),
        zip(&[("a\\sources.csv", text)]),
        zip(&[("a/b/sources.csv", text)]),
        zip(&[
            ("a/sources.csv", text),
            ("b/sites.csv", "id,name_en,kind\n"),
        ]),
        zip(&[("a/sources.csv", text), ("sources.csv", text)]),
        zip(&[(&long, text)]),
        link,
    ];
    let all = archives.iter().map(|bytes| {
        let read = read_zip(bytes);
        assert!(read.has_errors());
        problems(&read).replace(&"x".repeat(200), "…")
    });
    expect![[r#"
        :0: the archive is cut off or none: the list of files at its end is missing
        ../sources.csv:0: `../sources.csv` leads out of the archive
        /sources.csv:0: `/sources.csv` is no relative path
        C:sources.csv:0: `C:sources.csv` is no relative path
        a\sources.csv:0: `a\sources.csv` is no relative path
        a/b/sources.csv:0: `a/b/sources.csv` is more than one folder deep
        :0: the files of the archive are not side by side in one folder
        sources.csv:0: `sources.csv` is in the archive twice
        …xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx:0: a name has more than 255 bytes
        sources.csv:0: `sources.csv` is a link
    "#]]
    .assert_eq(&all.collect::<String>());
}

#[test]
fn limits_are_kept() {
    let limits = Limits {
        files: 3,
        file_bytes: 400,
        rows: 3,
        cell_bytes: 10,
        problems: 2,
        ..Limits::default()
    };
    let rows = "id,title\na,A\nb,B\nc,C\nd,D\n";
    let wide = "id,title\na,A title too long\n";
    let wrong = "id,name_en,form\na,A,X\nb,B,X\nc,C,X\nd,D,X\n";
    let large = "x".repeat(401);
    let cases: [&[(&str, &str)]; 5] = [
        &[("sources.csv", rows)],
        &[("sources.csv", wide)],
        &[("products.csv", wrong)],
        &[("sources.csv", &large)],
        &[("a.md", ""), ("b.md", ""), ("c.md", ""), ("d.md", "")],
    ];
    let all = cases.iter().map(|files| {
        let read = read(files, &limits);
        assert!(read.has_errors());
        format!("{}\n", problems(&read))
    });
    expect![[r#"
        sources.csv:5: `sources.csv` has more than 3 rows

        sources.csv:2: cell 2 is longer than 10 bytes

        products.csv:2: form: unknown code `X`; expected one of `ORE`, `CONCENTRATE`, `INTERMEDIATE`, `REFINED`, `ALLOY`, `CHEMICAL`, `COMPONENT`, `SCRAP`, `RESIDUE`
        products.csv:3: form: unknown code `X`; expected one of `ORE`, `CONCENTRATE`, `INTERMEDIATE`, `REFINED`, `ALLOY`, `CHEMICAL`, `COMPONENT`, `SCRAP`, `RESIDUE`
        2 more errors are not listed

        sources.csv:0: `sources.csv` is larger than 400 bytes

        :0: the package has more than 3 files

    "#]].assert_eq(&all.collect::<String>());
    // A bomb is given up at the ratio, not unpacked.
    let zeros = "0".repeat(3 << 20);
    let bomb = zip(&[("sources.csv", &zeros)]);
    let limits = Limits {
        ratio: 100,
        ..Limits::default()
    };
    let read = read_package_with(PackageSource::Zip(bomb), &with(&limits)).unwrap();
    assert_eq!(
        problems(&read),
        "sources.csv:0: `sources.csv` is larger than 1048576 bytes\n"
    );
}

#[test]
fn an_archive_is_unpacked_into_its_folder_and_nowhere_else() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("new").join("package");
    let unpack =
        |entries: &[(&str, &str)]| unpack_into(std::io::Cursor::new(zip(entries)), &folder);
    unpack(&[("sources.csv", "long text"), ("../out.csv", "x")]).unwrap();
    std::fs::write(folder.join("own.txt"), "mine").unwrap();
    unpack(&[("sources.csv", "text")]).unwrap();
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    assert_eq!(
        [read("sources.csv"), read("out.csv"), read("own.txt")],
        ["text", "x", "mine"]
    );
    assert!(!folder.with_file_name("out.csv").exists());
    std::fs::create_dir(folder.join("sites.csv")).unwrap();
    let error = unpack(&[("sites.csv", "text")]).unwrap_err();
    assert!(
        matches!(&error, PackageError::File { path, .. } if path.ends_with("sites.csv")),
        "{error}"
    );
    let error = unpack_into(std::io::Cursor::new(b"no archive"), &folder).unwrap_err();
    assert!(matches!(error, PackageError::Archive(_)), "{error}");
}
