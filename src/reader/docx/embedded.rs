//! Documents inside a Word document: another text in place of a part of it (`altChunk`, 17.17.2.1), which is how web forms
//! export their pages, and workbooks behind a picture of them. The picture that stands for one in the flow makes place for
//! what it holds.

use super::package::{Parts, target_of};
use crate::document::{Block, Document, SourceLocation};
use crate::error::ReadError;
use crate::reader::{Context, embedded};

/// Opens the objects of the main part: each by the place of its picture and the identifier of its relationship.
pub(super) fn open(
    parts: &mut dyn Parts,
    main: &str,
    objects: &[(SourceLocation, Vec<u8>)],
    document: &mut Document,
    context: &mut Context,
) -> Result<(), ReadError> {
    if objects.is_empty() {
        return Ok(());
    }
    let Some((folder, relationships)) = relationships(parts, main, context)? else { return Ok(()) };
    let mut opened = Vec::new();
    let mut bytes = Vec::new();
    for (location, id) in objects {
        let Some(target) = target_of(&relationships, id) else { continue };
        let part = resolve(folder, &target);
        // The same part again says the same again, and costs as much.
        if opened.contains(&part) || !parts.part(&part, &mut bytes, &mut context.notices)? {
            continue;
        }
        opened.push(part);
        let stands = |block: &Block| matches!(block, Block::Picture(picture) if picture.location == *location);
        let (Some(at), Some(inner)) = (document.blocks.iter().position(stands), embedded(&bytes, context)) else {
            continue;
        };
        if !inner.blocks.is_empty() {
            document.omissions.append(inner.omissions);
            document.blocks.splice(at..=at, inner.blocks);
        }
    }
    Ok(())
}

/// Reads the pictures of the main part.
#[cfg(feature = "ocr")]
pub(super) fn look(
    parts: &mut dyn Parts,
    main: &str,
    document: &mut Document,
    context: &mut Context,
) -> Result<(), ReadError> {
    let pictured = document.blocks.iter().any(|block| matches!(block, Block::Picture(_)));
    if !pictured || !context.recogniser.is_there() {
        return Ok(());
    }
    let Some((folder, relationships)) = relationships(parts, main, context)? else { return Ok(()) };
    crate::reader::scan::read_flow(document, context, |id, context| {
        let part = resolve(folder, &target_of(&relationships, id.as_bytes())?);
        let mut bytes = Vec::new();
        let there = parts.part(&part, &mut bytes, &mut context.notices);
        there.is_ok_and(|there| there).then_some(bytes)
    })
}

/// The folder of the main part, and its relationships.
fn relationships<'m>(
    parts: &mut dyn Parts,
    main: &'m str,
    context: &mut Context,
) -> Result<Option<(&'m str, Vec<u8>)>, ReadError> {
    let (folder, name) = main.rsplit_once('/').unwrap_or(("", main));
    let mut relationships = Vec::new();
    let known = format!("{folder}/_rels/{name}.rels");
    let there = parts.part(known.trim_start_matches('/'), &mut relationships, &mut context.notices)?;
    Ok(there.then_some((folder, relationships)))
}

/// The name of the part that a target in this folder means (ECMA-376 part 2, 6.5.3.4).
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets() {
        assert_eq!(resolve("word", "embeddings/a.xlsx"), "word/embeddings/a.xlsx");
        assert_eq!(resolve("word", "../b.mht"), "b.mht");
        assert_eq!(resolve("word", "/word/c.htm"), "word/c.htm");
        assert_eq!(resolve("", "../../d"), "d");
    }
}
