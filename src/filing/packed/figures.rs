//! Figures: their labels once each, which two hundred of them share by rows and columns; counts as numbers and not as text;
//! the text of a cell only where its value does not say it.

use std::sync::{Arc, LazyLock};

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{after, step};
use crate::document::{Place, SourceLocation};
use crate::figure::{Figure, FormId, Recognition, Status, TableKind};
use crate::form::{FormBlock, forms};
use crate::number;
use crate::variable::{Unit, Variable};

/// Labels, and figures that name them by their places.
#[derive(Serialize, Deserialize)]
struct Packed<L, R, G> {
    labels: Vec<Label<L>>,
    figures: Vec<Row<R, G>>,
}

/// A label.
#[derive(Serialize, Deserialize)]
enum Label<L> {
    /// One as the forms have it.
    OfForm(u32),
    Own(L),
}

/// What goes on from the figure before is a step.
#[derive(Serialize, Deserialize)]
struct Row<R, G> {
    /// Of its position, from one; zero for none.
    variable: i32,
    value: Value,
    status: Status,
    unit: Option<Unit>,
    /// Nothing where the value as it is written stands in the cell.
    raw: Option<R>,
    labels: (i32, i32),
    form: FormId,
    table: TableKind,
    place: (i32, i32),
    location: Stand,
    recognition: Option<G>,
}

#[derive(Serialize, Deserialize)]
enum Value {
    None,
    Count(i64),
    Exact(Decimal),
}

/// Where a figure stands.
#[derive(Serialize, Deserialize)]
enum Stand {
    /// Table, row and cell.
    Cell(i32, i32, i32),
    /// Line, characters from the end of the part before on the same line, length.
    Line(i32, i32, i32),
    Elsewhere(SourceLocation),
}

impl From<Option<Decimal>> for Value {
    fn from(value: Option<Decimal>) -> Self {
        let Some(value) = value else { return Self::None };
        match i64::try_from(value.mantissa()) {
            Ok(count) if value.scale() == 0 => Self::Count(count),
            _ => Self::Exact(value),
        }
    }
}

impl From<Value> for Option<Decimal> {
    fn from(value: Value) -> Self {
        match value {
            Value::None => None,
            Value::Count(count) => Some(count.into()),
            Value::Exact(value) => Some(value),
        }
    }
}

/// What the next figure goes on from.
#[derive(Default)]
struct Before {
    variable: u32,
    labels: (u32, u32),
    place: (u32, u32),
    cell: (u32, u32, u32),
    /// Line, and where the part ends.
    line: (u32, u32),
}

impl Before {
    fn stand(&mut self, location: SourceLocation) -> Stand {
        match location {
            SourceLocation { page: None, place: Place::Cell { table, row, cell } } => {
                let before = std::mem::replace(&mut self.cell, (table, row, cell));
                Stand::Cell(step(table, before.0), step(row, before.1), step(cell, before.2))
            }
            SourceLocation { page: None, place: Place::Line { line, start, end } } => {
                let before = std::mem::replace(&mut self.line, (line, end));
                let from = if line == before.0 { before.1 } else { 0 };
                Stand::Line(step(line, before.0), step(start, from), step(end, start))
            }
            location => Stand::Elsewhere(location),
        }
    }

    fn location(&mut self, stand: Stand) -> SourceLocation {
        match stand {
            Stand::Cell(table, row, cell) => {
                let before = self.cell;
                self.cell = (after(before.0, table), after(before.1, row), after(before.2, cell));
                SourceLocation::cell(self.cell.0, self.cell.1, self.cell.2)
            }
            Stand::Line(lines, start, length) => {
                let line = after(self.line.0, lines);
                let start = after(if lines == 0 { self.line.1 } else { 0 }, start);
                self.line = (line, after(start, length));
                SourceLocation::line(line, start, self.line.1)
            }
            Stand::Elsewhere(location) => location,
        }
    }

    /// Steps to both of a pair.
    fn steps(pair: (u32, u32), before: &mut (u32, u32)) -> (i32, i32) {
        let before = std::mem::replace(before, pair);
        (step(pair.0, before.0), step(pair.1, before.1))
    }

    fn pair(steps: (i32, i32), before: &mut (u32, u32)) -> (u32, u32) {
        *before = (after(before.0, steps.0), after(before.1, steps.1));
        *before
    }
}

/// Labels as the forms have them, each once.
struct Printed {
    all: Vec<Arc<str>>,
    places: FxHashMap<Arc<str>, u32>,
}

static PRINTED: LazyLock<Printed> = LazyLock::new(|| {
    let mut printed = Printed { all: Vec::new(), places: FxHashMap::default() };
    for block in forms().forms.iter().flat_map(|form| &form.tables).flat_map(|table| &table.blocks) {
        for label in labels(block) {
            let label: Arc<str> = label.into();
            printed.places.entry(label.clone()).or_insert_with(|| {
                printed.all.push(label);
                printed.all.len() as u32 - 1
            });
        }
    }
    printed
});

/// What a filing prints that keeps to the form: paths of rows, numbered with one mark or another, and columns, of tables of
/// several blocks behind the block.
fn labels(block: &FormBlock) -> impl Iterator<Item = String> {
    let rows = block.rows.iter().flat_map(|row| {
        let path = row.under.iter().map(|above| format!("{above}/")).collect::<String>();
        let numbered = row.label.split_once('.').filter(|(number, _)| number.bytes().all(|c| c.is_ascii_digit()));
        let marks =
            numbered.into_iter().flat_map(|(number, rest)| ['、', '．'].map(|mark| format!("{number}{mark}{rest}")));
        [row.label.clone()].into_iter().chain(marks).map(move |label| format!("{path}{label}"))
    });
    let columns = block.columns.iter().map(|column| &column.label);
    rows.chain(columns.flat_map(|column| [column.clone(), format!("{}/{column}", block.label)]))
}

pub fn serialize<S: Serializer>(figures: &[Figure], serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() {
        return figures.serialize(serializer);
    }
    let mut labels: Vec<Label<&str>> = Vec::new();
    // Figures share their labels; equal texts at two addresses are kept twice, which harms nothing.
    let mut places: FxHashMap<*const u8, u32> = FxHashMap::default();
    let mut place = |label: &'_ Arc<str>| -> (u32, bool) {
        let next = places.len() as u32;
        let place = *places.entry(label.as_ptr()).or_insert(next);
        (place, place == next)
    };
    let mut rows = Vec::with_capacity(figures.len());
    let mut before = Before::default();
    for figure in figures {
        let [row, column] = [&figure.row_label, &figure.column_label].map(|label| {
            let (place, new) = place(label);
            if new {
                labels.push(PRINTED.places.get(label).map_or(Label::Own(&**label), |place| Label::OfForm(*place)));
            }
            place
        });
        let variable = figure.variable.map_or(0, |variable| u32::from(variable.0) + 1);
        let said = |value| number::written(value, |written| written == figure.raw);
        rows.push(Row {
            variable: step(variable, std::mem::replace(&mut before.variable, variable)),
            value: figure.value.into(),
            status: figure.status,
            unit: figure.unit,
            raw: (!figure.value.is_some_and(said)).then_some(figure.raw.as_str()),
            labels: Before::steps((row, column), &mut before.labels),
            form: figure.form,
            table: figure.table,
            place: Before::steps((figure.row, figure.column), &mut before.place),
            location: before.stand(figure.location),
            recognition: figure.recognition.as_ref(),
        });
    }
    Packed { labels, figures: rows }.serialize(serializer)
}

pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Figure>, D::Error> {
    if deserializer.is_human_readable() {
        return Vec::deserialize(deserializer);
    }
    let packed: Packed<Arc<str>, String, Box<Recognition>> = Packed::deserialize(deserializer)?;
    let missing = || D::Error::custom("a figure without its label");
    let label = |label: Label<Arc<str>>| match label {
        Label::Own(label) => Ok(label),
        Label::OfForm(place) => PRINTED.all.get(place as usize).cloned().ok_or_else(missing),
    };
    let labels: Vec<Arc<str>> = packed.labels.into_iter().map(label).collect::<Result<_, _>>()?;
    let label = |place: u32| labels.get(place as usize).cloned().ok_or_else(missing);
    let mut before = Before::default();
    let figure = |row: Row<String, Box<Recognition>>| {
        before.variable = after(before.variable, row.variable);
        let variable = before.variable.checked_sub(1).map(u16::try_from).transpose();
        let value: Option<Decimal> = row.value.into();
        let labels = Before::pair(row.labels, &mut before.labels);
        let place = Before::pair(row.place, &mut before.place);
        Ok(Figure {
            variable: variable.map_err(D::Error::custom)?.map(Variable),
            value,
            status: row.status,
            unit: row.unit,
            raw: row.raw.or(value.map(|value| number::written(value, str::to_owned))).unwrap_or_default(),
            row_label: label(labels.0)?,
            column_label: label(labels.1)?,
            form: row.form,
            table: row.table,
            row: place.0,
            column: place.1,
            location: before.location(row.location),
            recognition: row.recognition,
        })
    };
    packed.figures.into_iter().map(figure).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Grade;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Shelf(#[serde(with = "super")] Vec<Figure>);

    #[test]
    fn figures_come_back_from_bytes_and_from_text() {
        let row: Arc<str> = "一、本年新收".into();
        let figure = |value: Option<Decimal>, raw: &str, column: &str, location| Figure {
            variable: (column != "所列").then_some(Variable(raw.len() as u16)),
            value,
            status: Status::Reported,
            unit: None,
            raw: raw.to_owned(),
            row_label: row.clone(),
            column_label: column.into(),
            form: FormId(2021),
            table: TableKind::Requests,
            row: 1,
            column: u32::MAX,
            location,
            recognition: value.map(|_| Box::new(Recognition { grade: Some(Grade::Read), said: Default::default() })),
        };
        let values = [
            (None, "", "自然人", SourceLocation::cell(1, 2, 3)),
            (Some(Decimal::ZERO), "0", "所列", SourceLocation::cell(1, 3, 1)),
            (Some(Decimal::MIN), "１", "自然人", SourceLocation::line(7, 2, 3)),
            (Some((-3).into()), "-3", "所列", SourceLocation::line(7, 4, u32::MAX)),
            (Some(Decimal::new(150, 2)), "1.50", "总计", SourceLocation::line(6, 0, 1)),
            (Some(Decimal::new(150, 2)), "1.5", "总计", SourceLocation::on_page(1, 0.5, 1.0, 2.0, 3.0)),
            (Some(Decimal::new(-0, 0)), "", "总计", SourceLocation { page: Some(3), ..SourceLocation::cell(9, 8, 7) }),
            (None, "/", "", SourceLocation::default()),
        ];
        let shelf = Shelf(values.map(|(value, raw, column, location)| figure(value, raw, column, location)).into());
        let bytes = postcard::to_stdvec(&shelf).expect("plain data");
        let back: Shelf = postcard::from_bytes(&bytes).expect("it comes back");
        assert_eq!(back, shelf);
        let printed = |shelf: &Shelf| shelf.0.iter().map(|figure| format!("{:?}", figure.value)).collect::<String>();
        assert_eq!(printed(&back), printed(&shelf), "with their scales");
        assert!(Arc::ptr_eq(&back.0[0].row_label, &back.0[4].row_label));
        let text = serde_json::to_string(&shelf).expect("plain data");
        assert!(text.contains("row_label"));
        assert_eq!(serde_json::from_str::<Shelf>(&text).expect("it comes back"), shelf);
        // A label that is not there, and one that no form has.
        let lost = Packed::<&str, &str, ()> { labels: vec![], figures: vec![] };
        assert_eq!(
            postcard::from_bytes::<Shelf>(&postcard::to_stdvec(&lost).expect("plain data")).ok(),
            Some(Shelf(vec![]))
        );
        let far = Packed::<&str, &str, ()> { labels: vec![Label::OfForm(u32::MAX)], figures: vec![] };
        assert!(postcard::from_bytes::<Shelf>(&postcard::to_stdvec(&far).expect("plain data")).is_err());
        let mut cut = bytes;
        cut[0] = 0;
        assert!(postcard::from_bytes::<Shelf>(&cut).is_err());
    }

    /// Every label that a report after the form prints is known.
    #[test]
    fn labels_of_the_forms_are_places() {
        for label in ["三、本年度办理结果/（三）不予公开/1、属于国家秘密", "自然人", "行政复议/结果维持", "规章"]
        {
            assert!(PRINTED.places.contains_key(label), "{label}");
        }
    }
}
