use super::*;
#[test]
fn scratch() {
    use crate::model::*;
    let mut before = Registry::default();
    for p in std::env::var("PKG").unwrap().split(',') {
        let t = std::time::Instant::now();
        let read = read_package(PackageSource::Folder(p.into())).unwrap();
        let tr = t.elapsed();
        let (records, places): (Vec<_>, Vec<_>) = read.records.into_iter().unzip();
        let n = records.len();
        let changes: Vec<Change> = records.into_iter().map(Change::Put).collect();
        let after = before.with(&changes);
        let ta = t.elapsed();
        let place_of = |at: usize| places.get(at);
        let found = validate(
            &before,
            &after,
            &changes,
            &place_of,
            crate::exchange::code_lists(),
        );
        println!(
            "{p}: {:?} {} records, {} + {} problems; read {:?} apply {:?} validate {:?}",
            read.info,
            n,
            read.problems.len(),
            found.len(),
            tr,
            ta - tr,
            t.elapsed() - ta
        );
        for x in together(read.problems, found) {
            println!("{:?} {:?} {x}", x.severity, x.code);
        }
        let zip = write_zip(&read.info, after.records()).unwrap();
        let again = read_zip(&zip);
        assert_eq!(again.problems, vec![]);
        let back: Vec<Record> = again.records.into_iter().map(|it| it.0).collect();
        let mut want: Vec<Record> = after.records().collect();
        want.sort_by(|a, b| a.id.cmp(&b.id));
        let mut back = back;
        back.sort_by(|a, b| a.id.cmp(&b.id));
        assert!(want == back);
        println!("zip {} bytes, {:?}", zip.len(), t.elapsed());
        before = after;
    }
}
