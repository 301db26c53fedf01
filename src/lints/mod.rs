//! House rules: what is not wrong by itself and yet must not reach readers, or should be looked at.
//! One rule a file. A rule only finds; whether it is asked for at all, and how bad the house thinks what it finds, is
//! decided here: its usual level, then `lints:` of content/site.yml, then `lints:` of the record.

mod address;
mod ageing_date;
mod ambiguous_time;
mod avoided_spelling;
mod bidi_control;
mod claim_evidence;
mod comment;
mod confusable_ids;
mod correction;
mod dead_link;
mod empty_text;
mod event_date;
mod heading_jump;
mod language;
mod link_text;
mod missed_card;
mod newer_figure;
mod picture_alt;
mod picture_caption;
mod picture_credit;
mod pictures;
mod question;
mod reading;
mod review_due;
mod shared_name;
mod stale_fact;
mod to_come;
mod unarchived_source;
mod unattributed_fact;
mod unattributed_quotation;
mod unbacked_figure;
mod uncited_source;
mod unexpanded_acronym;
mod unmentioned_name;
mod unsourced_event;
mod unused;
mod unused_term;

use crate::memory::Memory;
use crate::model::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::model::document::Document;
use crate::model::hash::{Digest, Hash};
use crate::model::input::{Audience, Manuscript};
use crate::model::plan::Plan;
use crate::model::record::{Field, Fields, Holds, field};
use crate::model::site::{Entry, EntryId, Site};
use jiff::civil::Date;
use language::{Language, Languages};
use rayon::prelude::*;
use reading::Reading;
use std::sync::Arc;

/// A house rule.
pub struct LintKind {
    /// The code of what it finds.
    pub code: &'static str,
    /// The name it is switched by: `link-text`.
    pub name: &'static str,
    /// How bad what it finds is, where nobody says otherwise.
    pub level: Level,
    /// How it finds.
    pub check: Check,
}

/// How a rule finds: what it needs to see.
#[derive(Clone, Copy)]
pub enum Check {
    /// One record, with what its marks point at. What is found is remembered until one of the two changes.
    Record(fn(&Entry) -> Vec<Diagnostic>),
    /// The same, but of nothing that is shown to editors as a draft.
    ForReaders(fn(&Entry) -> Vec<Diagnostic>),
    /// The words of one record, in a language that is known. Where it is not known, the rule is silent.
    Words(fn(&Reading<'_>, &Language) -> Vec<Diagnostic>),
    /// The same, with what any record tells outside its body.
    Outside(fn(&Entry, &Site) -> Vec<Diagnostic>),
    /// A file as it is written, whatever records it holds. Remembered, too.
    File(fn(&Manuscript) -> Vec<Diagnostic>),
    /// All that is published, without a look into a body. What is found is told with the record it is about, and
    /// remembered until something outside a body changes.
    Names(fn(&Site) -> Vec<(EntryId, Diagnostic)>),
    /// The whole site.
    Site(fn(&Site, &Plan) -> Vec<(EntryId, Diagnostic)>),
    /// The whole site as of a day: nothing is wrong, something is due.
    Day(fn(&Site, Date) -> Vec<(EntryId, Diagnostic)>),
}

/// How bad the house thinks something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It is not looked for.
    Off,
    /// An editor may want to know.
    Note,
    /// An editor should look.
    Warning,
    /// The site is not written.
    Error,
}

/// The words for levels, as they are written.
const LEVELS: &[&str] = &["off", "note", "warning", "error"];

/// Every rule.
pub const KINDS: &[&LintKind] = &[
    &dead_link::RULE,
    &address::RULE,
    &to_come::RULE,
    &avoided_spelling::RULE,
    &claim_evidence::RULE,
    &correction::RULE,
    &question::RULE,
    &stale_fact::RULE,
    &newer_figure::RULE,
    &unattributed_quotation::RULE,
    &unexpanded_acronym::RULE,
    &unsourced_event::RULE,
    &picture_alt::RULE,
    &picture_credit::RULE,
    &picture_caption::RULE,
    &unbacked_figure::RULE,
    &unattributed_fact::RULE,
    &unused_term::RULE,
    &uncited_source::RULE,
    &unmentioned_name::RULE,
    &ageing_date::RULE,
    &review_due::RULE,
    &confusable_ids::RULE,
    &bidi_control::RULE,
    &heading_jump::RULE,
    &link_text::RULE,
    &comment::RULE,
    &shared_name::RULE,
    &unarchived_source::RULE,
    &ambiguous_time::RULE,
    &empty_text::RULE,
    &event_date::RULE,
    &missed_card::RULE,
];

/// The switches of all rules, as fields of `lints:`.
pub const FIELDS: &[Field] = &{
    let mut fields = [const { field("", "", Holds::OneOf(LEVELS)) }; KINDS.len()];
    let mut i = 0;
    while i < KINDS.len() {
        fields[i] = field(KINDS[i].name, "How bad what this rule finds is.", Holds::OneOf(LEVELS));
        i += 1;
    }
    fields
};

/// What is asked of a record or a file, with the hash of all that the answer depends on.
type Remembered = (Hash, Arc<Vec<Diagnostic>>);

/// Checks every rule that does not ask for the day.
pub fn check(site: &Site, plan: &Plan, memory: &mut Memory, found: &mut Diagnostics) {
    let languages = Languages::new();
    let known = std::mem::take(&mut memory.lints);
    let remembered = |key: Hash, ask: &dyn Fn() -> Vec<Diagnostic>| {
        (key, known.get(&key).cloned().unwrap_or_else(|| Arc::new(ask())))
    };
    let of_records = site
        .entries
        .par_iter()
        .map(|entry| remembered(key(&[entry.hash()], site), &|| of_record(entry, site, &languages)));
    let of_others = site.entries.par_iter().map(|entry| {
        remembered(key(&[entry.hash(), site.shelved], site), &|| of_record_among_others(entry, site))
    });
    let of_files = files(site).into_par_iter().map(|entry| {
        let file = &entry.document.location.manuscript;
        remembered(key(&[file.hash], site), &|| of_file(entry, site))
    });
    let mut told: Vec<Remembered> = of_records.chain(of_others).chain(of_files).collect();
    told.push(remembered(key(&[site.shelved], site), &|| of_names(site)));
    told.iter().for_each(|(_, told)| found.extend(told.iter().cloned()));
    memory.lints = told.into_iter().collect();
    let of_site = KINDS.par_iter().flat_map_iter(|rule| match rule.check {
        Check::Site(check) => rule.asked(site, || check(site, plan)),
        _ => Vec::new(),
    });
    found.extend(of_site.collect::<Vec<_>>());
}

/// Everything that is due, as of a day.
pub fn due(site: &Site, today: Date) -> Vec<Diagnostic> {
    let asked = KINDS.iter().flat_map(|rule| match rule.check {
        Check::Day(check) => rule.asked(site, || check(site, today)),
        _ => Vec::new(),
    });
    asked.collect()
}

/// The hash of all that rules see: what is written, and what is set.
fn key(written: &[Hash], site: &Site) -> Hash {
    let mut digest = Digest::default();
    written.iter().for_each(|written| digest.hash(*written));
    digest.hash(site.settings.hash);
    digest.number(u64::from(site.audience == Audience::Editors));
    digest.finish()
}

/// One record of each file: those of a list stand one after the other.
fn files(site: &Site) -> Vec<&Entry> {
    let mut files: Vec<&Entry> = Vec::with_capacity(site.entries.len());
    for entry in &site.entries {
        let path = |entry: &Entry| entry.document.location.manuscript.path.clone();
        if files.last().is_none_or(|last| path(last) != path(entry)) {
            files.push(entry);
        }
    }
    files
}

/// What the rules about one file find. A record that has the file for itself may switch them.
fn of_file(entry: &Entry, site: &Site) -> Vec<Diagnostic> {
    let location = &entry.document.location;
    let none = Fields::default();
    let fields = if location.path.is_empty() { &entry.document.fields } else { &none };
    let asked = KINDS.iter().filter_map(|rule| match (rule.check, rule.level_in(site, fields)) {
        (Check::File(check), level) if level != Level::Off => Some((rule, level, check)),
        _ => None,
    });
    asked
        .flat_map(|(rule, level, check)| {
            check(&location.manuscript).into_iter().filter_map(move |told| rule.levelled(told, level))
        })
        .collect()
}

/// What the rules about one record find, at the level that is set for it.
fn of_record(entry: &Entry, site: &Site, languages: &Languages) -> Vec<Diagnostic> {
    let document = &entry.document;
    let lang = document.fields.text("lang").unwrap_or(&site.settings.lang);
    let language = languages.of(lang);
    let reading = language.map(|_| Reading::of(entry));
    let mut found = Vec::new();
    for rule in KINDS {
        let level = rule.level_in(site, &document.fields);
        if level == Level::Off {
            continue;
        }
        let told = match (rule.check, &reading, language) {
            (Check::Record(check), ..) => check(entry),
            // In drafts, something may be still to come.
            (Check::ForReaders(check), ..) if site.audience == Audience::Readers => check(entry),
            (Check::Words(check), Some(reading), Some(language)) => check(reading, language),
            _ => Vec::new(),
        };
        found.extend(told.into_iter().filter_map(|diagnostic| rule.levelled(diagnostic, level)));
    }
    found
}

/// What the rules find about one record that look at others, too.
fn of_record_among_others(entry: &Entry, site: &Site) -> Vec<Diagnostic> {
    let asked = KINDS.iter().filter_map(|rule| match rule.check {
        Check::Outside(check) => Some((rule, rule.level_in(site, &entry.document.fields), check)),
        _ => None,
    });
    asked
        .filter(|(_, level, _)| *level != Level::Off)
        .flat_map(|(rule, level, check)| {
            check(entry, site).into_iter().filter_map(move |told| rule.levelled(told, level))
        })
        .collect()
}

/// What the rules find that look at nothing but what stands outside the bodies.
fn of_names(site: &Site) -> Vec<Diagnostic> {
    let asked = KINDS.par_iter().flat_map_iter(|rule| match rule.check {
        Check::Names(check) => rule.asked(site, || check(site)),
        _ => Vec::new(),
    });
    asked.collect()
}

/// Where a record is told of as a whole: at its title.
fn at_title(document: &Document) -> Place {
    match document.location.path.is_empty() && document.fields.text("title").is_none() {
        true => Place::file(&document.location.manuscript.path),
        false => document.location.field(&["title".to_owned()]),
    }
}

impl LintKind {
    /// Something that breaks the rule.
    fn found(&self, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic::warning(self.code, place, message)
    }

    /// What it finds in a site, each at the level that is set for its record. It is not asked where it is off.
    fn asked(&self, site: &Site, check: impl FnOnce() -> Vec<(EntryId, Diagnostic)>) -> Vec<Diagnostic> {
        let switched = |entry: &Entry| entry.document.fields.get("lints").is_some();
        if self.level_in(site, &Fields::default()) == Level::Off && !site.entries.iter().any(switched) {
            return Vec::new();
        }
        let level = |document: &Document| self.level_in(site, &document.fields);
        let told = check().into_iter();
        told.filter_map(|(id, diagnostic)| self.levelled(diagnostic, level(&site.entry(id).document)))
            .collect()
    }

    /// The level that is set: by the record, else by the site, else the usual one.
    fn level_in(&self, site: &Site, record: &Fields) -> Level {
        let set = |fields: &Fields| Level::named(fields.map("lints")?.text(self.name)?);
        set(record).or_else(|| set(&site.settings.fields)).unwrap_or(self.level)
    }

    fn levelled(&self, diagnostic: Diagnostic, level: Level) -> Option<Diagnostic> {
        let severity = match level {
            Level::Off => return None,
            Level::Note => Severity::Note,
            Level::Warning => Severity::Warning,
            Level::Error => Severity::Error,
        };
        let help = format!("{} (house rule `{}`)", diagnostic.help, self.name);
        Some(Diagnostic { severity, help: help.trim_start().to_owned(), ..diagnostic })
    }
}

impl Level {
    fn named(word: &str) -> Option<Self> {
        match word {
            "off" => Some(Self::Off),
            "note" => Some(Self::Note),
            "warning" => Some(Self::Warning),
            "error" => Some(Self::Error),
            _ => None,
        }
    }
}
