//! Pages that were made to harm: each must cost no more than its size.

use super::*;
use crate::limits::{CELL_BYTES, Limits};

fn limits() -> Limits {
    Limits { document_bytes: 20_000 * CELL_BYTES, ..Limits::default() }
}

fn survives(html: &str) -> Result<Document, ReadError> {
    let mut context = Context { limits: limits(), ..Context::default() };
    read(html.as_bytes(), &mut context)
}

const PAGE: &str = "<html><head><meta charset=utf-8><title>报告</title></head><body><h1>云溪县</h1><p>一、概述<br>甲</p>\
    <table border=1><caption>表</caption><thead><tr><th rowspan=2>项目<th colspan=2>数量</thead><tbody><tr><td>1<td>2</tr>\
    <tr><td>规章<td>3<td><table><tr><td>4<td>5</table></tbody></table><pre>a | b\nc | d\n</pre><ul><li><a href=x>二</a></ul></body></html>";

#[test]
fn every_truncation() {
    for (end, _) in PAGE.char_indices() {
        survives(&PAGE[..end]).expect("a page however short");
    }
}

#[test]
fn every_byte_replaced() {
    for at in 0..PAGE.len() {
        for byte in [0, b'<', b'>', b'"', 0xff] {
            let mut bytes = PAGE.as_bytes().to_vec();
            bytes[at] = byte;
            read(&bytes, &mut Context::default()).expect("a page however damaged");
        }
    }
}

#[test]
fn deep_nesting_ends() {
    let depth = 100_000;
    for (open, close) in [
        ("<div>", "</div>"),
        ("<table><tr><td>", "</td></tr></table>"),
        ("<table>", "</table>"),
        ("<p><b><i>", "</b>"),
        ("<ul><li>", "</ul>"),
        ("<select>", "</option>"),
        ("<pre>", "</pre>"),
        ("<tr><td>", "</p>"),
        ("<div style=display:none>", "</span>"),
        ("<a href=x>", "</a>"),
    ] {
        let html = format!("{}甲{}", open.repeat(depth), close.repeat(depth));
        // Over the limit of cells or not: it ends.
        let _ = survives(&html);
        let _ = survives(&open.repeat(depth));
        let _ = survives(&close.repeat(depth));
    }
}

#[test]
fn text_below_the_deepest_elements_is_kept() {
    let html = format!("{}甲{}", "<div>".repeat(1_000_000), "</div>".repeat(1_000_000));
    let document = survives(&html).expect("no limit is passed");
    assert_eq!(crate::reader::golden::render(&document), "p 甲\n");
}

#[test]
fn enormous_spans() {
    let document = survives("<table><tr><td colspan=1000000 rowspan=1000000>1<td>2</table>").expect("cut");
    let grid = document.grids().next().expect("a grid");
    assert_eq!((grid.rows, grid.columns), (1, 1001));
    // Every row of a tall table is covered by wide cells.
    let row = format!("<tr>{}", "<td rowspan=0 colspan=1000>x".repeat(10));
    let _ = survives(&format!("<table>{}</table>", row.repeat(1500)));
    let _ = survives(&format!("<table><tr>{}{}</table>", "<td rowspan=0>x".repeat(9_000), "<tr>".repeat(200_000)));
}

#[test]
fn limits_are_told() {
    let html = format!("<table>{}</table>", "<tr><td>x<td>y".repeat(20_000));
    let error = survives(&html).expect_err("too many cells");
    assert_eq!((error.kind.reason(), error.part.as_ref()), ("limit_exceeded", "document_bytes"));
}

#[test]
fn never_ending_constructs() {
    for html in
        ["<!--", "<script>", "<title>", "<p title=\"", "<textarea>", "<![CDATA[", "&#xffffffff;", "<", "</", "<!"]
    {
        survives(&format!("{html}{}", "甲 < b > \0".repeat(10_000))).expect("a page however odd");
    }
}
