//! One picture of a page comes in; its rulings and what is written between and beside them go out, in shares of the
//! picture's width and height.
//!
//! The picture is made level and dark ink is told from paper; tables are found by their rulings; each cell is read line by
//! line, then what stands outside of tables. A cell of figures is read as a figure, with all its likely readings; a
//! cell that shows anything that is not read says so, so that it is never taken for a blank.

use super::beam;
use super::blank::{Shown, shows_ink};
use super::engine::{Engine, columns};
use super::figure::{
    Accepted, LONGEST_FIGURE, Line, Written, among_figures, face, figure, hardly_read, is_figure, is_slash,
};
use super::ink::{self, Box};
use super::level::Leveled;
use super::raster::{Mask, Raster, grown};
use super::seal::without_seals;
use super::sheet::ScannedPage;
use super::stroke::Face;
use super::table::{Table, TableCell};
use super::turn::lies_on_a_side;
use super::work::Effort;

/// Mean probability of the characters of words from which a page lies the right way up.
const LEGIBLE: f32 = 0.75;

/// Wider lines than this, at the height that the recogniser wants, are read in parts: what it says of each step of a line are
/// twenty thousand numbers, and those of a line as wide as paper would be much of the memory that a page takes.
const WIDEST: usize = 800;

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
    /// Ink of every colour, that of seals as well.
    deep: Option<Raster>,
    /// Ink within tables, without rulings and specks.
    inside: Mask,
    two_valued: bool,
    dpi: f32,
    /// What may still be done.
    work: Effort,
}

/// Reads a page as far as there is time, of which is taken what it took.
pub(super) fn read(sheet: ScannedPage, engine: &Engine, work: &mut Effort) -> Found {
    let mut ready = Ready::new(Leveled::new(unsealed(sheet)), 0, engine, *work);
    let mut legible = ready.legible();
    let turns: &[u8] = match lies_on_a_side(&ready.level.inside, ready.level.dpi) {
        true => &[1, 3],
        // It may lie on its head.
        false if legible < LEGIBLE => &[2],
        false => &[],
    };
    for quarter in turns {
        let mut other = ready.turned(*quarter);
        let better = other.legible();
        if better > legible {
            (ready, legible) = (other, better);
        } else {
            ready.level.work = other.level.work;
        }
    }
    let Ready { mut level, tables, outside, quarter } = ready;
    let mut found = Found { quarter, ..Found::default() };
    let written: Vec<Vec<Written>> = tables.into_iter().map(|table| level.written(table, &mut found)).collect();
    let face = face(written.iter().flatten(), &level.inside);
    for written in &written {
        level.table(written, face, &mut found);
    }
    // What is written is read in the grey values alone; its longest lines take the recogniser the most memory.
    (level.deep, level.inside) = (None, Mask::default());
    level.between(outside, &mut found);
    *work = level.work;
    found.shares(level.grey.width as f32, level.grey.height as f32)
}

/// The page without its seals.
fn unsealed(ScannedPage { colors, dpi }: ScannedPage) -> ScannedPage {
    ScannedPage { colors: without_seals(colors), dpi }
}

/// A page that is level, and where something is written on it.
struct Ready<'e> {
    level: Level<'e>,
    tables: Vec<Vec<InkedCell>>,
    /// Lines of text outside of tables.
    outside: Vec<Box>,
    quarter: u8,
}

/// A cell of a table, before anything of it is read.
struct InkedCell {
    cell: TableCell,
    /// The box within its rulings.
    limits: Box,
    /// Its lines of text.
    lines: Vec<Box>,
    /// It shows ink.
    inked: bool,
}

/// How many cells the tables of a page have.
#[cfg(feature = "internals")]
pub(super) fn cells(sheet: ScannedPage) -> usize {
    Leveled::new(unsealed(sheet)).tables().1.iter().map(|table| table.cells.len()).sum()
}

impl<'e> Ready<'e> {
    /// A page that was turned by so many quarters, made ready.
    fn new(mut page: Leveled, quarter: u8, engine: &'e Engine, work: Effort) -> Self {
        let (rulings, tables) = page.tables();
        let Leveled { light, deep, ink, two_valued, dpi } = page;
        let ruled = grown(rulings);
        let inside = ink::without_specks(ink.clone().without(&ruled), dpi);
        let mut outside = ink;
        for table in &tables {
            let [x0, y0, x1, y1] = table.bounds.map(|edge| edge as usize);
            for y in y0.saturating_sub(3)..(y1 + 3).min(outside.height) {
                let right = (x1 + 3).min(outside.width);
                outside.row_mut(y)[x0.saturating_sub(3)..right].fill(0);
            }
        }
        let margin = (dpi * 0.2) as usize;
        let (right, bottom) = (light.width.saturating_sub(margin), light.height.saturating_sub(margin));
        let outside = ink::lines(&ink::without_specks(outside, dpi), [margin, margin, right, bottom], dpi);
        // What the recogniser has no use for is gone before it needs its own memory.
        let shown = Shown { grey: &light, deep: deep.as_ref(), inside: &inside, ruled: &ruled, two_valued, dpi };
        let inked = |table: Table| table.cells.into_iter().map(|cell| InkedCell::new(cell, &shown)).collect();
        let tables = tables.into_iter().map(inked).collect();
        let level = Level { engine, grey: light, deep, inside, two_valued, dpi, work };
        Self { level, tables, outside, quarter }
    }

    /// The same page turned clockwise by so many quarters from how it was scanned.
    fn turned(&self, quarter: u8) -> Self {
        let Level { engine, ref grey, ref deep, two_valued, dpi, work, .. } = self.level;
        let further = (quarter + 4 - self.quarter) % 4;
        Self::new(Leveled::turned((grey, deep.as_ref()), further, two_valued, dpi), quarter, engine, work)
    }

    /// How sure the recogniser is of a few lines of words, from zero to one; zero where there are none.
    fn legible(&mut self) -> f32 {
        /// Lines looked at.
        const FEW: usize = 6;
        let inside = self.tables.iter().flatten().flat_map(|cell| &cell.lines);
        let is_words = |[x0, y0, x1, y1]: &Box| (3..20).contains(&((x1 - x0) / (y1 - y0).max(1)));
        let lines: Vec<Box> = inside.chain(&self.outside).copied().filter(is_words).collect();
        let every = lines.len().div_ceil(FEW).max(1);
        let whole = [0, 0, self.level.grey.width, self.level.grey.height];
        let chosen: Vec<Box> = lines.into_iter().step_by(every).collect();
        let read: Vec<Line> = chosen.into_iter().filter_map(|line| self.level.line(line, whole)).collect();
        let shares: Vec<f32> = read.iter().flat_map(|line| line.seen.iter().map(|seen| seen.share)).collect();
        // Where there is ink and no word, it may lie on a side.
        shares.iter().sum::<f32>() / (shares.len() as f32).max(4.0)
    }
}

impl InkedCell {
    fn new(cell: TableCell, shown: &Shown<'_>) -> Self {
        let inset = (shown.dpi * 0.012).max(2.0);
        let [x0, y0, x1, y1] = cell.bounds;
        let limits = [x0 + inset, y0 + inset, x1 - inset, y1 - inset].map(|edge| edge.round().max(0.0) as usize);
        let lines = ink::lines(shown.inside, limits, shown.dpi);
        let inked = !lines.is_empty() || shows_ink(shown, limits);
        Self { cell, limits, lines, inked }
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
    fn written(&mut self, table: Vec<InkedCell>, found: &mut Found) -> Vec<Written> {
        let mut written: Vec<Written> = Vec::new();
        for InkedCell { cell, limits, lines, inked } in table {
            found.cells.push(cell.bounds);
            // A cell of which a line is not read is not read: the others say something else than the cell does.
            let lines: Option<Vec<Line>> = lines.into_iter().map(|bounds| self.line(bounds, limits)).collect();
            match lines {
                Some(lines) if !lines.is_empty() => written.push((cell, lines)),
                _ if inked => found.pieces.push(unread(&cell, Vec::new(), self.look(&cell))),
                _ => {}
            }
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
        let around = lines.iter().fold(lines[0].bounds, |a, line| {
            let b = line.bounds;
            [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
        });
        // So much of the paper around it, in inches, shows where it stands.
        let margin = (self.dpi * 0.1) as usize;
        let [x0, y0, x1, y1] = cell.bounds.map(|edge| edge.round().max(0.0) as usize);
        let [left, top] = [around[0].saturating_sub(margin).max(x0), around[1].saturating_sub(margin).max(y0)];
        let look = self.grey.part([left, top, (around[2] + margin).min(x1), (around[3] + margin).min(y1)]);
        let Some((text, confidence)) = best else { return unread(cell, readings, look) };
        Piece {
            bounds: around.map(|edge| edge as f32),
            text,
            confidence,
            alternatives: readings,
            cell: Some(cell.bounds),
            look: Some(look),
        }
    }

    /// All that a cell shows, in colours of any kind.
    fn look(&self, cell: &TableCell) -> Raster {
        let bounds = cell.bounds.map(|edge| edge.round().max(0.0) as usize);
        self.deep.as_ref().unwrap_or(&self.grey).part(bounds)
    }

    /// What stands outside of tables.
    fn between(&mut self, outside: Vec<Box>, found: &mut Found) {
        for bounds in outside {
            // A line of which a part is not read says something else than is written.
            let parts = self.parts(bounds).into_iter();
            let lines: Option<Vec<Line>> = parts.map(|(part, limits)| self.line(part, limits)).collect();
            let Some(lines) = lines else { continue };
            let text: String = lines.iter().map(Line::text).collect();
            if text.trim().is_empty() {
                continue;
            }
            found.pieces.push(Piece {
                bounds: bounds.map(|edge| edge as f32),
                text: text.trim().to_owned(),
                confidence: lines.iter().map(Line::confidence).product(),
                alternatives: Vec::new(),
                cell: None,
                look: None,
            });
        }
    }

    /// A line as it is read, each part with the limits beyond which nothing is looked at.
    fn parts(&self, line: Box) -> Vec<(Box, Box)> {
        let mut parts = vec![(line, [0, 0, self.grey.width, self.grey.height])];
        let mut at = 0;
        while let Some(&([x0, y0, x1, y1], [left, top, right, bottom])) = parts.get(at) {
            let long = columns(x1 - x0, y1 - y0) > WIDEST;
            match long.then(|| ink::gap(&self.grey.part([x0, y0, x1, y1]))).flatten() {
                Some(gap) => {
                    let cut = x0 + gap;
                    parts[at] = ([x0, y0, cut, y1], [left, top, cut, bottom]);
                    parts.insert(at + 1, ([cut, y0, x1, y1], [cut, top, right, bottom]));
                }
                None => at += 1,
            }
        }
        parts
    }

    /// Reads a line of text, of which nothing beyond the limits is looked at.
    fn line(&mut self, bounds: Box, limits: Box) -> Option<Line> {
        let [x0, y0, x1, y1] = bounds.map(|edge| edge as f32);
        let (height, least) = (y1 - y0, self.dpi * 0.09);
        let down = (height * 0.18).max(2.0) + ((least - height) / 2.0).max(0.0);
        let across = (height.max(least) * 0.25).max(2.0);
        let within = |value: f32, low: usize, high: usize| (value.max(0.0) as usize).clamp(low.min(high), high);
        let (right, bottom) = (limits[2].min(self.grey.width), limits[3].min(self.grey.height));
        let around = [
            within(x0 - across, limits[0], right),
            within(y0 - down, limits[1], bottom),
            within(x1 + across + 1.0, limits[0], right),
            within(y1 + down + 1.0, limits[1], bottom),
        ];
        if !self.work.line(around) {
            return None;
        }
        let crop = self.grey.part(around);
        let steps = self.engine.steps(&crop)?;
        let seen = self.engine.seen(&steps);
        let short = seen.len() <= LONGEST_FIGURE + 4;
        let readings = if short { beam::readings(&steps, &self.engine.folding) } else { Vec::new() };
        Some(Line { bounds, seen, readings })
    }
}

/// Ink without a reading that is accepted.
fn unread(cell: &TableCell, alternatives: Vec<(String, f32)>, look: Raster) -> Piece {
    Piece {
        bounds: cell.bounds,
        text: String::new(),
        confidence: 0.0,
        alternatives,
        cell: Some(cell.bounds),
        look: Some(look),
    }
}
