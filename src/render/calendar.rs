//! A calendar (iCalendar, RFC 5545).

use crate::model::site::Site;
use crate::model::view::View;

/// The file.
pub fn file(_view: &View, _site: &Site) -> Vec<u8> {
    Vec::new()
}
