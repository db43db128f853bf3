//! Documents made in memory, and the paragraphs and grids that they must give.

use std::io::Cursor;

use super::excel::number;
use crate::error::ReadErrorKind;
use crate::limits::{CELL_BYTES, Limits};
use crate::reader::golden::render;
use crate::reader::zip::build;
use crate::reader::{Context, Format, read};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook of one sheet with these rows (`A1` style references are given) and merged regions.
pub(super) fn xlsx(rows: &str, merges: &[&str]) -> Vec<u8> {
    xlsx_with(rows, merges, &Extras::default())
}

/// What a workbook may say beside its rows.
#[derive(Default)]
pub(super) struct Extras<'a> {
    /// In front of the rows.
    pub columns: &'a str,
    /// Attributes of the only sheet in the workbook's list.
    pub sheet: &'a str,
    /// Behind the list of sheets.
    pub workbook: &'a str,
    pub styles: Option<&'a str>,
    pub texts: Option<&'a str>,
}

pub(super) fn xlsx_with(rows: &str, merges: &[&str], extras: &Extras<'_>) -> Vec<u8> {
    let Extras { columns, sheet: attributes, workbook: behind, styles, texts } = extras;
    let merges: String = merges.iter().map(|region| format!("<mergeCell ref=\"{region}\"/>")).collect();
    let sheet = format!(
        "<worksheet xmlns=\"{MAIN}\">{columns}<sheetData>{rows}</sheetData><mergeCells>{merges}</mergeCells></worksheet>"
    );
    let workbook = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets><sheet name=\"Sheet1\" sheetId=\"1\" {attributes} r:id=\"r1\"/></sheets>{behind}</workbook>"
    );
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"r1\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let root = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"r1\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let plain = format!(
        "<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
    );
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/styles.xml", styles.unwrap_or(&plain).as_bytes()),
    ];
    parts.extend(texts.map(|texts| ("xl/sharedStrings.xml", texts.as_bytes())));
    build::zip(&parts)
}

/// Rows of cells; numbers as numbers, everything else as inline text, blank for none.
pub(super) fn rows(texts: &[&[&str]]) -> String {
    let mut xml = String::new();
    for (row, cells) in texts.iter().enumerate() {
        xml.push_str(&format!("<row r=\"{}\">", row + 1));
        for (column, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let place = format!("{}{}", char::from(b'A' + column as u8), row + 1);
            xml.push_str(&match text.parse::<f64>() {
                Ok(_) => format!("<c r=\"{place}\"><v>{text}</v></c>"),
                Err(_) => format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
            });
        }
        xml.push_str("</row>");
    }
    xml
}

pub(super) fn rendered(format: Format, bytes: &[u8]) -> String {
    render(&read(format, bytes, &mut Context::default()).unwrap())
}

#[test]
fn a_table_with_merges_and_blanks() {
    let cells = rows(&[
        &["信息内容", "", "数量"],
        &["规章", "本年", "12"],
        &["", "上年", ""],
        &["费用", "", "909.7600000000001"],
    ]);
    assert_eq!(
        rendered(Format::Xlsx, &xlsx(&cells, &["A1:B1", "A2:A3", "A4:B4"])),
        "grid 4x3\n  0 0 1 2 信息内容\n  0 2 1 1 数量\n  1 0 2 1 规章\n  1 1 1 1 本年\n  1 2 1 1 12\n  2 1 1 1 上年\n  2 2 1 1\n  3 0 1 2 费用\n  3 2 1 1 909.76\n"
    );
}

#[test]
fn a_report_laid_out_in_a_sheet() {
    let cells = rows(&[
        &["某局2023年政府信息公开工作年度报告"],
        &["一、总体情况"],
        &["本年度主动公开信息 12 条。"],
        &["二、主动公开政府信息情况"],
        &["第二十条第（一）项"],
        &["信息内容", "本年制发件数"],
        &["规章", "0"],
        &["三、收到和处理"],
        &[],
        &["一、本年新收", "3"],
        &["二、上年结转", ""],
        &["三、本年度办理结果", "3"],
    ]);
    let merges = ["A1:B1", "A2:B2", "A3:B3", "A4:B4", "A5:B5", "A8:B8"];
    assert_eq!(
        rendered(Format::Xlsx, &xlsx(&cells, &merges)),
        "p 某局2023年政府信息公开工作年度报告\np 一、总体情况\np 本年度主动公开信息 12 条。\np 二、主动公开政府信息情况\n\
         grid 3x2\n  0 0 1 2 第二十条第（一）项\n  1 0 1 1 信息内容\n  1 1 1 1 本年制发件数\n  2 0 1 1 规章\n  2 1 1 1 0\n\
         p 三、收到和处理\n\
         grid 3x2\n  0 0 1 1 一、本年新收\n  0 1 1 1 3\n  1 0 1 1 二、上年结转\n  1 1 1 1\n  2 0 1 1 三、本年度办理结果\n  2 1 1 1 3\n"
    );
}

#[test]
fn values_as_text() {
    let cells = "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>44225</v></c><c r=\"B1\" t=\"b\"><v>1</v></c>\
                 <c r=\"C1\" t=\"e\"><v>#N/A</v></c><c r=\"D1\"><v>1E+3</v></c><c r=\"E1\"><v>-0.5</v></c></row>";
    assert_eq!(
        rendered(Format::Xlsx, &xlsx(cells, &[])),
        "grid 1x5\n  0 0 1 1 2021-01-29\n  0 1 1 1 TRUE\n  0 2 1 1 #N/A\n  0 3 1 1 1000\n  0 4 1 1 -0.5\n"
    );
}

#[test]
fn doubles_without_noise() {
    for (value, text) in [
        (0.0, "0"),
        (1_423.0, "1423"),
        (0.1 + 0.2, "0.3"),
        (909.760_000_000_000_1, "909.76"),
        (24_252.311_082, "24252.311082"),
        (123_456_789_012_345.0, "123456789012345"),
    ] {
        assert_eq!(number(value), text);
    }
}

#[test]
fn single_columns_are_prose_and_sheets_have_names() {
    let cells = rows(&[&["标题"], &["一段话"], &["又一段"]]);
    assert_eq!(rendered(Format::Xlsx, &xlsx(&cells, &[])), "p 标题\np 一段话\np 又一段\n");
}

pub(super) fn ods(tables: &str) -> Vec<u8> {
    let content =
        format!("<office:document-content><office:spreadsheet>{tables}</office:spreadsheet></office:document-content>");
    build::stored(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
    ])
}

#[test]
fn open_document_sheets() {
    let tables = "<table:table table:name=\"表一\"><table:table-row>\
        <table:table-cell table:number-columns-spanned=\"2\"><text:p>信息<text:s text:c=\"2\"/>内容</text:p></table:table-cell>\
        <table:covered-table-cell/><table:table-cell><text:p>数量</text:p></table:table-cell>\
        <table:table-cell table:number-columns-repeated=\"16381\"/></table:table-row>\
        <table:table-row table:number-rows-repeated=\"2\">\
        <table:table-cell><office:annotation><text:p>批注</text:p></office:annotation><text:p>规章</text:p><text:p>条</text:p></table:table-cell>\
        <table:table-cell/><table:table-cell office:value-type=\"float\" office:value=\"909.76\"><text:p>909.8</text:p></table:table-cell>\
        </table:table-row><table:table-row table:number-rows-repeated=\"1048573\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
        </table:table><table:table table:name=\"Sheet2\"><table:table-row><table:table-cell><text:p>a&amp;b</text:p></table:table-cell></table:table-row></table:table>";
    assert_eq!(
        rendered(Format::Ods, &ods(tables)),
        "h 表一\ngrid 3x3\n  0 0 1 2 信息  内容\n  0 2 1 1 数量\n  1 0 1 1 规章\\n条\n  1 1 1 1\n  1 2 1 1 909.76\n\
         \u{20} 2 0 1 1 规章\\n条\n  2 1 1 1\n  2 2 1 1 909.76\np a&b\n"
    );
}

#[test]
fn drafts_come_behind_what_they_are_drafts_of() {
    let sheet = |name: &str| {
        format!(
            "<table:table table:name=\"{name}\"><table:table-row><table:table-cell><text:p>{name}的表</text:p></table:table-cell></table:table-row></table:table>"
        )
    };
    let order = |names: &[&str]| {
        let tables: String = names.iter().map(|name| sheet(name)).collect();
        rendered(Format::Ods, &ods(&tables))
            .lines()
            .filter_map(|line| Some(line.strip_prefix("h ")?.to_owned()))
            .collect::<Vec<_>>()
    };
    assert_eq!(order(&["初稿", "年报", "旧"]), ["年报", "初稿", "旧"]);
    assert_eq!(order(&["空表（模板）", "样表"]), ["空表（模板）", "样表"]);
    assert_eq!(order(&["2022年一季度", "上半年", "全年"]), ["全年", "2022年一季度", "上半年"]);
    assert_eq!(order(&["旧城街道", "法规科"]), ["旧城街道", "法规科"]);
    // The sum of those of several offices.
    assert_eq!(
        order(&["办公室", "法规科", "全局汇总", "汇总（初稿）"]),
        ["全局汇总", "办公室", "法规科", "汇总（初稿）"]
    );
}

/// A BIFF record (MS-XLS 2.1.4).
pub(super) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

pub(super) fn place(row: u16, column: u16) -> Vec<u8> {
    [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat()
}

pub(super) fn number_cell(row: u16, column: u16, value: f64) -> Vec<u8> {
    record(0x0203, &[place(row, column), value.to_le_bytes().to_vec()].concat())
}

/// A workbook of BIFF8 records (MS-XLS 2.1) with this content, under so many names.
pub(super) fn xls_of(content: &[Vec<u8>], names: usize) -> Vec<u8> {
    xls_with(&[], content, names)
}

/// The same with further records before the list of sheets ends.
pub(super) fn xls_with(more: &[Vec<u8>], content: &[Vec<u8>], names: usize) -> Vec<u8> {
    let start = |kind: u16| record(0x0809, &[&[0, 6][..], &kind.to_le_bytes(), &[0; 12]].concat());
    let end = record(0x000a, &[]);
    let name =
        |at: usize, letter: u8| record(0x0085, &[&(at as u32).to_le_bytes()[..], &[0, 0, 1, 0, letter]].concat());
    let globals = start(5).len() + name(0, 0).len() * names + more.concat().len() + end.len();
    let names: Vec<Vec<u8>> = (0..names).map(|place| name(globals, b'A' + (place % 26) as u8)).collect();
    let stream = [start(5), names.concat(), more.concat(), end.clone(), start(0x10), content.concat(), end].concat();
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    std::io::Write::write_all(&mut file.create_stream("/Workbook").unwrap(), &stream).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// One sheet with a label, numbers and a merged region.
fn xls() -> Vec<u8> {
    let units: Vec<u8> = "合计".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let label = record(0x0204, &[place(0, 0), vec![2, 0, 1], units].concat());
    let merge = record(0x00e5, &[1, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
    xls_of(&[label, number_cell(1, 0, 3.0), number_cell(1, 1, 0.25), merge], 1)
}

#[test]
fn excel_97_sheets() {
    assert_eq!(crate::reader::sniff(&xls()), Format::Xls);
    assert_eq!(rendered(Format::Xls, &xls()), "grid 2x2\n  0 0 1 2 合计\n  1 0 1 1 3\n  1 1 1 1 0.25\n");
}

/// Streams of less than 4,096 bytes are kept in sectors of 64: the library counts those of the whole file wrongly.
#[test]
fn short_streams_of_excel_97_workbooks() {
    for rows in [1, 20, 60, 120, 220, 240] {
        let cells: Vec<Vec<u8>> =
            (0..rows).flat_map(|row| [number_cell(row, 0, f64::from(row)), number_cell(row, 1, 7.0)]).collect();
        let grid = rendered(Format::Xls, &xls_of(&cells, 1));
        assert!(grid.ends_with(&format!("  {0} 0 1 1 {0}\n  {0} 1 1 1 7\n", rows - 1)), "{rows}: {grid}");
    }
}

/// With a picture beside the workbook whose chain of sectors runs into another: `cfb` refuses the whole file.
#[test]
fn excel_97_workbooks_are_salvaged() {
    let mut file = cfb::CompoundFile::open(Cursor::new(xls())).unwrap();
    std::io::Write::write_all(&mut file.create_stream("/picture").unwrap(), &[7; 20_000]).unwrap();
    file.flush().unwrap();
    let whole = file.into_inner().into_inner();
    let size = 1_usize << whole[0x1e];
    let table = (1 + usize::from(whole[0x4c])) * size;
    let mut salvaged = 0;
    for at in (table..table + size).step_by(4) {
        let mut bytes = whole.clone();
        bytes[at..at + 4].copy_from_slice(&[0; 4]);
        let mut context = Context::default();
        // The chain of the workbook itself may be the one that is broken.
        let document = read(Format::Xls, &bytes, &mut context).unwrap_or_default();
        if document.blocks.is_empty() {
            continue;
        }
        assert_eq!(crate::reader::golden::render(&document), rendered(Format::Xls, &xls()));
        let refused = cfb::CompoundFile::open(Cursor::new(bytes.as_slice())).is_err();
        let codes: Vec<_> = context.notices.iter().map(|notice| notice.code()).collect();
        assert_eq!(codes, if refused { vec!["READ-PART"] } else { vec![] });
        salvaged += usize::from(refused);
    }
    assert!(salvaged > 0);
}

/// Small files that would be laid out as billions of cells.
#[test]
fn excel_97_sheets_ask_for_no_more_memory_than_a_sheet_has() {
    let dimensions = |first: u32, end: u32, right: u16| {
        record(0x0200, &[&first.to_le_bytes()[..], &end.to_le_bytes(), &[0, 0], &right.to_le_bytes(), &[0, 0]].concat())
    };
    let part = |bytes: &[u8]| read(Format::Xls, bytes, &mut Context::default()).map(|_| ()).map_err(|error| error.part);
    let one = number_cell(3, 1, 1.0);
    assert_eq!(part(&xls_of(&[dimensions(0, 65_536, 256), one.clone()], 1)), Ok(()));
    assert_eq!(part(&xls_of(&vec![one.clone(); 2_000], 1)), Ok(()), "a stream that is not short");
    assert_eq!(part(&xls_of(&[dimensions(0, u32::MAX, 9), one.clone()], 1)), Err("cells".into()));
    assert_eq!(part(&xls_of(&[dimensions(9, 3, 9), one.clone()], 1)), Err("cells".into()));
    assert_eq!(part(&xls_of(&[one.clone(), number_cell(u16::MAX, u16::MAX, 1.0)], 1)), Err("cells".into()));
    // Each sheet is small enough; together they are not.
    let corners = [number_cell(0, 0, 1.0), number_cell(u16::MAX, 99, 1.0)];
    assert_eq!(part(&xls_of(&corners, 2)), Ok(()));
    assert_eq!(part(&xls_of(&corners, 3)), Err("cells".into()));
    assert_eq!(part(&xls_of(&vec![one.clone(); 200], 90)), Err("workbook".into()), "sheets over each other");
    assert_eq!(part(&xls_of(&[one], 1_001)), Err("sheets".into()));
    let whole = xls();
    for length in (0..whole.len()).step_by(7) {
        let _ = read(Format::Xls, &whole[..length], &mut Context::default());
    }
}

#[test]
fn limits_hold() {
    let far = "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"XFD1\"><v>1</v></c></row>\
               <row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c></row>";
    // Far apart, but not one table: two grids.
    assert!(read(Format::Xlsx, &xlsx(far, &[]), &mut Context::default()).is_ok());
    let kind = |bytes: &[u8], limits: Limits| {
        read(Format::Xlsx, bytes, &mut Context { limits, ..Context::default() }).map(|_| ()).map_err(|error| error.part)
    };
    let wide = xlsx(far, &["A1:A1048576"]);
    assert_eq!(kind(&wide, Limits::default()), Err("cells".into()));
    let plain = xlsx(&rows(&[&["a", "b", "c"]]), &[]);
    assert_eq!(
        kind(&plain, Limits { document_bytes: 2 * CELL_BYTES, ..Limits::default() }),
        Err("document_bytes".into())
    );
    assert_eq!(kind(&plain, Limits { inflated_bytes: 300, ..Limits::default() }), Err("inflated_bytes".into()));
    let repeated = ods("<table:table><table:table-row table:number-rows-repeated=\"1000000\">\
        <table:table-cell table:number-columns-repeated=\"16384\"><text:p>1</text:p></table:table-cell></table:table-row></table:table>");
    let error = read(Format::Ods, &repeated, &mut Context::default()).unwrap_err();
    assert_eq!(error.kind, ReadErrorKind::LimitExceeded);
}

#[test]
fn hostile_workbooks_never_panic() {
    let samples = [
        (Format::Xlsx, xlsx(&rows(&[&["a", "1"], &["b", "2"]]), &["A1:B1", "A1:A2", "B2:A1", "A1:XFD1048576"])),
        (Format::Xls, xls()),
        (
            Format::Ods,
            ods(
                "<table:table><table:table-row><table:table-cell table:number-rows-spanned=\"4294967295\"><text:p>1</text:p></table:table-cell></table:table-row></table:table>",
            ),
        ),
    ];
    for (format, whole) in samples {
        for end in (0..whole.len()).step_by(64) {
            let _ = read(format, &whole[..end], &mut Context::default());
        }
        for at in (0..whole.len()).step_by(5) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x81;
            let _ = read(format, &bytes, &mut Context::default());
        }
    }
}
