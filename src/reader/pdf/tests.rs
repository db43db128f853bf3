//! Whole documents through the reader: what every page feature must give, and what damage must not do.

mod annotations;
mod hostile;
mod partial;
mod seen;

use super::build::{PageBuilder, file, pdf, stream};
use super::read;
use crate::document::{Block, Document};
use crate::error::ReadErrorKind;
use crate::reader::Context;
use crate::reader::golden::render;

fn open(bytes: &[u8]) -> (Document, Vec<String>) {
    let mut context = Context::default();
    let document = read(bytes, &mut context).unwrap();
    let mut codes: Vec<String> = context.notices.iter().map(|notice| notice.code().to_owned()).collect();
    codes.extend(document.omissions.hidden.as_ref().map(|_| "READ-CONCEALED".to_owned()));
    (document, codes)
}

#[track_caller]
fn gives(bytes: &[u8], expected: &str) {
    let (document, notices) = open(bytes);
    assert_eq!((render(&document).as_str(), notices), (expected, Vec::new()));
}

/// Where the cells of all tables stand.
fn places(bytes: &[u8]) -> Vec<String> {
    open(bytes).0.grids().flat_map(|grid| &grid.cells).map(|cell| cell.location.to_string()).collect()
}

#[test]
fn text_without_unicode_map_and_title() {
    let mut sheet = PageBuilder::default();
    sheet.text(72.0, 100.0, 12.0, "本年度共受理申请12件。");
    let bytes = pdf(&[&sheet]);
    gives(&bytes, "p 本年度共受理申请12件。\n");
    let (document, _) = open(&bytes);
    assert_eq!(document.metadata.title.as_deref(), Some("公开年报"));
    assert_eq!(document.pages, Some(1));
    let Some(Block::Paragraph(paragraph)) = document.blocks.first() else { panic!("a paragraph") };
    assert_eq!(paragraph.location.page, Some(1));
    assert_eq!(paragraph.location.to_string(), "box 72.0 100.0 204.0 112.0");
}

#[test]
fn a_table_with_a_location_for_every_cell() {
    let mut sheet = PageBuilder::default();
    sheet.table(&[72.0, 200.0, 260.0], &[100.0, 120.0, 140.0], &[&["信息内容", "件数"], &["规章", "12"]]);
    let bytes = pdf(&[&sheet]);
    gives(&bytes, "grid 2x2\n  0 0 1 1 信息内容\n  0 1 1 1 件数\n  1 0 1 1 规章\n  1 1 1 1 12\n");
    assert_eq!(places(&bytes)[3], "box 200.0 120.0 260.0 140.0");
}

#[test]
fn bold_by_drawing_twice_is_one_number() {
    let mut sheet = PageBuilder::default();
    // Render mode 2 arrives as fill and stroke; other writers shift a second copy.
    sheet.text_mode(72.0, 100.0, 12.0, "总计110件", 2).text(72.0, 130.0, 12.0, "合计22件").text(
        72.4,
        130.0,
        12.0,
        "合计22件",
    );
    gives(&pdf(&[&sheet]), "p 总计110件\np 合计22件\n");
}

#[test]
fn hidden_text_is_told_of_and_not_used() {
    let mut sheet = PageBuilder::default();
    sheet.picture(0.0, 0.0, 595.0, 842.0).text_mode(72.0, 100.0, 12.0, "识别出来的文字12件", 3);
    let (document, notices) = open(&pdf(&[&sheet]));
    assert_eq!((render(&document).as_str(), notices), ("picture 595x842\n", vec!["READ-HIDDEN".to_owned()]));
    assert_eq!(document.blocks.len(), 1);
}

#[test]
fn text_under_a_scan_is_hidden_text() {
    let mut sheet = PageBuilder::default();
    sheet.text(72.0, 100.0, 12.0, "识别出来的文字12件").picture(0.0, 0.0, 595.0, 842.0);
    let (document, notices) = open(&pdf(&[&sheet]));
    assert_eq!((render(&document).as_str(), notices), ("picture 595x842\n", vec!["READ-HIDDEN".to_owned()]));
}

#[test]
fn a_transparent_picture_over_text_hides_nothing() {
    let mut sheet = PageBuilder::default();
    sheet.raw("q").text(72.0, 100.0, 12.0, "正文12件").raw("/G gs").picture(0.0, 0.0, 595.0, 842.0).raw("Q");
    for row in 1..8 {
        sheet.text(72.0, 100.0 + row as f32 * 40.0, 12.0, "本机关依法公开。");
    }
    let bytes = String::from_utf8_lossy(&pdf(&[&sheet]))
        .replace("/XObject <<", "/ExtGState << /G << /ca 0.3 >> >> /XObject <<");
    let (document, notices) = open(bytes.as_bytes());
    assert!(render(&document).starts_with("p 正文12件\n"), "{}", render(&document));
    assert!(notices.is_empty());
}

#[test]
fn characters_that_no_map_knows_are_told_of() {
    let mut sheet = PageBuilder::default();
    sheet.text(72.0, 100.0, 12.0, "受理").raw("BT /F3 12 Tf 96 730 Td <0001> Tj ET");
    // A simple font whose encoding names a glyph that no list knows.
    sheet.entries = String::new();
    let bytes = String::from_utf8_lossy(&pdf(&[&sheet])).into_owned();
    let font = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /FirstChar 0 /LastChar 1 \
        /Widths [1 1] /CharProcs << /zzz 7 0 R >> /Encoding << /Type /Encoding /Differences [0 /zzz /zzz] >> >>";
    let bytes = bytes.replace("/F2 4 0 R", &format!("/F2 4 0 R /F3 {font}"));
    let (document, notices) = open(bytes.as_bytes());
    assert_eq!((render(&document).as_str(), notices), ("p 受理\u{fffd}\u{fffd}\n", vec!["READ-GLYPHS".to_owned()]));
}

#[test]
fn a_background_is_no_scan_and_a_stamp_no_table() {
    let mut sheet = PageBuilder::default();
    sheet.picture(0.0, 0.0, 595.0, 842.0).picture(400.0, 600.0, 500.0, 700.0);
    for row in 0..6 {
        sheet.text(72.0, 100.0 + row as f32 * 20.0, 12.0, "本机关依法公开政府信息。");
    }
    let (document, notices) = open(&pdf(&[&sheet]));
    assert!(document.blocks.iter().all(|block| matches!(block, Block::Paragraph(_))), "{}", render(&document));
    assert!(notices.is_empty());
}

#[test]
fn a_picture_of_a_table_stands_where_it_was() {
    let mut sheet = PageBuilder::default();
    sheet.text(72.0, 80.0, 12.0, "二、主动公开政府信息情况").picture(72.0, 110.0, 520.0, 300.0).text(
        72.0,
        320.0,
        12.0,
        "三、收到和处理申请情况",
    );
    gives(&pdf(&[&sheet]), "p 二、主动公开政府信息情况\npicture 448x190\np 三、收到和处理申请情况\n");
}

#[test]
fn text_turned_into_outlines_is_a_picture() {
    let mut sheet = PageBuilder::default();
    for shape in 0..150 {
        sheet.raw(&format!("{0} 500 m {0} 510 {1} 520 {1} 500 c f", 50 + shape * 3, 52 + shape * 3));
    }
    gives(&pdf(&[&sheet]), "picture 595x842\n");
}

/// The same page: upright, and turned by each quarter with the content turned against it.
#[test]
fn turned_pages_read_the_same() {
    let draw = |sheet: &mut PageBuilder| {
        sheet.text(72.0, 60.0, 12.0, "表一").table(
            &[72.0, 200.0, 260.0],
            &[100.0, 120.0, 140.0],
            &[&["信息内容", "件数"], &["规章", "12"]],
        );
    };
    let expected = "p 表一\ngrid 2x2\n  0 0 1 1 信息内容\n  0 1 1 1 件数\n  1 0 1 1 规章\n  1 1 1 1 12\n";
    for (rotate, matrix) in
        [(0, "1 0 0 1 0 0"), (90, "0 1 -1 0 842 0"), (180, "-1 0 0 -1 595 842"), (270, "0 -1 1 0 -247 842")]
    {
        // By the page's own entry, and by the matrix alone (no entry).
        for entry in [true, false] {
            let mut sheet = PageBuilder::default();
            sheet.raw(&format!("q {matrix} cm"));
            draw(&mut sheet);
            sheet.raw("Q");
            if entry {
                sheet.entries = format!("/Rotate {rotate}");
            }
            let (document, _) = open(&pdf(&[&sheet]));
            assert_eq!(render(&document), expected, "rotate {rotate}, entry {entry}");
        }
    }
}

#[test]
fn a_page_drawn_at_a_tenth_of_its_size_reads_the_same() {
    let mut sheet = PageBuilder::default();
    sheet.raw("q .1 0 0 .1 0 0 cm");
    sheet.table(&[72.0, 200.0, 260.0], &[100.0, 120.0, 140.0], &[&["信息内容", "件数"], &["规章", "12"]]).raw("Q");
    let bytes = String::from_utf8_lossy(&pdf(&[&sheet])).replace("[0 0 595 842]", "[0 0 59 84.2]").into_bytes();
    gives(&bytes, "grid 2x2\n  0 0 1 1 信息内容\n  0 1 1 1 件数\n  1 0 1 1 规章\n  1 1 1 1 12\n");
    assert_eq!(places(&bytes)[3], "box 20.0 12.0 26.0 14.0");
}

#[test]
fn digits_below_each_other_are_not_known() {
    let mut sheet = PageBuilder::default();
    sheet
        .table(&[72.0, 150.0, 200.0], &[100.0, 112.0, 124.0], &[&["规章", ""], &["规范性文件", ""]])
        .vertical(175.0, 101.0, 10.0, "70");
    let (document, _) = open(&pdf(&[&sheet]));
    let read = render(&document);
    assert!(read.contains('\u{fffd}') && !read.contains('7'), "{read}");
}

#[test]
fn vertical_writing_in_a_cell() {
    let mut sheet = PageBuilder::default();
    sheet.table(&[72.0, 92.0, 200.0], &[100.0, 200.0], &[&["", "（一）予以公开"]]).vertical(
        82.0,
        105.0,
        10.0,
        "本年度办理",
    );
    gives(&pdf(&[&sheet]), "grid 1x2\n  0 0 1 1 本年度办理\n  0 1 1 1 （一）予以公开\n");
}

#[test]
fn watermarks_across_the_page_are_no_text() {
    let mut sheet = PageBuilder::default();
    sheet.text(72.0, 100.0, 12.0, "正文一行").turned(200.0, 300.0, 40.0, "内部资料", "0.7 0.7 -0.7 0.7");
    gives(&pdf(&[&sheet]), "p 正文一行\n");
}

#[test]
fn clipped_text_and_lines_are_not_there() {
    let mut sheet = PageBuilder::default();
    sheet.raw("q 60 700 200 100 re W n").text(72.0, 100.0, 12.0, "看得见").text(300.0, 100.0, 12.0, "看不见").raw("Q");
    gives(&pdf(&[&sheet]), "p 看得见\n");
}

#[test]
fn a_table_over_the_edge_keeps_its_labels_and_tells_of_lost_cells() {
    // As writers of web pages do: lines are cut at the page, texts beyond it are left out.
    let mut cut = PageBuilder::default();
    cut.table(&[0.0, 200.0, 420.0, 595.0], &[100.0, 120.0, 140.0], &[&[], &["", "12", ""]]);
    cut.text(-35.0, 103.0, 10.0, "一、本年新收").text(203.0, 103.0, 10.0, "自然人");
    let (document, notices) = open(&pdf(&[&cut]));
    let expected = "grid 2x2\n  0 0 1 1 一、本年新收\n  0 1 1 1 自然人\n  1 0 1 1\n  1 1 1 1 12\n";
    assert_eq!((render(&document).as_str(), notices), (expected, vec!["READ-CUT".to_owned()]));
}

#[test]
fn underlines_and_fills_in_narrow_cells() {
    let mut sheet = PageBuilder::default();
    // A shaded row, and an underlined value (a line as wide as its text).
    sheet.raw("0.9 g 72 682 78 30 re f 0 g");
    sheet.table(&[72.0, 110.0, 150.0], &[100.0, 130.0, 160.0], &[&["甲", "20"], &["乙", "0"]]);
    sheet.line(113.0, 113.6, 123.0, 113.6);
    gives(&pdf(&[&sheet]), "grid 2x2\n  0 0 1 1 甲\n  0 1 1 1 20\n  1 0 1 1 乙\n  1 1 1 1 0\n");
}

fn sample() -> Vec<u8> {
    let mut first = PageBuilder::default();
    first.text(72.0, 60.0, 12.0, "二、主动公开政府信息情况").table(
        &[72.0, 200.0, 260.0, 320.0],
        &[760.0, 780.0, 800.0],
        &[&["信息内容", "制发", "废止"], &["规章", "1", "0"]],
    );
    let mut second = PageBuilder::default();
    second
        .table(&[72.0, 200.0, 260.0, 320.0], &[50.0, 70.0], &[&["规范性文件", "8", "2"]])
        .vertical(500.0, 100.0, 12.0, "竖排");
    pdf(&[&first, &second])
}

#[test]
fn the_sample_reads() {
    let expected = "p 二、主动公开政府信息情况\ngrid 3x3\n  0 0 1 1 信息内容\n  0 1 1 1 制发\n  0 2 1 1 废止\n  1 0 1 1 规章\n  1 1 1 1 1\n  1 2 1 1 0\n  2 0 1 1 规范性文件\n  2 1 1 1 8\n  2 2 1 1 2\np 竖排\n";
    gives(&sample(), expected);
}

#[test]
fn truncation_and_changed_bytes_never_panic() {
    let bytes = sample();
    for end in (0..bytes.len()).step_by(64) {
        let _ = read(&bytes[..end], &mut Context::default());
    }
    let mut changed = bytes.clone();
    for at in (0..bytes.len()).step_by(7) {
        for value in [0, b' ', b'9', 0xff] {
            changed[at] = value;
            let _ = read(&changed, &mut Context::default());
        }
        changed[at] = bytes[at];
    }
}

#[test]
fn cycles_and_lies_end() {
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>".to_owned();
    let catalog = (1, "<< /Type /Catalog /Pages 2 0 R >>".to_owned());
    // A page tree that is its own child, twice.
    let cycle = file(
        &[
            catalog.clone(),
            (2, "<< /Type /Pages /Count 999999999 /Kids [3 0 R 2 0 R 4 0 R] >>".to_owned()),
            (3, "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R 4 0 R] >>".to_owned()),
            (4, page.clone()),
        ],
        "/Root 1 0 R",
    );
    let (document, _) = open(&cycle);
    assert_eq!(document.pages, Some(1));
    // A cross-reference section that is its own predecessor.
    let plain = file(
        &[catalog.clone(), (2, "<< /Type /Pages /Count 1 /Kids [4 0 R] >>".to_owned()), (4, page.clone())],
        "/Root 1 0 R",
    );
    let start = String::from_utf8_lossy(&plain).find("xref\n").unwrap();
    let text = String::from_utf8_lossy(&plain).replace("/Root 1 0 R", &format!("/Root 1 0 R /Prev {start}"));
    let _ = read(text.as_bytes(), &mut Context::default());
    // A form that draws itself, and nothing but opening brackets.
    let form = (
        5,
        stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>", "/X Do /X Do"),
    );
    let own =
        (4, "<< /Type /Page /Parent 2 0 R /Contents 6 0 R /Resources << /XObject << /X 5 0 R >> >> >>".to_owned());
    let nested = (6, stream("", &format!("/X Do {} {}", "q ".repeat(20_000), "[".repeat(20_000))));
    let _ = read(
        &file(
            &[catalog, (2, "<< /Type /Pages /Count 1 /Kids [4 0 R] >>".to_owned()), own, form, nested],
            "/Root 1 0 R",
        ),
        &mut Context::default(),
    );
}

#[test]
fn limits_hold() {
    let kinds = |limits: crate::limits::Limits| {
        let mut context = Context { limits, ..Context::default() };
        read(&sample(), &mut context).map(|_| ()).map_err(|error| (error.kind, error.part.to_string()))
    };
    let limits = crate::limits::Limits::default();
    let over = |part: &str| Err((ReadErrorKind::LimitExceeded, part.to_owned()));
    assert_eq!(kinds(limits), Ok(()));
    assert_eq!(kinds(crate::limits::Limits { document_bytes: 64 << 10, ..limits }), over("document_bytes"));
    assert_eq!(kinds(crate::limits::Limits { document_bytes: (128 << 10) + 1_000, ..limits }), over("document_bytes"));
    assert_eq!(kinds(crate::limits::Limits { document_bytes: (128 << 10) + 160, ..limits }), over("document_bytes"));
}

#[test]
fn what_is_no_pdf() {
    for bytes in [b"%PDF-1.7".as_slice(), b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF", b"%PDF-"] {
        let error = read(bytes, &mut Context::default()).unwrap_err();
        assert_eq!(error.kind, ReadErrorKind::Damaged);
    }
}

/// A file of LibreOffice's (`tests/fixtures/pdf`, made of `report.fodt`).
fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/fixtures/pdf/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn a_report_with_footers_a_repeated_header_and_a_group_cut_by_the_page() {
    let expected = std::fs::read_to_string(format!("{}/tests/fixtures/pdf/report.txt", env!("CARGO_MANIFEST_DIR")));
    let (document, notices) = open(&fixture("report.pdf"));
    assert_eq!((render(&document), notices), (expected.unwrap(), Vec::new()));
    assert_eq!(document.metadata.title.as_deref(), Some("青石镇年度报告"));
}

#[test]
fn encrypted_files_open_with_an_empty_password_only() {
    let (plain, _) = open(&fixture("report.pdf"));
    let (owner, _) = open(&fixture("report-owner-password.pdf"));
    assert_eq!(render(&owner), render(&plain));
    let error = read(&fixture("report-user-password.pdf"), &mut Context::default()).unwrap_err();
    assert_eq!(error.kind, ReadErrorKind::Encrypted);
}

#[test]
fn the_report_cut_at_every_64th_byte_never_panics() {
    // Every 64th byte of the structure at the end, every 2048th of the streams before it: a repair of the
    // cross-reference table costs milliseconds in an unoptimized build.
    let bytes = fixture("report.pdf");
    let tail = bytes.len().saturating_sub(4_096);
    for end in (0..tail).step_by(2_048).chain((tail..bytes.len()).step_by(64)) {
        let _ = read(&bytes[..end], &mut Context::default());
    }
}
