//! Merges, nested tables and skipped columns: the grids that they must give.

use std::io::Write as _;

use super::*;

fn plain(texts: &[&str]) -> String {
    tr(&texts.iter().map(|text| tc("", text)).collect::<Vec<_>>())
}

#[test]
fn spans_and_vertical_merges() {
    let table = tbl(&[
        tr(&[tc("<w:gridSpan w:val=\"2\"/><w:vMerge w:val=\"restart\"/>", "甲"), tc("", "乙")]),
        tr(&[tc("<w:gridSpan w:val=\"2\"/><w:vMerge/>", ""), tc("", "1")]),
        tr(&[tc("<w:gridSpan w:val=\"2\"/><w:vMerge w:val=\"continue\"/>", "unseen"), tc("", "2")]),
        tr(&[tc("", "丙"), tc("", "丁"), tc("", "3")]),
    ]);
    assert_eq!(
        body(&table),
        [
            "Grid 4x3 table 1 row 1 cell 1",
            "0,0 3x2: 甲",
            "0,2 1x1: 乙",
            "1,2 1x1: 1",
            "2,2 1x1: 2",
            "3,0 1x1: 丙",
            "3,1 1x1: 丁",
            "3,2 1x1: 3",
        ]
    );
}

#[test]
fn a_restart_ends_the_merge_above_and_other_edges_do_not_continue_it() {
    let table = tbl(&[
        tr(&[tc("<w:vMerge w:val=\"restart\"/>", "a"), tc("", "x")]),
        tr(&[tc("<w:vMerge w:val=\"restart\"/>", "b"), tc("", "y")]),
        tr(&[tc("<w:gridSpan w:val=\"2\"/><w:vMerge/>", "c")]),
        tr(&[tc("<w:vMerge/>", "d"), tc("", "z")]),
    ]);
    assert_eq!(
        body(&table)[1..],
        ["0,0 1x1: a", "0,1 1x1: x", "1,0 1x1: b", "1,1 1x1: y", "2,0 1x2: c", "3,0 1x1: d", "3,1 1x1: z"]
    );
}

#[test]
fn horizontal_merges_skipped_columns_and_header_rows() {
    let before = "<w:trPr><w:gridBefore w:val=\"1\"/><w:gridAfter w:val=\"1\"/><w:tblHeader/></w:trPr>";
    let table = tbl(&[
        format!("<w:tr>{before}{}</w:tr>", tc("", "head")),
        tr(&[
            tc("<w:hMerge w:val=\"restart\"/>", "wide"),
            tc("<w:hMerge w:val=\"continue\"/>", ""),
            tc("<w:hMerge/>", ""),
        ]),
        plain(&["1", "2", "3"]),
    ]);
    assert_eq!(
        body(&table),
        [
            "Grid 3x3 table 1 row 1 cell 1",
            "0,1 1x1 header: head",
            "1,0 1x3: wide",
            "2,0 1x1: 1",
            "2,1 1x1: 2",
            "2,2 1x1: 3",
        ]
    );
}

#[test]
fn rows_and_cells_in_content_controls_and_deleted_ones() {
    let control =
        |content: &str| format!("<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>");
    let deleted = format!("<w:tr><w:trPr><w:del w:id=\"1\"/></w:trPr>{}{}</w:tr>", tc("", "gone"), tc("", "gone"));
    let cells = tr(&[control(&tc("", "c")), tc("<w:cellDel w:id=\"2\"/>", "gone"), tc("", "d")]);
    let table = tbl(&[control(&plain(&["a", "b"])), deleted, cells]);
    assert_eq!(body(&table), ["Grid 2x2 table 1 row 1 cell 1", "0,0 1x1: a", "0,1 1x1: b", "1,0 1x1: c", "1,1 1x1: d"]);
}

#[test]
fn a_table_that_holds_tables_is_layout() {
    let inner = tbl(&[plain(&["a", "1"]), plain(&["b", "2"])]);
    let outer = tbl(&[
        tr(&[tc("", "导航"), tc("", "")]),
        format!("<w:tr><w:tc>{}{inner}{}</w:tc></w:tr>", p("一、总体情况"), p("以上。")),
    ]);
    assert_eq!(
        body(&format!("{outer}{}", p("末"))),
        [
            "Body table 1 row 1 cell 1: 导航",
            "Body table 1 row 2 cell 1: 一、总体情况",
            "Grid 2x2 table 2 row 1 cell 1",
            "0,0 1x1: a",
            "0,1 1x1: 1",
            "1,0 1x1: b",
            "1,1 1x1: 2",
            "Body table 1 row 2 cell 1: 以上。",
            "Body paragraph 1: 末",
        ]
    );
}

#[test]
fn a_data_table_keeps_its_cells_around_small_tables() {
    let empty = tbl(&[plain(&["", ""])]);
    let framed = tbl(&[plain(&["7"])]);
    let table = tbl(&[
        plain(&["项目", "数量"]),
        format!("<w:tr>{}<w:tc>{empty}{}</w:tc></w:tr>", tc("", "规章"), p("3")),
        format!("<w:tr>{}<w:tc>{framed}</w:tc></w:tr>", tc("", "许可")),
    ]);
    assert_eq!(
        body(&table),
        [
            "Grid 3x2 table 1 row 1 cell 1",
            "0,0 1x1: 项目",
            "0,1 1x1: 数量",
            "1,0 1x1: 规章",
            "1,1 1x1: 3",
            "2,0 1x1: 许可",
            "2,1 1x1: 7",
        ]
    );
    // A real table beside more cells of its own follows them.
    let inner = tbl(&[plain(&["x", "y"])]);
    let table = tbl(&[plain(&["项目", "数量"]), format!("<w:tr>{}<w:tc>{inner}</w:tc></w:tr>", tc("", "规章"))]);
    assert_eq!(
        body(&table),
        [
            "Grid 2x2 table 1 row 1 cell 1",
            "0,0 1x1: 项目",
            "0,1 1x1: 数量",
            "1,0 1x1: 规章",
            "1,1 1x1: ",
            "Grid 1x2 table 2 row 1 cell 1",
            "0,0 1x1: x",
            "0,1 1x1: y",
        ]
    );
}

#[test]
fn a_frame_around_text_is_paragraphs() {
    let table = tbl(&[format!("<w:tr><w:tc>{}{}</w:tc></w:tr>", p("一、总体情况"), p("共 3 件。"))]);
    assert_eq!(body(&table), ["Body table 1 row 1 cell 1: 一、总体情况", "Body table 1 row 1 cell 1: 共 3 件。"]);
}

#[test]
fn lines_in_a_cell() {
    let split = "<w:p><w:r><w:t>20</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>23</w:t></w:r></w:p>";
    let vertical: String = ["三", "、", "", "本"].map(p).concat();
    let broken = "<w:p><w:r><w:t>商业</w:t><w:br/><w:t>企业</w:t></w:r></w:p><w:p/><w:p/>";
    let cells = [split, &vertical, broken].map(|content| format!("<w:tc>{content}</w:tc>"));
    assert_eq!(body(&tbl(&[tr(&cells)]))[1..], ["0,0 1x1: 2023", "0,1 1x1: 三\n、\n本", "0,2 1x1: 商业\n企业"]);
}

#[test]
fn cell_locations_are_as_written() {
    let table = tbl(&[plain(&["a", "b"]), tr(&[tc("<w:gridSpan w:val=\"2\"/>", "c")]), plain(&["d", "e"])]);
    let (document, _) = read_docx(&package(&part(&format!("{}{table}{table}", p("前"))), &[]));
    let places: Vec<String> =
        document.grids().nth(1).unwrap().cells.iter().map(|cell| cell.location.to_string()).collect();
    assert_eq!(
        places,
        [
            "table 2 row 1 cell 1",
            "table 2 row 1 cell 2",
            "table 2 row 2 cell 1",
            "table 2 row 3 cell 1",
            "table 2 row 3 cell 2",
        ]
    );
}

#[test]
fn real_filings_agree_with_an_independent_count() {
    // Rows, columns and cells of each table, counted by another XML parser.
    type Size = (usize, usize, usize);
    let cases: [(&str, [Size; 3]); 3] = [
        ("template-2021-blank.docx", [(14, 4, 30), (28, 10, 215), (4, 15, 34)]),
        ("pingtan-2020.docx", [(18, 4, 53), (26, 10, 199), (4, 15, 34)]),
        ("shanghai-office-2019.docx", [(18, 5, 53), (26, 10, 198), (4, 15, 34)]),
    ];
    for (name, tables) in cases {
        let path = format!("{}/../shared/real/{name}", env!("CARGO_MANIFEST_DIR"));
        let Ok(bytes) = std::fs::read(path) else {
            let _ = writeln!(std::io::stderr(), "SKIPPED: {name} is not here");
            continue;
        };
        let (document, notices) = read_docx(&bytes);
        let found: Vec<_> = document.grids().map(|grid| (grid.rows, grid.columns, grid.cells.len())).collect();
        assert_eq!((found.as_slice(), notices.len()), (&tables[..], 0), "{name}");
    }
}
