//! The figures of one filing, laid out for the rules: one slot a variable.

use rust_decimal::Decimal;

use crate::figure::{Figure, Status};
use crate::variable::Variable;

/// What the rules see of one figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Value {
    /// A number was read.
    Known(Decimal),
    /// The cell is there and says nothing: blank, or a mark for "none". As a part it may stand for zero.
    Blank,
    /// Not read, or not there: it may be anything.
    #[default]
    Unknown,
}

/// The figures of one filing by variable. Of two figures of one variable the first counts.
#[derive(Debug)]
pub struct Values<'a> {
    slots: Vec<Option<&'a Figure>>,
}

impl<'a> Values<'a> {
    /// Lays out figures.
    pub fn new(figures: &'a [Figure]) -> Self {
        let length = figures.iter().filter_map(|figure| figure.variable).map(|v| v.index() + 1).max().unwrap_or(0);
        let mut slots: Vec<Option<&Figure>> = vec![None; length];
        for figure in figures {
            if let Some(variable) = figure.variable {
                slots[variable.index()].get_or_insert(figure);
            }
        }
        Self { slots }
    }

    /// The figure of a variable.
    pub fn figure(&self, variable: Variable) -> Option<&'a Figure> {
        self.slots.get(variable.index()).copied().flatten()
    }

    /// The value of a variable.
    pub fn get(&self, variable: Variable) -> Value {
        match self.figure(variable) {
            None => Value::Unknown,
            Some(figure) => match (figure.status, figure.value) {
                (status, Some(value)) if status.has_value() => Value::Known(value),
                (Status::Blank | Status::NaMark, _) => Value::Blank,
                _ => Value::Unknown,
            },
        }
    }
}
