//! Numbers of which a part cannot be seen or does not belong to them, and cells that show what is no text.

use super::*;
use crate::document::{Cell, Unread};

/// A table with one value cell, at 200..260 by 120..140 from the top, in which this is drawn.
fn cell(draw: impl Fn(&mut PageBuilder)) -> (String, Option<Unread>) {
    let mut sheet = PageBuilder::default();
    sheet.table(&[72.0, 200.0, 260.0], &[100.0, 120.0, 140.0], &[&["信息内容", "件数"], &["规章", ""]]);
    draw(&mut sheet);
    let (document, _) = open(&pdf(&[&sheet]));
    let cell = document.grids().flat_map(|grid| &grid.cells).last().unwrap();
    (cell.text.clone(), Cell::untaken(cell))
}

#[test]
fn a_number_covered_in_part_is_not_known() {
    for (color, x) in [("1", 229.5), ("0", 229.5), ("1", 228.0), ("0.5", 225.5)] {
        let rest = cell(|sheet| {
            let cover = format!("q {color} g {x} 703 30 14 re f Q");
            sheet.text(220.0, 123.0, 10.0, "123").raw(&cover);
        });
        assert!(!rest.0.contains(|c: char| c.is_ascii_digit()), "{color} {x}: {rest:?}");
    }
    // A sign without its number, and a number that is turned with its page.
    let sign = cell(|sheet| sheet.text(220.0, 123.0, 10.0, "-12").raw("q 1 g 224.8 703 12 14 re f Q").entries.clear());
    assert_eq!(sign.0, "\u{fffd}");
    // A coloured box over all of it.
    let hidden =
        cell(|sheet| sheet.text(220.0, 123.0, 10.0, "12").raw("q 0.8 0 0 rg 219 703 12 14 re f Q").entries.clear());
    assert_eq!(hidden, (String::new(), Some(Unread::Drawing)));
    // Another number written onto the cover of the first one.
    let other = cell(|sheet| {
        sheet.text(220.0, 123.0, 10.0, "123").raw("q 1 g 219 703 30 14 re f Q").text(220.0, 123.0, 10.0, "45");
    });
    assert_eq!(other, ("45".to_owned(), None));
}

#[test]
fn what_is_drawn_in_a_cell_is_not_blank() {
    for drawing in [
        // An outline, filled and stroked; a dark box; a stroke aslant; text of a mark.
        "224 706 m 228 712 232 712 236 706 c f",
        "224 706 m 228 712 232 712 236 706 c S",
        "220 704 20 10 re f",
        "224 706 m 228 712 l S",
        "q BT 7 Tr /F1 10 Tf 224 706 Td <00310032> Tj ET 220 700 30 20 re f Q",
        "BT /F1 10 Tf 0.99 0.12 -0.12 0.99 224 706 Tm <00310032> Tj ET",
    ] {
        let found = cell(|sheet| sheet.raw(drawing).entries.clear());
        assert_eq!(found, (String::new(), Some(Unread::Drawing)), "{drawing}");
    }
    // A line from corner to corner, a shaded cell, a pale drawing.
    for drawing in ["200 702 m 260 722 l S", "0.8 g 200 702 60 20 re f", "0.9 g 224 706 m 228 712 232 712 236 706 c f"]
    {
        assert_eq!(cell(|sheet| sheet.raw(drawing).entries.clear()), (String::new(), None), "{drawing}");
    }
}

#[test]
fn a_drawing_beside_or_through_a_number_leaves_it_open() {
    // A minus as a stroke, a digit as an outline, a line through the number by hand.
    for drawing in [
        "214 713.5 m 218 713.5 l S",
        "213 710 m 215 719 217 719 218.5 710 c f",
        "218 711 m 224 717 228 709 232 714 c S",
        "217 708 m 233 718 l S",
    ] {
        let found = cell(|sheet| sheet.text(220.0, 123.0, 10.0, "12").raw(drawing).entries.clear());
        assert_eq!(found, (String::new(), Some(Unread::Torn)), "{drawing}");
    }
    // A line through the whole cell, and from corner to corner.
    for drawing in ["201 714.4 m 259 714.4 l S", "200 702 m 260 722 l S"] {
        let found = cell(|sheet| sheet.text(220.0, 123.0, 10.0, "12").raw(drawing).entries.clear());
        assert!(!found.0.contains("12"), "{drawing}: {found:?}");
    }
    // A ring around it.
    let ring = "214 714 m 214 722 236 722 236 714 c 236 706 214 706 214 714 c S";
    assert_eq!(cell(|sheet| sheet.text(220.0, 123.0, 10.0, "12").raw(ring).entries.clear()).0, "12");
}

#[test]
fn digits_off_their_line_are_marks_or_leave_the_number_open() {
    let sunk = cell(|sheet| sheet.text(220.0, 123.0, 10.0, "12").text(230.0, 128.5, 6.0, "3").entries.clear());
    assert_eq!(sunk.0, "12₃");
    let raised = cell(|sheet| sheet.text(220.0, 123.0, 10.0, "12").text(230.3, 120.0, 10.0, "3").entries.clear());
    assert!(!raised.0.contains("123"), "{raised:?}");
    let small = cell(|sheet| sheet.text(220.0, 123.0, 10.0, "12").text(230.3, 126.5, 6.0, "3").entries.clear());
    assert!(!small.0.contains("12"), "{small:?}");
    let over = cell(|sheet| sheet.text(220.0, 123.0, 10.0, "15").text(221.0, 124.0, 10.0, "48").entries.clear());
    assert!(!over.0.contains(|c: char| c.is_ascii_digit()), "{over:?}");
}

#[test]
fn digits_drawn_across_a_border_belong_to_no_cell() {
    let mut sheet = PageBuilder::default();
    sheet.table(&[72.0, 200.0, 230.0, 260.0], &[100.0, 120.0], &[&["规章", "", ""]]);
    // A digit of the cell to the left, and a number that begins there and ends in the next cell.
    sheet.text(223.0, 103.0, 10.0, "7");
    for (at, digit) in ["1", "0", "4", "4", "1", "9"].iter().enumerate() {
        sheet.text(226.5 + at as f32 * 5.0, 103.0, 10.0, digit);
    }
    let (document, _) = open(&pdf(&[&sheet]));
    let cells: Vec<_> = document.grids().flat_map(|grid| &grid.cells).map(|cell| cell.text.as_str()).collect();
    assert_eq!(cells, ["规章", "", ""]);
}
