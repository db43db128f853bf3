//! What a page hides, strikes, raises or leaves to be filled in: the grid that is seen, and what is told of the rest.

use super::*;
use crate::document::{Omitted, Unread};
use crate::reader::golden::render;

fn page(html: &str) -> Document {
    read(html.as_bytes(), &mut Context::default()).expect("a page")
}

/// A count of texts left out, and the first of them.
type Told = Option<(u32, String)>;

/// The document, and what is told of hidden and struck text.
fn seen(html: &str) -> (String, Told, Told) {
    let document = page(html);
    let told = |omitted: &Option<Omitted>| omitted.as_ref().map(|omitted| (omitted.count, omitted.text.clone()));
    (render(&document), told(&document.omissions.hidden), told(&document.omissions.struck))
}

fn table(rows: &str) -> String {
    format!("<table><tr><td>新收<td>合计</tr>{rows}<tr><td>3<td>4</tr></table>")
}

const PLAIN: &str = "grid 2x2\n  0 0 1 1 新收\n  0 1 1 1 合计\n  1 0 1 1 3\n  1 1 1 1 4\n";

#[test]
fn hidden_rows_and_cells() {
    let told = Some((2, "7".to_owned()));
    for (style, row) in [
        ("", "<tr style='display:none'><td>7<td>8</tr>"),
        ("", "<tr style='display:block;DISPLAY: none'><td>7<td>8</tr>"),
        ("", "<tr hidden><td>7<td>8</tr>"),
        ("", "<tr style='visibility:hidden'><td>7<td>8</tr>"),
        ("", "<tr style='visibility:collapse'><td>7<td>8</tr>"),
        ("", "<tr style='mso-hide:all'><td>7<td>8</tr>"),
        ("", "<tr style='opacity:0'><td>7<td>8</tr>"),
        (".hid{display:none}", "<tr class='a hid'><td>7<td>8</tr>"),
        ("#x, p{display:none !important}", "<tr id=x style='display:table-row'><td>7<td>8</tr>"),
        ("tbody.hid{display:none}", "<tbody class=hid><tr><td>7<td>8</tr></tbody><tbody>"),
        (".hid{display:none}", "<tr><td class=hid>7<td>新收<td>合计<td class=hid>8</tr>"),
    ] {
        let mut html = format!("<style>{style}</style>{}", table(row));
        let cells = row.contains("新收");
        if cells {
            html = html.replace("<tr><td>新收<td>合计</tr>", "");
        }
        assert_eq!(seen(&html), (PLAIN.to_owned(), told.clone(), None), "{style} {row}");
    }
    // Shown after all.
    for (style, row) in [
        (".hid{display:none} .hid{display:table-row}", "<tr class=hid><td>7<td>8</tr>"),
        (".hid{display:none}", "<tr class=hid style='display:table-row'><td>7<td>8</tr>"),
        ("", "<tr aria-hidden=true><td>7<td>8</tr>"),
        ("@media print{tr{display:none}}", "<tr><td>7<td>8</tr>"),
        ("tr{visibility:hidden} td,tr.b{visibility:visible}", "<tr class=b><td>7<td>8</tr>"),
    ] {
        let html = format!(
            "<style>{style}</style>{}",
            table(row).replace("<tr><td>新", "<tr class=b><td>新").replace("<tr><td>3", "<tr class=b><td>3")
        );
        let (grid, hidden, _) = seen(&html);
        assert!(grid.starts_with("grid 3x2") && hidden.is_none(), "{style} {row} {grid}");
    }
}

#[test]
fn hidden_words_and_columns() {
    for before in [
        "<span style='font-size:0px'>9</span>",
        "<font style='font-size: 0'>9</font>",
        "<span style='display:none'>9</span>",
        "<span style='visibility:hidden'>9</span>",
        "<span style=mso-hide:all>9</span>",
        "<i class=hid>9</i>",
        "<template>9</template>",
        "<noscript>9</noscript>",
        "<script>9</script>",
    ] {
        let html =
            format!("<style>i.hid{{display:none}}</style>{}", table("").replace("<td>3", &format!("<td>{before}3")));
        let hidden = !["<te", "<no", "<sc"].iter().any(|start| before.starts_with(start));
        assert_eq!(seen(&html), (PLAIN.to_owned(), hidden.then(|| (1, "9".to_owned())), None), "{before}");
    }
    let visible = table("").replace("<td>3", "<td style='font-size:0'><span style='font-size:12px'>3</span>");
    assert_eq!(seen(&visible).0, PLAIN);
    let visible = table("").replace("<td>3", "<td style='visibility:hidden'>9<b style='visibility:visible'>3</b>");
    assert_eq!(seen(&visible).0, PLAIN);
    // A cell that is not visible keeps its place.
    let blank = table("").replace("<td>3", "<td style='visibility:hidden'>3");
    assert_eq!(seen(&blank), (PLAIN.replace("1 0 1 1 3", "1 0 1 1"), Some((1, "3".to_owned())), None));
    let columns = "<table><colgroup><col><col span=2 style='display:none'><col></colgroup>\
        <tr><td>新收<td>7<td>8<td>合计<tr><td>3<td colspan=3>4</table>";
    assert_eq!(seen(columns), (PLAIN.to_owned(), Some((2, "7".to_owned())), None));
    let columns = "<style>.c{visibility:collapse}</style><table><col><col class=c><tr><td>新收<td>7<td>合计<tr><td>3<td>8<td>4</table>";
    assert_eq!(seen(columns), (PLAIN.to_owned(), Some((2, "7".to_owned())), None));
}

#[test]
fn struck_and_raised_text() {
    for struck in [
        "<del>9</del><ins>3</ins>",
        "<s>9</s>3",
        "<strike>9</strike>3",
        "<span style='text-decoration:line-through'>9</span>3",
        "<b class=s>9</b>3",
    ] {
        let html = format!(
            "<style>.s{{text-decoration: underline line-through}}</style>{}",
            table("").replace("<td>3", &format!("<td>{struck}"))
        );
        assert_eq!(seen(&html), (PLAIN.to_owned(), None, Some((1, "9".to_owned()))), "{struck}");
    }
    let marked = PLAIN.replace("1 0 1 1 3", "1 0 1 1 3¹");
    for mark in [
        "<sup>1</sup>",
        "<a href=x><sup>1</sup></a>",
        "<span style='vertical-align:super'>1</span>",
        "<sub>1</sub>",
        "<small style='vertical-align:text-top;font-size:70%'>1</small>",
    ] {
        assert_eq!(seen(&table("").replace("<td>3", &format!("<td>3{mark}"))).0, marked, "{mark}");
    }
    assert_eq!(seen(&table("").replace("<td>3", "<td><sup>3</sup>")).0, PLAIN);
}

#[test]
fn fields_of_forms() {
    for field in [
        "<textarea rows=1>3</textarea>",
        "<input value=3>",
        "<input type=text value='3' readonly>",
        "<select><option>1<option selected>3<option>5</select>",
        "<select><option>3</option><option>5</option></select>",
        "<select><optgroup label=x><option value=1 selected>3</optgroup>",
        "<details open><summary></summary>3</details>",
        "<details><summary>3</summary></details>",
        "<input type=tel value=3>",
    ] {
        assert_eq!(seen(&table("").replace("<td>3", &format!("<td>{field}"))).0, PLAIN, "{field}");
    }
    for field in ["<textarea></textarea>", "<input>", "<select></select>", "<select><option>请选择</select>"] {
        let document = page(&table("").replace("<td>3", &format!("<td>{field}")));
        let cell = document.grids().next().and_then(|grid| grid.cell_at(1, 0)).expect("a cell");
        assert_eq!((cell.text.as_str(), cell.unread), ("", Some(Unread::Field)), "{field}");
    }
    // What visitors are asked for is no text of the page.
    let form = "<p>一</p><form><textarea>留言 7</textarea><select><option>8</select></form>";
    assert_eq!(seen(form).0, "p 一\n");
}

#[test]
fn bodies_that_a_script_shows() {
    let wechat = format!(
        "<div id=js_content style='visibility: hidden; opacity: 0;'><p>一</p>{}</div>",
        table("<tr style='display:none'><td>7<td>8</tr>")
    );
    assert_eq!(seen(&wechat), (format!("p 一\n{PLAIN}"), Some((2, "7".to_owned())), None));
    // The only tables of a page are hidden with what is around them: rows and words inside stay hidden.
    let tab = format!(
        "<style>.tab{{display:none}}</style><div class=tab>{}</div>",
        table("<tr style='display:none'><td>7<td>8</tr>")
    );
    assert_eq!(seen(&tab), (PLAIN.to_owned(), Some((2, "7".to_owned())), None));
}

#[test]
fn rules_that_look_at_siblings_places_and_attributes() {
    let hidden = Some((1, "9".to_owned()));
    for (style, cell) in [
        (".m + i{display:none}", "<b class=m></b><i>9</i>3"),
        (".m ~ i{display:none}", "<b class=m></b><u></u><i>9</i>3"),
        ("td b.m + u + i{display:none}", "<b class=m></b><u></u><i>9</i>3"),
        ("[data-x]{display:none}", "<i data-x>9</i>3"),
        ("i[data-x='old']{display:none}", "<i data-x=old>9</i>3"),
        ("[data-x=OLD i]{display:none}", "<i data-x=old>9</i>3"),
        ("[data-x^=ol]:not(.m){display:none}", "<i data-x=old>9</i>3"),
        ("td i:not(.v){display:none}", "<i>9</i><i class=v>3</i>"),
        ("td > :not([class=v]){visibility:hidden}", "<i>9</i><i class=v>3</i>"),
        ("td i:nth-child(odd){display:none}", "<i>9</i><i>3</i>"),
        ("td i:first-of-type{display:none}", "<b></b><i>9</i><i>3</i>"),
        ("td i:last-child{display:none}", "<i>3</i><i>9</i>"),
        ("td i:nth-last-child(2){display:none}", "<i>9</i><i>3</i>"),
        ("td{ & i{display:none} }", "<i>9</i>3"),
        ("@layer x{ td i{opacity:0} }", "<i>9</i>3"),
        ("i{color:#FFF}", "<i>9</i>3"),
        ("i{color:rgba(0,0,0,0)}", "<i>9</i>3"),
        ("i{position:absolute;clip:rect(0 0 0 0)}", "<i>9</i>3"),
        ("i{display:inline-block;width:0;overflow:hidden}", "<i>9</i>3"),
        ("", "<dialog>9</dialog>3"),
        ("@media print, screen{i{display:none}}", "<i>9</i>3"),
        ("@media not print{i{display:none}}", "<i>9</i>3"),
        (".md\\:hid, i.a\\/b{display:none}", "<i class='x md:hid'>9</i>3<u class='a/b'></u>"),
        ("i.\\6d 1{display:none}", "<i class=m1>9</i>3"),
        ("i{-webkit-text-fill-color:transparent}", "<i>9</i>3"),
        ("", "<i style='display:/**/none'>9</i>3"),
    ] {
        let html = format!("<style>{style}</style>{}", table("").replace("<td>3", &format!("<td>{cell}")));
        assert_eq!(seen(&html), (PLAIN.to_owned(), hidden.clone(), None), "{style} {cell}");
        // A sheet at the end of the page holds for all of it.
        let html = format!("{}<style>{style}</style>", table("").replace("<td>3", &format!("<td>{cell}")));
        assert_eq!(seen(&html), (PLAIN.to_owned(), hidden.clone(), None), "behind: {style} {cell}");
    }
    for (style, row) in [
        (".n + tr{display:none}", "<tr class=n><tr><td>7<td>8</tr>"),
        ("tr[data-old]{display:none}", "<tr data-old=1><td>7<td>8</tr>"),
        ("tr:nth-child(2){display:none}", "<tr><td>7<td>8</tr>"),
        ("tr.o > *{display:none}", "<tr class=o><td>7<td>8</tr>"),
        ("tr.o{display:block;height:0;overflow:hidden}", "<tr class=o><td>7<td>8</tr>"),
    ] {
        let html = format!("<style>{style}</style>{}", table(row));
        assert_eq!(seen(&html).1, Some((2, "7".to_owned())), "{style}");
    }
    // Shown all the same.
    for (style, cell) in [
        (".m + i{display:none}", "<b class=m></b><u></u><i>3</i>"),
        ("i[data-x]{display:none}", "<i data-y=1>3</i>"),
        ("i:nth-child(2){display:none}", "<i>3</i>"),
        ("i:last-of-type:hover{display:none}", "<i>3</i>"),
        ("i{color:white} td{background:#036}", "<i>3</i>"),
        ("i{color:white} body{background-color:navy}", "<i>3</i>"),
        ("i{display:none} i{color:white;display:inline} .g{background:url(a.png)}", "<p class=g><i>3</i>"),
        ("tr,td{height:0;width:0;overflow:hidden}", "<i>3</i>"),
        ("@media (max-width:600px){i{display:none}}", "<i>3</i>"),
        ("@media (prefers-color-scheme:dark){i{display:none}}", "<i>3</i>"),
        (".hid{display:none} .md\\:b{display:inline}", "<i class='hid md:b'>3</i>"),
        ("html.dark body i, body:has(.no) i{display:none}", "<i>3</i>"),
        ("i{opacity:0;animation:up 1s}", "<i>3</i>"),
        ("", "<s style='text-decoration:none'>3</s>"),
        ("i{color:transparent;background-clip:text}", "<i>3</i>"),
    ] {
        let html = format!("<style>{style}</style><body>{}", table("").replace("<td>3", &format!("<td>{cell}")));
        assert_eq!(seen(&html), (PLAIN.to_owned(), None, None), "{style} {cell}");
    }
    let elsewhere =
        format!("<link rel=stylesheet href=a.css>{}", table("").replace("<td>3", "<td><i style='color:white'>3</i>"));
    assert_eq!(seen(&elsewhere), (PLAIN.to_owned(), None, None));
}

#[test]
fn what_cells_show_without_text_is_not_blank() {
    for (content, what) in [
        ("<svg><text>3</text></svg>", Unread::Drawing),
        ("<math><mn>3</mn></math>", Unread::Object),
        ("<canvas></canvas>", Unread::Object),
        ("<iframe srcdoc=3></iframe>", Unread::Object),
        ("<script>document.write(3)</script>", Unread::Field),
        ("<b class=g data-v=3></b>", Unread::Field),
        ("<b style='color:white'>3</b>", Unread::Field),
        ("<details><summary></summary>3</details>", Unread::Field),
        ("<button>查看3</button>", Unread::Field),
        ("<input type=button value=查看>", Unread::Field),
        ("<b v-text=n></b>", Unread::Field),
        ("<b id=n3></b><script>$('#n3').text(3)</script>", Unread::Field),
        ("<b style='counter-reset:n 3' class=c></b>", Unread::Field),
    ] {
        let style =
            "<style>.g::before{content:attr(data-v)} .c::before{content:counter(n)} td:after{content:''}</style>";
        let document = page(&format!("{style}{}", table("").replace("<td>3", &format!("<td>{content}"))));
        let cell = document.grids().next().and_then(|grid| grid.cell_at(1, 0)).expect("a cell");
        assert_eq!((cell.text.as_str(), cell.unread), ("", Some(what)), "{content}");
    }
    for shown in ["<svg></svg>3", "<button>3</button>", "<button><b>3</b></button>", "<input type=button value=3>"] {
        let shown = page(&table("").replace("<td>3", &format!("<td>{shown}")));
        assert_eq!(render(&shown), PLAIN);
    }
}

#[test]
fn what_an_element_holds_and_more_that_hides() {
    let hidden = Some((1, "9".to_owned()));
    for (style, cell) in [
        ("i:has(b){display:none}", "<i>9<b></b></i>3"),
        ("i:has(> b.m, u){display:none}", "<i>9<b class=m></b></i>3"),
        ("i:not(:has(b)){display:none}", "<i>9</i><i>3<b></b></i>"),
        ("td:has(.m) > i{display:none}", "<i>9</i>3<u><s><b class=m></b></s></u>"),
        ("i:has(u:empty){display:none}", "<i>9<u></u></i>3<i><u>\u{200b}</u></i>"),
        ("@container (min-width:1px){i{display:none}}", "<i>9</i>3"),
        ("i{display:inline-block;transform:scale(.01)}", "<i>9</i>3"),
        ("i{display:inline-block;scale:0}", "<i>9</i>3"),
        ("i{zoom:0.01}", "<i>9</i>3"),
        ("i{filter:opacity(0)}", "<i>9</i>3"),
        ("i{position:absolute;left:calc(-9999px)}", "<i>9</i>3"),
        ("i{color:#eee;background:#eeeeee}", "<i>9</i>3"),
        ("i{background:red;color:red}", "<i>9</i>3"),
        ("", "<font color=#FFFFFF>9</font>3"),
        ("", "<span popover>9</span>3"),
        ("", "<details><summary>3</summary>9</details>"),
    ] {
        let sheet = format!("<style>{style}</style>");
        let table = table("").replace("<td>3", &format!("<td>{cell}"));
        for html in [format!("{sheet}{table}"), format!("{table}{sheet}")] {
            assert_eq!(seen(&html), (PLAIN.to_owned(), hidden.clone(), None), "{html}");
        }
    }
    for (style, cell) in [
        ("i:has(b){display:none}", "<i>3</i>"),
        ("i:has(> b){display:none}", "<i>3<u><b></b></u></i>"),
        ("i:empty{display:none}", "<i>3</i>"),
        ("i{zoom:1;scale:1;color:#333;background:#eee}", "<i>3</i>"),
        ("", "<font color=red>3</font>"),
        ("", "<details><summary>3</summary></details>"),
    ] {
        let html = format!("<style>{style}</style>{}", table("").replace("<td>3", &format!("<td>{cell}")));
        assert_eq!(seen(&html), (PLAIN.to_owned(), None, None), "{html}");
    }
}

#[test]
fn digits_in_another_order() {
    for cell in [
        "<bdo dir=rtl>21</bdo>",
        "<bdo dir=RTL><b>21</b></bdo>",
        "<bdo dir=rtl><b>2</b>1</bdo>",
        "<span style='direction:rtl;unicode-bidi:bidi-override'>21</span>",
        "<i>21</i>",
        "<span dir=rtl>12</span>",
        "<bdo>12</bdo>",
        "<b style='float:right'>12</b>",
        "<div style='display:flex;flex-direction:row'><b>1</b><b>2</b></div>",
    ] {
        let style = "<style>i{unicode-bidi:isolate-override;direction:rtl}</style>";
        let html = format!("{style}{}", table("").replace("<td>3", &format!("<td>{cell}")));
        assert_eq!(seen(&html).0, PLAIN.replace("1 0 1 1 3", "1 0 1 1 12"), "{cell}");
    }
    // Where the pieces lie is not worked out: they are no number.
    for cell in [
        "<b style='float:right'>2</b><b style='float:right'>1</b>",
        "<div style='display:flex;flex-direction:row-reverse'><b>2</b><b>1</b></div>",
        "<div style='display:flex'><b style='order:2'>2</b><b style='order:1'>1</b></div>",
        "\u{202e}21",
    ] {
        let document = page(&table("").replace("<td>3", &format!("<td>{cell}")));
        let cell = document.grids().next().and_then(|grid| grid.cell_at(1, 0)).expect("a cell");
        assert!(cell.text.parse::<u32>().is_err(), "{:?}", cell.text);
    }
}

#[test]
fn numbers_of_lists_as_word_writes_them_down() {
    let with = |label: &str, text: &str| {
        let cell = format!("<p><span style='mso-list:Ignore'>{label}</span>{text}</p>");
        let document = page(&table("").replace("<td>3", &format!("<td>{cell}")));
        let cell = document.grids().next().and_then(|grid| grid.cell_at(1, 0)).expect("a cell");
        (cell.text.clone(), cell.unread)
    };
    assert_eq!(with("1、", "193"), ("193".to_owned(), None));
    assert_eq!(with("1.<span>&nbsp;&nbsp;</span>", "193"), ("193".to_owned(), None));
    assert_eq!(with("1", "193"), (String::new(), Some(Unread::Torn)));
    assert_eq!(with("1、", "规章"), ("1、规章".to_owned(), None));
}

#[test]
fn sheets_of_other_media_and_templates() {
    for (sheet, hides) in [
        ("<style media=print>i{display:none}</style>", false),
        ("<style media=screen>i{display:none}</style>", true),
        ("<style type='text/less'>i{display:none}</style>", false),
        ("<style type='text/css'>i{display:none}</style>", true),
        ("<template><style>i{display:none}</style></template>", false),
    ] {
        let html = format!("{sheet}{}", table("").replace("<td>3", "<td><i>9</i>3"));
        let expected = if hides { PLAIN.to_owned() } else { PLAIN.replace("1 0 1 1 3", "1 0 1 1 93") };
        assert_eq!(seen(&html).0, expected, "{sheet}");
    }
    for row in
        ["<template><tr><td>7<td>8</tr></template>", "<template><template></template><tr><td>7<td>8</tr></template>"]
    {
        assert_eq!(seen(&table(row)), (PLAIN.to_owned(), None, None), "{row}");
    }
    let html = format!("<html class=dark><body class='a b'>{}", table("").replace("<td>3", "<td><i>9</i>3"));
    for style in ["html.dark i", "body.b i", "body.a.b > table i", "html.dark body i", ".dark .a i", "body:has(td) i"] {
        let html = format!("<style>{style}{{display:none}}</style>{html}");
        assert_eq!(seen(&html).0, PLAIN, "{style}");
    }
}

#[test]
fn places_and_sizes_of_what_has_none() {
    for (style, cell) in [
        ("i:has(+ b){display:none}", "<i>9</i><b>3</b>"),
        ("i:has(+ b, + u){display:none}", "<i>9</i><b>3</b>"),
        ("i:has(> u, + b){display:none}", "<i>9</i><b></b><i>9<u></u></i>3"),
        ("i:has(~ b){display:none}", "<i>9</i><u></u><b>3</b>"),
        ("u{--d:none} u i{display:var(--d)}", "<u><i>9</i>3</u>"),
        ("i{display:var(--d, inline)}", "<u style='--d:none'><i>9</i>3</u>"),
        (":root{--d:none} i{display:var(--d)}", "<i>9</i>3"),
        ("", "<u style='--d:none'><i style='display:var(--d)'>9</i></u>3"),
        (":root i{display:none}", "<i>9</i>3"),
        ("a:link{display:none}", "<a href=x>9</a><a name=x>3</a>"),
        ("i:lang(en){display:none}", "<i lang=en-us>9</i><i lang=zh>3</i>"),
        ("", "<i style='display:none' style='display:inline'>9</i>3"),
        ("", "<span style='font-size:0'>9<b style='font-size:1em'>9</b></span>3"),
        ("", "<span style='visibility:hidden'><b style='visibility:inherit'>9</b></span>3"),
        ("", "<div style='text-indent:100%;overflow:hidden'>9</div>3"),
        ("", "<span style='color:red;background:#f00'>9</span>3"),
        ("", "<ruby>3<rt>9</rt></ruby>"),
        ("", "<input value=9 style='display:none'>3"),
        ("", "<input value=9 style='color:#fff'>3"),
    ] {
        let html = format!("<style>{style}</style>{}", table("").replace("<td>3", &format!("<td>{cell}")));
        assert_eq!(seen(&html).0, PLAIN, "{html}");
    }
    for (style, cell) in [
        ("i:has(+ b){display:none}", "<i>3</i><u></u><b></b>"),
        ("i:has(~ b){display:none}", "<b></b><i>3</i>"),
        ("i:has(+ b, > u){display:none}", "<i>3</i><u></u>"),
        ("", "<span style='position:sticky;left:-9999px'>3</span>"),
        ("@supports (display:nope){i{display:none}}", "<i>3</i>"),
        ("@media (400px <= width <= 767px){i{display:none}}", "<i>3</i>"),
        ("u{--d:none} i{display:var(--d)}", "<u></u><i>3</i>"),
        (":root{--d:none} u{--d:inline} i{display:var(--d)}", "<u><i>3</i></u>"),
        ("", "<span style='transform:scale(0)'>3</span>"),
        ("", "<span style='left:-9999px'>3</span>"),
        ("", "<span style='text-indent:-9999px'>3</span>"),
        ("", "<i hidden=until-found>3</i>"),
        ("", "<button>3</button>"),
        ("", "<input type=button value=3>"),
        ("", "<font color=white><input value=3></font>"),
        ("", "<map name=m>3</map>"),
        ("b::after{content:'';display:table}", "<b>3</b>"),
        ("b::after{content:'7';display:none}", "<b>3</b>"),
    ] {
        let html = format!("<style>{style}</style>{}", table("").replace("<td>3", &format!("<td>{cell}")));
        assert_eq!(seen(&html).0, PLAIN, "{html}");
    }
    let linked = "<link rel=stylesheet href='data:text/css,i%7Bdisplay:none%7D'>";
    assert_eq!(seen(&format!("{linked}{}", table("").replace("<td>3", "<td><i>9</i>3"))).0, PLAIN);
    // Hidden cells keep their place, unless they are none.
    for style in ["opacity:0", "text-indent:-9999px", "transform:scale(0)", "color:red' bgcolor='#ff0000"] {
        let html = table("").replace("<td>3", &format!("<td style='{style}'>3"));
        assert_eq!(seen(&html).0, PLAIN.replace("1 0 1 1 3", "1 0 1 1"), "{style}");
    }
    let html = table("").replace("<td>3", "<td style='text-indent:-9999px'><div style='text-indent:0'>3</div>");
    assert_eq!(seen(&html).0, PLAIN);
}

#[test]
fn a_small_picture_is_no_blank() {
    for (picture, untaken) in [
        ("<img src='data:image/png;base64,AAAA' width=20>", Some(Unread::Picture)),
        ("<img src=icon.png width=16 height=16>", Some(Unread::Picture)),
        ("<img src=spacer.gif width=1 height=16>", None),
        ("<img src=icon.png>", None),
    ] {
        let document = page(&table("").replace("<td>3", &format!("<td>{picture}")));
        let cell = document.grids().next().and_then(|grid| grid.cell_at(1, 0)).expect("a cell");
        assert_eq!((cell.text.as_str(), cell.untaken()), ("", untaken), "{picture}");
    }
}

#[test]
fn numbers_that_the_style_sheet_writes() {
    for cell in ["<b>3</b>", "<b style='float:right'>1</b>3"] {
        let html =
            format!("<style>b::before{{content:'7'}}</style>{}", table("").replace("<td>3", &format!("<td>{cell}")));
        let document = page(&html);
        let cell = document.grids().next().and_then(|grid| grid.cell_at(1, 0)).expect("a cell");
        assert!(cell.text.parse::<u32>().is_err(), "{:?}", cell.text);
    }
    let document =
        page(&format!("<style>td:empty::before{{content:'5'}}</style>{}", table("").replace("<td>3", "<td>")));
    let cell = document.grids().next().and_then(|grid| grid.cell_at(1, 0)).expect("a cell");
    assert_eq!(cell.untaken(), Some(Unread::Field));
}
