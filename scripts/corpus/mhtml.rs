//! A web page in one MIME file, as browsers save it (RFC 2557): the page in base64, a picture beside it.

/// The page's bytes as `multipart/related`.
pub fn write(page: &[u8], charset: &str) -> Vec<u8> {
    let boundary = "----=_NextPart_000_0000";
    let mut out = format!(
        "From: \"Saved by a browser\"\r\nSubject: =?utf-8?B?5bm05bqm5oql5ZGK?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"{boundary}\"\r\n\r\nThis is a multi-part message in MIME format.\r\n\r\n--{boundary}\r\nContent-Type: text/html;\r\n\tcharset=\"{charset}\"\r\nContent-Transfer-Encoding: base64\r\nContent-Location: http://www.example.gov.cn/report.html\r\n\r\n"
    );
    out.push_str(&base64(page));
    out.push_str(&format!(
        "\r\n--{boundary}\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\nContent-Location: http://www.example.gov.cn/dot.gif\r\n\r\nR0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7\r\n\r\n--{boundary}--\r\n"
    ));
    out.into_bytes()
}

/// Base64 in lines of 76 characters (RFC 2045, 6.8).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len() * 4 / 3 + bytes.len() / 28);
    for (group, chunk) in bytes.chunks(3).enumerate() {
        if group > 0 && group % 19 == 0 {
            out.push_str("\r\n");
        }
        let word = chunk.iter().fold(0_u32, |word, &byte| word << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = LETTERS[(word >> (18 - 6 * place)) as usize & 63];
            out.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out + "\r\n"
}
