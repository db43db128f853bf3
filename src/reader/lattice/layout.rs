//! Pages come in one by one; when all are in, the blocks of the document go out. Each page is reduced to
//! its tables, lines and pictures at once, so that only those are kept.

use std::collections::BTreeSet;

use super::clean;
use super::compose;
use super::glyph::Page;
use super::grounds;
use super::imposed;
use super::item::{Content, ReadPage};
use super::join;
use super::margin;
use super::prose;
use super::spacing;
use super::stamp;
use super::strokes;
use super::table::locate;
use super::visible;
use crate::document::{Block, Budget, Omission, Omissions, Picture, Role};
use crate::error::ReadError;
use crate::reader::Notice;

/// Collects the pages of a document.
#[derive(Debug)]
pub(in crate::reader) struct Layout {
    sheets: Vec<ReadPage>,
    budget: Budget,
    /// Watermarks of the pages so far.
    marks: BTreeSet<visible::Mark>,
    /// Pages with text outside of tables that is there and cannot be seen.
    hidden: Vec<u32>,
    /// What cells hold that cannot be seen.
    omissions: Omissions,
    /// Columns of values of the last table without ruled columns, from the left edge of its page.
    carried: Vec<(f32, f32)>,
}

impl Layout {
    /// No pages yet.
    pub fn new(budget: Budget) -> Self {
        Self {
            sheets: Vec::new(),
            budget,
            marks: BTreeSet::new(),
            hidden: Vec::new(),
            omissions: Omissions::default(),
            carried: Vec::new(),
        }
    }

    /// Takes the next page.
    ///
    /// # Errors
    /// When the document becomes too large.
    pub fn page(&mut self, mut page: Page) -> Result<(), ReadError> {
        self.budget.glyphs(page.glyphs.len())?;
        stamp::drop_frames(&mut page);
        clean::join_pictures(&mut page);
        visible::drop_hidden(&mut page);
        visible::drop_watermarks(&mut page, &mut self.marks);
        grounds::rule(&mut page);
        let direction = clean::straighten(&mut page);
        strokes::rule(&mut page);
        clean::drop_repeated(&mut page.glyphs);
        spacing::close_digits(&mut page.glyphs);
        for (text, bounds) in clean::drop_struck(&mut page) {
            page.gone.push(bounds);
            self.omissions.add(Omission::Struck, &text, locate(page.number, direction, &bounds));
        }
        let area = compose::area(&page, direction);
        for (page, area) in imposed::split(page, area) {
            self.shift(area.x0);
            let mut sheet = compose::sheet(page, direction, area, &mut self.carried);
            self.shift(-area.x0);
            if sheet.hidden && self.hidden.last() != Some(&sheet.number) {
                self.hidden.push(sheet.number);
            }
            self.omissions.append(std::mem::take(&mut sheet.omissions));
            for item in &sheet.items {
                if let Content::Table(table) = &item.kind {
                    self.budget.cells(table.cells.len())?;
                }
            }
            self.sheets.push(sheet);
        }
        Ok(())
    }

    /// Moves the columns of the last table by the left edge of a page, or back.
    fn shift(&mut self, by: f32) {
        self.carried.iter_mut().for_each(|column| *column = (column.0 + by, column.1 + by));
    }

    /// What is to be said of the pages: text that cannot be seen and was left out, tables that the page's edge cuts.
    pub fn notices(&self) -> Vec<Notice> {
        let mut notices = Vec::new();
        if !self.hidden.is_empty() {
            notices.push(Notice::HiddenText(self.hidden.clone()));
        }
        let mut cut: Vec<u32> = self.sheets.iter().filter(|sheet| sheet.cut).map(|sheet| sheet.number).collect();
        cut.dedup();
        if !cut.is_empty() {
            notices.push(Notice::CutTables(cut));
        }
        notices
    }

    /// The blocks in reading order, and what was left out of tables.
    pub fn finish(self) -> (Vec<Block>, Omissions) {
        let mut sheets = self.sheets;
        margin::mark(&mut sheets);
        let mut blocks = Vec::new();
        let mut prose = prose::Prose::new(&sheets);
        for sheet in join::join(sheets) {
            prose.turn(&sheet);
            for item in sheet.items {
                match item.kind {
                    Content::Line(line) => prose.line(line, &mut blocks),
                    Content::Margin(line) => prose.aside(&line, Role::Margin, &mut blocks),
                    Content::Table(table) => {
                        prose.end(&mut blocks);
                        blocks.push(Block::Grid(table.into_grid()));
                    }
                    Content::Picture => {
                        prose.end(&mut blocks);
                        blocks.push(Block::Picture(Picture {
                            size: Some((item.bounds.width(), item.bounds.height())),
                            location: locate(sheet.number, sheet.direction, &item.bounds),
                            source: None,
                        }));
                    }
                }
            }
        }
        prose.end(&mut blocks);
        (blocks, self.omissions)
    }
}
