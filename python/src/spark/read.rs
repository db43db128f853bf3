//! Files to filings: a batch of paths and contents comes in, a row for each filing goes out, with everything that later
//! steps are told of it: what orders and groups it in columns, the rest as bytes.

use std::path::Path;

use arrow_array::RecordBatch;
use gouji::dataset::{Families, Summary};
use gouji::run::{Handed, Launch, Taken, handed, roster};

use super::{List, Trouble, pack};
use crate::arrow::{Input, Layout, Output, Scalar, Type};

pub fn layout() -> Layout {
    vec![
        ("key", Type::Text),
        ("path", Type::Text),
        ("content", Type::Text),
        ("family", Type::Text),
        ("summary", Type::Bytes),
        ("profile", Type::Bytes),
        ("filing", Type::Bytes),
    ]
}

/// Reads files. Columns: `path` (as the dataset shows it), `content`, and `length` where the content may be missing.
pub fn read(input: &Input<'_>, spool: &Path, launch: Option<&Launch>, list: &List) -> Result<RecordBatch, Trouble> {
    let file = |at: usize| {
        let content = input.bytes(at, "content").map(<[u8]>::to_vec);
        let length = input.long(at, "length").and_then(|length| u64::try_from(length).ok());
        let length = length.or_else(|| content.as_ref().map(|content| content.len() as u64));
        Handed { path: input.text(at, "path").to_owned(), content, length: length.unwrap_or_default() }
    };
    let files: Vec<Handed> = (0..input.0.num_rows()).map(file).collect();
    let paths: Vec<String> = files.iter().map(|file| file.path.clone()).collect();
    // One worker a task: how many tasks run at a time is the cluster's to say.
    let taken = handed(files, spool, launch, Some(1)).map_err(Trouble::Run)?;
    let (listed, families) = (roster::List::new(&list.lines), Families::new(&list.expected));
    let mut output = Output::new(layout());
    for Taken { place: (file, which), row, mut profile, mut filing } in taken {
        roster::apply(&listed, &row.path, &mut profile.identity);
        roster::apply(&listed, &row.path, &mut filing.identity);
        // Unlike its path, this is no other filing's: paths inside an archive may look like those of a folder.
        let key = format!("{}\n{which:06}", paths[file]);
        let family = if profile.organ().is_empty() { alone(&key) } else { families.of(profile.organ()) };
        let (path, content) = (row.path.clone(), row.content());
        output.row([
            Scalar::Text(&key),
            Scalar::Text(&path),
            Scalar::Text(&content),
            Scalar::Text(&family),
            Scalar::Bytes(&pack(&Summary::new(0, row, &profile))?),
            Scalar::Bytes(&pack(&profile)?),
            Scalar::Bytes(&pack(&filing)?),
        ]);
    }
    Ok(output.take()?)
}

/// The group of a filing that belongs to nobody's; no name begins with a line break.
pub fn alone(key: &str) -> String {
    format!("\n{key}")
}
