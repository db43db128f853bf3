//! One picture of a page comes in; its rulings and what is written between and beside them go out, in shares of the
//! picture's width and height.
//!
//! The picture is made level and dark ink is told from paper; tables are found by their rulings; each cell is read line by
//! line, then what stands outside of tables. A cell of figures is read as a figure, with all its likely readings; a
//! cell that shows anything that is not read says so, so that it is never taken for a blank.

use super::beam;
use super::engine::Engine;
use super::figure::{
    Accepted, LONGEST_FIGURE, Line, Written, among_figures, face, figure, hardly_read, is_figure, is_slash,
};
use super::ink::{self, Box};
use super::raster::{Mask, Raster, below, dark, grown, smoothed};
use super::resample::{doubled, rotated};
use super::ruling::Rulings;
use super::seal::without_seals;
use super::sheet::ScannedPage;
use super::skew::skew;
use super::stroke::Face;
use super::table::{Table, TableCell, tables};
use super::turn::lies_on_a_side;

/// Coarser pages than this, in dots per inch, are enlarged.
const COARSE: f32 = 180.0;
/// Pages of more pixels than this are not enlarged: at so few dots per inch they are larger than paper.
const MOST_DOUBLED: usize = 10_000_000;
/// Angles below this, in degrees, are left.
const LEVEL: f64 = 0.05;
/// Width of the window in which ink is darker than paper, in inches.
const WINDOW: f32 = 0.25;
/// Darker values than this are ink on pages of two values, and are a ruling.
const BLACK: u8 = 128;
/// See [`BLACK`].
const THIN: u8 = 205;
/// Mean probability of the characters of words from which a page lies the right way up.
const LEGIBLE: f32 = 0.75;

/// What stands on a page.
#[derive(Debug, Default)]
pub(in crate::reader) struct Found {
    /// Boxes of the cells of its tables.
    pub cells: Vec<[f32; 4]>,
    /// What was read.
    pub pieces: Vec<Piece>,
    /// Quarters by which the picture was turned clockwise to be read; shares are of the turned one.
    pub quarter: u8,
}

/// One thing that was read.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::reader) struct Piece {
    /// Left, top, right, bottom.
    pub bounds: [f32; 4],
    /// The text; empty where there is ink and no reading.
    pub text: String,
    /// How sure the recogniser is of all of it.
    pub confidence: f32,
    /// Likely readings of a figure, the best first.
    pub alternatives: Vec<(String, f32)>,
    /// It stands in the middle of this cell.
    pub cell: Option<[f32; 4]>,
    /// How the cell looks, as a grey picture.
    pub look: Option<Raster>,
}

/// A page made ready: level, its ink told from the paper.
struct Level<'e> {
    engine: &'e Engine,
    grey: Raster,
    deep: Option<Raster>,
    /// Ink within tables, without rulings and specks.
    inside: Mask,
    /// All that rulings cover, and a pixel around.
    ruled: Mask,
    two_valued: bool,
    dpi: f32,
    /// Lines that may still be read.
    allowance: u32,
}

/// Reads a page; of no more lines than `allowance`, which is lowered by those that were read.
pub(in crate::reader) fn read(sheet: ScannedPage, engine: &Engine, allowance: &mut u32) -> Found {
    let sheet = unsealed(sheet);
    let mut ready = Ready::new(&sheet, 0, engine, *allowance);
    let mut legible = ready.legible();
    let turns: &[u8] = match lies_on_a_side(&ready.level.inside, ready.level.dpi) {
        true => &[1, 3],
        // It may lie on its head.
        false if legible < LEGIBLE => &[2],
        false => &[],
    };
    for quarter in turns {
        let mut other = Ready::new(&sheet, *quarter, engine, ready.level.allowance);
        let better = other.legible();
        if better > legible {
            (ready, legible) = (other, better);
        } else {
            ready.level.allowance = other.level.allowance;
        }
    }
    let Ready { mut level, tables, outside, quarter } = ready;
    let mut found = Found { quarter, ..Found::default() };
    let written: Vec<Vec<Written>> = tables.iter().map(|table| level.written(table, &mut found)).collect();
    let face = face(written.iter().flatten(), &level.inside);
    for written in &written {
        level.table(written, face, &mut found);
    }
    level.between(&outside, &mut found);
    *allowance = level.allowance;
    found.shares(level.grey.width as f32, level.grey.height as f32)
}

/// The page without its seals.
fn unsealed(ScannedPage { colors, dpi }: ScannedPage) -> ScannedPage {
    ScannedPage { colors: without_seals(colors, dpi), dpi }
}

/// A page that is level, with its tables and the ink outside of them.
struct Ready<'e> {
    level: Level<'e>,
    tables: Vec<Table>,
    outside: Mask,
    quarter: u8,
}

/// A page that is level, and the rulings on it.
struct Ruled {
    light: Raster,
    deep: Option<Raster>,
    ink: Mask,
    rulings: Rulings,
    tables: Vec<Table>,
    two_valued: bool,
    dpi: f32,
}

/// How many cells the tables of a page have.
#[cfg(feature = "internals")]
pub(super) fn cells(sheet: ScannedPage) -> usize {
    Ruled::new(&unsealed(sheet), 0).tables.iter().map(|table| table.cells.len()).sum()
}

impl Ruled {
    /// The page turned clockwise by so many quarters and made level.
    fn new(sheet: &ScannedPage, quarter: u8) -> Self {
        let (mut light, mut dpi) = (sheet.colors.light.quarters(quarter), sheet.dpi);
        let mut deep = sheet.colors.deep.as_ref().map(|deep| deep.quarters(quarter));
        let two_valued = light.is_two_valued();
        if dpi < COARSE && light.data.len() <= MOST_DOUBLED {
            light = doubled(&light);
            deep = deep.map(|deep| doubled(&deep));
            dpi *= 2.0;
        }
        let ink_of =
            |grey: &Raster| if two_valued { below(grey, BLACK) } else { dark(grey, (dpi * WINDOW / 2.0) as usize) };
        let mut ink = ink_of(&light);
        let angle = skew(&ink, dpi);
        if two_valued {
            light = smoothed(&light, 0.45 * dpi / 200.0);
        }
        if angle.abs() >= LEVEL {
            light = rotated(&light, angle.to_radians());
            deep = deep.map(|deep| rotated(&deep, angle.to_radians()));
            ink = ink_of(&light);
        }
        // A thin ruling of a page of two values is a row of greys once the page is level.
        let rulings =
            if two_valued { Rulings::of(&light, &below(&light, THIN), dpi) } else { Rulings::of(&light, &ink, dpi) };
        let tables = tables(&rulings, dpi);
        Self { light, deep, ink, rulings, tables, two_valued, dpi }
    }
}

impl<'e> Ready<'e> {
    /// The page turned clockwise by so many quarters and made ready.
    fn new(sheet: &ScannedPage, quarter: u8, engine: &'e Engine, allowance: u32) -> Self {
        let Ruled { light, deep, ink, rulings, tables, two_valued, dpi } = Ruled::new(sheet, quarter);
        let ruled = grown(&rulings.all());
        let mut outside = ink.clone();
        for table in &tables {
            let [x0, y0, x1, y1] = table.bounds.map(|edge| edge as usize);
            for y in y0.saturating_sub(3)..(y1 + 3).min(outside.height) {
                let right = (x1 + 3).min(outside.width);
                outside.row_mut(y)[x0.saturating_sub(3)..right].fill(0);
            }
        }
        let outside = ink::without_specks(&outside, dpi);
        let inside = ink::without_specks(&ink.without(&ruled), dpi);
        let level = Level { engine, grey: light, deep, inside, ruled, two_valued, dpi, allowance };
        Self { level, tables, outside, quarter }
    }

    /// How sure the recogniser is of a few lines of words, from zero to one; zero where there are none.
    fn legible(&mut self) -> f32 {
        /// Lines looked at.
        const FEW: usize = 6;
        let inset = self.level.dpi * 0.02;
        let cells = self.tables.iter().flat_map(|table| &table.cells);
        let cells = cells.map(|cell| {
            let [x0, y0, x1, y1] = cell.bounds;
            [x0 + inset, y0 + inset, x1 - inset, y1 - inset].map(|edge| edge.max(0.0) as usize)
        });
        let margin = (self.level.dpi * 0.2) as usize;
        let (right, bottom) = (self.outside.width.saturating_sub(margin), self.outside.height.saturating_sub(margin));
        let beside = ink::lines(&self.outside, [margin, margin, right, bottom], self.level.dpi);
        let inside = cells.flat_map(|cell| ink::lines(&self.level.inside, cell, self.level.dpi));
        let is_words = |[x0, y0, x1, y1]: &Box| (3..20).contains(&((x1 - x0) / (y1 - y0).max(1)));
        let lines: Vec<Box> = inside.chain(beside).filter(is_words).collect();
        let every = lines.len().div_ceil(FEW).max(1);
        let whole = [0, 0, self.level.grey.width, self.level.grey.height];
        let chosen: Vec<Box> = lines.into_iter().step_by(every).collect();
        let read: Vec<Line> = chosen.into_iter().filter_map(|line| self.level.line(line, whole)).collect();
        let shares: Vec<f32> = read.iter().flat_map(|line| line.seen.iter().map(|seen| seen.share)).collect();
        // Where there is ink and no word, it may lie on a side.
        shares.iter().sum::<f32>() / (shares.len() as f32).max(4.0)
    }
}

impl Found {
    fn shares(mut self, width: f32, height: f32) -> Self {
        let share = |bounds: &mut [f32; 4]| {
            let [x0, y0, x1, y1] = *bounds;
            *bounds = [x0 / width, y0 / height, x1 / width, y1 / height];
        };
        self.cells.iter_mut().for_each(share);
        for piece in &mut self.pieces {
            share(&mut piece.bounds);
            piece.cell.iter_mut().for_each(share);
        }
        self
    }
}

impl Level<'_> {
    /// What is written in the cells of a table.
    fn written(&mut self, table: &Table, found: &mut Found) -> Vec<Written> {
        let mut written: Vec<Written> = Vec::new();
        for cell in &table.cells {
            found.cells.push(cell.bounds);
            let inset = (self.dpi * 0.012).max(2.0);
            let [x0, y0, x1, y1] = cell.bounds;
            let limits = [x0 + inset, y0 + inset, x1 - inset, y1 - inset].map(|edge| edge.round().max(0.0) as usize);
            let boxes = ink::lines(&self.inside, limits, self.dpi);
            let lines: Vec<Line> = boxes.into_iter().filter_map(|bounds| self.line(bounds, limits)).collect();
            if lines.is_empty() {
                if self.shows_ink(limits) {
                    found.pieces.push(self.unread(cell, Vec::new()));
                }
                continue;
            }
            written.push((*cell, lines));
        }
        written
    }

    /// Figures and words of a table.
    fn table(&self, written: &[Written], face: Face, found: &mut Found) {
        let is_figure = |(_, lines): &Written| is_figure(lines) || is_slash(lines, &self.inside, self.dpi);
        let figures: Vec<bool> = written.iter().map(is_figure).collect();
        for (at, (cell, lines)) in written.iter().enumerate() {
            // What is hardly read among figures is one of them.
            let is_figure = figures[at] || hardly_read(lines) && among_figures(cell, written, &figures);
            if is_figure {
                found.pieces.push(self.figure(cell, lines, face));
                continue;
            }
            found.pieces.extend(lines.iter().map(|line| Piece {
                bounds: line.bounds.map(|edge| edge as f32),
                text: line.text().trim().to_owned(),
                confidence: line.confidence(),
                alternatives: Vec::new(),
                cell: None,
                look: None,
            }));
        }
    }

    /// A cell that holds a figure.
    fn figure(&self, cell: &TableCell, lines: &[Line], face: Face) -> Piece {
        let Accepted { best, readings } = figure(cell, lines, face, &self.inside, self.dpi);
        let Some((text, confidence)) = best else { return self.unread(cell, readings) };
        let around = lines.iter().fold(lines[0].bounds, |a, line| {
            let b = line.bounds;
            [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3]]
        });
        Piece {
            bounds: around.map(|edge| edge as f32),
            text,
            confidence,
            alternatives: readings,
            cell: Some(cell.bounds),
            look: Some(self.look(cell)),
        }
    }

    /// Ink without a reading that is accepted.
    fn unread(&self, cell: &TableCell, alternatives: Vec<(String, f32)>) -> Piece {
        Piece {
            bounds: cell.bounds,
            text: String::new(),
            confidence: 0.0,
            alternatives,
            cell: Some(cell.bounds),
            look: Some(self.look(cell)),
        }
    }

    fn look(&self, cell: &TableCell) -> Raster {
        let [x0, y0, x1, y1] = cell.bounds.map(|edge| edge.round().max(0.0) as usize);
        cut(&self.grey, [x0, y0, x1, y1])
    }

    /// What stands outside of tables.
    fn between(&mut self, outside: &Mask, found: &mut Found) {
        let margin = (self.dpi * 0.2) as usize;
        let (width, height) = (self.grey.width, self.grey.height);
        let limits = [margin, margin, width.saturating_sub(margin), height.saturating_sub(margin)];
        for bounds in ink::lines(outside, limits, self.dpi) {
            let Some(line) = self.line(bounds, [0, 0, width, height]) else { continue };
            let text = line.text();
            if text.trim().is_empty() {
                continue;
            }
            found.pieces.push(Piece {
                bounds: bounds.map(|edge| edge as f32),
                text: text.trim().to_owned(),
                confidence: line.confidence(),
                alternatives: Vec::new(),
                cell: None,
                look: None,
            });
        }
    }

    /// Reads a line of text, of which nothing beyond the limits is looked at.
    fn line(&mut self, bounds: Box, limits: Box) -> Option<Line> {
        self.allowance = self.allowance.checked_sub(1)?;
        let [x0, y0, x1, y1] = bounds.map(|edge| edge as f32);
        let (height, least) = (y1 - y0, self.dpi * 0.09);
        let down = (height * 0.18).max(2.0) + ((least - height) / 2.0).max(0.0);
        let across = (height.max(least) * 0.25).max(2.0);
        let within = |value: f32, low: usize, high: usize| (value.max(0.0) as usize).clamp(low.min(high), high);
        let (right, bottom) = (limits[2].min(self.grey.width), limits[3].min(self.grey.height));
        let crop = cut(
            &self.grey,
            [
                within(x0 - across, limits[0], right),
                within(y0 - down, limits[1], bottom),
                within(x1 + across + 1.0, limits[0], right),
                within(y1 + down + 1.0, limits[1], bottom),
            ],
        );
        let steps = self.engine.steps(&crop)?;
        let seen = self.engine.seen(&steps);
        let short = seen.len() <= LONGEST_FIGURE + 4;
        let readings = if short { beam::readings(&steps, &self.engine.folding) } else { Vec::new() };
        Some(Line { bounds, seen, readings })
    }

    /// Whether a cell without lines of text shows anything: darker spots than its paper and its noise explain.
    fn shows_ink(&self, [x0, y0, x1, y1]: Box) -> bool {
        let least = ((self.dpi / 200.0).powi(2) * 9.0) as usize;
        let specks: usize = (y0..y1.min(self.inside.height))
            .map(|y| self.inside.row(y)[x0.min(x1)..x1].iter().filter(|&&pixel| pixel == 1).count())
            .sum();
        if specks > least {
            return true;
        }
        let edge = (self.dpi * 0.02) as usize;
        let inner = [x0 + edge, y0 + edge, x1.saturating_sub(edge), y1.saturating_sub(edge)];
        let pictures = [Some(&self.grey).filter(|_| !self.two_valued), self.deep.as_ref()];
        pictures.into_iter().flatten().any(|picture| dark_spots(picture, &self.ruled, inner) > least)
    }
}

/// Pixels of a box that, with those around them, are darker than the usual pixel by more than noise.
fn dark_spots(picture: &Raster, ruled: &Mask, [x0, y0, x1, y1]: Box) -> usize {
    let (x1, y1) = (x1.min(picture.width.saturating_sub(1)), y1.min(picture.height.saturating_sub(1)));
    let mut means: Vec<u16> = Vec::new();
    for y in y0.max(1)..y1 {
        for x in x0.max(1)..x1 {
            if ruled.row(y)[x] == 1 {
                continue;
            }
            let nine = (y - 1..=y + 1).flat_map(|y| picture.row(y)[x - 1..=x + 1].iter());
            means.push(nine.map(|&value| u16::from(value)).sum());
        }
    }
    if means.is_empty() {
        return 0;
    }
    let mut sorted = means.clone();
    sorted.sort_unstable();
    let usual = sorted[sorted.len() / 2];
    // Noise from the lighter half, in which no ink lies.
    let noise = sorted[sorted.len() * 84 / 100].saturating_sub(usual);
    let limit = usual.saturating_sub((9 * 16).max(5 * noise));
    means.iter().filter(|&&mean| mean < limit).count()
}

/// Part of a picture.
fn cut(picture: &Raster, [x0, y0, x1, y1]: Box) -> Raster {
    let (x1, y1) = (x1.min(picture.width), y1.min(picture.height));
    let (x0, y0) = (x0.min(x1), y0.min(y1));
    let rows = (y0..y1).flat_map(|y| picture.row(y)[x0..x1].iter().copied());
    Raster { width: x1 - x0, height: y1 - y0, data: rows.collect() }
}
