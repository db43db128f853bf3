//! Reader of text files. Bytes in any encoding in, a document out: [`text`] gives the text its shape, and the reader of
//! pages reads the pieces of HTML that stand in it.

use super::{Context, charset, html, text};
use crate::document::Document;
use crate::error::ReadError;
use crate::script::visible;

/// Reads text in any encoding.
pub(super) fn read(bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    let decoded = charset::decode(bytes, None, &mut context.notices);
    let budget = context.budget();
    budget.text(&decoded.text)?;
    let text = visible(&decoded.text);
    // Data of a site, with the page's markup in one of its strings.
    let page = text.trim_start().starts_with(['{', '[']).then(|| html::in_data(&text)).flatten();
    let mut document = match page {
        Some(page) => html::read_text(&page, &budget)?,
        None => text::shape(&text, &budget, Some(html::read_text))?,
    };
    document.encoding = Some(decoded.encoding.to_owned());
    Ok(document)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_with_a_page_in_one_of_its_strings() {
        let page = "<p>一、总体情况<\\/p><table><tr><td>规章<\\/td><td>1<\\/td><\\/tr><tr><td>行政许可<\\/td><td>2<\\/td><\\/tr><\\/table>";
        let data = format!("{{\"code\":200,\"data\":{{\"content\":\"{page}\"}}}}");
        let document = read(data.as_bytes(), &mut Context::default()).expect("within limits");
        let cells: Vec<&str> = document.grids().flat_map(|grid| &grid.cells).map(|cell| cell.text.as_str()).collect();
        assert_eq!(cells, ["规章", "1", "行政许可", "2"]);
    }
}
