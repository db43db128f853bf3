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
