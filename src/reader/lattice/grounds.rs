//! What is painted on a page comes in; the rulings that it shows go out. Old web pages rule a table by its ground alone: the
//! table is filled with the colour of the lines, its cells with white, and between the cells the ground shows.

use super::glyph::{Area, Bounds, Page};

/// Fewer cells on one ground are boxes on a page.
const FEWEST: usize = 6;
/// More are a drawing.
const MOST: usize = 2_000;
/// Part of the ground that its cells cover.
const COVERED: f32 = 0.7;
/// No cell covers more of it.
const LARGEST: f32 = 0.5;
/// Cells are lighter than their ground by as much, of 255.
const LIGHTER: u8 = 30;
/// Edges that miss each other by no more are the same, in points.
const MEET: f32 = 0.5;

/// Rules the cells that are painted on a ground.
pub(super) fn rule(page: &mut Page) {
    if page.areas.len() <= FEWEST {
        return;
    }
    let mut cells: Vec<Bounds> = Vec::new();
    let mut at = 0;
    while at + FEWEST < page.areas.len() {
        let ground = page.areas[at];
        let on_it = page.areas[at + 1..].iter().take(MOST).take_while(|cell| holds(&ground, cell)).count();
        let painted = &page.areas[at + 1..=at + on_it];
        if is_ground(&ground, painted) {
            cells.extend(painted.iter().map(|cell| cell.bounds));
            at += on_it;
        }
        at += 1;
    }
    for Bounds { x0, y0, x1, y1 } in cells {
        for (y, x) in [(y0, x0), (y1, x1)] {
            page.stroke(Bounds { x0, y0: y, x1, y1: y });
            page.stroke(Bounds { x0: x, y0, x1: x, y1 });
        }
    }
}

fn holds(ground: &Area, cell: &Area) -> bool {
    let (outer, inner) = (&ground.bounds, &cell.bounds);
    inner.x0 >= outer.x0 - MEET
        && inner.x1 <= outer.x1 + MEET
        && inner.y0 >= outer.y0 - MEET
        && inner.y1 <= outer.y1 + MEET
}

fn is_ground(ground: &Area, cells: &[Area]) -> bool {
    let size = |area: &Area| area.bounds.width() * area.bounds.height();
    let light = |area: &Area| area.color.filter(|_| area.whole && area.alpha == 255).map(|[r, g, b]| r.min(g).min(b));
    let Some(dark) = light(ground).and_then(|dark| dark.checked_add(LIGHTER)) else { return false };
    cells.len() >= FEWEST
        && cells
            .iter()
            .all(|cell| light(cell).is_some_and(|light| light >= dark) && size(cell) < LARGEST * size(ground))
        && cells.iter().map(size).sum::<f32>() >= COVERED * size(ground)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(x: (f32, f32), y: (f32, f32), grey: u8) -> Area {
        let bounds = Bounds { x0: x.0, y0: y.0, x1: x.1, y1: y.1 };
        Area { bounds, color: Some([grey; 3]), alpha: 255, whole: true }
    }

    /// Rulings of a ground of 100 by 40 points, with cells of one grey in two rows of three.
    fn rulings(ground: u8, cells: u8) -> usize {
        let mut page = Page { areas: vec![area((0.0, 100.0), (0.0, 40.0), ground)], ..Page::default() };
        for at in 0..6_u8 {
            let (x, y) = (f32::from(at % 3) * 33.0 + 1.0, f32::from(at / 3) * 19.5 + 1.0);
            page.areas.push(area((x, x + 32.0), (y, y + 18.5), cells));
        }
        rule(&mut page);
        page.rulings.len()
    }

    #[test]
    fn the_ground_of_a_table_shows_between_its_cells() {
        assert_eq!(rulings(0, 255), 24);
        assert_eq!(rulings(0xcc, 255), 24);
        // Shading on white paper, and cells as dark as their ground.
        assert_eq!(rulings(255, 0xee), 0);
        assert_eq!(rulings(0xf0, 255), 0);
    }
}
