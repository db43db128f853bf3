//! A document of our own in its binary form, whole and damaged.

use std::io::Write as _;

use super::*;
use crate::error::ReadErrorKind;
use crate::limits::{CELL_BYTES, Limits};
use crate::reader::marks::{BODY_OF_REPORT, outline};

const REPORT: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/doc/report.doc"));

fn context() -> Context {
    Context { limits: Limits { document_bytes: 10_000 * CELL_BYTES, ..Limits::default() }, ..Context::default() }
}

#[test]
fn a_report() {
    let mut context = context();
    let document = read(REPORT, &mut context).unwrap();
    let stories = ["Note 脚注文字 @ paragraph 10", "Margin 页眉文字 @ paragraph 12", "Margin 第 1 页 @ paragraph 14"];
    assert_eq!(outline(&document), [BODY_OF_REPORT, &stories].concat());
    assert_eq!(document.metadata.title.as_deref(), Some("青禾县统计表"));
    assert_eq!((document.encoding, context.notices), (None, vec![]));
}

const LISTS: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/doc/lists.doc"));

#[test]
fn numbers_and_pictures() {
    let document = read(LISTS, &mut context()).unwrap();
    assert_eq!(
        outline(&document),
        [
            "Body 一、总体情况 @ paragraph 1",
            "Body 1.组织领导 @ paragraph 2",
            "Body 2.制度建设 @ paragraph 3",
            "Body 二、存在问题 @ paragraph 4",
            "Body 1.人手不足 @ paragraph 5",
            "Body 点 @ paragraph 6",
            "Heading 附件 @ paragraph 7",
            "Picture @ paragraph 8",
            "Body 浮图 @ paragraph 8",
            "Picture @ paragraph 9",
            "Body 行内图 @ paragraph 9",
            "Body 线 @ paragraph 10",
        ]
    );
    let sizes = document.blocks.iter().filter_map(|block| match block {
        crate::document::Block::Picture(picture) => picture.size,
        _ => None,
    });
    // Six by four centimetres, in points; the other picture is one pixel drawn at 189 times its size, more
    // than the sixteen bits of its scale hold, and has the size that the file states.
    let sizes: Vec<(i32, i32)> = sizes.map(|(width, height)| (width.round() as i32, height.round() as i32)).collect();
    assert_eq!(sizes, [(170, 113), (43, 8)]);
}

const PAINTED: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/doc/painted.doc"));

/// Text in the colour of what its run, its paragraph or its cell is painted with is not seen; on another colour it is.
#[test]
fn text_on_painted_grounds() {
    let document = read(PAINTED, &mut context()).unwrap();
    let texts: Vec<String> =
        outline(&document).iter().filter_map(|line| line.split('"').nth(1)).map(str::to_owned).collect();
    assert_eq!(texts, ["甲", "12", "13", "914", "乙", "5", "15", "6", "丙", "", "19", "18", "内", "16", "里", "17"]);
}

/// A paragraph that claims to stand in two thousand million tables ([MS-DOC] 2.6.2, sprmPItap) is refused, also where its
/// ground is asked for, before anything is kept for each of them.
#[test]
fn deeper_than_any_table() {
    const DEPTH: [u8; 2] = 0x6649u16.to_le_bytes();
    let mut bytes = PAINTED.to_vec();
    let places: Vec<usize> = (0..bytes.len() - 6).filter(|&at| bytes[at..at + 2] == DEPTH).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at + 2..at + 6].copy_from_slice(&i32::MAX.to_le_bytes());
    }
    let error = read(&bytes, &mut context()).unwrap_err();
    assert_eq!((error.kind, &*error.found), (ReadErrorKind::LimitExceeded, "2147483647"));
}

/// What reading ends in: blocks, or the kind of error.
fn outcome(result: &Result<Document, ReadError>) -> Result<usize, ReadErrorKind> {
    match result {
        Ok(document) => Ok(document.blocks.len()),
        Err(error) => Err(error.kind),
    }
}

#[test]
fn cut_at_every_64th_byte() {
    for end in (1..REPORT.len()).step_by(64) {
        let mut context = context();
        let result = read(&REPORT[..end], &mut context);
        match outcome(&result) {
            Ok(blocks) => assert!(blocks <= 40, "{end}"),
            Err(kind) => assert_eq!(kind, ReadErrorKind::Damaged, "{end}"),
        }
    }
}

/// Damage to a table that the text does not need costs nothing but a notice.
#[test]
fn a_wrong_entry_in_the_container() {
    let mut bytes = REPORT.to_vec();
    let sector = |index: usize| 512 * (index + 1);
    let table = sector(u32::from_le_bytes(bytes[0x4C..0x50].try_into().unwrap()) as usize);
    let used = (0..128).map(|index| table + 4 * index).find(|&at| bytes[at..at + 4] == [0xFF; 4]).unwrap();
    bytes[used..used + 4].copy_from_slice(&[3, 0, 0, 0]);
    bytes[used + 4..used + 8].copy_from_slice(&[3, 0, 0, 0]);
    assert!(cfb::CompoundFile::open(std::io::Cursor::new(bytes.as_slice())).is_err());
    let mut context = context();
    let document = read(&bytes, &mut context).unwrap();
    assert_eq!(outline(&document), outline(&read(REPORT, &mut Context::default()).unwrap()));
    assert_eq!(context.notices.iter().map(|notice| notice.code()).collect::<Vec<_>>(), ["READ-PART"]);
}

#[test]
fn changed_bytes_of_the_container() {
    let mut bytes = REPORT.to_vec();
    let table = 512 * (u32::from_le_bytes(bytes[0x4C..0x50].try_into().unwrap()) as usize + 1);
    let directory = 512 * (u32::from_le_bytes(bytes[0x30..0x34].try_into().unwrap()) as usize + 1);
    for at in (8..0x60).chain((table..table + 256).step_by(2)).chain((directory..directory + 512).step_by(3)) {
        let kept = bytes[at];
        for value in [!kept, 0, 0xFF, 1] {
            bytes[at] = value;
            assert!(outcome(&read(&bytes, &mut context())).unwrap_or(0) < 3_000, "byte {at} value {value}");
        }
        bytes[at] = kept;
    }
}

/// The streams with one changed byte: below the container, whose own checks would hide most damage.
#[test]
fn changed_bytes_inside_the_streams() {
    let open = || Streams::open(REPORT, &mut context()).unwrap();
    let whole = open();
    let lengths = [whole.main.len(), whole.tables[1].as_ref().map_or(0, Vec::len)];
    for (which, length) in lengths.into_iter().enumerate() {
        assert!(length > 1_000);
        // The FIB and the start of the table stream decide most; the rest in steps.
        let positions = (0..length).filter(|at| *at < 0x200 || at % 11 == 0);
        let mut streams = open();
        for at in positions {
            let stream = if which == 0 { &mut streams.main } else { streams.tables[1].as_mut().unwrap() };
            let kept = stream[at];
            for value in [!kept, 0, 0xFF] {
                let stream = if which == 0 { &mut streams.main } else { streams.tables[1].as_mut().unwrap() };
                stream[at] = value;
                let result = read_streams(&streams, &mut context());
                assert!(outcome(&result).unwrap_or(0) < 3_000, "stream {which} byte {at} value {value}");
            }
            let stream = if which == 0 { &mut streams.main } else { streams.tables[1].as_mut().unwrap() };
            stream[at] = kept;
        }
    }
}

/// Streams of a file with the given piece table; its text is `main[0x400..]`.
fn with_pieces(pieces: &[(u32, u32)], descriptor: impl Fn(usize) -> u32, count: u32) -> Streams {
    let mut main = vec![0u8; 0x800];
    main[..4].copy_from_slice(&[0xEC, 0xA5, 0xC1, 0]);
    main[0x4C..0x50].copy_from_slice(&count.to_le_bytes());
    main[0x98..0x9A].copy_from_slice(&0x5Du16.to_le_bytes());
    let mut plc: Vec<u8> = pieces.iter().flat_map(|piece| piece.0.to_le_bytes()).collect();
    plc.extend(pieces.last().map_or(0, |piece| piece.1).to_le_bytes());
    for index in 0..pieces.len() {
        plc.extend([0, 0]);
        plc.extend(descriptor(index).to_le_bytes());
        plc.extend([0, 0]);
    }
    let mut clx = vec![2];
    clx.extend((plc.len() as u32).to_le_bytes());
    clx.extend(plc);
    main[0x1A2..0x1A6].copy_from_slice(&0u32.to_le_bytes());
    main[0x1A6..0x1AA].copy_from_slice(&(clx.len() as u32).to_le_bytes());
    Streams { main, tables: [Some(clx), None], ..Streams::default() }
}

#[test]
fn pieces_are_read_in_their_own_order() {
    let mut streams = with_pieces(&[(0, 3), (3, 5)], |index| [0x500, 0x4000_0800][index], 5);
    streams.main[0x500..0x506].copy_from_slice(&[0x2D, 0x4E, 0x87, 0x65, b'1', 0]);
    streams.main[0x400..0x402].copy_from_slice(&[0x93, 13]);
    let document = read_streams(&streams, &mut context()).unwrap();
    assert_eq!(outline(&document), ["Body 中文1“ @ paragraph 1"]);
}

#[test]
fn pieces_that_repeat_the_same_bytes_are_damage() {
    let pieces: Vec<(u32, u32)> = (0..3_000).map(|index| (index * 0x400, (index + 1) * 0x400)).collect();
    let streams = with_pieces(&pieces, |_| 0x400, 3_000 * 0x400);
    let result = read_streams(&streams, &mut context());
    assert_eq!(outcome(&result), Err(ReadErrorKind::Damaged));
}

#[test]
fn text_that_breaks_off_is_told() {
    let streams = with_pieces(&[(0, 0x7FFF_FFFF)], |_| 0x400, 0x7FFF_FFFF);
    let mut context = context();
    assert!(read_streams(&streams, &mut context).is_ok());
    // The text, and the pages of properties that this file never had.
    let part = |notice: &Notice| if let Notice::Part { part, .. } = notice { part.to_string() } else { String::new() };
    assert_eq!(context.notices.iter().map(part).collect::<Vec<_>>(), ["WordDocument", "PlcBteChpx", "PlcBtePapx"]);
}

#[test]
fn what_is_refused() {
    let kind = |main: &[u8]| {
        let streams = Streams { main: main.to_vec(), ..Streams::default() };
        outcome(&read_streams(&streams, &mut context()))
    };
    assert_eq!(kind(b""), Err(ReadErrorKind::Damaged));
    assert_eq!(kind(&[0x55; 2_000]), Err(ReadErrorKind::Damaged));
    let mut encrypted = with_pieces(&[(0, 1)], |_| 0x400, 1);
    encrypted.main[0x0B] = 1;
    assert_eq!(outcome(&read_streams(&encrypted, &mut context())), Err(ReadErrorKind::Encrypted));
    let mut tableless = with_pieces(&[(0, 1)], |_| 0x400, 1);
    tableless.tables = [None, None];
    assert_eq!(outcome(&read_streams(&tableless, &mut context())), Err(ReadErrorKind::Damaged));
    assert_eq!(outcome(&read(b"PK\x03\x04", &mut context())), Err(ReadErrorKind::Damaged));
}

/// Other programs' compound files, by name.
#[test]
fn compound_files_of_others() {
    let found = |stream: &str| {
        let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
        file.create_stream(stream).unwrap();
        let bytes = file.into_inner().into_inner();
        let error = read(&bytes, &mut context()).unwrap_err();
        (error.kind, error.found)
    };
    assert_eq!(found("/MatOST"), (ReadErrorKind::UnsupportedFormat, "Microsoft Works".into()));
    assert_eq!(found("/EncryptedPackage"), (ReadErrorKind::Encrypted, "EncryptedPackage".into()));
    assert_eq!(found("/Workbook"), (ReadErrorKind::UnsupportedFormat, "Excel 97-2003".into()));
    assert_eq!(found("/x"), (ReadErrorKind::Damaged, "none".into()));
    let works = crate::reader::read(crate::reader::Format::Works, b"x", &mut context()).unwrap_err();
    assert_eq!(works.found, "Microsoft Works");
}

/// A Word 95 document: bytes of the language's code page, one-byte property codes.
#[test]
fn narrow_text_of_a_mainland_installation() {
    let mut main = vec![0u8; 0x800];
    main[..4].copy_from_slice(&[0xDC, 0xA5, 0x68, 0]);
    main[6..8].copy_from_slice(&[0x04, 0x08]);
    main[0x18..0x1C].copy_from_slice(&0x400u32.to_le_bytes());
    let (text, _, _) = encoding_rs::GBK.encode("统计\r项目\u{7}3\u{7}\u{7}甲\u{7}4\u{7}\u{7}\r");
    main[0x400..0x400 + text.len()].copy_from_slice(&text);
    main[0x34..0x38].copy_from_slice(&(text.len() as u32).to_le_bytes());
    // One page of paragraph runs at 0x600: plain, in a table, row end, in a table, row end, plain.
    let bounds = [0u32, 5, 12, 13, 18, 19, 20].map(|at| 0x400 + at);
    for (index, bound) in bounds.iter().enumerate() {
        main[0x600 + 4 * index..0x604 + 4 * index].copy_from_slice(&bound.to_le_bytes());
    }
    for (index, at) in [0u8, 0x80, 0x90, 0x80, 0x90, 0].into_iter().enumerate() {
        main[0x61C + 7 * index] = at;
    }
    main[0x700..0x705].copy_from_slice(&[2, 0, 0, 24, 1]);
    let row = [0u8, 0, 24, 1, 25, 1, 190, 8, 0, 2, 0, 0, 0xE8, 3, 0xD0, 7];
    main[0x720] = row.len() as u8 / 2;
    main[0x721..0x721 + row.len()].copy_from_slice(&row);
    main[0x7FF] = 6;
    // The list of pages: two positions and one page number of two bytes.
    main[0x58 + 13 * 8..0x58 + 13 * 8 + 8].copy_from_slice(&[0x80, 3, 0, 0, 10, 0, 0, 0]);
    main[0x380..0x38A].copy_from_slice(&[0, 4, 0, 0, 20, 4, 0, 0, 3, 0]);
    let streams = Streams { main, ..Streams::default() };
    let document = read_streams(&streams, &mut context()).unwrap();
    assert_eq!(
        outline(&document),
        [
            "Body 统计 @ paragraph 1",
            "Grid 2x2",
            "  0,0 1x1 \"项目\" @ table 1 row 1 cell 1",
            "  0,1 1x1 \"3\" @ table 1 row 1 cell 2",
            "  1,0 1x1 \"甲\" @ table 1 row 2 cell 1",
            "  1,1 1x1 \"4\" @ table 1 row 2 cell 2",
        ]
    );
    assert_eq!(document.encoding.as_deref(), Some("GBK"));
}

/// Filings that exist as a page and as its conversion, kept beside the project and not in it.
#[test]
fn real_filings_read_as_their_pages() {
    let folder = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/real"));
    for name in ["pingtan-2020", "shanghai-office-2019"] {
        let bytes = |extension| std::fs::read(folder.join(name).with_extension(extension));
        let (Ok(doc), Ok(html)) = (bytes("doc"), bytes("html")) else {
            let _ = writeln!(std::io::stderr(), "SKIPPED: no {name} in {}", folder.display());
            return;
        };
        let doc = read(&doc, &mut context()).unwrap();
        let html = crate::reader::read(crate::reader::Format::Html, &html, &mut context()).unwrap();
        assert!(rows(&doc).len() > 40, "{name}");
        assert_eq!(rows(&doc), rows(&html), "{name}");
    }
}

/// The texts of the cells of each row of each large table, without blanks.
fn rows(document: &Document) -> Vec<Vec<String>> {
    let tight = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let grids = document.grids().filter(|grid| grid.rows > 2);
    grids.flat_map(|grid| (0..grid.rows).map(|row| grid.row(row).map(|cell| tight(&cell.text)).collect())).collect()
}
