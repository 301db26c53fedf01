//! Prose becomes HTML. Everything that is not ours is escaped; marks become links to notes on the page,
//! or to the entry's page where the page carries no note for them.

use crate::model::document::{Align, Node, Picture, Prose, Tag};
use crate::model::input::Medium;
use crate::model::record::{Fields, ProseId, Reference};
use crate::model::site::{Anchor, Entry, EntryId, NoteAbout, NoteRef, Site};
use crate::model::theme::{Marks, Pictures};
use crate::model::view::Style;
use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};
use rustc_hash::FxHashMap;
use std::fmt::Write;

/// A piece of prose as HTML.
pub fn html(site: &Site, entry: EntryId, prose: ProseId, style: Style) -> String {
    let nodes = 0..site.entry(entry).document.prose(prose).main as usize;
    Writer::new(site, entry, prose, style).write(nodes)
}

/// The body of a page that carries notes, with the HTML of its cards, by mark.
pub fn article(site: &Site, entry: EntryId, cards: &[(u32, String)]) -> String {
    let nodes = 0..site.entry(entry).document.body().main as usize;
    let mut writer = Writer::new(site, entry, ProseId(0), Style::Article);
    writer.cards = cards;
    writer.write(nodes)
}

/// A footnote or long note of an entry's body as HTML.
pub fn note(site: &Site, entry: EntryId, note: u32) -> String {
    let range = site.entry(entry).document.body().notes.get(note as usize).map_or((0, 0), |note| note.nodes);
    Writer::new(site, entry, ProseId(0), Style::Blocks).write(range.0 as usize..range.1 as usize)
}

struct Writer<'a> {
    site: &'a Site,
    entry: &'a Entry,
    prose: &'a Prose,
    id: ProseId,
    style: Style,
    /// The note each passage leads to, and whether it is the first that does.
    notes: FxHashMap<Anchor, (&'a NoteRef, bool)>,
    out: String,
    /// Where the last text began, if nothing came after it.
    text_at: Option<usize>,
    /// The next first mention.
    mention: usize,
    /// What the cards show.
    cards: &'a [(u32, String)],
    /// Whether a card is open, whose own words are its title and not shown.
    in_card: bool,
    /// How many links are open: no notice may stand in one.
    in_link: usize,
    /// The next correction, and how many notices wait for a link to end.
    corrected: usize,
    waiting: Vec<u32>,
    /// The next attributed quotation, and the one that is open.
    quotation: usize,
    /// The node being written.
    at: usize,
}

impl<'a> Writer<'a> {
    fn new(site: &'a Site, id: EntryId, prose: ProseId, style: Style) -> Self {
        let entry = site.entry(id);
        let carried = entry.links.notes.iter().filter(|_| style == Style::Article);
        let notes = carried.flat_map(|note| {
            note.anchors.iter().enumerate().map(move |(i, anchor)| (*anchor, (note, i == 0)))
        });
        Self {
            site,
            entry,
            prose: entry.document.prose(prose),
            id: prose,
            style,
            notes: notes.collect(),
            out: String::new(),
            text_at: None,
            mention: 0,
            cards: &[],
            in_card: false,
            in_link: 0,
            corrected: 0,
            waiting: Vec::new(),
            quotation: 0,
            at: 0,
        }
    }

    fn write(mut self, nodes: std::ops::Range<usize>) -> String {
        self.out.reserve(nodes.len() * 32);
        for i in nodes {
            let Some(node) = self.prose.nodes.get(i).copied() else { break };
            self.node(i, node);
        }
        if self.is_line() {
            self.out.truncate(self.out.trim_end().len());
        }
        self.out
    }

    /// Whether it stands in a line of something else, without paragraphs of its own.
    fn is_line(&self) -> bool {
        matches!(self.style, Style::Inline | Style::OwnLine)
    }

    fn node(&mut self, at: usize, node: Node) {
        self.at = at;
        match node {
            Node::Close(Tag::Card(_)) if self.in_card => self.in_card = false,
            _ if self.in_card => {}
            Node::Open(Tag::Card(mark)) if self.card(mark) => self.in_card = true,
            Node::Text(_) | Node::Owned(_) => self.words(at, node),
            Node::Soft if self.style == Style::Article => self.words(at, node),
            Node::Soft => self.raw(" "),
            Node::Hard => self.raw("<br>"),
            Node::Rule if self.is_line() => {}
            Node::Rule => self.raw("<hr>"),
            Node::Code(_) => {
                self.raw("<code>");
                self.text(self.prose.words(node));
                self.raw("</code>");
            }
            Node::Footnote(_) => self.footnote(at),
            Node::Open(tag) => self.open(tag),
            Node::Close(tag) => self.close(tag),
        }
    }

    // ---- words and first mentions

    /// Text, with the first mentions that begin or end in it.
    fn words(&mut self, at: usize, node: Node) {
        let words = self.prose.words(node);
        let mut done = 0;
        while self.style == Style::Article
            && let Some(mention) = self.entry.links.mentions.get(self.mention)
        {
            let index = u32::try_from(self.mention).unwrap_or(u32::MAX);
            let (first, last) = (mention.start, mention.end);
            if first.0 as usize == at && first.1 as usize >= done {
                self.piece(words, done, first.1 as usize);
                done = first.1 as usize;
                self.anchor(Anchor::Mention(index), &mention.entry);
                if last.0 as usize != at {
                    break;
                }
            }
            if last.0 as usize != at {
                break;
            }
            self.piece(words, done, last.1 as usize);
            done = last.1 as usize;
            self.anchor_ends(Anchor::Mention(index));
            self.mention += 1;
        }
        self.piece(words, done, words.len());
    }

    /// A piece of a node's words, with a notice behind what was corrected in it.
    fn piece(&mut self, words: &str, from: usize, to: usize) {
        let mut done = from;
        while self.style == Style::Article
            && let Some(next) = self.entry.links.corrected.get(self.corrected)
            && next.node as usize <= self.at
        {
            let end = next.byte as usize;
            if next.node as usize == self.at && end > to {
                break;
            }
            if next.node as usize == self.at && end > done {
                self.text(words.get(done..end).unwrap_or_default());
                done = end;
            }
            self.corrected += 1;
            self.waiting.push(next.correction);
            self.notices();
        }
        self.text(words.get(done..to).unwrap_or_default());
    }

    /// The notices that wait, unless a link is open.
    fn notices(&mut self) {
        if self.in_link > 0 {
            return;
        }
        for correction in std::mem::take(&mut self.waiting) {
            let fields = &self.entry.document.fields;
            let kind = fields.maps("corrections").nth(correction as usize).and_then(|c| c.text("kind"));
            let word = format!("notice_{}", kind.map_or("correction", |kind| kind));
            let word = self.site.words().get(&word).to_owned();
            // Behind a space, so that copied text keeps the words apart.
            self.raw(" <a class=\"notice\" role=\"doc-noteref\"");
            self.attribute("id", &format!("c{}", correction + 1));
            self.attribute("href", &format!("#correction-{}", correction + 1));
            self.raw(">");
            self.text(&word);
            self.raw("</a>");
        }
    }

    fn text(&mut self, text: &str) {
        self.text_at = Some(self.out.len());
        // Writing to a string cannot fail.
        let _ = escape_html_body_text(&mut self.out, text);
    }

    fn raw(&mut self, html: &str) {
        self.text_at = None;
        self.out.push_str(html);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.text_at = None;
        let _ = write!(self.out, " {name}=\"");
        let _ = escape_html(&mut self.out, value);
        self.out.push('"');
    }

    fn address(&mut self, name: &str, url: &str) {
        self.text_at = None;
        let _ = write!(self.out, " {name}=\"");
        let _ = escape_href(&mut self.out, url);
        self.out.push('"');
    }

    // ---- marks

    /// A card in the place of its mark; false where there is none to show.
    fn card(&mut self, mark: u32) -> bool {
        let Some((_, html)) = self.cards.iter().find(|(card, _)| *card == mark) else { return false };
        let target = self.entry.mark(self.id, mark);
        let kind = target.map_or("timeline", |(mark, target)| {
            target.map(|target| target.kind).or(mark.kind).unwrap_or("timeline")
        });
        self.raw("<aside class=\"card\"");
        self.attribute("id", &Anchor::Mark(mark).fragment());
        self.attribute("data-kind", kind);
        self.attribute("aria-label", target.map_or("", |(mark, _)| &mark.words));
        self.raw(">\n");
        self.raw(html);
        self.raw("\n</aside>\n");
        true
    }

    fn mark(&mut self, index: u32) {
        let Some((mark, target)) = self.entry.mark(self.id, index) else { return };
        match (mark.kind, target) {
            (_, Some(target)) => self.anchor(Anchor::Mark(index), target),
            (Some("note"), None) => self.note_anchor(Anchor::Mark(index), "note"),
            _ => {}
        }
    }

    fn mark_ends(&mut self, index: u32) {
        let Some((mark, target)) = self.entry.mark(self.id, index) else { return };
        // `[[id]]` without words of its own is read as the title.
        if let Some(target) = target.filter(|target| mark.is_bare(target))
            && let Some(id) = self.site.find(target)
            && let Some(at) = self.text_at
        {
            self.out.truncate(at);
            let title = self.site.entry(id).document.title.clone();
            self.text(&title);
        }
        let noted = self.notes.contains_key(&Anchor::Mark(index));
        if target.is_some() || (mark.kind == Some("note") && noted) {
            self.anchor_ends(Anchor::Mark(index));
        }
    }

    /// The beginning of a link to a note on the page, or to the entry's page.
    fn anchor(&mut self, anchor: Anchor, target: &Reference) {
        if self.notes.get(&anchor).is_some_and(|(note, _)| self.is_told(note)) {
            self.note_anchor(anchor, target.kind);
            return;
        }
        let Some(id) = self.site.find(target) else { return };
        self.in_link += 1;
        self.raw("<a");
        // A theme that tells of nothing below says no more of a mark than where it leads.
        if self.site.theme.marks == Marks::Below {
            self.raw(" class=\"mark\"");
            self.attribute("data-kind", target.kind);
        }
        if self.style == Style::Article {
            self.attribute("id", &anchor.fragment());
        }
        let note = self.entry.links.notes.iter().find(|note| note.about == NoteAbout::Entry(target.clone()));
        let told = note.filter(|note| self.style == Style::OwnLine && self.is_told(note));
        let link = match told {
            Some(note) => format!("#{}", note.fragment_in(self.site.theme.marks)),
            None => self.site.link(id),
        };
        self.address("href", &link);
        self.raw(">");
    }

    /// Whether the page tells of what a note is about, beside the text or below it.
    fn is_told(&self, note: &NoteRef) -> bool {
        note.number.is_some() || self.site.theme.marks == Marks::Below
    }

    fn note_anchor(&mut self, anchor: Anchor, kind: &'static str) {
        let Some((note, _)) = self.notes.get(&anchor).copied() else { return };
        self.in_link += 1;
        let role = if kind == "term" { "doc-glossref" } else { "doc-noteref" };
        let is_plain = self.site.theme.marks == Marks::Pages;
        self.raw("<a");
        if !is_plain {
            self.raw(" class=\"mark\"");
            self.attribute("data-kind", kind);
        }
        self.attribute("id", &anchor.fragment());
        self.attribute("href", &format!("#{}", note.fragment_in(self.site.theme.marks)));
        if !is_plain {
            self.attribute("role", role);
        }
        self.raw(">");
    }

    /// The first mark of a note carries its number, which stays on the line of the last word.
    fn anchor_ends(&mut self, anchor: Anchor) {
        match self.notes.get(&anchor).copied() {
            Some((NoteRef { number: Some(number), .. }, true)) => {
                let at = self.text_at.filter(|_| self.site.theme.marks == Marks::Below);
                let glued = at.map(|at| {
                    let gap = self.out[at..].rmatch_indices([' ', '-', '–']).next();
                    let word = gap.map_or(at, |(gap, sign)| at + gap + sign.len());
                    self.out.insert_str(word, "<span class=\"nb\">");
                });
                let _ = write!(self.out, "<sup>{number}</sup>");
                self.raw(if glued.is_some() { "</span></a>" } else { "</a>" });
            }
            _ => self.raw("</a>"),
        }
        self.in_link = self.in_link.saturating_sub(1);
        self.notices();
    }

    fn footnote(&mut self, at: usize) {
        let anchor = Anchor::Footnote(u32::try_from(at).unwrap_or(u32::MAX));
        let Some((note, _)) = self.notes.get(&anchor).copied() else { return };
        let number = note.number.unwrap_or_default();
        self.raw("<a class=\"mark ref\" data-kind=\"note\" role=\"doc-noteref\"");
        self.attribute("id", &anchor.fragment());
        self.attribute("href", &format!("#{}", note.fragment_in(self.site.theme.marks)));
        let label = self.site.words().fill("note_number", &[("number", &number.to_string())]);
        self.attribute("aria-label", &label);
        self.raw(&format!("><sup>{number}</sup></a>"));
    }

    // ---- blocks

    fn open(&mut self, tag: Tag) {
        if self.is_line() && tag.is_block() {
            return;
        }
        match tag {
            Tag::Paragraph | Tag::Card(_) => self.raw("<p>"),
            Tag::Heading(i) => self.heading(i),
            Tag::Quotation => self.quotation(),
            Tag::Attribution => self.raw("</blockquote><figcaption>"),
            Tag::Box => self.raw("<section class=\"box\">"),
            Tag::List => self.raw("<ul>"),
            Tag::Ordered(1) => self.raw("<ol>"),
            Tag::Ordered(first) => self.raw(&format!("<ol start=\"{first}\">")),
            Tag::Item => self.raw("<li>"),
            Tag::CodeBlock => self.raw("<pre tabindex=\"0\"><code>"),
            Tag::Table => {
                self.raw("<div class=\"table\" role=\"group\" tabindex=\"0\"");
                let label = self.site.words().get("table").to_owned();
                self.attribute("aria-label", &label);
                self.raw("><table>");
            }
            Tag::TableHead => self.raw("<thead>"),
            Tag::TableBody => self.raw("<tbody>"),
            Tag::Row => self.raw("<tr>"),
            Tag::HeadCell(align) => self.raw(&format!("<th scope=\"col\"{}>", aligned(align))),
            Tag::Cell(align) => self.raw(&format!("<td{}>", aligned(align))),
            Tag::Picture(i) => self.picture(i),
            Tag::Emphasis => self.raw("<em>"),
            Tag::Strong => self.raw("<strong>"),
            Tag::Struck => self.raw("<s>"),
            Tag::Link(i) => self.link(i),
            Tag::Mark(i) => self.mark(i),
        }
    }

    fn close(&mut self, tag: Tag) {
        if self.is_line() && tag.is_block() {
            if tag == Tag::Paragraph && !self.out.is_empty() {
                self.raw(" ");
            }
            return;
        }
        match tag {
            Tag::Paragraph | Tag::Card(_) => self.raw("</p>\n"),
            Tag::Heading(i) => {
                let level = self.level(i);
                self.raw(&format!("</h{level}>\n"));
            }
            Tag::Quotation => self.quotation_ends(),
            Tag::Attribution => self.attribution_ends(),
            Tag::Box => self.raw("</section>\n"),
            Tag::List => self.raw("</ul>\n"),
            Tag::Ordered(_) => self.raw("</ol>\n"),
            Tag::Item => self.raw("</li>\n"),
            Tag::CodeBlock => self.raw("</code></pre>\n"),
            Tag::Table => self.raw("</table></div>\n"),
            Tag::TableHead => self.raw("</thead>"),
            Tag::TableBody => self.raw("</tbody>"),
            Tag::Row => self.raw("</tr>\n"),
            Tag::HeadCell(_) => self.raw("</th>"),
            Tag::Cell(_) => self.raw("</td>"),
            Tag::Picture(i) => self.picture_ends(i),
            Tag::Emphasis => self.raw("</em>"),
            Tag::Strong => self.raw("</strong>"),
            Tag::Struck => self.raw("</s>"),
            Tag::Link(i) => {
                if self.url(i).is_some() {
                    self.raw("</a>");
                    self.in_link = self.in_link.saturating_sub(1);
                    self.notices();
                }
            }
            Tag::Mark(i) => self.mark_ends(i),
        }
    }

    /// The page's own heading is the first level; those of the text begin at the second, in boxes at the third.
    fn level(&self, heading: u32) -> u8 {
        self.prose.headings.get(heading as usize).map_or(2, |heading| match heading.boxed {
            true => heading.level.clamp(3, 6),
            false => heading.level.clamp(2, 6),
        })
    }

    fn heading(&mut self, index: u32) {
        let level = self.level(index);
        self.raw(&format!("<h{level}"));
        if self.style == Style::Article {
            let id = self.prose.headings.get(index as usize).map_or("", |heading| &heading.id).to_owned();
            self.attribute("id", &id);
        }
        self.raw(">");
    }

    /// A quotation is a figure when somebody is named for it: its caption says who.
    fn quotation(&mut self) {
        let at = u32::try_from(self.at).unwrap_or(u32::MAX);
        let attributed = self.prose.quotations.binary_search_by_key(&at, |quotation| quotation.nodes.0);
        match attributed {
            Ok(index) if self.style == Style::Article => {
                self.quotation = index;
                let anchor = Anchor::Quotation(u32::try_from(index).unwrap_or(u32::MAX));
                self.raw("<figure class=\"said\"");
                self.attribute("id", &anchor.fragment());
                self.raw("><blockquote>");
            }
            _ => self.raw("<figure class=\"said\"><blockquote>"),
        }
    }

    /// A line that names the register is completed from it.
    fn attribution_ends(&mut self) {
        let quoted = self.entry.links.quotations.get(self.quotation).filter(|quoted| quoted.from_register);
        let register = quoted.and_then(|quoted| self.site.find(quoted.registered.as_ref()?));
        if let Some(quote) = register.filter(|_| self.style == Style::Article) {
            for (words, link) in crate::annotations::quote::line(quote, self.site) {
                self.raw(", ");
                match link {
                    Some(link) => {
                        self.raw("<a");
                        self.address("href", &link);
                        self.raw(">");
                        self.text(&words);
                        self.raw("</a>");
                    }
                    None => self.text(&words),
                }
            }
        }
        self.raw("</figcaption>");
    }

    fn quotation_ends(&mut self) {
        let attributed = self.out.ends_with("</figcaption>");
        self.raw(if attributed { "</figure>\n" } else { "</blockquote></figure>\n" });
    }

    /// What a picture's own text leaves out is taken from its record.
    fn picture(&mut self, index: u32) {
        let Some(picture) = self.prose.pictures.get(index as usize) else { return };
        if picture.figure {
            self.raw("<figure class=\"photo\">");
        }
        let record = self.record(index);
        let pictures = self.entry.links.pictures.get(usize::from(self.id.0));
        let path = pictures.and_then(|paths| paths.get(index as usize)?.as_ref());
        if let Some(medium) = path.and_then(|path| self.site.media.get(path)) {
            if self.site.theme.pictures == Pictures::Links {
                self.picture_link(&medium.path, &picture.alt);
            } else {
                self.drawn(medium, picture, record);
            }
        }
        if picture.figure {
            self.raw("<figcaption>");
        }
    }

    /// A picture that readers go to if they want to see it.
    fn picture_link(&mut self, path: &str, alt: &str) {
        let word = self.site.words().get("picture").to_owned();
        self.raw("<a");
        self.address("href", &self.site.settings.link(&Site::media_path(path)));
        self.raw(">");
        self.text(&if alt.is_empty() { word } else { format!("{word}: {alt}") });
        self.raw("</a>");
    }

    fn drawn(&mut self, medium: &Medium, picture: &Picture, record: Option<(EntryId, &'a Fields)>) {
        let sensitive = record.is_some_and(|(_, fields)| fields.is_set("sensitive")) && picture.figure;
        if sensitive {
            let word = self.site.words().get("sensitive").to_owned();
            self.raw("<details class=\"sensitive\"><summary>");
            self.text(&word);
            self.raw("</summary>");
        }
        let source = self.site.settings.link(&Site::media_path(&medium.path));
        let alt = match record.and_then(|(_, fields)| fields.text("alt")) {
            Some(alt) if picture.alt.is_empty() => alt.to_string(),
            _ => picture.alt.to_string(),
        };
        self.raw("<img");
        self.address("src", &source);
        self.attribute("alt", &alt);
        if let Some((width, height)) = medium.size {
            self.raw(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        self.raw(" loading=\"lazy\" decoding=\"async\">");
        if sensitive {
            self.raw("</details>");
        }
    }

    /// The record that a picture names.
    fn record(&self, index: u32) -> Option<(EntryId, &'a Fields)> {
        let record = self.site.find(self.entry.medium_of(self.id, index)?)?;
        Some((record, &self.site.entry(record).document.fields))
    }

    fn picture_ends(&mut self, index: u32) {
        let Some(picture) = self.prose.pictures.get(index as usize).filter(|picture| picture.figure) else {
            return;
        };
        let record = self.record(index);
        if self.out.ends_with("<figcaption>")
            && let Some((record, fields)) = record
            && let Some(caption) = fields.prose("caption")
        {
            let caption = html(self.site, record, caption, Style::Inline);
            self.raw(&caption);
        }
        let credit = match record.and_then(|(_, fields)| fields.text("credit")) {
            Some(credit) if picture.credit.is_empty() => credit,
            _ => &*picture.credit,
        };
        if !credit.is_empty() {
            self.raw(" <small class=\"credit\">");
            self.text(credit);
            self.raw("</small>");
        }
        self.raw("</figcaption></figure>\n");
        if self.out.ends_with("<figcaption></figcaption></figure>\n") {
            self.out.truncate(self.out.len() - "<figcaption></figcaption></figure>\n".len());
            self.raw("</figure>\n");
        }
    }

    fn link(&mut self, index: u32) {
        if let Some(url) = self.url(index) {
            self.in_link += 1;
            self.raw("<a");
            self.address("href", &url);
            self.raw(">");
        }
    }

    fn url(&self, index: u32) -> Option<std::sync::Arc<str>> {
        self.entry.links.urls.get(usize::from(self.id.0))?.get(index as usize)?.clone()
    }
}

fn aligned(align: Align) -> &'static str {
    match align {
        Align::Start => "",
        Align::Center => " class=\"center\"",
        Align::End => " class=\"end\"",
    }
}
