//! Which rules of style sheets hold for an element.

use super::*;
use crate::reader::html::declared::Extent;
use crate::reader::html::selector::Ancestor;
use crate::reader::html::tag::{ElementGroup, identity};

fn gone(css: &str, element: &str, id: &str, class: &str, style: &str) -> bool {
    let mut sheet = StyleSheet::default();
    sheet.add(css.as_bytes());
    let mut inline = Declared::default();
    for declaration in style.split(';') {
        let (property, value) = declaration.split_once(':').unwrap_or_default();
        inline.inline(property.trim().as_bytes(), value.as_bytes());
    }
    // In a cell of a table in a box.
    let outer = [
        ("div", "", "box", ElementGroup::Block),
        ("table", "t", "", ElementGroup::Table),
        ("tbody", "", "", ElementGroup::RowGroup),
    ];
    let outer = outer.into_iter().chain([("tr", "", "r", ElementGroup::Row), ("td", "", "c", ElementGroup::Cell)]);
    let path: Vec<Ancestor> = outer
        .map(|(element, id, class, kind)| Ancestor { kind, fits: sheet.fits(&subject(element, id, class)) })
        .collect();
    sheet.declared(&subject(element, id, class), &|at| path.iter().rev().nth(at).copied(), &inline).gone(Extent::Inline)
}

fn subject<'a>(element: &str, id: &'a str, class: &'a str) -> Subject<'a> {
    let (element, id, class) = (identity(element.as_bytes()), id.as_bytes(), class.as_bytes());
    Subject { element, id, class, ..Subject::default() }
}

#[test]
fn selectors() {
    for css in [
        ".hid{display:none}",
        "td.hid { DISPLAY : NONE }",
        "<!-- p, .hid , h1{color:red;display:none;} -->",
        "/* x { */ .hid.a{display:none}",
        "@media screen{ p{margin:0} .hid{display:none} }",
        "@media print{p{x:y}} #note{opacity:0}",
        "@charset \"utf-8\"; td{mso-hide:all}",
        "*.hid{display:none}",
        "td .hid{display:none}",
        "td > td.hid{display:none}",
        "#t tr.r .hid, p{display:none}",
        "div table>tbody>tr > td.c>.hid{display:none}",
        ".box>table .hid{display:none}",
        "table > tr .hid{display:none}",
        "html body td .hid{display:none}",
        "[class^=a]{display:none}",
        "td[class$='hid']{display:none}",
        "[class*=\"hi\"]{display:none}",
        "[class~=hid]{display:none}",
        "td[id=note]{display:none}",
        ":is(.no, .hid){display:none}",
        "td:where(.hid){display:none}",
        ".hid:not(.b){display:none}",
        "td :not(p):is(.b,td.hid){display:none}",
        ".hid{position:absolute;left:-9999px}",
        "@layer b{.hid{display:inline}} @layer c{.hid{display:none}}",
        "@layer c, b; @layer b{.hid{display:none}} @layer c{#note{display:inline}}",
        "--> @supports (display:grid){.hid{display:none}}",
        "@supports not (display:nope){.hid{display:none}}",
        "@supports (display:grid) and (not (display:inline-nope)){.hid{display:none}}",
        "@layer z{.hid{display:none!important}} td.hid{display:inline!important}",
        "@layer y{.hid{display:none!important}} @layer z{td.hid{display:inline!important}}",
        "@import url('data:text/css,.hid{display:none}');",
        ":is(.hid, :bogus){display:none}",
        "*|td.hid{display:none}",
        "@scope (.c){.hid{display:none}}",
        ".hid{display:block;clip-path:inset(50%)}",
        ".hid:not(:hover){display:none}",
        "@supports (display:grid){ @layer a{ .hid{display:none} } }",
        "td{color:red; .hid{display:none}}",
        "td{ & .hid{display:none} }",
        "p, td .c{} .hid{ content:'}'; display:none }",
    ] {
        assert!(gone(css, "td", "note", "a hid", ""), "{css}");
    }
}

#[test]
fn selectors_that_ask_for_something_else() {
    for css in [
        ".hide{display:none}",
        "th.hid{display:none}",
        ".hid .b{display:none}",
        "th .hid{display:none}",
        "tr > .hid{display:none}",
        "div > .hid{display:none}",
        "td + .hid{display:none}",
        "td ~ .hid{display:none}",
        "+ .hid{display:none}",
        "td + > .hid{display:none}",
        ".box > tr .hid{display:none}",
        "> .hid{display:none}",
        ".hid >{display:none}",
        "tr table .hid{display:none}",
        ".hid:hover{display:none}",
        ".hid, :bogus{display:none}",
        ".hid, ::-moz-selection{display:none}",
        ".hid{display:inline} @layer a{td.hid{display:none}}",
        "@layer b, c; @layer c{.hid{display:inline}} @layer b{#note{display:none}}",
        "@scope (.d){.hid{display:none}}",
        "@supports (-ms-ime-align:auto){.hid{display:none}}",
        ".hid{display:none\\9}",
        ".hid{display:none!ie}",
        ".hid[x]{display:none}",
        "[class^=hid]{display:none}",
        "[class~=hi]{display:none}",
        "[class^='']{display:none}",
        ":is(.no, .b){display:none}",
        ":is(.no,{display:none}",
        ".hid:not(.a){display:none}",
        ".hid:not(td, .b){display:none}",
        ".hid:first-child{display:none}",
        "body > .hid{display:none}",
        ".hid{left:-9999px}",
        ".hid{position:fixed;left:-9999px} .hid{left:0}",
        ".hid>td{display:none}",
        "@media print{.hid{display:none}}",
        "@font-face{display:none}",
        "@keyframes x{from{display:none}} @page{.hid{display:none}}",
        "@supports not (display:grid){.hid{display:none}}",
        ".b{ .hid{display:none} }",
        "#other{display:none}",
        ".hid{display:none",
    ] {
        let cut = css.ends_with("none");
        assert_eq!(gone(css, "td", "note", "a hid", ""), cut, "{css}");
    }
}

#[test]
fn the_cascade() {
    assert!(!gone(".a{display:none} .a{display:block}", "p", "", "a", ""));
    assert!(gone(".a{display:block} .a{display:none}", "p", "", "a", ""));
    assert!(gone("#i{display:none} .a{display:block}", "p", "i", "a", ""));
    assert!(gone(".a.b{display:none} .a{display:block}", "p", "", "b a", ""));
    assert!(!gone(".a{display:none}", "p", "", "a", "display:inline"));
    assert!(gone(".a{display:none !important}", "p", "", "a", "display:inline"));
    assert!(!gone("", "p", "", "", "display:none;display:block"));
    assert!(gone("", "p", "", "", "display:block;display:none"));
    assert!(!gone("", "p", "", "", "display:block!important;display:none"));
    assert!(!gone("td .a{display:none} .a.b.c{display:block}", "p", "", "a b c", ""));
    assert!(gone("tr td .a{display:none} .a{display:block}", "p", "", "a", ""));
    assert!(gone("", "p", "", "", "opacity: 0.0"));
    assert!(!gone("", "p", "", "", "opacity:.5;visibility:hidden;font-size:0"));
}

#[test]
fn hostile_sheets_are_read_once() {
    for css in ["{", "}", "@media{", ".a{", "/*", ".a,", "@x;", "a{b:c}", "a ", "a>", "td .a{opacity:0}"] {
        let mut sheet = StyleSheet::default();
        sheet.add(css.repeat(50_000).as_bytes());
    }
}
