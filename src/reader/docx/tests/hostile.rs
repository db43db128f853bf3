//! Damaged, nested and lying documents: no panic, no hang, no growth.

use super::*;
use crate::error::ReadErrorKind;
use crate::limits::{CELL_BYTES, Limits};

/// A filing in small: paragraphs, a table with merges, notes, numbering.
fn sample() -> Vec<u8> {
    let table = tbl(&[
        tr(&[tc("<w:gridSpan w:val=\"2\"/><w:vMerge w:val=\"restart\"/>", "信息内容"), tc("", "数量")]),
        tr(&[tc("<w:gridSpan w:val=\"2\"/><w:vMerge/>", ""), tc("", "12")]),
    ]);
    let document = part(&format!("{}{table}{}", p("一、总体情况"), p("完")));
    package(
        &document,
        &[("word/styles.xml", "<w:styles/>"), ("word/footnotes.xml", "<w:footnotes/>"), ("docProps/core.xml", "")],
    )
}

fn try_read(bytes: &[u8]) {
    let mut context = Context::default();
    let _ = read(Format::Docx, bytes, &mut context);
    let _ = read(Format::FlatOpc, bytes, &mut context);
    let _ = read(Format::WordMl, bytes, &mut context);
}

#[test]
fn truncated_and_changed_packages() {
    let whole = sample();
    for end in (0..whole.len()).step_by(7) {
        try_read(&whole[..end]);
    }
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        try_read(&bytes);
    }
}

#[test]
fn a_part_that_breaks_off_gives_what_was_read_and_a_notice() {
    let document =
        part(&format!("{}{}", p("一"), tbl(&[tr(&[tc("", "a"), tc("", "1")]), tr(&[tc("", "b"), tc("", "2")])])));
    for end in (document.find("<w:body>").unwrap()..document.len()).step_by(3) {
        let mut end = end;
        while !document.is_char_boundary(end) {
            end -= 1;
        }
        let (read, notices) = read_docx(&package(&document[..end], &[]));
        assert_eq!(notices, ["READ-PART"], "cut at {end}");
        if end > document.find("</w:p>").unwrap() {
            assert_eq!(lines(&read)[0], "Body paragraph 1: 一");
        }
    }
    let cut = document.find("<w:t>2").unwrap();
    let (read, _) = read_docx(&package(&document[..cut], &[]));
    assert_eq!(
        lines(&read)[1..],
        ["Grid 2x2 table 1 row 1 cell 1", "0,0 1x1: a", "0,1 1x1: 1", "1,0 1x1: b", "1,1 1x1: "]
    );
}

#[test]
fn every_cut_and_change_of_the_markup_is_survived() {
    let document = part(&format!(
        "{}<w:p><w:r><mc:AlternateContent><mc:Choice><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></mc:Choice>\
         </mc:AlternateContent><w:fldChar w:fldCharType=\"begin\"/></w:r></w:p>{}",
        p("一"),
        tbl(&[tr(&[tc("", "a"), tc("<w:gridSpan w:val=\"99999999\"/>", "1")])]),
        tbl(&[tr(&[tc("<w:vMerge/>", "x")])])
    ));
    let bytes = document.as_bytes();
    let mut context = Context::default();
    for at in 0..bytes.len() {
        for change in [b'<', b'>', b'/', b'"', b' ', 0, 0xff] {
            let mut changed = bytes.to_vec();
            changed[at] = change;
            let _ = read(Format::Docx, &build::stored(&[("word/document.xml", &changed)]), &mut context);
        }
    }
}

#[test]
fn deep_nesting_is_flat_work() {
    let deep = |open: &str, close: &str| format!("{}x{}", open.repeat(200_000), close.repeat(200_000));
    let cases = [
        deep("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        deep("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p>", "</w:tc></w:tr></w:tbl>"),
        deep("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"),
        deep("<mc:AlternateContent><mc:Choice>", "</mc:Choice></mc:AlternateContent>"),
        deep("<w:del>", "</w:del>"),
        deep("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        deep("<w:p>", "</w:p>"),
        deep("<w:tc>", "</w:tc>"),
        "<w:tbl><w:tr><w:tc>".repeat(200_000),
        "</w:tbl></w:tr></w:tc></w:p>".repeat(200_000),
        "<w:r><w:fldChar w:fldCharType=\"begin\"/>".repeat(200_000),
    ];
    for content in cases {
        let limits = Limits { inflation_ratio: u64::MAX, ..Limits::default() };
        for document in [part(&content), part(&content).replace("<w:body>", &format!("<w:body xmlns:w=\"{W}\">"))] {
            let mut context = Context { limits, ..Context::default() };
            let bytes = build::zip(&[("word/document.xml", document.as_bytes())]);
            // It is read to its end, or refused for its size; either way at once.
            let refused = read(Format::Docx, &bytes, &mut context).err().map(|error| error.kind);
            assert!(matches!(refused, None | Some(ReadErrorKind::LimitExceeded)), "{}: {refused:?}", &content[..40]);
        }
    }
}

#[test]
fn limits_hold() {
    let read_with = |limits: Limits, content: &str| {
        let mut context = Context { limits, ..Context::default() };
        read(Format::Docx, &package(&part(content), &[]), &mut context).map_err(|error| (error.kind, error.part))
    };
    let default = Limits::default();
    let table = tbl(&[tr(&vec![tc("", "1"); 20])]);
    let over = |name: &'static str| Some((ReadErrorKind::LimitExceeded, name.into()));
    assert_eq!(read_with(Limits { document_bytes: 19 * CELL_BYTES, ..default }, &table).err(), over("document_bytes"));
    assert_eq!(read_with(Limits { document_bytes: 20 * CELL_BYTES + 20, ..default }, &table).err(), None);
    assert_eq!(read_with(Limits { document_bytes: 5, ..default }, &p("123456")).err(), over("document_bytes"));
    let wide = tbl(&vec![tr(&vec![tc("<w:gridSpan w:val=\"1000\"/>", "1"); 100]); 100]);
    assert_eq!(read_with(default, &wide).err(), over("cells"));
    // Tables deeper than the limit lose their grid, not their text.
    let inner = tbl(&[tr(&[tc("", "a"), tc("", "b")])]);
    let outer = tbl(&[format!("<w:tr><w:tc>{inner}</w:tc>{}</w:tr>", tc("", "c"))]);
    let document = read_with(Limits { nesting: 1, ..default }, &outer).unwrap();
    assert_eq!(lines(&document)[1..], ["0,0 1x1: a\nb", "0,1 1x1: c"]);
}

#[test]
fn what_is_no_document_says_why() {
    let kind =
        |bytes: &[u8]| read(Format::Docx, bytes, &mut Context::default()).map(|_| ()).map_err(|error| error.kind);
    assert_eq!(kind(b"PK\x03\x04"), Err(ReadErrorKind::Damaged));
    assert_eq!(kind(&build::zip(&[("word/other.xml", b"")])), Err(ReadErrorKind::Damaged));
    assert_eq!(kind(&build::zip(&[("word/document.xml", b"")])), Err(ReadErrorKind::Damaged));
    assert_eq!(kind(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Err(ReadErrorKind::Encrypted));
    assert_eq!(kind(&package(&part(""), &[])), Ok(()));
    // Parts without content are whole.
    let empty = format!("<w:footnotes xmlns:w=\"{W}\"/>");
    let bytes = package(&part(&p("文")), &[("word/footnotes.xml", &empty)]);
    assert_eq!(read_docx(&bytes).1, Vec::<String>::new());
}
