//! Figures as they are kept and sent: the labels, which two hundred figures share by rows and columns, once each; counts as
//! numbers and not as text. Formats for people see figures as they are.

use std::sync::Arc;

use fnv::FnvHashMap;
use rust_decimal::Decimal;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Figure, FormId, Recognition, Status, TableKind};
use crate::document::SourceLocation;
use crate::variable::{Unit, Variable};

/// Labels, and figures that name them by their places.
#[derive(Serialize, Deserialize)]
struct Packed<L, R, G> {
    labels: Vec<L>,
    figures: Vec<Row<R, G>>,
}

#[derive(Serialize, Deserialize)]
struct Row<R, G> {
    variable: Option<Variable>,
    value: Option<Number>,
    status: Status,
    unit: Option<Unit>,
    raw: R,
    labels: (u32, u32),
    form: FormId,
    table: TableKind,
    place: (u32, u32),
    location: SourceLocation,
    recognition: Option<G>,
}

#[derive(Serialize, Deserialize)]
enum Number {
    Count(i64),
    Exact(Decimal),
}

impl From<Decimal> for Number {
    fn from(value: Decimal) -> Self {
        match i64::try_from(value.mantissa()) {
            Ok(count) if value.scale() == 0 => Self::Count(count),
            _ => Self::Exact(value),
        }
    }
}

impl From<Number> for Decimal {
    fn from(number: Number) -> Self {
        match number {
            Number::Count(count) => count.into(),
            Number::Exact(value) => value,
        }
    }
}

pub fn serialize<S: Serializer>(figures: &[Figure], serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() {
        return figures.serialize(serializer);
    }
    let mut labels: Vec<&str> = Vec::new();
    // Figures share their labels; equal texts at two addresses are kept twice, which harms nothing.
    let mut places: FnvHashMap<*const u8, u32> = FnvHashMap::default();
    let mut place = |label: &'_ Arc<str>| -> (u32, bool) {
        let next = places.len() as u32;
        let place = *places.entry(label.as_ptr()).or_insert(next);
        (place, place == next)
    };
    let mut rows = Vec::with_capacity(figures.len());
    for figure in figures {
        let [row, column] = [&figure.row_label, &figure.column_label].map(|label| {
            let (place, new) = place(label);
            if new {
                labels.push(label);
            }
            place
        });
        rows.push(Row {
            variable: figure.variable,
            value: figure.value.map(Number::from),
            status: figure.status,
            unit: figure.unit,
            raw: figure.raw.as_str(),
            labels: (row, column),
            form: figure.form,
            table: figure.table,
            place: (figure.row, figure.column),
            location: figure.location,
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
    let label = |place: u32| {
        let label = packed.labels.get(place as usize).cloned();
        label.ok_or_else(|| D::Error::custom("a figure without its label"))
    };
    let figure = |row: Row<String, Box<Recognition>>| {
        Ok(Figure {
            variable: row.variable,
            value: row.value.map(Decimal::from),
            status: row.status,
            unit: row.unit,
            raw: row.raw,
            row_label: label(row.labels.0)?,
            column_label: label(row.labels.1)?,
            form: row.form,
            table: row.table,
            row: row.place.0,
            column: row.place.1,
            location: row.location,
            recognition: row.recognition,
        })
    };
    packed.figures.into_iter().map(figure).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Grade;
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Shelf(#[serde(with = "super")] Vec<Figure>);

    #[test]
    fn figures_come_back_from_bytes_and_from_text() {
        let row: Arc<str> = "一、本年新收".into();
        let figure = |value: Option<Decimal>, column: &str| Figure {
            variable: Some(Variable(7)),
            value,
            status: Status::Reported,
            unit: None,
            raw: "１".to_owned(),
            row_label: row.clone(),
            column_label: column.into(),
            form: FormId(2021),
            table: TableKind::Requests,
            row: 1,
            column: 2,
            location: SourceLocation::cell(1, 2, 3),
            recognition: value.map(|_| Box::new(Recognition { grade: Some(Grade::Read), said: Default::default() })),
        };
        let values = [None, Some(Decimal::ZERO), Some(Decimal::MIN), Some((-3).into()), Some(Decimal::new(150, 2))];
        let shelf = Shelf(values.map(|value| figure(value, "自然人")).into());
        let bytes = postcard::to_stdvec(&shelf).expect("plain data");
        let back: Shelf = postcard::from_bytes(&bytes).expect("it comes back");
        assert_eq!(back, shelf);
        let printed = |shelf: &Shelf| shelf.0.iter().map(|figure| format!("{:?}", figure.value)).collect::<String>();
        assert_eq!(printed(&back), printed(&shelf), "with their scales");
        assert!(Arc::ptr_eq(&back.0[0].row_label, &back.0[4].row_label));
        let text = serde_json::to_string(&shelf).expect("plain data");
        assert!(text.contains("row_label"));
        assert_eq!(serde_json::from_str::<Shelf>(&text).expect("it comes back"), shelf);
        // A label that is not there.
        let lost = Packed::<&str, &str, ()> { labels: vec![], figures: vec![] };
        assert_eq!(
            postcard::from_bytes::<Shelf>(&postcard::to_stdvec(&lost).expect("plain data")).ok(),
            Some(Shelf(vec![]))
        );
        let mut cut = bytes;
        cut[0] = 0;
        assert!(postcard::from_bytes::<Shelf>(&cut).is_err());
    }
}
