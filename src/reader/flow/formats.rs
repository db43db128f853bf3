//! The same tables in tables, written in every format that nests, are the same tables.

use crate::reader::{Context, Format, read};

/// What a table is made of, to be written in any format.
enum Piece {
    Text(&'static str),
    Table(&'static [&'static [&'static [Piece]]]),
}

use Piece::{Table, Text};

/// A way to write tables: what stands around the whole, a table, a row, a cell, a paragraph. RTF says how deep a cell is.
struct Writing {
    format: Format,
    whole: (&'static str, &'static str),
    table: (&'static str, &'static str),
    row: (&'static str, &'static str),
    cell: (&'static str, &'static str),
    paragraph: (&'static str, &'static str),
}

const WRITINGS: [Writing; 3] = [
    Writing {
        format: Format::Html,
        whole: ("<html><body>", "</body></html>"),
        table: ("<table>", "</table>"),
        row: ("<tr>", "</tr>"),
        cell: ("<td>", "</td>"),
        paragraph: ("<p>", "</p>"),
    },
    Writing {
        format: Format::WordMl,
        whole: (
            "<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument \
             xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\"><w:body>",
            "</w:body></w:wordDocument>",
        ),
        table: ("<w:tbl>", "</w:tbl>"),
        row: ("<w:tr>", "</w:tr>"),
        cell: ("<w:tc>", "</w:tc>"),
        paragraph: ("<w:p><w:r><w:t>", "</w:t></w:r></w:p>"),
    },
    Writing {
        format: Format::Odt,
        whole: ("<office:document><office:body><office:text>", "</office:text></office:body></office:document>"),
        table: ("<table:table>", "</table:table>"),
        row: ("<table:table-row>", "</table:table-row>"),
        cell: ("<table:table-cell>", "</table:table-cell>"),
        paragraph: ("<text:p>", "</text:p>"),
    },
];

impl Writing {
    fn write(&self, pieces: &[Piece], into: &mut String) {
        for piece in pieces {
            match piece {
                Text(text) => into.extend([self.paragraph.0, text, self.paragraph.1]),
                Table(rows) => {
                    into.push_str(self.table.0);
                    for row in *rows {
                        into.push_str(self.row.0);
                        for cell in *row {
                            into.push_str(self.cell.0);
                            self.write(cell, into);
                            into.push_str(self.cell.1);
                        }
                        into.push_str(self.row.1);
                    }
                    into.push_str(self.table.1);
                }
            }
        }
    }
}

/// The same in RTF, where paragraphs say their depth and marks end cells and rows.
fn rich_text(pieces: &[Piece], depth: usize, into: &mut String) {
    for piece in pieces {
        match piece {
            Text(text) => {
                let table = if depth == 0 { String::new() } else { format!("\\intbl\\itap{depth}") };
                into.push_str(&format!("\\pard{table} {}", unicode(text)));
                into.push_str("\\par ");
            }
            Table(rows) => {
                for row in *rows {
                    for cell in *row {
                        rich_text(cell, depth + 1, into);
                        let ends = if depth == 0 { "\\cell " } else { "\\nestcell " };
                        into.push_str(&format!("\\pard\\intbl\\itap{}{ends}", depth + 1));
                    }
                    let edges: String = (1..=row.len()).map(|edge| format!("\\cellx{}", edge * 1_000)).collect();
                    if depth == 0 {
                        into.push_str(&format!("\\trowd{edges}\\row "));
                    } else {
                        into.push_str(&format!("{{\\*\\nesttableprops\\trowd{edges}\\nestrow}}"));
                    }
                }
            }
        }
    }
}

fn unicode(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii() { c.to_string() } else { format!("\\u{}?", c as u32) }).collect()
}

/// Paragraphs and grids, without their places.
fn outline(format: Format, bytes: &str) -> Vec<String> {
    let document = read(format, bytes.as_bytes(), &mut Context::default()).expect("a whole document");
    let lines = crate::reader::marks::outline(&document);
    lines.iter().map(|line| line.split(" @ ").next().unwrap_or_default().to_owned()).collect()
}

fn same_in_all(pieces: &[Piece], expected: &[&str]) {
    for writing in &WRITINGS {
        let mut text = writing.whole.0.to_owned();
        writing.write(pieces, &mut text);
        text.push_str(writing.whole.1);
        assert_eq!(outline(writing.format, &text), expected, "{}", writing.format.word());
    }
    let mut text = "{\\rtf1\\ansi ".to_owned();
    rich_text(pieces, 0, &mut text);
    text.push('}');
    assert_eq!(outline(Format::Rtf, &text), expected, "rtf");
}

#[test]
fn a_table_inside_a_header_cell() {
    const INNER: &[&[&[Piece]]] = &[&[&[Text("a")], &[Text("b")]], &[&[Text("1")], &[Text("2")]]];
    same_in_all(
        &[
            Text("前"),
            Table(&[
                &[&[Text("项目"), Table(INNER)], &[Text("数量")], &[Text("合计")]],
                &[&[Text("规章")], &[Text("3")], &[Text("4")]],
            ]),
            Text("后"),
        ],
        &[
            "Body 前",
            "Grid 2x3",
            "  0,0 1x1 \"项目\"",
            "  0,1 1x1 \"数量\"",
            "  0,2 1x1 \"合计\"",
            "  1,0 1x1 \"规章\"",
            "  1,1 1x1 \"3\"",
            "  1,2 1x1 \"4\"",
            "Grid 2x2",
            "  0,0 1x1 \"a\"",
            "  0,1 1x1 \"b\"",
            "  1,0 1x1 \"1\"",
            "  1,1 1x1 \"2\"",
            "Body 后",
        ],
    );
}

#[test]
fn frames_columns_and_single_texts() {
    same_in_all(
        &[Table(&[&[&[Text("甲"), Table(&[&[&[Text("a")], &[Text("1")]]]), Text("乙")]]])],
        &["Body 甲", "Grid 1x2", "  0,0 1x1 \"a\"", "  0,1 1x1 \"1\"", "Body 乙"],
    );
    same_in_all(
        &[Table(&[&[&[Text("甲"), Table(&[&[&[Text("a")]], &[&[Text("b")]]])], &[Text("1")]]])],
        &["Grid 1x2", "  0,0 1x1 \"甲\\na\\nb\"", "  0,1 1x1 \"1\""],
    );
}
