//! Raw plain text becomes Markdown with front matter.
//!
//! What agencies, newspapers and broadcasters send is one article with its parts told apart only by how
//! they look: headline, standfirst, byline, dateline, captions with credits, headings. This file recognises
//! them, leaves out the chrome of the page the copy was taken from, and escapes the rest so that every word
//! comes out as it went in. Where the look is in doubt, words stay an ordinary paragraph.
//! Names, ids, stages, annotations and judgements about the words are left to the editor and other files.

/// Markdown made from raw copy, and where each part of it came from.
pub struct Converted {
    /// The Markdown, front matter included.
    pub markdown: String,
    /// (offset in `markdown`, offset in the raw text), ascending in the first; one pair at the start of every
    /// block, caption, credit or front matter value copied from the raw text. An offset between two pairs
    /// belongs to the pair before it.
    pub map: Vec<(u32, u32)>,
}

/// Turns raw copy into Markdown; text that is empty stays empty.
pub fn markdown(raw: &str) -> Converted {
    let passages = without_chrome(passages(raw));
    let (head, body) = head(pieces(passages));
    let mut page = Page { done: Converted { markdown: String::new(), map: Vec::new() } };
    page.front_matter(&head);
    page.body(&body);
    page.done
}

/// A stretch of the raw text and its place there.
#[derive(Clone)]
struct Words {
    text: String,
    at: usize,
}

/// What the first characters of a line say it is.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Plain,
    Quote,
    Bullet,
    /// The number and the character after it.
    Number(u32, char),
}

/// Lines that belong together: a paragraph, a list item, a headline.
struct Passage {
    text: String,
    /// Where each of its lines starts: in `text`, and in the raw text.
    lines: Vec<(usize, usize)>,
    form: Form,
    block: usize,
}

/// A passage, or the passages that make up a picture.
enum Piece {
    Text(Passage),
    Picture { alt: Option<Words>, caption: Option<Words>, credit: Words },
}

/// What goes into the front matter.
#[derive(Default)]
struct Head {
    title: Option<Words>,
    standfirst: Option<Words>,
    published: Option<Words>,
    authors: Vec<Words>,
    place: Option<Words>,
    date: Option<Words>,
    /// The headline was the last thing seen.
    after_title: bool,
}

impl Passage {
    /// A part of this passage, which must be a slice of its text.
    fn words(&self, part: &str) -> Words {
        let offset = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let before = self.lines.iter().rev().find(|line| line.0 <= offset);
        Words { text: part.to_owned(), at: before.map_or(0, |line| line.1 + (offset - line.0)) }
    }

    /// Whether a line that goes on from the last one belongs here, or starts something of its own.
    fn takes_in(&self, last: Line, line: Line) -> bool {
        let item = is_item(self.form) && line.form == Form::Plain;
        let new_paragraph = line.form == Form::Plain && line.indent > last.indent;
        item || (line.form == self.form && !is_item(line.form) && !new_paragraph)
    }

    /// Adds a line; a hyphen or dash at the end of the one before held two words together without a space.
    fn add(&mut self, line: Line) {
        let glued =
            self.text.strip_suffix(['-', '—']).is_some_and(|head| head.ends_with(char::is_alphanumeric));
        if !self.text.is_empty() && (!glued || first_of("and , or , to ", line.text).is_some()) {
            self.text.push(' ');
        }
        self.lines.push((self.text.len(), line.at + (line.whole.len() - line.text.len())));
        self.text.push_str(line.text);
    }

    fn is_plain(&self) -> bool {
        self.form == Form::Plain
    }

    /// Short, on one line, and no sentence.
    fn may_be_heading(&self) -> bool {
        let text = &self.text;
        let stop = stops(text) || text.ends_with([',', ';', ':', '-', '–', '—']);
        let spoken = [",”", ",’", ",\"", ",'", "”,", "\","].iter().any(|end| text.contains(end))
            || ["said", "says", "added"].iter().any(|verb| text.ends_with(verb));
        let short = self.is_plain() && self.lines.len() == 1 && length(text) <= 80;
        short && opens(text) && !stop && !spoken && byline(text).is_none()
    }
}

// ---- Lines become passages -------------------------------------------------------------------------------

/// One line that is not blank, without the space around it.
#[derive(Clone, Copy)]
struct Line<'a> {
    /// The whole line, and its words without the mark that says its form.
    whole: &'a str,
    text: &'a str,
    form: Form,
    /// Where `whole` starts in the raw text, and how far it is indented.
    at: usize,
    indent: usize,
    block: usize,
}

/// The passages of the text, in order.
fn passages(raw: &str) -> Vec<Passage> {
    let mut lines = lines(raw);
    mark_quotations(&mut lines);
    let width = width(&lines);
    let mut passages: Vec<Passage> = Vec::new();
    let mut before: Option<Line> = None;
    for mut line in lines {
        let last = passages.last_mut().zip(before).filter(|(_, before)| before.block == line.block);
        // A dash at the start of a wrapped line is a dash, unless a list is already under way.
        let runs = |before: Line| !ends_sentence(before.text) && !before.text.ends_with(':');
        let wraps = |before: Line| runs(before) && fills(before, line, width);
        if is_item(line.form) && last.as_ref().is_some_and(|(last, before)| last.is_plain() && wraps(*before))
        {
            (line.form, line.text) = (Form::Plain, line.whole);
        }
        match last {
            Some((last, before)) if goes_on(before, line, width) && last.takes_in(before, line) => {
                last.add(line)
            }
            _ => {
                let mut passage =
                    Passage { text: String::new(), lines: Vec::new(), form: line.form, block: line.block };
                passage.add(line);
                passages.push(passage);
            }
        }
        before = Some(line);
    }
    passages
}

/// The lines that are not blank; blank ones divide blocks.
fn lines(raw: &str) -> Vec<Line<'_>> {
    let text = raw.strip_prefix('\u{feff}').unwrap_or(raw);
    let (mut at, mut block, mut lines, mut after_return) = (raw.len() - text.len(), 0, Vec::new(), false);
    for line in text.split_inclusive(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
        let (whole, start) = (line.trim(), line.len() - line.trim_start().len());
        if !whole.is_empty() {
            let space = line.chars().take_while(|c| c.is_whitespace());
            let indent = space.map(|c| if c == '\t' { 4 } else { 1 }).sum();
            let (form, text) = form_of(whole);
            lines.push(Line { whole, text, form, at: at + start, indent, block });
        } else if !(after_return && line == "\n") {
            block += 1;
        }
        after_return = line.ends_with('\r');
        at += line.len();
    }
    lines
}

/// The width the text was wrapped to, if it was: seen at lines that break off in mid-sentence.
fn width(lines: &[Line]) -> Option<usize> {
    let pairs = || lines.iter().zip(lines.iter().skip(1)).filter(|(a, b)| a.block == b.block);
    let breaks = || pairs().filter(|(a, b)| length(a.text) >= NARROWEST && !is_item(b.form));
    let running = || breaks().filter(|(a, b)| runs_on(a.text, b.text)).map(|(a, _)| length(a.text));
    let wrapped = || running().filter(|length| *length <= WIDEST);
    if wrapped().count() * 4 < breaks().count() { None } else { wrapped().max() }
}

/// Whether the sentence plainly goes on in the next line.
fn runs_on(line: &str, next: &str) -> bool {
    !ends_sentence(line) && next.starts_with(char::is_lowercase)
}

/// Whether the line is as long as a wrapped one would be.
fn fills(line: Line, next: Line, width: Option<usize>) -> bool {
    let length = length(line.text);
    let with_next = length + 1 + next.text.split_whitespace().next().map_or(0, self::length);
    width.is_some_and(|width| {
        length <= WIDEST && (with_next * 4 > width * 3 || (!ends_sentence(line.text) && length * 2 > width))
    })
}

/// Whether the words of a line go on in the next one.
fn goes_on(line: Line, next: Line, width: Option<usize>) -> bool {
    let alone = |text| byline(text).is_some() || date_line(text).is_some() || chrome(text) == Chrome::Sure;
    let hangs = is_item(line.form) && next.indent > line.indent;
    let wraps = || fills(line, next, width) && !alone(line.text) && !alone(next.text);
    hangs || runs_on(line.text, next.text) || wraps()
}

/// Makes quotations of the blocks that are indented, in a text where few are.
fn mark_quotations(lines: &mut [Line]) {
    let top = lines.first().map(|line| line.block);
    let same_block = |a: &Line, b: &Line| a.block == b.block;
    let quoted = |block: &[Line]| {
        let prose =
            block.len() > 1 || block.iter().all(|line| ends_sentence(line.text) || length(line.text) > 80);
        let plain = block.first().is_some_and(|first| first.form == Form::Plain && Some(first.block) != top);
        prose && plain && block.iter().all(|line| line.indent >= 2)
    };
    let blocks = || lines.chunk_by(same_block);
    if blocks().filter(|block| quoted(block)).count() * 3 <= blocks().count() {
        for block in lines.chunk_by_mut(same_block).filter(|block| quoted(block)) {
            block.iter_mut().for_each(|line| line.form = Form::Quote);
        }
    }
}

/// What a line says it is, and its words without the mark.
fn form_of(line: &str) -> (Form, &str) {
    let quoted = line.trim_start_matches(['>', ' ']);
    if line.starts_with('>') && !quoted.is_empty() {
        return (Form::Quote, quoted);
    }
    let Some((mark, words)) = line.split_once([' ', '\t']).map(|(mark, words)| (mark, words.trim_start()))
    else {
        return (Form::Plain, line);
    };
    let digits = mark.trim_end_matches(['.', ')']);
    let number = digits.parse().ok().filter(|number: &u32| *number < 1000 && number.to_string() == digits);
    match (mark, number, mark.strip_prefix(digits)) {
        _ if is_rule(line) => (Form::Plain, line),
        ("-" | "*" | "•", ..) => (Form::Bullet, words),
        (_, Some(number), Some(".")) => (Form::Number(number, '.'), words),
        (_, Some(number), Some(")")) => (Form::Number(number, ')'), words),
        _ => (Form::Plain, line),
    }
}

// ---- Chrome ----------------------------------------------------------------------------------------------

/// How sure it is that a line belongs to the page and not to the article.
#[derive(Clone, Copy, PartialEq)]
enum Chrome {
    No,
    /// A word that would be a heading elsewhere.
    Maybe,
    Sure,
    /// Sure, and a list of other articles follows.
    Related,
}

/// The passages of the article itself.
fn without_chrome(mut passages: Vec<Passage>) -> Vec<Passage> {
    let mut found: Vec<Chrome> = passages.iter().map(|passage| chrome(&passage.text)).collect();
    for (start, _) in found.clone().iter().enumerate().filter(|(_, chrome)| **chrome == Chrome::Related) {
        let listed = related(passages.get(start + 1..).unwrap_or_default());
        found.iter_mut().skip(start + 1).take(listed).for_each(|chrome| *chrome = Chrome::Sure);
    }
    let mut kept = Vec::new();
    for run in found.chunk_by(|a, b| (*a == Chrome::No) == (*b == Chrome::No)) {
        let last = kept.len() + run.len() == found.len();
        let chrome = run.len() > 1 || last || run.iter().any(|chrome| *chrome != Chrome::Maybe);
        kept.extend(run.iter().map(|found| *found == Chrome::No || !chrome));
    }
    let mut kept = kept.into_iter();
    passages.retain(|_| kept.next().unwrap_or(true));
    passages
}

/// How many of these passages are the list under "Related stories": alike, and no sentences.
fn related(after: &[Passage]) -> usize {
    let [first, rest @ ..] = after else { return 0 };
    let together = rest.first().is_some_and(|second| second.block == first.block);
    let link = |p: &&Passage| {
        let sentence =
            p.text.trim_end_matches(CLOSERS).ends_with('.') || is_rule(&p.text) || length(&p.text) > 120;
        p.form == first.form
            && !sentence
            && credit(&p.text).is_none()
            && (p.block == first.block || !together)
    };
    let count = after.iter().take(8).take_while(link).count();
    // The last one may be the heading of what follows rather than a link.
    let last = after.get(..count).and_then(<[Passage]>::last).filter(|last| last.may_be_heading());
    let heads = last.zip(after.get(count)).is_some_and(|(last, next)| !together || last.block == next.block);
    if heads { count - 1 } else { count }
}

/// Whether a line is nothing but chrome.
fn chrome(line: &str) -> Chrome {
    let words = bare_words(line);
    if line.starts_with(is_quote) || words.len() > 40 {
        return Chrome::No;
    }
    let starts = |list: &str| first_of(list, line).is_some_and(|rest| rest.starts_with(' '));
    let begs = starts(SIGN_UP) && words.iter().any(|word| has(SIGN_UP_FOR, word));
    let shares = starts(SHARE) && words.len() <= 8 && !line.ends_with('.');
    let breadcrumbs = first_of("Home ", line).is_some_and(|rest| rest.starts_with(['>', '›', '»', '/', '|']));
    let leads_on = first_of(LEADS_ON, line).is_some_and(is_label_end);
    if has(RELATED, &words.join(" ")) {
        Chrome::Related
    } else if begs || shares || breadcrumbs || leads_on || starts(COOKIES) || is_copyright(line) {
        Chrome::Sure
    } else {
        buttons(&words.join(" "))
    }
}

/// The words in small letters without the marks around them, every number as 0.
fn bare_words(line: &str) -> Vec<String> {
    let words =
        line.split_whitespace().map(|word| word.trim_matches(|c| !char::is_alphanumeric(c)).to_lowercase());
    let number = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    words.filter(|word| !word.is_empty()).map(|word| if number(&word) { "0".into() } else { word }).collect()
}

/// Whether the words are nothing but the names of buttons, one after another.
fn buttons(words: &str) -> Chrome {
    let (mut rest, mut found) = (words, Chrome::No);
    while !rest.is_empty() {
        let next = |names| first_of(names, rest).filter(|rest| rest.is_empty() || rest.starts_with(' '));
        let (button, word) = (next(BUTTONS), next(WORDS));
        let Some(left) = button.or(word) else { return Chrome::No };
        let alone = button.is_none() && left.is_empty() && found == Chrome::No;
        found = if alone { Chrome::Maybe } else { Chrome::Sure };
        rest = left.trim_start();
    }
    found
}

/// Whether this is what stands between "Read more" and a link; a sentence would just go on.
fn is_label_end(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.is_empty() || rest.starts_with([':', '|', '–', '—', '>', '»', '›', '→'])
}

/// A line that claims copyright, which an article about copyright does not open with.
fn is_copyright(line: &str) -> bool {
    let lower = line.to_lowercase();
    let sign =
        |rest: &str| rest.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '©' || c == '(');
    let reserved =
        lower.contains("all rights reserved") && (lower.contains("copyright") || lower.contains('©'));
    reserved
        || lower.starts_with("all rights reserved")
        || first_of("copyright, (c), ©", &lower).is_some_and(sign)
}

// ---- Pictures --------------------------------------------------------------------------------------------

/// The passages with those that make up a picture put together.
fn pieces(passages: Vec<Passage>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = passages.into_iter().peekable();
    while let Some(first) = rest.next() {
        let mut block = vec![first];
        while let Some(next) = rest.next_if(|next| block.iter().any(|first| first.block == next.block)) {
            block.push(next);
        }
        match picture(&block) {
            Some(picture) => pieces.push(picture),
            None => pieces.extend(
                block
                    .into_iter()
                    .map(|passage| picture(std::slice::from_ref(&passage)).unwrap_or(Piece::Text(passage))),
            ),
        }
    }
    pieces
}

/// A block whose last line ends in a credit: description and caption, either of which may be missing.
fn picture(block: &[Passage]) -> Option<Piece> {
    let (last, before) = block.split_last()?;
    let (caption, inside, sure) = credit(&last.text)?;
    let (alt, caption_line) = match (before, caption.is_empty()) {
        ([], _) => (None, None),
        ([alt], false) => (Some(alt), None),
        ([caption], true) => (None, Some(caption)),
        ([alt, caption], true) => (Some(alt), Some(caption)),
        _ => return None,
    };
    let alone = before.is_empty() && (!sure || (caption.is_empty() && last.text.starts_with('(')));
    let prose = |p: &Passage| length(&p.text) > 500 || credit(&p.text).is_some_and(|credit| credit.2);
    if alone || length(caption) > 600 || before.iter().any(prose) || !block.iter().all(Passage::is_plain) {
        return None;
    }
    let whole = |passage: &Passage| passage.words(&passage.text);
    let caption = caption_line.map(whole).or((!caption.is_empty()).then(|| last.words(caption)));
    Some(Piece::Picture { alt: alt.map(whole), caption, credit: last.words(inside) })
}

/// The words before a bracket at the end, those in it, and whether they can only be a credit.
fn credit(text: &str) -> Option<(&str, &str, bool)> {
    let square = text.ends_with(']');
    let (before, inside) = if square {
        text.strip_suffix(']')?.rsplit_once('[')?
    } else {
        text.strip_suffix(')')?.rsplit_once('(')?
    };
    let (before, inside) = (before.trim_end(), inside.trim());
    let stops = inside.match_indices(". ").filter_map(|(at, _)| inside.get(..at)).any(|part| {
        part.rsplit(' ').next().is_some_and(|word| length(word) > 3 || word.ends_with(char::is_numeric))
    });
    let reports =
        ["eporting by", "diting by", "ritten by", "ompiled by"].iter().any(|by| inside.contains(by));
    if stops || reports || length(inside) > 140 || inside.ends_with('.') || inside.contains(['[', ']', '(']) {
        return None;
    }
    // "Environmental Protection Agency (EPA)" is no caption.
    let caption = !ends_sentence(before) && (length(inside) > 4 || length(before) >= 40);
    let agency = names_agency(inside) && (square || caption);
    let maker = says_how(inside) && (square || inside.contains(' ')) || (square && is_slashed(inside));
    let credit = agency || maker || (square && inside.starts_with(char::is_uppercase));
    credit.then_some((before, inside, agency || maker))
}

/// Whether a credit says that something was photographed, handed out, or passed on.
fn says_how(credit: &str) -> bool {
    let made = |word: &str| {
        let bare = word.trim_matches(|c| !char::is_alphanumeric(c));
        let marked = bare.starts_with(char::is_uppercase) || word.ends_with(':');
        has(MAKERS, bare) && (marked || bare == "handout" || bare == "courtesy")
    };
    let via = credit.split(" via ").skip(1).any(|agency| agency.starts_with(char::is_uppercase));
    via || credit.split([' ', '/']).any(made)
}

/// Whether these are names with slashes between them: "Sputnik/Sergey Guneev", not "he/she".
fn is_slashed(credit: &str) -> bool {
    let name = |part: &str| part.trim_start().starts_with(char::is_uppercase);
    credit.contains('/') && credit.split('/').all(name)
}

/// Whether one of the words is the name of an agency.
fn names_agency(words: &str) -> bool {
    words.split(|c: char| !c.is_alphanumeric()).any(|word| AGENCIES.split(", ").any(|agency| agency == word))
}

// ---- The head of the article -----------------------------------------------------------------------------

/// Takes the headline and what stands between it and the article.
fn head(pieces: Vec<Piece>) -> (Head, Vec<Piece>) {
    let (mut head, mut body) = (Head::default(), Vec::new());
    let mut pieces = pieces.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        match &piece {
            Piece::Text(passage) if head.takes(passage, pieces.peek()) => {}
            Piece::Picture { .. } => {
                head.after_title = false;
                body.push(piece);
            }
            Piece::Text(_) => {
                body.push(piece);
                break;
            }
        }
    }
    body.extend(pieces);
    let first = body.iter_mut().find_map(|piece| match piece {
        Piece::Text(passage) if !passage.may_be_heading() => Some(passage),
        _ => None,
    });
    if let Some(first) = first {
        head.take_dateline(first);
    }
    (head, body)
}

impl Head {
    /// Whether the passage belongs here, which then has it.
    fn takes(&mut self, passage: &Passage, next: Option<&Piece>) -> bool {
        let whole = || Some(passage.words(&passage.text));
        let fresh = std::mem::take(&mut self.after_title);
        if !passage.is_plain() {
            return false;
        }
        if let Some(date) = date_line(&passage.text).filter(|_| self.published.is_none()) {
            self.published = Some(Words { text: date, ..passage.words(&passage.text) });
        } else if let Some(names) = byline(&passage.text).filter(|_| self.authors.is_empty()) {
            self.authors = names.into_iter().map(|name| passage.words(name)).collect();
        } else if !self.authors.is_empty() && self.title.is_some() && is_affiliation(&passage.text) {
            return true;
        } else if self.title.is_none() && is_headline(passage) {
            (self.title, self.after_title) = (whole(), true);
        } else if self.title.is_some() && self.standfirst.is_none() && is_standfirst(passage, next, fresh) {
            self.standfirst = whole();
        } else {
            return false;
        }
        true
    }

    /// Takes place and date off the first paragraph.
    fn take_dateline(&mut self, first: &mut Passage) {
        let Some(found) = dateline(&first.text).filter(|_| first.is_plain()) else { return };
        let date = |words| Some(Words { text: full_date(words)?, ..first.words(words) });
        self.place = Some(first.words(found.place));
        self.date = found.date.and_then(date);
        let rest = first.words(found.rest);
        let cut = first.text.len() - rest.text.len();
        first.lines.retain(|line| line.0 > cut);
        first.lines.iter_mut().for_each(|line| line.0 -= cut);
        first.lines.insert(0, (0, rest.at));
        first.text = rest.text;
    }
}

/// The first thing in the file, when it does not end like a sentence.
fn is_headline(passage: &Passage) -> bool {
    let text = passage.text.trim_end_matches(CLOSERS);
    let stops = text.ends_with(['.', ',', ';', ':']) && !ends_in_initials(text);
    passage.lines.len() <= 2 && length(text) <= 180 && !stops && text.contains(char::is_alphanumeric)
}

/// A sentence right under the headline, or anything short before what only stands at the top.
fn is_standfirst(passage: &Passage, next: Option<&Piece>, after_title: bool) -> bool {
    let top = |text: &str| byline(text).is_some() || date_line(text).is_some() || dateline(text).is_some();
    let before_top = match next {
        Some(Piece::Text(next)) => top(&next.text),
        Some(Piece::Picture { .. }) => true,
        None => return false,
    };
    let sentence = ends_sentence(&passage.text) || length(&passage.text) > 80;
    length(&passage.text) < 300 && !top(&passage.text) && (before_top || (after_title && sentence))
}

/// The names in a byline, where nothing but names and what they work for is in it.
fn byline(line: &str) -> Option<Vec<&str>> {
    let rest = ["By ", "Written by ", "Analysis by "].iter().find_map(|by| after(line, by))?;
    if length(line) > 160 || line.ends_with('.') {
        return None;
    }
    let mut names = Vec::new();
    for part in rest.split([',', '|', '&']).flat_map(|part| part.split(" and ")) {
        let ends = [" in ", " for ", " of "].iter().filter_map(|word| part.find(word));
        let part = part.get(..ends.min().unwrap_or(part.len())).unwrap_or_default().trim();
        let works = part.split_whitespace().any(|word| has(DESKS, word)) || names_agency(part);
        match (part.is_empty(), works) {
            (false, true) if names.is_empty() => names.push(part),
            (false, false) if is_name(part) => names.push(part),
            (false, false) => return None,
            _ => {}
        }
    }
    (!names.is_empty()).then_some(names)
}

/// The line under a byline that says what its authors work for: "BBC News, Kyiv".
fn is_affiliation(line: &str) -> bool {
    let employer = line.split(',').next().unwrap_or_default();
    let last = employer.split_whitespace().last().unwrap_or_default();
    let named = employer.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    length(line) <= 60 && named && (has(DESKS, last) || names_agency(last))
}

/// Two to five words that could be somebody's name.
fn is_name(words: &str) -> bool {
    let letter = |c: char| c.is_alphabetic() || ".-'’ ".contains(c);
    let named = |word: &str| word.starts_with(|c: char| !c.is_lowercase()) || has(PARTICLES, word);
    (2..=5).contains(&words.split_whitespace().count())
        && words.chars().all(letter)
        && words.split_whitespace().all(named)
        && !words.starts_with(char::is_lowercase)
}

/// A date of publication on a line of its own.
fn date_line(line: &str) -> Option<String> {
    let rest = first_of("First published, Published, Posted, Date:", line).unwrap_or(line);
    let rest = rest.trim_start_matches([':', ' ']);
    full_date(after(rest, "on ").unwrap_or(rest)).filter(|_| length(line) <= 80)
}

/// What a paragraph opens with when it says where it was written, and the rest of it.
struct Dateline<'a> {
    place: &'a str,
    date: Option<&'a str>,
    rest: &'a str,
}

fn dateline(text: &str) -> Option<Dateline<'_>> {
    let (head, dash, rest) = at_dash(text)?;
    let (head, agency) = without_agency(head);
    let (place, date) = without_date(head);
    let sentence = rest.split(['.', '?', '!']).next().unwrap_or(rest);
    // "Russia – Ukraine's neighbour – said": a second dash closes what the first one opened.
    let paired = !place.contains(',') && date.is_none() && sentence.matches(dash).count() % 2 == 1;
    let paragraph = ends_sentence(text) || length(text) > 80;
    let says = rest.contains(char::is_alphanumeric);
    let sure = says && (agency || (opens(rest) && !paired && paragraph));
    (sure && is_place(place)).then_some(Dateline { place, date, rest })
}

/// The text before and after the first dash that stands between words, and the dash.
fn at_dash(text: &str) -> Option<(&str, &str, &str)> {
    let dashes = [" – ", " — ", " ― ", " -- ", " - ", " _ ", "— ", ")—"];
    let first =
        dashes.iter().filter_map(|dash| Some((text.find(dash).filter(|at| *at < 120)?, *dash))).min()?;
    let (head, rest) = text.split_at_checked(first.0 + usize::from(first.1 == ")—"))?;
    Some((head.trim_end(), first.1, rest.trim_start_matches(['–', '—', '―', '-', '_', ' '])))
}

/// A dateline without "(Reuters)", and whether there was one.
fn without_agency(head: &str) -> (&str, bool) {
    let bracketed = head.strip_suffix(')').and_then(|head| head.rsplit_once('('));
    let bare = head.rsplit_once(' ');
    match bracketed.or(bare) {
        Some((place, agency)) if names_agency(agency) => (place.trim().trim_end_matches(','), true),
        _ => (head, false),
    }
}

/// A dateline without its date, and the date.
fn without_date(head: &str) -> (&str, Option<&str>) {
    let mut splits = head.match_indices(',').filter_map(|(at, _)| head.split_at_checked(at));
    let dated = splits.find_map(|(place, rest)| {
        let words = rest.trim_start_matches([',', ' ']);
        date(words).map(|_| (place, Some(words)))
    });
    dated.unwrap_or((head, None))
}

/// Whether the words can be a place: "Washington, DC", "KYIV, Ukraine", "RIO DE JANEIRO".
fn is_place(words: &str) -> bool {
    let named = |word: &str| {
        has(PARTICLES, word) || word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
    };
    let part = |part: &str| {
        let count = part.split_whitespace().count();
        (1..=4).contains(&count) && part.split_whitespace().all(named) && opens(part.trim_start())
    };
    let letters = words.chars().all(|c| c.is_alphabetic() || " .,'’-/".contains(c));
    let short = length(words) <= 60 && words.split(',').count() <= 3;
    letters && short && words.split(',').all(part) && !has(NO_PLACES, words)
}

/// A date with its year as ISO 8601 has it.
fn full_date(words: &str) -> Option<String> {
    let (year, month, day) = date(words)?;
    Some(format!("{:04}-{month:02}-{day:02}", year?))
}

/// Year, month and day.
type Date = (Option<u32>, u32, u32);

/// The date where the words are one, perhaps with a weekday or a time, and nothing else.
fn date(words: &str) -> Option<Date> {
    let tokens: Vec<&str> = words.split([' ', ',', '\t']).filter(|token| !token.is_empty()).collect();
    let tokens = match tokens.split_first() {
        Some((first, rest)) if named(WEEKDAYS, first).is_some() => rest,
        _ => &tokens,
    };
    let (date, rest) = match tokens {
        [iso, rest @ ..] if iso.contains('-') => (iso_date(iso)?, rest),
        [a, b, rest @ ..] => {
            let (month, day) = named(MONTHS, a).zip(day(b)).or(named(MONTHS, b).zip(day(a)))?;
            let year = rest.first().and_then(|year| number(year, 4));
            ((year, month, day), rest.get(usize::from(year.is_some())..).unwrap_or_default())
        }
        _ => return None,
    };
    (exists(date) && rest.iter().all(|token| is_time(token))).then_some(date)
}

/// Whether the month has that day.
fn exists((year, month, day): Date) -> bool {
    let leap = year.is_none_or(|year| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (1..=12).contains(&month) && (1..=days).contains(&day)
}

/// A date as ISO 8601 has it, perhaps with the time.
fn iso_date(token: &str) -> Option<Date> {
    let date = token.split('T').next()?;
    match date.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] => Some((Some(number(year, 4)?), number(month, 2)?, number(day, 2)?)),
        _ => None,
    }
}

/// A number of so many digits.
fn number(token: &str, digits: usize) -> Option<u32> {
    let token = token.trim_end_matches('.');
    token.parse().ok().filter(|_| token.len() == digits && token.chars().all(|c| c.is_ascii_digit()))
}

/// The day in "3", "03" or "3rd".
fn day(token: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| token.strip_suffix(end)).unwrap_or(token);
    number(digits, 1).or(number(digits, 2))
}

/// Which of the names a word is, in full or cut short: "March", "Mar", "Sept.".
fn named(names: &str, word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.');
    let is =
        |name: &str| after(name, word).is_some_and(|rest| rest.is_empty() || (3..=4).contains(&word.len()));
    let index = names.split(", ").position(|name| word.starts_with(char::is_uppercase) && is(name))?;
    u32::try_from(index + 1).ok()
}

/// What may stand after a date: a clock, a time zone, and the marks between them.
fn is_time(token: &str) -> bool {
    let token = token.trim_matches(['(', ')', '|', '-', '–', '—', '·']);
    let clock = token.starts_with(|c: char| c.is_ascii_digit() || c == '+') && token.contains([':', '.']);
    let word = ["at", "am", "pm", "a.m", "p.m", "a.m.", "p.m."].contains(&token.to_lowercase().as_str());
    token.is_empty() || clock || word || (token.len() <= 5 && token.chars().all(|c| c.is_ascii_uppercase()))
}

// ---- Writing ---------------------------------------------------------------------------------------------

/// The Markdown while it is being written.
struct Page {
    done: Converted,
}

impl Page {
    fn front_matter(&mut self, head: &Head) {
        for (key, words) in [("title: ", &head.title), ("standfirst: ", &head.standfirst)] {
            self.value(key, words.as_ref(), true);
            self.close("\n", words.as_ref());
        }
        self.value("published: ", head.published.as_ref(), false);
        self.close("\n", head.published.as_ref());
        for (index, name) in head.authors.iter().enumerate() {
            self.value(if index == 0 { "authors: [" } else { ", " }, Some(name), true);
        }
        self.close("]\n", head.authors.first());
        self.value("dateline: {place: ", head.place.as_ref(), true);
        self.value(", date: ", head.date.as_ref(), false);
        self.close("}\n", head.place.as_ref());
        self.close("---\n\n", self.done.map.first().cloned().as_ref());
    }

    /// A key with its value, in quotation marks unless we made it ourselves.
    fn value(&mut self, key: &str, words: Option<&Words>, quoted: bool) {
        let Some(words) = words else { return };
        if self.done.markdown.is_empty() {
            self.push("---\n");
        }
        self.push(key);
        self.mark(words.at);
        if quoted { self.quote(&words.text) } else { self.push(&words.text) }
    }

    fn close<T>(&mut self, end: &str, opened: Option<&T>) {
        if opened.is_some() {
            self.push(end);
        }
    }

    /// A double-quoted YAML scalar, in which only these characters mean something.
    fn quote(&mut self, text: &str) {
        self.push("\"");
        for c in text.chars() {
            match c {
                '"' | '\\' => self.done.markdown.extend(['\\', c]),
                '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}' => {
                    self.push(&format!("\\u{:04X}", u32::from(c)));
                }
                _ if c.is_control() => self.push(&format!("\\x{:02X}", u32::from(c))),
                _ => self.done.markdown.push(c),
            }
        }
        self.push("\"");
    }

    fn body(&mut self, body: &[Piece]) {
        let mut before: Option<(Form, usize)> = None;
        for (index, piece) in body.iter().enumerate() {
            let (form, block) = match piece {
                Piece::Text(passage) => (settled(passage.form, before), passage.block),
                Piece::Picture { .. } => (Form::Plain, usize::MAX),
            };
            self.push(match before {
                None => "",
                Some((Form::Quote, last)) if form == Form::Quote && last == block => "\n>\n",
                Some((last, at)) if at == block && is_item(form) && same_list(last, form) => "\n",
                Some(_) => "\n\n",
            });
            match piece {
                Piece::Picture { alt, caption, credit } => {
                    self.picture(alt.as_ref(), caption.as_ref(), credit)
                }
                Piece::Text(passage) if is_heading(passage, body.get(index + 1)) => self.heading(passage),
                Piece::Text(passage) => self.text(passage, form),
            }
            before = Some((form, block));
        }
        self.close("\n", body.first());
    }

    /// Alt text, caption and credit are each marked: they come from different lines.
    fn picture(&mut self, alt: Option<&Words>, caption: Option<&Words>, credit: &Words) {
        self.mark(alt.or(caption).unwrap_or(credit).at);
        self.push("![");
        self.push(&escaped(alt.map_or("", |alt| &alt.text)));
        self.push("](<>)\n");
        if let Some(caption) = caption {
            self.mark(caption.at);
            self.push(&format!("*{}* ", escaped(&caption.text)));
        }
        self.mark(credit.at);
        self.push(&format!("[{}]", escaped(&credit.text)));
    }

    /// A heading, in which `#` and `{` at the end would mean something too.
    fn heading(&mut self, passage: &Passage) {
        self.mark_start(passage);
        let text = escaped(&passage.text).replace('#', "\\#").replace('{', "\\{").replace('}', "\\}");
        self.push(&format!("## {text}"));
    }

    fn text(&mut self, passage: &Passage, form: Form) {
        self.mark_start(passage);
        match (form, passage.form) {
            (Form::Quote, _) => self.push("> "),
            (Form::Bullet, _) => self.push("- "),
            (Form::Number(number, mark), _) => self.push(&format!("{number}{mark} ")),
            (Form::Plain, Form::Number(number, mark)) => self.push(&format!("{number}\\{mark} ")),
            (Form::Plain, _) if is_rule(&passage.text) => return self.push("***"),
            (Form::Plain, _) => {}
        }
        self.push(&escaped_start(&passage.text));
    }

    fn mark_start(&mut self, passage: &Passage) {
        self.mark(passage.lines.first().map_or(0, |line| line.1));
    }

    fn mark(&mut self, raw: usize) {
        let offset = |at| u32::try_from(at).unwrap_or(u32::MAX);
        self.done.map.push((offset(self.done.markdown.len()), offset(raw)));
    }

    fn push(&mut self, text: &str) {
        self.done.markdown.push_str(text);
    }
}

/// The form a passage gets: Markdown would renumber an item that does not count on from the one before.
fn settled(form: Form, before: Option<(Form, usize)>) -> Form {
    match (form, before) {
        (Form::Number(..), Some((last @ Form::Number(..), _))) if !same_list(last, form) => Form::Plain,
        _ => form,
    }
}

/// Whether the second item is the next one in the list of the first.
fn same_list(first: Form, second: Form) -> bool {
    match (first, second) {
        (Form::Number(last, mark), Form::Number(number, same)) => number == last + 1 && mark == same,
        _ => first == second,
    }
}

/// Something that may be a heading is one when it has something under it.
fn is_heading(passage: &Passage, next: Option<&Piece>) -> bool {
    let under = match next {
        Some(Piece::Text(next)) => !next.may_be_heading() && !is_rule(&next.text),
        Some(Piece::Picture { .. }) => true,
        None => false,
    };
    under && passage.may_be_heading()
}

/// The words with everything escaped that Markdown would take for syntax anywhere in a line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        let entity = c == '&' && text.get(at + 1..).is_some_and(opens_entity);
        if entity || matches!(c, '\\' | '*' | '_' | '[' | ']' | '<' | '`' | '~' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The words as the start of a block, where marks of headings, lists and quotations are escaped too.
fn escaped_start(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if text.starts_with(['#', '>', '-', '+', '=', ':']) {
        return format!("\\{}", escaped(text));
    }
    match text.split_at_checked(digits) {
        Some((number, rest)) if digits > 0 && rest.starts_with(['.', ')']) => {
            format!("{number}\\{}", escaped(rest))
        }
        _ => escaped(text),
    }
}

/// Whether what follows an ampersand makes it an entity: `amp;`, `#8217;`.
fn opens_entity(rest: &str) -> bool {
    let name = rest.trim_start_matches('#').bytes().take(40).take_while(u8::is_ascii_alphanumeric).count();
    name > 0 && rest.trim_start_matches('#').as_bytes().get(name) == Some(&b';')
}

// ---- Small words -----------------------------------------------------------------------------------------

/// Between these a line may be a wrapped one.
const NARROWEST: usize = 40;
const WIDEST: usize = 110;

/// What may stand after the full stop of a sentence.
const CLOSERS: [char; 8] = ['”', '’', '"', '\'', ')', ']', '»', '*'];

fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '"' | '\'' | '«' | '»' | '„')
}

fn is_item(form: Form) -> bool {
    matches!(form, Form::Bullet | Form::Number(..))
}

/// A line of stars or dashes between parts.
fn is_rule(line: &str) -> bool {
    let mark = line.chars().next().filter(|c| ['*', '-', '_'].contains(c));
    mark.is_some_and(|mark| line.chars().all(|c| c == mark || c == ' ') && line.matches(mark).count() >= 3)
}

/// Whether the words begin as a sentence or a title does.
fn opens(text: &str) -> bool {
    text.trim_start_matches(is_quote).starts_with(|c: char| c.is_alphanumeric() && !c.is_lowercase())
}

/// Whether there is a stop at the end, within the last quotation marks or brackets.
fn stops(text: &str) -> bool {
    text.trim_end_matches(CLOSERS).ends_with(['.', '…', '。', ',', ';', ':'])
}

/// Whether a sentence ends here.
fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(CLOSERS);
    text.ends_with(['.', '!', '?', '…', '。', '؟', '।']) && !ends_in_initials(text)
}

/// Whether the last word is like "U.S.", whose full stop is its own.
fn ends_in_initials(text: &str) -> bool {
    let word = text.rsplit(' ').next().unwrap_or_default();
    let letters = word.strip_suffix('.').unwrap_or_default();
    letters.contains('.') && letters.split('.').all(|letter| length(letter) == 1)
}

/// The rest of a text that starts with these words, in capitals or not.
fn after<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(start.len())?;
    head.eq_ignore_ascii_case(start).then_some(rest)
}

/// The rest of a text after the longest start in the list.
fn first_of<'a>(list: &str, text: &'a str) -> Option<&'a str> {
    list.split(", ").filter_map(|start| after(text, start)).min_by_key(|rest| rest.len())
}

/// Whether the word is in the list.
fn has(list: &str, word: &str) -> bool {
    list.split(", ").any(|listed| listed.eq_ignore_ascii_case(word))
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// Months and days, by which dates are told.
const MONTHS: &str = "\
    January, February, March, April, May, June, July, August, September, October, November, December";
const WEEKDAYS: &str = "\
    Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday";
/// Names by which agencies sign, in their own spelling: "Ap" is not one.
const AGENCIES: &str = "\
    Reuters, REUTERS, AP, AFP, EPA, EFE, UPI, PA, AAP, ANSA, DPA, dpa, PTI, ANI, IANS, TASS, Tass, \
    Xinhua, XINHUA, Sputnik, Interfax, Yonhap, Kyodo, Anadolu, Bloomberg, CNN, BBC, Getty";
/// Words that say how a picture came about.
const MAKERS: &str = "\
    file, photo, photos, photograph, photographer, picture, handout, courtesy, getty, images, image, \
    pool, credit, shutterstock, alamy, istock, screengrab, screenshot, illustration, graphic, supplied";
/// Words of a byline that are not part of a name.
const DESKS: &str = "\
    agencies, agency, analyst, bureau, correspondent, desk, editor, editors, media, news, newspaper, \
    post, press, radio, reporter, reporters, service, staff, team, times, tv, writer, writers";
/// Small words inside the names of people and places.
const PARTICLES: &str = "\
    al, and, bin, bint, da, das, de, del, der, di, do, dos, du, el, ibn, la, le, les, of, on, the, upon, \
    van, von, y";
/// What stands before a dash at the start of an article and is no place.
const NO_PLACES: &str = "\
    analysis, breaking, comment, correction, editorial, exclusive, explainer, factbox, live, note, \
    opinion, update, updated, watch";
/// Buttons, links and notices that are chrome wherever they stand alone.
const BUTTONS: &str = "\
    0 comment, 0 comments, 0 shares, accept all cookies, accept cookies, add a comment, advertisement, advertisement continue reading \
    below, advertisements, all rights reserved, article continues after advertisement, back to top, be \
    the first to comment, cancel reply, comments 0, comments are closed, continue reading, cookie policy, cookie \
    settings, follow us, image caption, leave a comment, leave a reply, loading, loading comments, menu, newer post, \
    newer posts, next article, next post, no comments, no comments yet, older post, older posts, post a \
    comment, post comment, previous article, previous post, print this page, privacy policy, read more, \
    required fields are marked, share, share this, share this article, share this page, share this post, \
    share this story, show comments, skip to content, skip to main content, skip to navigation, story \
    continues below advertisement, subscribe, terms of service, toggle navigation, tweet, view all \
    comments, view comments, your email address will not be published";
/// Words that are chrome only beside other chrome.
const WORDS: &str = "\
    comment, comments, contact, email, facebook, home, instagram, like, linkedin, log in, login, \
    pinterest, print, recommended, reddit, reply, save, search, shares, sign in, telegram, trending, \
    twitter, whatsapp, youtube";
/// What stands over a list of other articles.
const RELATED: &str = "\
    keep reading, more from this section, more on this story, most popular, most read, recommended \
    stories, related, related articles, related content, related coverage, related news, related posts, \
    related stories, related topics, you may also like, you might also like";
/// What stands before a link to another article, or before tags, on the same line.
const LEADS_ON: &str = "\
    also read, categories, don't miss, filed under, labels, more on this story, next post, posted in, \
    previous post, read also, read more, related, related article, related articles, related posts, \
    related stories, related story, see also, tags";
const SHARE: &str = "\
    click to email, click to print, click to share, follow us on, share on, share this, share via";
const SIGN_UP: &str = "sign up for, sign up to, sign up now, subscribe for, subscribe now, subscribe to";
/// What one signs up for; "Sign up for military service" is news.
const SIGN_UP_FOR: &str = "\
    alerts, briefing, channel, email, emails, inbox, newsletter, newsletters, our, podcast, updates";
const COOKIES: &str = "\
    by continuing to browse, by continuing to use this site, our website uses cookies, this site uses \
    cookies, this website uses cookies, we and our partners use cookies, we use cookies";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_the_map_leads_to_the_same_words() {
        let raw = "\u{feff}A rupture in relations\r\n\r\nBy Jane Doe and John Roe\r\n\r\nAlt *text*\r\nCaption [Reuters]\r\n\r\n\
                   KYIV, Ukraine (AP) — The war goes on, and the line is long.\r\n\r\n- One\r\n- Two\r\n";
        let made = markdown(raw);
        let words = |text: &str, at: u32| {
            let rest = text.get(at as usize..).unwrap_or_default();
            rest.trim_start_matches(|c: char| !c.is_alphabetic()).chars().take(3).collect::<String>()
        };
        assert_eq!(made.map.len(), 10);
        assert!(made.map.is_sorted_by(|a, b| a.0 < b.0));
        for (to, from) in made.map {
            assert_eq!(words(&made.markdown, to), words(raw, from));
        }
    }

    #[test]
    fn odd_input_is_no_trouble() {
        let parts = [
            "", "\u{feff}", "\r\n", "\r", " ", "[", "]", "(AP)", "—", "1. ", "é", "\0", "> ", "- ", "By ",
            "\u{2028}", "© ",
        ];
        for a in parts {
            for b in parts {
                for c in parts {
                    let made = markdown(&format!("{a}{b}{c}{b}{a}"));
                    assert!(made.map.is_sorted());
                }
            }
        }
        assert_eq!(markdown(" \r\n\t\n").markdown, "");
    }
}
