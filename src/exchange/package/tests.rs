use super::*;
#[test]
fn scratch() {
    for p in std::env::var("PKG").unwrap().split(',') {
        let t = std::time::Instant::now();
        let read = read_package(PackageSource::Folder(p.into())).unwrap();
        println!("{p}: {:?} {} records, {} problems {:?}", read.info, read.records.len(), read.problems.len(), t.elapsed());
        for x in &read.problems { println!("{:?} {x}", x.code); }
    }
}
