//! Pages in one file, as browsers and word processors write them.

use super::*;
use crate::document::Block;

const PAGE: &str = "<html><head><meta charset=utf-8><title>县统计</title></head><body><p>全年12件</p>\
    <table><tr><td>项目<td>数量</tr><tr><td>新收<td>12</tr></table></body></html>";

fn context() -> Context {
    Context::default()
}

/// Paragraphs, and cells row by row.
fn texts(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => found.push(paragraph.text.clone()),
            Block::Grid(grid) => found.extend(grid.cells.iter().map(|cell| format!("[{}]", cell.text))),
            Block::Picture(_) => found.push("picture".to_owned()),
        }
    }
    found
}

fn quoted(bytes: &[u8]) -> String {
    let encoded = bytes.iter().map(|&byte| match byte {
        b'=' | 0x80.. => format!("={byte:02X}"),
        byte => char::from(byte).to_string(),
    });
    let encoded: Vec<String> = encoded.collect();
    encoded.chunks(20).map(|line| line.concat()).collect::<Vec<_>>().join("=\r\n")
}

fn related(parts: &[String]) -> String {
    let mut file = "From: <saved>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\
        \ttype=\"text/html\";\r\n\tboundary=\"----=_b\"\r\n\r\nThis is a web page.\r\n"
        .to_owned();
    for part in parts {
        file += &format!("\r\n------=_b\r\n{part}\r\n");
    }
    file + "\r\n------=_b--\r\n"
}

#[test]
fn a_saved_page() {
    let (gbk, _, _) = encoding_rs::GBK.encode(PAGE);
    let file = related(&[
        format!(
            "Content-Type: text/html;\r\n\tcharset=\"gb2312\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\
             Content-Location: http://example.org/r.htm\r\n\r\n{}",
            quoted(&gbk)
        ),
        "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=".to_owned(),
        format!("Content-Type: text/html\r\n\r\n{PAGE}"),
    ]);
    let mut context = context();
    let document = read(file.as_bytes(), &mut context).unwrap();
    assert_eq!(texts(&document), ["全年12件", "[项目]", "[数量]", "[新收]", "[12]"]);
    assert_eq!(document.metadata.title.as_deref(), Some("县统计"));
    assert_eq!(document.metadata.url.as_deref(), Some("http://example.org/r.htm"));
}

#[test]
fn one_part_nested_parts_and_no_boundary() {
    let expected = ["全年12件", "[项目]", "[数量]", "[新收]", "[12]"];
    let single = format!("MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: 8bit\n\n{PAGE}");
    assert_eq!(texts(&read(single.as_bytes(), &mut context()).unwrap()), expected);
    // Blank lines of a script before the headers.
    assert_eq!(texts(&read(format!("\r\n\r\n{single}").as_bytes(), &mut context()).unwrap()), expected);
    let nested = related(&[format!(
        "Content-Type: multipart/alternative; boundary=in\r\n\r\n--in\r\nContent-Type: text/plain\r\n\r\nplain\r\n\
         --in\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{PAGE}\r\n--in--"
    )]);
    assert_eq!(texts(&read(nested.as_bytes(), &mut context()).unwrap()), expected);
    let undeclared = format!("Content-Type: multipart/related\n\n--x\nContent-Type: text/html\n\n{PAGE}\n--x--");
    assert_eq!(texts(&read(undeclared.as_bytes(), &mut context()).unwrap()), expected);
}

#[test]
fn frames_are_part_of_the_page() {
    let outer = "Content-Type: text/html\r\n\r\n<p>外</p><IFRAME src=cid:1></IFRAME>".to_owned();
    let inner = "Content-Type: text/html; charset=utf-8\r\n\r\n<p>内</p>".to_owned();
    let file = related(&[outer, inner]);
    assert_eq!(texts(&read(file.as_bytes(), &mut context()).unwrap()), ["外", "内"]);
}

#[test]
fn damage_is_told() {
    let wrong =
        related(&["Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+MTwv?cD4=".to_owned()]);
    let mut context = context();
    assert_eq!(texts(&read(wrong.as_bytes(), &mut context).unwrap()), ["1"]);
    assert_eq!(context.notices.len(), 1);
    let pictures = related(&["Content-Type: image/png\r\n\r\nx".to_owned()]);
    let error = read(pictures.as_bytes(), &mut Context::default()).unwrap_err();
    assert_eq!(error, ReadError::damaged("MIME", "text/html", "1 other parts"));
}

#[test]
fn cut_and_changed() {
    let file = related(&[format!("Content-Type: text/html; charset=utf-8\r\n\r\n{PAGE}")]).into_bytes();
    for end in (1..file.len()).step_by(7) {
        let _ = read(&file[..end], &mut context());
    }
    let mut changed = file.clone();
    for at in 0..file.len() {
        for value in [b'\n', b'-', b'"', 0xFF] {
            changed[at] = value;
            let _ = read(&changed, &mut context());
        }
        changed[at] = file[at];
    }
    let deep: String =
        (0..2_000).map(|level| format!("Content-Type: multipart/x; boundary=b{level}\n\n--b{level}\n")).collect();
    assert!(read(deep.as_bytes(), &mut context()).is_err());
    let many = format!("Content-Type: multipart/x; boundary=a\n\n{}", "--a\n\n".repeat(200_000));
    assert!(read(many.as_bytes(), &mut context()).is_ok());
}
