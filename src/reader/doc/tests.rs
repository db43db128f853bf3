use super::*;
#[test]
fn dump() {
    let Ok(path) = std::env::var("DOC") else { return };
    let bytes = std::fs::read(&path).unwrap();
    let mut context = Context::default();
    match read(&bytes, &mut context) {
        Ok(document) => println!("{}", crate::reader::flow::outline(&document).join("\n")),
        Err(error) => println!("{error}"),
    }
    println!("{:?}", context.findings);
}
