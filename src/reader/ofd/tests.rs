//! Whole documents through the reader.

use super::*;

#[test]
#[ignore]
fn look() {
    let path = std::env::var("LOOK").unwrap();
    let mut context = Context::default();
    let bytes = std::fs::read(path).unwrap();
    let document = read(&bytes, &mut context).unwrap();
    println!("{}{:?} {:?}", crate::reader::pdf::tests::dump(&document), document.metadata, context.findings);
}
