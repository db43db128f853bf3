//! One report with odd characters in it, in every format that can be written here: the same figures from each.

use super::*;
use crate::figure::Status;
use crate::reader::zip::build;

/// Rows of the table, with what hides in real cells: marks of direction, joiners, selectors, full-width digits, units
/// and marks of all kinds, look-alike and traditional characters in the labels.
const ROWS: &[&[&str]] = &[
    &["第二十条 第（一）项"],
    &["信息内容", "本年制\u{200b}发件数", "本年废止件数", "现行有效件数"],
    &["规章", "9\u{202c}99", "\u{2066}１２\u{2069}件", "没有"],
    &["⾏政规范性文件", "3宗", "1,2\u{200d}34", "——"],
    &["第二十条 第（五）项"],
    &["信息内容", "本年處理決定數量"],
    &["行政許可", "\u{feff}7\u{fe0f}"],
    &["第二十条 第（六）项"],
    &["信息内容", "本年处理决定数量"],
    &["行政处\u{ad}罚", "增1"],
    &["行政强制", "/"],
    &["第二十条 第（八）项"],
    &["信息内容", "本年收费金额（单位：万元）"],
    &["行政事业性收费", "251000元"],
];

const BEFORE: &[&str] = &[
    "青禾县2021年政府信息公开工作年度报告",
    "一、总\u{200b}体情况",
    "全年主动公开政府信息9\u{202c}99条。",
    "二、主动公开政府信息情况",
];

/// What is read, in the order of the form.
const FIGURES: [&str; 10] = ["999", "12", "na_mark", "3", "1234", "na_mark", "7", "1", "na_mark", "25.1"];

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
}

/// Paragraphs and the table, written by the three functions of a format.
fn written(
    paragraph: impl Fn(&str) -> String,
    cell: impl Fn(&str) -> String,
    row: impl Fn(String) -> String,
) -> [String; 2] {
    let table = ROWS.iter().map(|cells| row(cells.iter().map(|text| cell(&escaped(text))).collect())).collect();
    [BEFORE.iter().map(|text| paragraph(&escaped(text))).collect(), table]
}

fn html() -> String {
    let [text, table] =
        written(|text| format!("<p>{text}</p>"), |text| format!("<td>{text}</td>"), |row| format!("<tr>{row}</tr>"));
    format!("<html><head><meta charset='utf-8'></head><body>{text}<table>{table}</table></body></html>")
}

fn word(declared: &str) -> String {
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let cell = |text: &str| format!("<w:tc><w:tcPr/>{}</w:tc>", paragraph(text));
    let [text, table] = written(paragraph, cell, |row| format!("<w:tr>{row}</w:tr>"));
    declared.replace("{}", &format!("{text}<w:tbl>{table}</w:tbl>"))
}

fn docx() -> Vec<u8> {
    let document = word(
        "<?xml version='1.0' encoding='UTF-8'?><w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>\
         <w:body>{}</w:body></w:document>",
    );
    build::zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes())])
}

fn wordml() -> String {
    word(
        "<?xml version='1.0' encoding='UTF-8'?><?mso-application progid='Word.Document'?>\
         <w:wordDocument xmlns:w='http://schemas.microsoft.com/office/word/2003/wordml'><w:body>{}</w:body></w:wordDocument>",
    )
}

fn open_document(kind: &str) -> Vec<u8> {
    let paragraph = |text: &str| format!("<text:p>{text}</text:p>");
    let cell =
        |text: &str| format!("<table:table-cell office:value-type='string'>{}</table:table-cell>", paragraph(text));
    let row = |row: String| format!("<table:table-row>{row}</table:table-row>");
    let [text, table] = written(paragraph, cell, row);
    let text = match kind {
        "text" => format!("{text}<table:table table:name='t'>{table}</table:table>"),
        _ => {
            let lines: String = BEFORE.iter().map(|line| row(cell(line))).collect();
            format!("<table:table table:name='t'>{lines}{table}</table:table>")
        }
    };
    let content = format!(
        "<?xml version='1.0' encoding='UTF-8'?><office:document-content xmlns:office='o' xmlns:table='t' xmlns:text='x'>\
         <office:body><office:{kind}>{text}</office:{kind}></office:body></office:document-content>"
    );
    let mimetype = format!("application/vnd.oasis.opendocument.{kind}");
    build::stored(&[("mimetype", mimetype.as_bytes()), ("content.xml", content.as_bytes())])
}

fn rtf() -> String {
    let coded = |text: &str| -> String { text.encode_utf16().map(|unit| format!("\\u{}?", unit as i16)).collect() };
    let mut out = "{\\rtf1\\ansi\\ansicpg936 ".to_owned();
    BEFORE.iter().for_each(|text| out += &format!("\\pard {}\\par ", coded(text)));
    for cells in ROWS {
        out += "\\trowd";
        (1..=cells.len()).for_each(|at| out += &format!("\\cellx{}", at * 2000));
        cells.iter().for_each(|text| out += &format!("\\pard\\intbl {}\\cell ", coded(text)));
        out += "\\row ";
    }
    out + "\\pard\\par}"
}

fn text(before: &str, between: &str, after: &str) -> String {
    let rows = ROWS.iter().map(|cells| format!("{before}{}{after}\n", cells.join(between)));
    format!("{}\n\n{}", BEFORE.join("\n\n"), rows.collect::<String>())
}

/// One cell to a line.
fn tabs() -> String {
    let rows = ROWS.iter().map(|cells| format!("\t{}\n\n", cells.join("\n\t")));
    format!("{}\n\n{}", BEFORE.join("\n"), rows.collect::<String>())
}

fn markdown() -> String {
    let width = |cells: &[&str]| cells.join(" | ") + &" | ".repeat(4 - cells.len());
    let rows: Vec<String> = ROWS.iter().map(|cells| format!("| {} |\n", width(cells))).collect();
    format!("{}\n\n{}|---|---|---|---|\n{}", BEFORE.join("\n\n"), rows[0], rows[1..].concat())
}

fn mhtml() -> String {
    format!(
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n\r\n--x\r\n\
         Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{}\r\n--x--\r\n",
        html()
    )
}

#[test]
fn the_same_figures_from_every_format() {
    let files: [(Format, Vec<u8>); 12] = [
        (Format::Html, html().into()),
        (Format::Mhtml, mhtml().into()),
        (Format::Docx, docx()),
        (Format::WordMl, wordml().into()),
        (Format::Odt, open_document("text")),
        (Format::Ods, open_document("spreadsheet")),
        (Format::Rtf, rtf().into()),
        (Format::Text, text("", "\t", "").into()),
        (Format::Text, text("", " | ", "").into()),
        (Format::Text, text("| ", " | ", " |").into()),
        (Format::Text, tabs().into()),
        (Format::Text, markdown().into()),
    ];
    for (at, (format, bytes)) in files.iter().enumerate() {
        let filing = read(bytes, &Source { path: "x" }, &mut context(Limits::default()));
        assert_eq!(filing.format, *format, "file {at}");
        let said = |figure: &Figure| match figure.value {
            Some(value) if figure.status == Status::Reported => value.to_string(),
            _ => figure.status.word().to_owned(),
        };
        assert_eq!(filing.figures.iter().map(said).collect::<Vec<_>>(), FIGURES, "file {at}, {}", format.word());
        let published = filing.quantities.iter().find(|quantity| quantity.unit == "条");
        assert_eq!(published.map(|quantity| quantity.value), Some(999.into()), "file {at}, {}", format.word());
        assert!(filing.sections[0].contains("999条"), "file {at}, {}: {}", format.word(), filing.sections[0]);
    }
}

/// A table of two rows and columns in the header cell of the requests table, as web editors make it.
#[test]
fn a_table_in_a_header_cell_is_the_same_everywhere() {
    let inner = [["信息", "内容"], ["（单位", "件）"]];
    let rows = [["行政许可", "7"], ["行政处罚", "1"], ["行政强制", "0"], ["规章", "2"], ["其他", "4"]];
    let html = |rows: &str, inner: &str| {
        format!(
            "<html><meta charset=utf-8><p>甲</p><table><tr><td>{inner}</td><td>本年处理决定数量</td></tr>{rows}</table></html>"
        )
    };
    let td = |text: &str| format!("<td>{text}</td>");
    let tr = |cells: String| format!("<tr>{cells}</tr>");
    let table =
        |rows: &[[&str; 2]]| rows.iter().map(|row| tr(row.iter().map(|text| td(text)).collect())).collect::<String>();
    let page = html(&table(&rows), &format!("<table>{}</table>", table(&inner)));
    let p = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let tc = |content: String| format!("<w:tc><w:tcPr/>{content}</w:tc>");
    let wtr = |cells: String| format!("<w:tr>{cells}</w:tr>");
    let wtable = |rows: &[[&str; 2]]| {
        rows.iter().map(|row| wtr(row.iter().map(|text| tc(p(text))).collect())).collect::<String>()
    };
    let header = wtr(tc(format!("<w:tbl>{}</w:tbl>{}", wtable(&inner), p(""))) + &tc(p("本年处理决定数量")));
    let word = format!(
        "<w:wordDocument xmlns:w='http://schemas.microsoft.com/office/word/2003/wordml'><w:body>{}<w:tbl>{header}{}</w:tbl>\
         </w:body></w:wordDocument>",
        p("甲"),
        wtable(&rows)
    );
    let odf = |rows: &[[&str; 2]]| {
        let cell = |text: &&str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
        let row = |row: &[&str; 2]| {
            format!("<table:table-row>{}</table:table-row>", row.iter().map(cell).collect::<String>())
        };
        rows.iter().map(row).collect::<String>()
    };
    let head = format!(
        "<table:table-row><table:table-cell><table:table>{}</table:table></table:table-cell><table:table-cell>\
         <text:p>本年处理决定数量</text:p></table:table-cell></table:table-row>",
        odf(&inner)
    );
    let odt = format!(
        "<?xml version='1.0'?><office:document xmlns:office='o' office:mimetype='application/vnd.oasis.opendocument.text'>\
         <office:body><office:text><text:p>甲</text:p><table:table>{head}{}</table:table></office:text></office:body>\
         </office:document>",
        odf(&rows)
    );
    let rtf = |rows: &[[&str; 2]], level: u8| {
        let coded = |text: &str| -> String { text.encode_utf16().map(|unit| format!("\\u{}?", unit as i16)).collect() };
        let cells = |row: &[&str; 2]| match level {
            1 => format!("\\trowd\\cellx2000\\cellx4000\\intbl {}\\cell {}\\cell\\row ", coded(row[0]), coded(row[1])),
            _ => format!(
                "\\pard\\intbl\\itap2 {}\\nestcell {}\\nestcell{{\\*\\nesttableprops\\trowd\\cellx1000\\cellx2000\\nestrow}}",
                coded(row[0]),
                coded(row[1])
            ),
        };
        rows.iter().map(cells).collect::<String>()
    };
    let unit = |text: &str| -> String { text.encode_utf16().map(|unit| format!("\\u{}?", unit as i16)).collect() };
    let rich = format!(
        "{{\\rtf1\\ansi {}\\par {}\\pard\\intbl\\itap1 \\cell {}\\cell\\trowd\\cellx2000\\cellx4000\\row {}\\pard\\par}}",
        unit("甲"),
        rtf(&inner, 2),
        unit("本年处理决定数量"),
        rtf(&rows, 1)
    );
    let mut outlines = Vec::new();
    for (format, text) in [(Format::Html, page), (Format::WordMl, word), (Format::Odt, odt), (Format::Rtf, rich)] {
        let document =
            reader::read(format, text.as_bytes(), &mut context(Limits::default())).expect("it is a document");
        let grids: Vec<Vec<String>> =
            document.grids().map(|grid| grid.cells.iter().map(|cell| cell.text.clone()).collect()).collect();
        outlines.push((format.word(), grids));
    }
    let owned = |rows: &[[&str; 2]]| rows.concat().iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let outer = owned(&[[["", "本年处理决定数量"]].as_slice(), &rows].concat());
    for (format, grids) in outlines {
        assert_eq!(grids, [outer.clone(), owned(&inner)], "{format}");
    }
}
