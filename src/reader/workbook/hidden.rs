//! What workbooks hide, strike or leave to be calculated, in every format: the grid that is seen, and what is told of
//! the rest.

use super::tests::*;
use crate::document::{Document, Unread};
use crate::limits::Limits;
use crate::reader::golden::render;
use crate::reader::{Context, Format, read};

pub(super) fn document(format: Format, bytes: &[u8]) -> Document {
    read(format, bytes, &mut Context::default()).unwrap()
}

/// How many texts were left out, and the first.
pub(super) type Told = Option<(u32, String)>;

/// The grid, and the first hidden and struck texts with their counts.
pub(super) fn seen(format: Format, bytes: &[u8]) -> (String, Told, Told) {
    let document = document(format, bytes);
    let omitted = |omitted: &Option<crate::document::Omitted>| {
        omitted.as_ref().map(|omitted| (omitted.count, omitted.text.clone()))
    };
    (render(&document), omitted(&document.omissions.hidden), omitted(&document.omissions.struck))
}

/// Texts of the cells that are not blank though they have no text.
fn unread(format: Format, bytes: &[u8]) -> Vec<(usize, usize)> {
    let document = document(format, bytes);
    let cells = document.grids().flat_map(|grid| grid.cells.iter());
    cells.filter(|cell| cell.unread == Some(Unread::Formula)).map(|cell| (cell.row, cell.column)).collect()
}

/// Three rows and three columns, the middle ones hidden, and what is seen of them: the region merged over the first row
/// loses its middle, that over the last column begins in a hidden row.
const SEEN: &str = "grid 2x2\n  0 0 1 2 表\n  1 0 1 1 新收\n  1 1 1 1 12\n";

const XLSX_ROWS: [&str; 3] = [
    "<c r=\"A1\" t=\"inlineStr\"><is><t>表</t></is></c>",
    "<c r=\"A2\" t=\"inlineStr\"><is><t>去年</t></is></c><c r=\"B2\"><v>7</v></c><c r=\"C2\"><v>8</v></c>",
    "<c r=\"A3\" t=\"inlineStr\"><is><t>新收</t></is></c><c r=\"B3\"><v>9</v></c><c r=\"C3\"><v>12</v></c>",
];

fn xlsx_rows(hidden: &str) -> String {
    let row = |at: usize, attributes: &str| format!("<row r=\"{}\" {attributes}>{}</row>", at + 1, XLSX_ROWS[at]);
    [row(0, ""), row(1, hidden), row(2, "")].concat()
}

#[test]
fn hidden_rows_and_columns_of_excel() {
    let omitted = Some((3, "7".to_owned()));
    for (row, column) in [
        ("hidden=\"1\"", "<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols>"),
        (
            "hidden=\"true\" outlineLevel=\"1\"",
            "<cols><col min=\"2\" max=\"2\" width=\"0\" outlineLevel=\"1\"/></cols>",
        ),
        ("ht=\"0\" customHeight=\"1\"", "<cols><col min=\"2\" max=\"2\" width=\"0.0\" customWidth=\"1\"/></cols>"),
    ] {
        let extras = Extras { columns: column, ..Extras::default() };
        let bytes = xlsx_with(&xlsx_rows(row), &["A1:C1"], &extras);
        assert_eq!(seen(Format::Xlsx, &bytes), (SEEN.to_owned(), omitted.clone(), None), "{row}");
    }
    // With its hidden column the table is kept apart; hidden rows are not in it.
    let columns = "<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols>";
    let bytes = xlsx_with(&xlsx_rows("hidden=\"1\""), &["A1:C1"], &Extras { columns, ..Extras::default() });
    let behind = document(Format::Xlsx, &bytes).behind;
    let texts: Vec<Vec<&str>> =
        behind.iter().map(|(_, grid)| grid.cells.iter().map(|cell| cell.text.as_str()).collect()).collect();
    assert_eq!(texts, [["表", "新收", "9", "12"]]);
    let all = xlsx_with(&xlsx_rows("hidden=\"0\""), &["A1:C1"], &Extras::default());
    let (grid, hidden, _) = seen(Format::Xlsx, &all);
    assert!(grid.starts_with("grid 3x3") && hidden.is_none(), "{grid}");
}

#[test]
fn hidden_sheets_of_excel() {
    for state in ["hidden", "veryHidden"] {
        let state = format!("state=\"{state}\"");
        let bytes = xlsx_with(&xlsx_rows(""), &[], &Extras { sheet: &state, ..Extras::default() });
        assert_eq!(seen(Format::Xlsx, &bytes), (String::new(), Some((4, "7".to_owned())), None));
    }
}

#[test]
fn hidden_rows_and_columns_of_excel_97() {
    let label = |row, column, text: &str| {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        record(0x0204, &[place(row, column), vec![units.len() as u8 / 2, 0, 1], units].concat())
    };
    let row =
        |row: u8, height: u8, flags: u8| record(0x0208, &[row, 0, 0, 0, 3, 0, height, 0, 0, 0, 0, 0, flags, 1, 0, 0]);
    let column = |width: u8, flags: u8| record(0x007d, &[1, 0, 1, 0, width, 0, 0, 0, flags, 0, 0, 0]);
    let cells = [
        label(0, 0, "表"),
        label(1, 0, "去年"),
        number_cell(1, 1, 7.0),
        number_cell(1, 2, 8.0),
        label(2, 0, "新收"),
        number_cell(2, 1, 9.0),
        number_cell(2, 2, 12.0),
        record(0x00e5, &[1, 0, 0, 0, 0, 0, 0, 0, 2, 0]),
    ];
    for hidden in [[column(9, 1), row(1, 9, 0x20)], [column(0, 0), row(1, 0, 0)]] {
        let bytes = xls_of(&[&hidden[..], &cells].concat(), 1);
        assert_eq!(seen(Format::Xls, &bytes), (SEEN.to_owned(), Some((3, "7".to_owned())), None));
    }
}

#[test]
fn hidden_parts_of_open_document_sheets() {
    let table = |attributes: &str, column: &str, row: &str| {
        format!(
            "<table:table {attributes}><table:table-column/><table:table-column {column}/><table:table-column/>\
             <table:table-row><table:table-cell table:number-columns-spanned=\"3\"><text:p>表</text:p></table:table-cell>\
             <table:covered-table-cell table:number-columns-repeated=\"2\"/></table:table-row>{row}\
             <table:table-row><table:table-cell><text:p>新收</text:p></table:table-cell>\
             <table:table-cell><text:p>9</text:p></table:table-cell><table:table-cell><text:p>12</text:p></table:table-cell></table:table-row></table:table>"
        )
    };
    let row = |attributes: &str| {
        format!(
            "<table:table-row {attributes}><table:table-cell><text:p>去年</text:p></table:table-cell>\
             <table:table-cell><text:p>7</text:p></table:table-cell><table:table-cell><text:p>8</text:p></table:table-cell></table:table-row>"
        )
    };
    let collapsed = "table:visibility=\"collapse\"";
    for hidden in [
        row(collapsed),
        row("table:visibility=\"filter\""),
        format!("<table:table-row-group table:display=\"false\">{}</table:table-row-group>", row("")),
    ] {
        let bytes = ods(&table("", collapsed, &hidden));
        assert_eq!(seen(Format::Ods, &bytes), (SEEN.to_owned(), Some((3, "7".to_owned())), None), "{hidden}");
    }
    let styles = "<style:style style:name=\"ta1\"><style:table-properties table:display=\"false\"/></style:style>";
    let bytes = ods(&format!("{styles}{}", table("table:style-name=\"ta1\"", "", &row(""))));
    assert_eq!(seen(Format::Ods, &bytes), (String::new(), Some((4, "7".to_owned())), None));
}

pub(super) fn xml_2003(styles: &str, table: &str, options: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\
         <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
         <Styles>{styles}</Styles><Worksheet ss:Name=\"Sheet1\"><Table>{table}</Table>{options}</Worksheet></Workbook>"
    )
    .into_bytes()
}

#[test]
fn workbooks_in_one_xml_file() {
    let table = "<Column/><Column ss:Hidden=\"1\"/><Row><Cell ss:MergeAcross=\"2\"><Data ss:Type=\"String\">表</Data>\
        <Comment><ss:Data><B>批注 5</B></ss:Data></Comment></Cell></Row>\
        <Row ss:Hidden=\"1\"><Cell><Data>去年</Data></Cell><Cell><Data>7</Data></Cell><Cell><Data>8</Data></Cell></Row>\
        <Row><Cell><Data ss:Type=\"String\">新收</Data></Cell><Cell><Data>9</Data></Cell><Cell><Data ss:Type=\"Number\">12</Data></Cell></Row>";
    let bytes = xml_2003("", table, "<WorksheetOptions><Visible>SheetVisible</Visible></WorksheetOptions>");
    assert_eq!(crate::reader::sniff(&bytes), Format::SpreadsheetMl);
    assert_eq!(seen(Format::SpreadsheetMl, &bytes), (SEEN.to_owned(), Some((3, "7".to_owned())), None));
    let bytes = xml_2003("", table, "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>");
    assert_eq!(seen(Format::SpreadsheetMl, &bytes), (String::new(), Some((4, "7".to_owned())), None));
    // Places by index, text with marks and struck digits, a formula without a value.
    let styles = "<Style ss:ID=\"s1\"><Font ss:StrikeThrough=\"1\"/></Style>";
    let table = "<Row ss:Index=\"2\"><Cell ss:Index=\"2\"><Data>甲&#10;乙</Data></Cell><Cell><ss:Data><Font>39</Font>3<Sup>1</Sup></ss:Data></Cell></Row>\
        <Row><Cell ss:Index=\"2\"><ss:Data><S>9</S>4</ss:Data></Cell><Cell ss:StyleID=\"s1\"><Data>5</Data></Cell></Row>\
        <Row><Cell ss:Index=\"2\" ss:Formula=\"=1+1\"/><Cell ss:Formula=\"=1+1\"><Data ss:Type=\"Number\">2</Data></Cell></Row>";
    let bytes = xml_2003(styles, table, "");
    let grid = "grid 3x2\n  0 0 1 1 甲\\n乙\n  0 1 1 1 393¹\n  1 0 1 1 4\n  1 1 1 1\n  2 0 1 1\n  2 1 1 1 2\n";
    assert_eq!(seen(Format::SpreadsheetMl, &bytes), (grid.to_owned(), None, Some((2, "9".to_owned()))));
    assert_eq!(unread(Format::SpreadsheetMl, &bytes), [(2, 0)]);
    for end in 0..bytes.len() {
        let _ = read(Format::SpreadsheetMl, &bytes[..end], &mut Context::default());
    }
}

#[test]
fn formulas_without_a_stored_value() {
    let cells = |formula: &str| {
        format!("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</v></c><c r=\"C1\">{formula}</c></row>")
    };
    for formula in ["<f>A1+B1</f><v></v>", "<f>A1+B1</f>", "<f>A1+B1</f><v/>", "<f t=\"shared\" si=\"0\"/>"] {
        assert_eq!(unread(Format::Xlsx, &xlsx(&cells(formula), &[])), [(0, 2)], "{formula}");
    }
    let (value, zero) = ("<f>A1+B1</f><v>3</v>", "<f>A1+B1</f><v>0</v>");
    assert_eq!(unread(Format::Xlsx, &xlsx(&cells(value), &[])), []);
    assert_eq!(unread(Format::Xlsx, &xlsx(&cells(zero), &[])), []);
    // A program that does not calculate writes zeros and leaves the rest to Excel.
    let later = Extras { workbook: "<calcPr calcId=\"1\" fullCalcOnLoad=\"1\"/>", ..Extras::default() };
    assert_eq!(unread(Format::Xlsx, &xlsx_with(&cells(zero), &[], &later)), [(0, 2)]);
    let both = cells(&format!("{zero}</c><c r=\"D1\">{value}"));
    assert_eq!(unread(Format::Xlsx, &xlsx_with(&both, &[], &later)), []);

    let cell = "<table:table-cell><text:p>1</text:p></table:table-cell>";
    let formula = |rest: &str| {
        ods(&format!(
            "<table:table><table:table-row>{cell}<table:table-cell table:formula=\"of:=[.A1]\"{rest}</table:table-row></table:table>"
        ))
    };
    assert_eq!(unread(Format::Ods, &formula("/>")), [(0, 1)]);
    assert_eq!(unread(Format::Ods, &formula(" office:value-type=\"string\" office:string-value=\"\"/>")), []);
    assert_eq!(unread(Format::Ods, &formula(" office:value-type=\"float\" office:value=\"1\"/>")), []);

    let formula = |row, result: [u8; 8], flags: u8| {
        record(0x0006, &[place(row, 1), result.to_vec(), vec![flags, 0, 0, 0, 0, 0, 3, 0, 0x1e, 1, 0]].concat())
    };
    let (blank, three) = ([3, 0, 0, 0, 0, 0, 0xff, 0xff], 3_f64.to_le_bytes());
    let xls = |formulas: &[Vec<u8>]| xls_of(&[&[number_cell(0, 0, 1.0), number_cell(1, 0, 1.0)], formulas].concat(), 1);
    assert_eq!(unread(Format::Xls, &xls(&[formula(0, blank, 0), formula(1, [0; 8], 3)])), [(0, 1), (1, 1)]);
    assert_eq!(unread(Format::Xls, &xls(&[formula(0, blank, 0), formula(1, three, 0)])), []);
    assert_eq!(unread(Format::Xls, &xls(&[formula(1, [0; 8], 0)])), []);
}

#[test]
fn marks_of_notes_and_struck_text() {
    let rich = "<r><t>39</t></r><r><rPr><sz val=\"9\"/></rPr><t>3</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t xml:space=\"preserve\">1</t></r>";
    let struck = "<r><rPr><strike/></rPr><t>9</t></r><r><rPr><strike val=\"0\"/></rPr><t>4</t></r>";
    let texts = format!("<sst uniqueCount=\"4000000000\"><si>{rich}</si><si>{struck}</si></sst>");
    let styles = "<styleSheet><fonts><font><sz val=\"9\"/></font><font><strike/></font></fonts><cellXfs><xf fontId=\"0\"/><xf fontId=\"1\"/></cellXfs></styleSheet>";
    let extras = Extras { texts: Some(&texts), styles: Some(styles), ..Extras::default() };
    let rows = format!(
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" s=\"1\"><v>5</v></c>\
         <c r=\"D1\" t=\"inlineStr\"><is>{rich}</is></c></row>"
    );
    let bytes = xlsx_with(&rows, &[], &extras);
    let grid = "grid 1x4\n  0 0 1 1 393¹\n  0 1 1 1 4\n  0 2 1 1\n  0 3 1 1 393¹\n";
    assert_eq!(seen(Format::Xlsx, &bytes), (grid.to_owned(), None, Some((2, "5".to_owned()))));

    let styles = "<style:style style:name=\"T1\"><style:text-properties style:text-position=\"super 58%\"/></style:style>\
        <style:style style:name=\"T2\"><style:text-properties style:text-line-through-style=\"solid\"/></style:style>\
        <style:style style:name=\"T3\"><style:text-properties style:text-line-through-style=\"none\" style:text-position=\"0% 100%\"/></style:style>";
    let cell = |attributes: &str, text: &str| {
        format!("<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>")
    };
    let cells = [
        cell("", "39<text:span text:style-name=\"T3\">3</text:span><text:span text:style-name=\"T1\">1</text:span>"),
        cell("office:value-type=\"float\" office:value=\"94\"", "<text:span text:style-name=\"T2\">9</text:span>4"),
        cell("table:style-name=\"T2\" office:value-type=\"float\" office:value=\"5\"", "5"),
        cell("", "<draw:custom-shape><text:p>6</text:p></draw:custom-shape>7"),
    ];
    let bytes =
        ods(&format!("{styles}<table:table><table:table-row>{}</table:table-row></table:table>", cells.concat()));
    let grid = "grid 1x4\n  0 0 1 1 393¹\n  0 1 1 1 4\n  0 2 1 1\n  0 3 1 1 7\n";
    assert_eq!(seen(Format::Ods, &bytes), (grid.to_owned(), None, Some((2, "9".to_owned()))));
}

/// A long text in many cells is copied into each of them.
#[test]
fn texts_that_cells_share_are_counted_for_each() {
    let limits = Limits { document_bytes: 150_000, ..Limits::default() };
    let part = |format, bytes: &[u8]| {
        read(format, bytes, &mut Context { limits, ..Context::default() }).map(|_| ()).map_err(|error| error.part)
    };
    let long = "长".repeat(1_000);
    let repeated = |times: u32| {
        ods(&format!(
            "<table:table><table:table-row table:number-rows-repeated=\"{times}\"><table:table-cell><text:p>{long}</text:p></table:table-cell>\
             <table:table-cell><text:p>1</text:p></table:table-cell></table:table-row></table:table>"
        ))
    };
    assert_eq!(part(Format::Ods, &repeated(20)), Ok(()));
    assert_eq!(part(Format::Ods, &repeated(40)), Err("document_bytes".into()));
    let texts = format!("<sst><si><t>{long}</t></si></sst>");
    let shared = |times: usize| {
        let row = |row: usize| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>");
        let rows: String = (1..=times).map(row).collect();
        xlsx_with(&rows, &[], &Extras { texts: Some(&texts), ..Extras::default() })
    };
    assert_eq!(part(Format::Xlsx, &shared(20)), Ok(()));
    assert_eq!(part(Format::Xlsx, &shared(60)), Err("document_bytes".into()));
    let xls = |times: u16| {
        let text =
            [vec![0xe8, 0x03, 1], "长".repeat(1_000).encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
        let sst = record(0x00fc, &[vec![1, 0, 0, 0, 1, 0, 0, 0], text].concat());
        let cells: Vec<Vec<u8>> = (0..times).map(|row| record(0x00fd, &[place(row, 0), vec![0; 4]].concat())).collect();
        xls_with(&[sst], &cells, 1)
    };
    assert_eq!(part(Format::Xls, &xls(20)), Ok(()));
    assert_eq!(part(Format::Xls, &xls(160)), Err("document_bytes".into()));
}

/// A row that was formatted away, above one that is seen, in every format.
#[test]
fn number_formats_that_show_nothing() {
    let seen_row = "grid 1x2\n  0 0 1 1 新收\n  0 1 1 1 12\n".to_owned();
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\";;;\"/><numFmt numFmtId=\"171\" formatCode=\"0&quot;件&quot;\"/></numFmts>\
        <fonts><font/></fonts><cellXfs><xf fontId=\"0\" numFmtId=\"171\"/><xf fontId=\"0\" numFmtId=\"170\"/></cellXfs></styleSheet>";
    let rows = "<row r=\"1\"><c r=\"A1\" s=\"1\" t=\"inlineStr\"><is><t>去年</t></is></c><c r=\"B1\" s=\"1\"><v>7</v></c></row>\
        <row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>新收</t></is></c><c r=\"B2\" s=\"0\"><v>12</v></c></row>";
    let bytes = xlsx_with(rows, &[], &Extras { styles: Some(styles), ..Extras::default() });
    assert_eq!(seen(Format::Xlsx, &bytes), (seen_row.clone(), Some((1, "7".to_owned())), None));

    let styles = "<Style ss:ID=\"a\"><NumberFormat ss:Format=\";;;\"/></Style><Style ss:ID=\"b\"><NumberFormat ss:Format=\"0;-0\"/></Style>";
    let table = "<Row><Cell ss:StyleID=\"a\"><Data>去年</Data></Cell><Cell ss:StyleID=\"a\"><Data>7</Data></Cell></Row>\
        <Row><Cell><Data>新收</Data></Cell><Cell ss:StyleID=\"b\"><Data ss:Type=\"Number\">12</Data></Cell></Row>";
    let found = seen(Format::SpreadsheetMl, &xml_2003(styles, table, ""));
    assert_eq!(found, (seen_row, Some((1, "7".to_owned())), None));

    let cell = |value: &str, text: &str| {
        format!("<table:table-cell office:value-type=\"float\" office:value=\"{value}\">{text}</table:table-cell>")
    };
    let cells = [cell("7", "<text:p/>"), cell("12", "<text:p>12</text:p>"), cell("0", "<text:p/>"), cell("3", "")];
    let table = format!("<table:table><table:table-row>{}</table:table-row></table:table>", cells.concat());
    let grid = "grid 1x3\n  0 0 1 1 12\n  0 1 1 1\n  0 2 1 1 3\n".to_owned();
    assert_eq!(seen(Format::Ods, &ods(&table)), (grid.clone(), Some((2, "7".to_owned())), None));
    // The same workbook as one file.
    let flat = format!(
        "<?xml version=\"1.0\"?><office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\"><office:body><office:spreadsheet>{table}\
         </office:spreadsheet></office:body></office:document>"
    );
    assert_eq!(crate::reader::sniff(flat.as_bytes()), Format::Ods);
    assert_eq!(seen(Format::Ods, flat.as_bytes()), (grid, Some((2, "7".to_owned())), None));
}

/// Fonts and formats of Excel 97: a struck cell, one formatted away, digits struck and raised inside of texts.
#[test]
fn looks_of_excel_97() {
    let font =
        |options: u8, raised: u8| record(0x0031, &[200, 0, options, 0, 0, 0, 144, 1, raised, 0, 0, 0, 0, 0, 0, 0]);
    let format = |font: u8, code: u8| record(0x00e0, &[&[font, 0, code, 0][..], &[0; 16]].concat());
    let code = record(0x041e, &[170, 0, 3, 0, 0, b';', b';', b';']);
    let text = |characters: &[u8], runs: &[[u8; 4]]| {
        let head = [characters.len() as u8, 0, if runs.is_empty() { 0 } else { 8 }];
        let count: &[u8] = if runs.is_empty() { &[] } else { &[runs.len() as u8, 0] };
        [&head[..], count, characters, &runs.concat()].concat()
    };
    let texts = [text(b"3931", &[[3, 0, 6, 0]]), text(b"94", &[[0, 0, 1, 0], [1, 0, 0, 0]])].concat();
    let texts = record(0x00fc, &[&[2, 0, 0, 0, 2, 0, 0, 0][..], &texts].concat());
    // Indices of fonts leave out four.
    let fonts = [font(0, 0), font(8, 0), font(0, 0), font(0, 0), font(0, 0), font(0, 1)];
    let formats = [format(0, 0), format(1, 0), format(0, 170)];
    let more = [&fonts[..], &[code], &formats, &[texts]].concat();
    let formatted = |row: u8, column: u8, format: u8, value: f64| {
        record(0x0203, &[&[row, 0, column, 0, format, 0][..], &value.to_le_bytes()].concat())
    };
    let shared = |column: u8, index: u8| record(0x00fd, &[0, 0, column, 0, 0, 0, index, 0, 0, 0]);
    let many = record(0x00bd, &[0, 0, 4, 0, 2, 0, 0x0a, 0, 0, 0, 0, 0, 0x0e, 0, 0, 0, 5, 0]);
    let cells = [shared(0, 0), shared(1, 1), formatted(0, 2, 1, 5.0), formatted(0, 3, 2, 6.0), many];
    let bytes = xls_with(&more, &cells, 1);
    let grid = "grid 1x6\n  0 0 1 1 393¹\n  0 1 1 1 4\n  0 2 1 1\n  0 3 1 1\n  0 4 1 1\n  0 5 1 1 3\n";
    let (hidden, struck) = (Some((2, "6".to_owned())), Some((2, "5".to_owned())));
    assert_eq!(seen(Format::Xls, &bytes), (grid.to_owned(), hidden, struck));
}

#[test]
fn white_rows_and_digits_of_excel() {
    let styles = format!(
        "<styleSheet xmlns=\"{}\"><fonts><font/><font><color rgb=\"FFFFFFFF\"/></font><font><color theme=\"0\"/></font>\
         <font><sz val=\"1\"/></font></fonts><fills><fill><patternFill patternType=\"none\"/></fill>\
         <fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF000080\"/></patternFill></fill>\
         <fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFFFFF\"/></patternFill></fill></fills>\
         <cellXfs><xf fontId=\"0\" fillId=\"0\"/><xf fontId=\"1\" fillId=\"0\"/><xf fontId=\"1\" fillId=\"1\"/>\
         <xf fontId=\"2\" fillId=\"2\"/><xf fontId=\"3\" fillId=\"1\"/></cellXfs></styleSheet>",
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    );
    let extras = Extras { styles: Some(&styles), ..Extras::default() };
    let row = |at: u32, style: u32, figures: [u32; 2]| {
        let figures: String = figures
            .iter()
            .zip(["B", "C"])
            .map(|(figure, column)| format!("<c r=\"{column}{at}\" s=\"{style}\"><v>{figure}</v></c>"))
            .collect();
        format!("<row r=\"{at}\"><c r=\"A{at}\" s=\"{style}\" t=\"inlineStr\"><is><t>新收</t></is></c>{figures}</row>")
    };
    for unseen in [1, 3, 4] {
        let rows = [row(1, 0, [1, 2]), row(2, unseen, [7, 8]), row(3, 2, [9, 12])].concat();
        let bytes = xlsx_with(&rows, &[], &extras);
        let expected =
            "grid 2x3\n  0 0 1 1 新收\n  0 1 1 1 1\n  0 2 1 1 2\n  1 0 1 1 新收\n  1 1 1 1 9\n  1 2 1 1 12\n";
        assert_eq!(seen(Format::Xlsx, &bytes), (expected.to_owned(), Some((2, "7".to_owned())), None), "{unseen}");
    }
    // In a row that shows something, it may be seen on a ground that is not known.
    let one = "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>7</v></c><c r=\"B1\"><v>8</v></c></row>";
    let document = document(Format::Xlsx, &xlsx_with(one, &[], &extras));
    let cells = &document.grids().next().unwrap().cells;
    assert_eq!((cells[0].text.as_str(), cells[0].unread), ("", Some(Unread::Field)));
    let runs = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><r><rPr><color rgb=\"FFFFFFFF\"/></rPr><t>9</t></r><r><t>3</t></r></is></c>\
        <c r=\"B1\" t=\"inlineStr\"><is><r><t>4</t></r><r><rPr><vertAlign val=\"subscript\"/></rPr><t>1</t></r></is></c></row>";
    let grid = "grid 1x2\n  0 0 1 1 3\n  0 1 1 1 4¹\n";
    assert_eq!(seen(Format::Xlsx, &xlsx_with(runs, &[], &extras)), (grid.to_owned(), Some((1, "9".to_owned())), None));
}

#[test]
fn white_cells_of_the_other_formats() {
    let hidden = Some((2, "7".to_owned()));
    let cell = |style: &str, figure: u32| {
        format!("<Cell ss:StyleID=\"{style}\"><Data ss:Type=\"Number\">{figure}</Data></Cell>")
    };
    let row =
        |style: &str, figures: [u32; 2]| format!("<Row>{}{}</Row>", cell(style, figures[0]), cell(style, figures[1]));
    let styles = "<Style ss:ID=\"w\"><Font ss:Color=\"#FFFFFF\"/></Style><Style ss:ID=\"b\"><Font ss:Color=\"#FFFFFF\"/>\
        <Interior ss:Color=\"#000080\" ss:Pattern=\"Solid\"/></Style>";
    let table = [row("s", [1, 2]), row("w", [7, 8]), row("b", [3, 4])].concat();
    let grid = "grid 2x2\n  0 0 1 1 1\n  0 1 1 1 2\n  1 0 1 1 3\n  1 1 1 1 4\n";
    let bytes = xml_2003(styles, &table, "");
    assert_eq!(seen(Format::SpreadsheetMl, &bytes), (grid.to_owned(), hidden.clone(), None));

    let styles = "<style:style style:name=\"w\"><style:text-properties fo:color=\"#ffffff\"/></style:style>\
        <style:style style:name=\"b\"><style:table-cell-properties fo:background-color=\"#000080\"/><style:text-properties fo:color=\"#ffffff\"/></style:style>";
    let cell = |style: &str, figure: u32| {
        format!("<table:table-cell table:style-name=\"{style}\"><text:p>{figure}</text:p></table:table-cell>")
    };
    let row = |style: &str, figures: [u32; 2]| {
        format!("<table:table-row>{}{}</table:table-row>", cell(style, figures[0]), cell(style, figures[1]))
    };
    let table = format!(
        "{styles}<table:table>{}</table:table>",
        [row("s", [1, 2]), row("w", [7, 8]), row("b", [3, 4])].concat()
    );
    assert_eq!(seen(Format::Ods, &ods(&table)), (grid.to_owned(), hidden, None));
    // A drawing over a cell may be a figure.
    let drawn = "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell>\
        <draw:custom-shape><text:p>3</text:p></draw:custom-shape></table:table-cell></table:table-row>\
        <table:table-row><table:table-cell><text:p>b</text:p></table:table-cell><table:table-cell><text:p>4</text:p></table:table-cell></table:table-row></table:table>";
    let cells = document(Format::Ods, &ods(drawn)).grids().next().unwrap().cells.clone();
    assert_eq!((cells[1].text.as_str(), cells[1].unread), ("", Some(Unread::Drawing)));
}

/// A text box over a blank cell of an Excel 97 workbook may be its figure; a comment or a line is none.
#[test]
fn drawings_of_excel_97() {
    let anchor = |fields: [u16; 8]| {
        let fields: Vec<u8> = fields.iter().flat_map(|field| field.to_le_bytes()).collect();
        record(0x00ec, &[&[0x0f, 0, 4, 0xf0, 26, 0, 0, 0, 0, 0, 0x10, 0xf0, 18, 0, 0, 0, 0, 0][..], &fields].concat())
    };
    let object = |kind: u8| record(0x005d, &[0x15, 0, 0x12, 0, kind, 0, 1, 0, 0, 0]);
    let text = |length: u8| record(0x01b6, &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, length, 0, 0, 0]);
    // The second of two rows, from the second column to the edge of the third, or into it.
    let over = |into: u16| anchor([1, 9, 1, 0, 2, into, 2, 0]);
    let found = |records: &[Vec<u8>]| {
        let cells = [number_cell(0, 0, 1.0), number_cell(0, 1, 2.0), number_cell(0, 2, 3.0), number_cell(1, 0, 4.0)];
        let document = document(Format::Xls, &xls_of(&[&cells, records].concat(), 1));
        let cells = document.grids().next().unwrap().cells.clone();
        cells.iter().filter(|cell| cell.unread.is_some()).map(|cell| (cell.row, cell.column)).collect::<Vec<_>>()
    };
    assert_eq!(found(&[over(0), object(6), text(2)]), [(1, 1)]);
    assert_eq!(found(&[over(1), object(8)]), [(1, 1), (1, 2)]);
    for records in [vec![over(1), object(0x19), text(2)], vec![over(1), object(1)], vec![over(1), object(6), text(0)]] {
        assert_eq!(found(&records), [], "{records:?}");
    }
}

/// Styles that take after others, colours of the ground, white runs and truths of Excel 2003 XML.
#[test]
fn looks_in_one_xml_file() {
    let styles = "<Style ss:ID=\"w\"><Font ss:Color=\"#FFFFFF\"/></Style><Style ss:ID=\"c\" ss:Parent=\"w\"><Alignment/></Style>\
        <Style ss:ID=\"s\"><Font ss:Color=\"#1F4E79\"/><Interior ss:Color=\"#1F4E79\" ss:Pattern=\"Solid\"/></Style>\
        <Style ss:ID=\"d\" ss:Parent=\"w\"><Interior ss:Color=\"#1F4E79\" ss:Pattern=\"Solid\"/></Style>";
    let cell = |style: &str, data: &str| format!("<Cell{style}>{data}</Cell>");
    let number = "<Data ss:Type=\"Number\">5</Data>";
    let rich = "<ss:Data ss:Type=\"String\"><Font html:Color=\"#FFFFFF\">9</Font><Font html:Color=\"#FF0000\">4</Font></ss:Data>";
    let row = [
        cell("", "<Data ss:Type=\"String\">新收</Data>"),
        cell(" ss:StyleID=\"c\"", number),
        cell(" ss:StyleID=\"s\"", number),
        cell(" ss:StyleID=\"d\"", number),
        cell("", rich),
        cell("", "<Data ss:Type=\"Boolean\">1</Data>"),
    ];
    let bytes = xml_2003(styles, &format!("<Row>{}</Row>", row.concat()), "");
    let grid = "grid 1x6\n  0 0 1 1 新收\n  0 1 1 1\n  0 2 1 1\n  0 3 1 1 5\n  0 4 1 1 4\n  0 5 1 1 TRUE\n";
    assert_eq!(seen(Format::SpreadsheetMl, &bytes), (grid.to_owned(), Some((3, "9".to_owned())), None));
}

/// Text that is not displayed, lowered marks, readings, and conditions whose styles are meant by their displayed names.
#[test]
fn looks_in_open_document_sheets() {
    let style = |name: &str, rest: &str| {
        format!("<style:style style:name=\"{name}\" style:family=\"table-cell\"{rest}</style:style>")
    };
    let styles = [
        style("T1", "><style:text-properties text:display=\"none\"/>"),
        style("T2", "><style:text-properties style:text-position=\"sub 58%\"/>"),
        style("White_5f_1", " style:display-name=\"White_1\"><style:text-properties fo:color=\"#ffffff\"/>"),
    ];
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let number =
        "<table:table-cell office:value-type=\"float\" office:value=\"7\"><text:p>7</text:p></table:table-cell>";
    let rows = [
        cell("新收"),
        cell("<text:span text:style-name=\"T1\">9</text:span>4"),
        cell("4<text:span text:style-name=\"T2\">1</text:span>"),
        cell("<text:ruby><text:ruby-base>4</text:ruby-base><text:ruby-text>1</text:ruby-text></text:ruby>"),
        number.to_owned(),
        number.to_owned(),
    ];
    let conditions = "<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address=\"S.E1:S.F1\">\
        <calcext:condition calcext:apply-style-name=\"Default\" calcext:value=\"between(8,9)\"/>\
        <calcext:condition calcext:apply-style-name=\"White_1\" calcext:value=\"between(7,9)\"/></calcext:conditional-format>\
        </calcext:conditional-formats>";
    let bytes = ods(&format!(
        "{}<table:table><table:table-row>{}</table:table-row>{conditions}</table:table>",
        styles.concat(),
        rows.concat()
    ));
    let (grid, hidden, _) = seen(Format::Ods, &bytes);
    assert_eq!(grid, "grid 1x6\n  0 0 1 1 新收\n  0 1 1 1 4\n  0 2 1 1 4¹\n  0 3 1 1 4\n  0 4 1 1\n  0 5 1 1\n");
    assert_eq!(hidden.map(|(count, _)| count), Some(3));
}
