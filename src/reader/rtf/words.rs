//! Control words and symbols: what each of them does to text, groups and tables.
//!
//! Words that are not named here do not change what is read.

use super::state::{Destination, State, Story};
use super::{Picture, Reader, fonts};
use crate::document::{Role, Unread};
use crate::error::ReadError;
use crate::reader::look::{THIN, TINY};
use crate::reader::marks::Marks;

impl Reader {
    /// A backslash and one character that is no letter.
    pub(super) fn symbol(&mut self, symbol: u8) -> Result<(), ReadError> {
        if symbol == b'*' {
            self.state.optional = true;
            return Ok(());
        }
        if self.skipped() {
            return Ok(());
        }
        match symbol {
            b'\\' | b'{' | b'}' => self.bytes(&[symbol]),
            b'~' => self.character('\u{A0}'),
            b'_' => self.character('-'),
            b'\t' => self.character('\t'),
            b'\r' | b'\n' => return self.end_paragraph(),
            _ => {}
        }
        Ok(())
    }

    /// A control word.
    pub(super) fn word(&mut self, word: &[u8], parameter: Option<i32>) -> Result<(), ReadError> {
        if self.state.destination == Destination::Nowhere {
            return Ok(());
        }
        let optional = std::mem::take(&mut self.state.optional);
        if self.destination(word) {
            return Ok(());
        }
        if self.state.destination == Destination::Styles && word == b"cs" {
            self.style(true, parameter.unwrap_or(0));
            return Ok(());
        }
        if optional {
            self.flush();
            self.state.destination = Destination::Nowhere;
            return Ok(());
        }
        if word == b"u" {
            if let Some(parameter) = parameter {
                self.unicode(parameter);
            }
            return Ok(());
        }
        if self.skip > 0 {
            self.skip -= 1;
            return Ok(());
        }
        if let Some(character) = named_character(word) {
            self.character(character);
            return Ok(());
        }
        self.layout(word, parameter)
    }

    /// Words that open a destination; `true` if this is one.
    fn destination(&mut self, word: &[u8]) -> bool {
        let outside = self.state.destination == Destination::Shape;
        match word {
            b"fonttbl" => self.go(Destination::Fonts),
            b"info" => self.go(Destination::Info),
            b"title" if self.state.destination == Destination::Info => self.go(Destination::Title),
            b"upr" => self.go(Destination::Spellings),
            b"ud" if self.state.destination == Destination::Spellings => {
                // Where the text would go without the two spellings: as outside of `\upr`.
                let outer = self.groups.iter().rev().find(|group| group.destination != Destination::Spellings);
                let outer = outer.map_or(Destination::Text, |group| group.destination);
                self.go(outer);
            }
            b"pict" => {
                self.go(Destination::Picture);
                self.picture = Picture::default();
            }
            b"header" | b"headerl" | b"headerr" | b"headerf" | b"footer" | b"footerl" | b"footerr" | b"footerf" => {
                self.enter(Story::Margin);
            }
            b"footnote" => self.enter(Story::Note),
            b"shp" | b"shpinst" | b"do" | b"object" | b"shpgrp" => self.go(Destination::Shape),
            b"shptxt" | b"dptxbxtext" if outside => self.enter(Story::Box),
            b"result" if outside => self.go(Destination::Text),
            b"sp" | b"sv" if outside => {}
            b"sn" if outside => {
                self.go(Destination::Name);
                self.name.clear();
            }
            b"shppict" | b"fldrslt" => self.flush(),
            b"field" => self.open_field(),
            // Not for readers: neither its code nor its result.
            b"fldpriv" => {
                self.flush();
                self.state.concealed = true;
            }
            b"fldinst" => self.go(Destination::Code),
            b"formfield" if self.state.destination == Destination::Code => self.go(Destination::Form),
            // Entries of a list, the text that a field begins with.
            b"ffl" | b"ffdeftext" if self.state.destination == Destination::Form => {
                self.go(Destination::Entry);
                self.entries.push(String::new());
            }
            b"nesttableprops" => {
                self.flush();
                self.state.nested_row = true;
            }
            b"listtext" | b"pntext" => {
                self.flush();
                let start = self.flow().text().len();
                self.state.label.get_or_insert(start);
            }
            // A formula of Word's own; its text is in an order that only its parts give.
            b"moMath" | b"moMathPara" => {
                self.flush();
                if self.state.visible() && self.depth() > 0 {
                    self.flow().unread(Unread::Object);
                }
                self.go(Destination::Nowhere);
            }
            b"stylesheet" => self.go(Destination::Styles),
            b"colortbl" => self.go(Destination::Colors),
            b"nonshppict" | b"shprslt" | b"nonesttables" | b"xe" | b"tc" | b"rxe" | b"txe" | b"filetbl"
            | b"listtable" | b"listoverridetable" | b"revtbl" | b"annotation" | b"atnid" | b"atnauthor" | b"ftnsep"
            | b"ftnsepc" | b"ftncn" | b"aftnsep" | b"aftnsepc" | b"aftncn" | b"objdata" | b"objclass" | b"objname"
            | b"formfield" | b"template" | b"nextfile" | b"private" | b"comment" | b"docvar" | b"pn" | b"pntxta"
            | b"pntxtb" | b"sn" | b"fname" => self.go(Destination::Nowhere),
            _ => return false,
        }
        true
    }

    fn go(&mut self, destination: Destination) {
        self.flush();
        // What stands in a picture, a table of fonts or the properties stays there.
        let inside = matches!(self.state.destination, Destination::Fonts | Destination::Picture | Destination::Info);
        if !inside || matches!(destination, Destination::Nowhere | Destination::Title | Destination::Spellings) {
            self.state.destination = destination;
        }
    }

    fn enter(&mut self, part: Story) {
        self.flush();
        if part == Story::Box && self.state.part != Story::Box && self.depth() > 0 {
            // What stands in a box in a cell is seen in the cell.
            let before = std::mem::replace(&mut self.flows[part as usize], Marks::new(Role::Body, self.budget.clone()));
            self.boxes.push(before);
        }
        self.state.enter(part);
        self.in_row[part as usize] = false;
    }

    /// Words that act where they stand.
    fn layout(&mut self, word: &[u8], parameter: Option<i32>) -> Result<(), ReadError> {
        let value = parameter.unwrap_or(0);
        match word {
            b"par" | b"sect" => return self.end_paragraph(),
            b"cell" => return self.end_cell(1),
            b"row" => return self.end_row(1),
            b"nestcell" => return self.end_cell(self.depth().max(2)),
            b"nestrow" => return self.end_row(self.depth().max(2)),
            b"pard" => self.state.reset_paragraph(),
            b"intbl" => self.state.in_table = true,
            b"itap" => self.state.depth = u32::try_from(value).unwrap_or(0),
            b"outlinelevel" => self.state.heading = value < 9,
            b"plain" => {
                self.flush();
                self.state.reset_character(self.charset(self.default_font));
            }
            b"v" | b"strike" | b"striked" | b"deleted" | b"mvf" | b"super" | b"sub" | b"nosupersub" | b"up" | b"dn" => {
                self.flush();
                self.state.show(word, parameter);
            }
            b"s" => self.style(false, value),
            b"cs" => self.style(true, value),
            b"sbasedon" => {
                if let Some((_, base)) = &mut self.state.style {
                    *base = Some(value);
                }
            }
            b"red" | b"green" | b"blue" if self.state.destination == Destination::Colors => {
                self.colors.channel(word, value);
            }
            b"cf" | b"fs" | b"charscalex" | b"cb" | b"chcbpat" | b"highlight" | b"cbpat" => self.ink(word, value),
            b"ffres" | b"ffdefres" if self.state.destination == Destination::Form => {
                self.choose(word == b"ffres", value);
            }
            b"f" if self.state.destination == Destination::Fonts => self.fonts.define(value),
            b"f" => {
                self.flush();
                self.state.charset = self.charset(value);
                self.state.look.signs = self.fonts.draws_signs(value);
            }
            b"fcharset" if self.state.destination == Destination::Fonts => self.fonts.set_charset(value),
            b"cpg" if self.state.destination == Destination::Fonts => self.fonts.set_code_page(value),
            b"deff" => self.default_font = value,
            b"uc" => self.state.fallback = u32::try_from(value).unwrap_or(0).min(16),
            b"ansicpg" => self.encoding = fonts::by_code_page(value).unwrap_or(self.encoding),
            b"mac" => self.encoding = encoding_rs::MACINTOSH,
            b"picwgoal" => self.picture.goal.0 = value as f32,
            b"pichgoal" => self.picture.goal.1 = value as f32,
            b"picscalex" => self.picture.scale.0 = value as f32,
            b"picscaley" => self.picture.scale.1 = value as f32,
            _ => self.define_row(word, parameter),
        }
        Ok(())
    }

    /// Words about colours and sizes.
    fn ink(&mut self, word: &[u8], value: i32) {
        let mut state = self.state;
        match word {
            b"cf" => (state.white, state.ink) = (self.colors.is_white(value), self.colors.ground(value)),
            b"fs" => state.tiny = (1..=TINY).contains(&value),
            b"charscalex" => state.thin = (1..=THIN).contains(&value),
            b"cbpat" => state.grounds[1] = self.colors.ground(value),
            _ => state.grounds[0] = self.colors.ground(value),
        }
        let seen = |state: &State| (state.white, state.tiny, state.thin, state.ink, state.grounds);
        if seen(&state) != seen(&self.state) {
            self.flush();
            self.state = state;
        }
    }

    /// Words that define rows.
    fn define_row(&mut self, word: &[u8], parameter: Option<i32>) {
        let defines = word.starts_with(b"tr") || word.starts_with(b"cl") || word == b"cellx";
        if self.state.destination != Destination::Text || !defines {
            return;
        }
        let depth = if self.state.nested_row { self.depth().max(2) } else { 1 };
        if word == b"trowd" && depth == 1 {
            self.remember_full();
        }
        let known = self.row(depth).apply(word, parameter);
        if known && word == b"trowd" && depth == 1 {
            self.flush();
            self.in_row[self.state.part as usize] = true;
        }
    }
}

/// Characters with a name.
fn named_character(word: &[u8]) -> Option<char> {
    Some(match word {
        b"tab" => '\t',
        b"line" | b"lbr" | b"page" | b"column" => '\n',
        b"emdash" => '—',
        b"endash" => '–',
        b"lquote" => '‘',
        b"rquote" => '’',
        b"ldblquote" => '“',
        b"rdblquote" => '”',
        b"bullet" => '•',
        b"emspace" => '\u{2003}',
        b"enspace" => '\u{2002}',
        b"qmspace" => '\u{2005}',
        _ => return None,
    })
}
