//! Identifiers, organs, the canonical choice, and who is missing: summaries come in group by group, and go out with what the
//! group decides.

use gouji::dataset::coverage;
use gouji::dataset::organs::{self, Expected, Organ};
use gouji::dataset::{Edition, Families, Summary, assign_ids};

use super::read::alone;
use super::{List, Trouble, Work, pack, tables, unpack};
use crate::arrow::{Input, Layout, Output, Scalar, Type};

/// Filings of one content get their identifiers.
#[derive(Default)]
pub struct Identify {
    content: String,
    /// Keys and families; a summary's index is its place here.
    named: Vec<(String, String)>,
    group: Vec<Summary>,
}

impl Identify {
    pub fn layout() -> Layout {
        vec![("key", Type::Text), ("path", Type::Text), ("family", Type::Text), ("summary", Type::Bytes)]
    }

    fn settle(&mut self, output: &mut Output) -> Result<(), Trouble> {
        let mut group = std::mem::take(&mut self.group);
        assign_ids(&mut group);
        for summary in &group {
            let (key, family) = &self.named[summary.index];
            output.row([
                Scalar::Text(key),
                Scalar::Text(&summary.row.path),
                Scalar::Text(family),
                Scalar::Bytes(&pack(summary)?),
            ]);
        }
        self.named.clear();
        Ok(())
    }
}

impl Work for Identify {
    fn row(&mut self, input: &Input<'_>, at: usize, output: &mut Output) -> Result<(), Trouble> {
        let content = input.text(at, "content");
        if content != self.content {
            self.settle(output)?;
            content.clone_into(&mut self.content);
        }
        let mut summary: Summary = unpack(input.bytes(at, "summary"))?;
        summary.index = self.named.len();
        self.named.push((input.text(at, "key").to_owned(), input.text(at, "family").to_owned()));
        self.group.push(summary);
        Ok(())
    }

    fn end(&mut self, output: &mut Output) -> Result<(), Trouble> {
        self.settle(output)
    }
}

/// Filings of one family of organs get their organs, and the canonical ones are chosen.
pub struct Resolve {
    expected: Vec<Expected>,
    families: Families,
    family: String,
    keys: Vec<String>,
    group: Vec<Summary>,
}

impl Resolve {
    pub fn new(list: List) -> Self {
        let families = Families::new(&list.expected);
        Self { expected: list.expected, families, family: String::new(), keys: Vec::new(), group: Vec::new() }
    }

    pub fn layout() -> Layout {
        vec![
            ("key", Type::Text),
            ("id", Type::Text),
            ("first", Type::Text),
            ("group", Type::Text),
            ("division", Type::Text),
            ("organ", Type::Text),
            ("year", Type::Whole),
            ("path", Type::Text),
            ("related", Type::Flag),
            ("stands", Type::Flag),
            ("summary", Type::Bytes),
            ("listed", Type::Bytes),
        ]
    }

    fn settle(&mut self, output: &mut Output) -> Result<(), Trouble> {
        let of_family = |line: &&Expected| self.families.of(&line.organ) == self.family;
        let lines: Vec<Expected> = self.expected.iter().filter(of_family).cloned().collect();
        let edition = Edition::identified(std::mem::take(&mut self.group), &lines);
        for (summary, &stands) in edition.summaries.iter().zip(&edition.stands) {
            let key = &self.keys[summary.index];
            let group = if summary.organ_id.is_empty() { alone(key) } else { summary.organ_id.to_string() };
            output.row([
                Scalar::Text(key),
                Scalar::Text(&summary.id),
                Scalar::Text(summary.first()),
                Scalar::Text(&group),
                Scalar::Text(&summary.division),
                Scalar::Text(&summary.organ),
                summary.year.map_or(Scalar::Null, |year| Scalar::Whole(year.into())),
                Scalar::Text(&summary.row.path),
                Scalar::Flag(summary.is_related()),
                Scalar::Flag(stands),
                Scalar::Bytes(&pack(summary)?),
                Scalar::Null,
            ]);
        }
        for organ in &edition.organs {
            let nothing = || Scalar::Null;
            let (division, name) = (Scalar::Text(&organ.division), Scalar::Text(&organ.name));
            let (id, packed) = (Scalar::Text(&organ.id), pack(organ)?);
            let head = [nothing(), nothing(), nothing(), id, division, name];
            let (listed, organ) = (Scalar::Flag(organ.listed), Scalar::Bytes(&packed));
            let tail = [nothing(), nothing(), nothing(), listed, nothing(), organ];
            output.items(head.into_iter().chain(tail));
        }
        self.keys.clear();
        Ok(())
    }
}

impl Work for Resolve {
    fn row(&mut self, input: &Input<'_>, at: usize, output: &mut Output) -> Result<(), Trouble> {
        let family = input.text(at, "family");
        if family != self.family {
            self.settle(output)?;
            family.clone_into(&mut self.family);
        }
        // A line of the list only says that the family is there.
        if let Some(bytes) = input.bytes(at, "summary") {
            let mut summary: Summary = unpack(Some(bytes))?;
            summary.index = self.keys.len();
            self.keys.push(input.text(at, "key").to_owned());
            self.group.push(summary);
        }
        Ok(())
    }

    fn end(&mut self, output: &mut Output) -> Result<(), Trouble> {
        self.settle(output)
    }
}

/// Who has filed, organ by organ.
pub struct Coverage {
    has_list: bool,
    group: String,
    organs: Vec<Organ>,
    summaries: Vec<Summary>,
    stands: Vec<bool>,
}

impl Coverage {
    pub fn new(has_list: bool) -> Self {
        Self { has_list, group: String::new(), organs: Vec::new(), summaries: Vec::new(), stands: Vec::new() }
    }

    pub fn layout() -> Layout {
        [("division", Type::Text), ("organ", Type::Text)].into_iter().chain(tables(&["coverage", "organs"])).collect()
    }

    fn settle(&mut self, output: &mut Output) {
        let (organs, summaries) = (std::mem::take(&mut self.organs), std::mem::take(&mut self.summaries));
        let rows = coverage::rows(&summaries, &std::mem::take(&mut self.stands), &organs, self.has_list);
        let (division, organ) = match (organs.first(), summaries.first()) {
            (Some(organ), _) => (organ.division.as_str(), organ.name.as_str()),
            (None, Some(summary)) => (&*summary.division, &*summary.organ),
            (None, None) => return,
        };
        let organs = organs::rows(&organs);
        output.row([Scalar::Text(division), Scalar::Text(organ), Scalar::Rows(&rows), Scalar::Rows(&organs)]);
    }
}

impl Work for Coverage {
    fn row(&mut self, input: &Input<'_>, at: usize, output: &mut Output) -> Result<(), Trouble> {
        let group = input.text(at, "group");
        if group != self.group {
            self.settle(output);
            group.clone_into(&mut self.group);
        }
        match input.bytes(at, "listed") {
            Some(organ) => self.organs.push(unpack(Some(organ))?),
            None => {
                self.summaries.push(unpack(input.bytes(at, "summary"))?);
                self.stands.push(input.flag(at, "stands"));
            }
        }
        Ok(())
    }

    fn end(&mut self, output: &mut Output) -> Result<(), Trouble> {
        self.settle(output);
        Ok(())
    }
}
