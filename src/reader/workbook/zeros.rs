//! Zeros that a sheet does not show, formats of conditions, of styles and of texts as a whole, in every format: the grid
//! that is seen.

use super::hidden::{document, seen, xml_2003};
use super::tests::*;
use crate::document::Unread;
use crate::reader::Format;
use crate::reader::golden::render;
use crate::reader::zip::build;

/// A row of a label, a number that is not zero, and a zero that is not shown.
const SEEN: &str = "grid 2x3\n  0 0 1 1 新收\n  0 1 1 1 12\n  0 2 1 1\n  1 0 1 1 结转\n  1 1 1 1\n  1 2 1 1 5\n";

fn rows_of(style: &str) -> String {
    let row = |at: u32, label: &str, figures: [u32; 2]| {
        format!(
            "<row r=\"{at}\"><c r=\"A{at}\" t=\"inlineStr\"><is><t>{label}</t></is></c><c r=\"B{at}\" {style}><v>{}</v></c>\
             <c r=\"C{at}\" {style}><v>{}</v></c></row>",
            figures[0], figures[1]
        )
    };
    [row(1, "新收", [12, 0]), row(2, "结转", [0, 5])].concat()
}

fn styles(codes: &str, fonts: &str, conditional: &str) -> String {
    format!(
        "<styleSheet><numFmts>{codes}</numFmts><fonts><font/>{fonts}</fonts><fills><fill><patternFill patternType=\"none\"/></fill>\
         <fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF000080\"/></patternFill></fill></fills>\
         <cellXfs><xf/><xf numFmtId=\"170\"/><xf fillId=\"1\"/></cellXfs><dxfs>{conditional}</dxfs></styleSheet>"
    )
}

#[test]
fn zeros_that_sheets_of_excel_hide() {
    let told = Some((2, "0".to_owned()));
    let view = "<sheetViews><sheetView showZeros=\"0\"/></sheetViews>";
    let bytes = xlsx_with(&rows_of(""), &[], &Extras { columns: view, ..Extras::default() });
    assert_eq!(seen(Format::Xlsx, &bytes), (SEEN.to_owned(), told.clone(), None));
    for code in ["0;-0;", "#", "[=0]&quot;&quot;;0", "0;-0;;@"] {
        let styles = styles(&format!("<numFmt numFmtId=\"170\" formatCode=\"{code}\"/>"), "", "");
        let bytes = xlsx_with(&rows_of("s=\"1\""), &[], &Extras { styles: Some(&styles), ..Extras::default() });
        assert_eq!(seen(Format::Xlsx, &bytes), (SEEN.to_owned(), told.clone(), None), "{code}");
    }
    // A dash or a text stands for it.
    let shown = SEEN.replace("0 2 1 1\n", "0 2 1 1 0\n").replace("1 1 1 1\n", "1 1 1 1 0\n");
    for view in ["", "<sheetViews><sheetView showZeros=\"1\"/></sheetViews>"] {
        let styles = styles("<numFmt numFmtId=\"170\" formatCode=\"0;-0;&quot;-&quot;\"/>", "", "");
        let extras = Extras { columns: view, styles: Some(&styles), ..Extras::default() };
        assert_eq!(seen(Format::Xlsx, &xlsx_with(&rows_of("s=\"1\""), &[], &extras)), (shown.clone(), None, None));
    }
    let cell = |value: u32| format!("<Cell><Data ss:Type=\"Number\">{value}</Data></Cell>");
    let row = |label: &str, figures: [u32; 2]| {
        format!(
            "<Row><Cell><Data ss:Type=\"String\">{label}</Data></Cell>{}{}</Row>",
            cell(figures[0]),
            cell(figures[1])
        )
    };
    let table = [row("新收", [12, 0]), row("结转", [0, 5])].concat();
    let options = "<WorksheetOptions><DoNotDisplayZeros/></WorksheetOptions>";
    assert_eq!(seen(Format::SpreadsheetMl, &xml_2003("", &table, options)), (SEEN.to_owned(), told, None));
    let window = |options: u16| record(0x023e, &[options.to_le_bytes().to_vec(), vec![0; 16]].concat());
    let sheet = |options: u16| {
        let cells = [number_cell(0, 0, 12.0), number_cell(0, 1, 0.0), number_cell(1, 0, 0.0), number_cell(1, 1, 5.0)];
        render(&document(Format::Xls, &xls_of(&[&[window(options)], &cells[..]].concat(), 1)))
    };
    let grid = |zero: &str| format!("grid 2x2\n  0 0 1 1 12\n  0 1 1 1{zero}\n  1 0 1 1{zero}\n  1 1 1 1 5\n");
    assert_eq!((sheet(0x06a6), sheet(0x06b6)), (grid(""), grid(" 0")));
}

#[test]
fn formats_of_conditions() {
    let white = "<dxf><font><color rgb=\"FFFFFFFF\"/></font></dxf>";
    let nothing = "<dxf><numFmt numFmtId=\"171\" formatCode=\";;;\"/></dxf>";
    let red = "<dxf><font><color rgb=\"FFFFFFFF\"/></font><fill><patternFill><bgColor rgb=\"FFC00000\"/></patternFill></fill></dxf>";
    let with = |dxf: &str, rule: &str, style: &str| {
        let styles = styles("", "", dxf);
        let rules = format!("<conditionalFormatting sqref=\"A1:C2\">{rule}</conditionalFormatting>");
        let extras = Extras { columns: &rules, styles: Some(&styles), ..Extras::default() };
        document(Format::Xlsx, &xlsx_with(&rows_of(style), &[], &extras))
    };
    let equal = "<cfRule type=\"cellIs\" dxfId=\"0\" operator=\"equal\"><formula>0</formula></cfRule>";
    let corner = "<cfRule type=\"expression\" dxfId=\"0\"><formula>$A1=0</formula></cfRule>";
    let less = "<cfRule type=\"expression\" dxfId=\"0\"><formula>A1&lt;1</formula></cfRule>";
    for (dxf, rule) in [(white, equal), (nothing, equal), (white, corner), (white, less)] {
        assert_eq!(render(&with(dxf, rule, "")), SEEN, "{dxf} {rule}");
    }
    let shown = SEEN.replace("0 2 1 1\n", "0 2 1 1 0\n").replace("1 1 1 1\n", "1 1 1 1 0\n");
    let never = "<cfRule type=\"cellIs\" dxfId=\"0\" operator=\"lessThan\"><formula>-9</formula></cfRule>";
    let error = "<cfRule type=\"expression\" dxfId=\"0\"><formula>ISERROR(A1)</formula></cfRule>";
    for (dxf, rule, style) in
        [(red, equal, ""), (white, never, ""), (white, error, ""), (white, equal, "s=\"2\""), ("", equal, "")]
    {
        assert_eq!(render(&with(dxf, rule, style)), shown, "{dxf} {rule}");
    }
    // Nobody knows what it hides; the labels are seen.
    let other = "<cfRule type=\"duplicateValues\" dxfId=\"0\"/>";
    let bars = "<cfRule type=\"dataBar\"><dataBar showValue=\"0\"/></cfRule>";
    for rule in [other, bars] {
        let document = with(white, rule, "");
        let cells: Vec<_> = document.grids().flat_map(|grid| &grid.cells).collect();
        let labels = cells.iter().filter(|cell| !cell.text.is_empty()).map(|cell| cell.text.as_str());
        assert_eq!(labels.collect::<Vec<_>>(), ["新收", "结转"], "{rule}");
        assert!(cells.iter().filter(|cell| cell.text.is_empty()).all(|cell| cell.unread == Some(Unread::Field)));
    }
}

#[test]
fn texts_that_are_white_as_a_whole() {
    let run = |text: &str| format!("<r><rPr><color rgb=\"FFFFFFFF\"/></rPr><t>{text}</t></r>");
    let texts = format!("<sst><si>{}{}</si></sst>", run("9"), run("8"));
    let rows = |style: &str| {
        format!(
            "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a</t></is></c><c r=\"B1\" {style} t=\"s\"><v>0</v></c>\
             <c r=\"C1\" {style} t=\"inlineStr\"><is>{}</is></c></row>",
            run("7")
        )
    };
    let styles = styles("", "", "");
    let extras = Extras { styles: Some(&styles), texts: Some(&texts), ..Extras::default() };
    let grid = |style: &str| {
        let document = document(Format::Xlsx, &xlsx_with(&rows(style), &[], &extras));
        document.grids().flat_map(|grid| &grid.cells).map(|cell| cell.text.clone()).collect::<Vec<_>>().join("|")
    };
    assert_eq!((grid(""), grid("s=\"2\"")), ("a||".to_owned(), "a|98|7".to_owned()));
}

/// An OpenDocument workbook of one row, a label and two numbers of this style, with styles of its own and for all.
fn opendocument(own: &str, named: &str, settings: &str, [column, behind]: [&str; 2]) -> String {
    let cell = |value: u32| {
        let style = if column.is_empty() { "table:style-name=\"c\"" } else { "" };
        format!("<table:table-cell {style} office:value-type=\"float\" office:value=\"{value}\"/>")
    };
    let content = format!(
        "<office:document-content><office:automatic-styles>{own}</office:automatic-styles><office:spreadsheet>\
         <table:table table:name=\"S\"><table:table-column/><table:table-column {column} table:number-columns-repeated=\"2\"/>\
         <table:table-row><table:table-cell><text:p>新收</text:p></table:table-cell>{}{}</table:table-row>{behind}</table:table>\
         </office:spreadsheet></office:document-content>",
        cell(12),
        cell(0)
    );
    let named = format!("<office:document-styles>{named}</office:document-styles>");
    let bytes = build::stored(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
        ("styles.xml", named.as_bytes()),
        ("settings.xml", settings.as_bytes()),
    ]);
    let document = document(Format::Ods, &bytes);
    let texts = document.grids().flat_map(|grid| &grid.cells).map(|cell| cell.text.clone()).collect::<Vec<_>>();
    texts.join("|")
}

#[test]
fn styles_of_opendocument() {
    let style = |name: &str, parent: &str, data: &str, inside: &str| {
        format!(
            "<style:style style:name=\"{name}\" style:family=\"table-cell\" style:parent-style-name=\"{parent}\" {data}>{inside}</style:style>"
        )
    };
    let white = "<style:text-properties fo:color=\"#ffffff\"/>";
    let black = "<style:text-properties fo:color=\"#000000\"/>";
    let blue = "<style:table-cell-properties fo:background-color=\"#003366\"/>";
    let data =
        |name: &str, inside: &str| format!("<number:number-style style:name=\"{name}\">{inside}</number:number-style>");
    let digits = "<number:number number:decimal-places=\"0\" number:min-integer-digits=\"1\"/>";
    let map = "<style:map style:condition=\"value()=0\" style:apply-style-name=\"Z\"/>";
    let named = style("w", "", "", white);
    let of = |inside: &str| style("c", "", "style:data-style-name=\"N\"", inside);
    let (shown, zero, none) = ("新收|12|0", "新收|12|", "新收||");
    let plain = ["", ""];
    for (own, named, expected) in [
        (String::new(), String::new(), shown),
        (style("c", "w", "", ""), named.clone(), none),
        (style("c", "w", "", black), named.clone(), shown),
        (style("c", "w", "", blue), named.clone(), shown),
        (String::new(), style("c", "", "", white), none),
        (data("Z", "") + &data("N", &format!("{digits}{map}")) + &of(""), String::new(), zero),
        (data("N", &digits.replace("\"1\"", "\"0\"")) + &of(""), String::new(), zero),
        (data("N", "<number:text> </number:text>") + &of(""), String::new(), none),
        (data("N", &format!("{digits}<number:text>件</number:text>")) + &of(""), String::new(), shown),
        (data("N", &format!("{white}{digits}")) + &of(""), String::new(), none),
        (data("N", &format!("{white}{digits}")) + &of(blue), String::new(), shown),
        (style("c", "", "", &map.replace("value", "cell-content").replace("\"Z\"", "\"w\"")), named.clone(), zero),
    ] {
        assert_eq!(opendocument(&own, &named, "", plain), expected, "{own} {named}");
    }
    // The style that columns have unless a cell has one.
    let column = ["table:default-cell-style-name=\"w\"", ""];
    assert_eq!(opendocument("", &named, "", column), none);
    let condition = |value: &str| {
        format!(
            "<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address=\"S.B1:S.C9\">\
             <calcext:condition calcext:apply-style-name=\"w\" calcext:value=\"{value}\" calcext:base-cell-address=\"S.B1\"/>\
             </calcext:conditional-format></calcext:conditional-formats>"
        )
    };
    for (value, expected) in
        [("=0", zero), ("formula-is(B1=0)", zero), ("&gt;=100", shown), ("formula-is(1=1)", none), ("unique", none)]
    {
        assert_eq!(opendocument("", &named, "", ["", &condition(value)]), expected, "{value}");
    }
    // A bar or a sign in place of a value says so itself, or one of its entries does.
    let drawn = |bar: &str, entry: &str| {
        format!(
            "<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address=\"S.B1:S.C9\">\
             <calcext:icon-set {bar}><calcext:formatting-entry {entry} calcext:value=\"0\"/></calcext:icon-set>\
             </calcext:conditional-format></calcext:conditional-formats>"
        )
    };
    let unseen = "calcext:show-value=\"false\"";
    for (bar, entry, expected) in [(unseen, "", none), ("", unseen, none), ("", "", shown)] {
        assert_eq!(opendocument("", &named, "", ["", &drawn(bar, entry)]), expected, "{bar} {entry}");
    }
    let setting = |value: &str| {
        format!(
            "<config:config-item-map-entry config:name=\"S\"><config:config-item config:name=\"ShowZeroValues\">{value}\
             </config:config-item></config:config-item-map-entry>"
        )
    };
    assert_eq!(opendocument("", "", &setting("false"), plain), zero);
    assert_eq!(opendocument("", "", &setting("true"), plain), shown);
}
