//! What the settings say of the looks of a site, over what its theme says: colours, fonts, width, a logo. Colours that
//! cannot be told apart well enough are told, whoever chose them.

use super::css::{self, Value};
use super::theme::Sheet;
use super::yaml;
use crate::model::colour::{Colour, OF_LINES, OF_TEXT};
use crate::model::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::model::hash::Hash;
use crate::model::input::Project;
use crate::model::record::{Field, Fields, Holds, field};
use crate::model::settings::Settings;
use crate::model::theme::Theme;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

/// What may stand under `look:`.
pub const FIELDS: &[Field] = &[
    field("colours", "Colours by day: `accent: \"#1d4f5c\"`.", Holds::Map(COLOURS)),
    field("dark", "Colours at night.", Holds::Map(COLOURS)),
    field(
        "fonts",
        "Families of letters.",
        Holds::Map(&[
            field("text", "Of the text.", Holds::Text),
            field("notes", "Of notes, captions and lists.", Holds::Text),
        ]),
    ),
    field("width", "How wide a line of text may be, in rem.", Holds::Int(28, 52)),
    field(
        "logo",
        "A picture in the place of the site's name.",
        Holds::Map(&[
            field("file", "The file, in `content/static/`.", Holds::Text),
            field("alt", "What it shows, for those who cannot see it.", Holds::Text),
        ]),
    ),
];

/// The colours of a theme that have names.
const COLOURS: &[Field] = &[
    field("paper", "The ground of the page.", Holds::Text),
    field("surface", "The ground of cards and boxes.", Holds::Text),
    field("raised", "The ground of an open note.", Holds::Text),
    field("ink", "The text.", Holds::Text),
    field("ink-2", "Notes and standfirsts.", Holds::Text),
    field("ink-3", "Credits and labels.", Holds::Text),
    field("rule", "Lines that are ornament.", Holds::Text),
    field("rule-2", "Lines under links, and axes.", Holds::Text),
    field("accent", "What stands out: kickers, what is current, what was corrected.", Holds::Text),
    field("focus", "The ring around what has the focus.", Holds::Text),
    field("term", "The line under terms.", Holds::Text),
    field("who", "The line under people, organisations and places.", Holds::Text),
    field("event", "The line under events.", Holds::Text),
    field("fact", "The line under figures.", Holds::Text),
    field("quote", "The line under quotations.", Holds::Text),
    field("claim", "The line under claims.", Holds::Text),
];

/// What text and lines stand on.
const GROUNDS: [&str; 3] = ["paper", "surface", "raised"];
/// What is read.
const TEXTS: [&str; 10] =
    ["ink", "ink-2", "ink-3", "accent", "term", "who", "event", "fact", "quote", "claim"];
/// Lines without which something could not be seen. `rule` is an ornament.
const LINES: [&str; 2] = ["rule-2", "focus"];

/// The name of the style sheet that is made of the settings.
const SHEET: &str = "look.css";

/// Dresses a theme as the settings say.
pub fn dress(
    theme: &mut Theme,
    sheets: &[Sheet<'_>],
    settings: &Settings,
    project: &Project,
    found: &mut Diagnostics,
) {
    let none = Fields::default();
    let look = settings.fields.map("look").unwrap_or(&none);
    found.extend(unreadable(settings));
    found.extend(logo(look, settings, project));
    let mut palette = Palette::of(sheets);
    let own = Own::read(look, settings, found);
    own.light.iter().for_each(|(name, colour, place)| palette.set(Screen::Light, name, *colour, place));
    own.dark.iter().for_each(|(name, colour, place)| palette.set(Screen::Dark, name, *colour, place));
    found.extend(palette.check());
    theme.look = own.css();
    if !theme.look.is_empty() {
        let bytes: Arc<[u8]> = theme.look.as_bytes().into();
        theme.assets.insert(SHEET.to_owned(), (bytes.clone(), Hash::of(&bytes)));
        theme.styles.push(SHEET.to_owned());
    }
}

/// What the settings say, checked.
#[derive(Default)]
struct Own {
    light: Vec<(&'static str, Colour, Place)>,
    dark: Vec<(&'static str, Colour, Place)>,
    /// The other tokens, each with its value.
    others: Vec<(&'static str, String)>,
}

impl Own {
    fn read(look: &Fields, settings: &Settings, found: &mut Diagnostics) -> Self {
        let mut own = Self::default();
        for (screen, colours) in [("colours", &mut own.light), ("dark", &mut own.dark)] {
            for field in COLOURS {
                let Some(written) = look.map(screen).and_then(|named| named.text(field.name)) else {
                    continue;
                };
                let place = place(settings, &[screen, field.name]);
                match Colour::parse(written) {
                    Some(colour) => colours.push((field.name, colour, place)),
                    None => found.push(no_colour(written, place)),
                }
            }
        }
        for (name, token) in [("text", "font-text"), ("notes", "font-notes")] {
            let Some(stack) = look.map("fonts").and_then(|fonts| fonts.text(name)) else { continue };
            match is_stack(stack) {
                true => own.others.push((token, stack.to_string())),
                false => found.push(no_stack(stack, place(settings, &["fonts", name]))),
            }
        }
        own.others.extend(look.int("width").map(|width| ("measure", format!("{width}rem"))));
        own
    }

    /// As a style sheet that comes after those of the theme. It leaves paper and forced colours as they are.
    fn css(&self) -> String {
        let mut css = String::new();
        for (screen, colours) in [("light", &self.light), ("dark", &self.dark)] {
            let tokens: String =
                colours.iter().map(|(name, colour, _)| format!("--{name}:{colour};")).collect();
            if !tokens.is_empty() {
                let when = format!("screen and (prefers-color-scheme:{screen}) and (forced-colors:none)");
                let _ = write!(css, "@media {when}{{:root{{{tokens}}}}}");
            }
        }
        let tokens: String = self.others.iter().map(|(name, value)| format!("--{name}:{value};")).collect();
        if !tokens.is_empty() {
            let _ = write!(css, ":root{{{tokens}}}");
        }
        css
    }
}

/// A screen, by how bright it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Screen {
    Light,
    Dark,
}

impl Screen {
    fn words(self) -> &'static str {
        match self {
            Self::Light => "",
            Self::Dark => " on dark screens",
        }
    }
}

/// Every colour that has a name, on each screen, with where it was chosen. What is chosen later has the last word.
#[derive(Default)]
struct Palette(BTreeMap<(Screen, String), (Colour, Place)>);

impl Palette {
    fn of(sheets: &[Sheet<'_>]) -> Self {
        let mut palette = Self::default();
        for sheet in sheets {
            for token in css::tokens(sheet.css) {
                let place = Place { path: sheet.path.clone(), span: token.span };
                let mut set = |screen, written: &str| match Colour::parse(written) {
                    Some(colour) => palette.set(screen, &token.name, colour, &place),
                    None => palette.forget(screen, &token.name),
                };
                match &token.value {
                    Value::Any(written) => {
                        set(Screen::Light, written);
                        set(Screen::Dark, written);
                    }
                    Value::Dark(written) => set(Screen::Dark, written),
                    Value::Each(light, dark) => {
                        set(Screen::Light, light);
                        set(Screen::Dark, dark);
                    }
                }
            }
        }
        palette
    }

    fn set(&mut self, screen: Screen, name: &str, colour: Colour, place: &Place) {
        self.0.insert((screen, name.to_owned()), (colour, place.clone()));
    }

    /// A colour in words we do not read, `rebeccapurple` or `oklch(…)`, is not judged.
    fn forget(&mut self, screen: Screen, name: &str) {
        self.0.remove(&(screen, name.to_owned()));
    }

    fn get(&self, screen: Screen, name: &str) -> Option<&(Colour, Place)> {
        self.0.get(&(screen, name.to_owned()))
    }

    /// The colours that do not stand out enough, each with the ground it is worst on.
    fn check(&self) -> Vec<Diagnostic> {
        let texts = TEXTS.iter().map(|name| (*name, OF_TEXT));
        let all: Vec<(&str, f64)> = texts.chain(LINES.iter().map(|name| (*name, OF_LINES))).collect();
        let mut found: Vec<Diagnostic> = Vec::new();
        for screen in [Screen::Light, Screen::Dark] {
            // A ground of the site's own that many colours of the theme do not stand out from is one mistake.
            let mut lost: BTreeMap<&str, Vec<Weak<'_>>> = BTreeMap::new();
            let grounds = GROUNDS.iter().filter_map(|ground| Some((*ground, self.get(screen, ground)?)));
            let grounds: Vec<(&str, &(Colour, Place))> = grounds.collect();
            for (name, least) in &all {
                let Some((colour, place)) = self.get(screen, name) else { continue };
                let contrast = |ground: Colour| colour.contrast(ground);
                let worst = grounds.iter().min_by(|a, b| contrast(a.1.0).total_cmp(&contrast(b.1.0)));
                let Some((ground, at)) = worst.filter(|(_, at)| contrast(at.0) < *least) else { continue };
                let all_grounds: Vec<Colour> = grounds.iter().map(|(_, at)| at.0).collect();
                let weak = Weak { name, colour: *colour, ground, on: at.0, least: *least, screen };
                if is_own(&at.1) && !is_own(place) {
                    lost.entry(*ground).or_default().push(weak);
                    continue;
                }
                let told = weak.told(place, &at.1, colour.shade_for(&all_grounds, *least));
                // One colour for both screens is told once.
                if !found.iter().any(|other| other.place == told.place && other.message == told.message) {
                    found.push(told);
                }
            }
            let grounds = lost.iter().filter_map(|(ground, weak)| Some((weak, &self.get(screen, ground)?.1)));
            found.extend(grounds.map(|(weak, place)| no_ground(weak, place)));
        }
        found
    }
}

/// A colour that does not stand out enough from a ground.
struct Weak<'a> {
    name: &'a str,
    colour: Colour,
    ground: &'a str,
    on: Colour,
    least: f64,
    screen: Screen,
}

impl Weak<'_> {
    fn told(&self, chosen: &Place, ground: &Place, instead: Option<Colour>) -> Diagnostic {
        let Self { name, colour, ground: on, .. } = self;
        let is_text = self.least > OF_LINES;
        let (code, what) = if is_text { ("BS0611", "text") } else { ("BS0612", "a line") };
        let screen = self.screen.words();
        let ratio = self.ratio();
        let message = format!(
            "`{name}`, {colour}{screen}, has a contrast of {ratio} to 1 with `{on}`, {}; {what} needs {}",
            self.on, self.least
        );
        let help = match instead {
            Some(shade) => format!("`{name}: \"{shade}\"` would do"),
            None => format!("no shade of it would do on every ground; choose another `{on}`"),
        };
        let severity = if is_text { Severity::Error } else { Severity::Warning };
        let told = Diagnostic { severity, ..Diagnostic::error(code, chosen.clone(), message) };
        told.help(help).related(ground.clone(), format!("`{on}`"))
    }

    fn ratio(&self) -> f64 {
        (self.colour.contrast(self.on) * 100.0).floor() / 100.0
    }
}

/// Whether a colour was chosen by the site, and not by its theme.
fn is_own(place: &Place) -> bool {
    &*place.path == super::settings::FILE
}

/// A ground of the site's own that colours of the theme do not stand out from.
fn no_ground(weak: &[Weak<'_>], place: &Place) -> Diagnostic {
    let names: Vec<String> = weak.iter().map(|weak| format!("`{}` {}", weak.name, weak.ratio())).collect();
    let is_text = weak.iter().any(|weak| weak.least > OF_LINES);
    let (code, severity) = if is_text { ("BS0611", Severity::Error) } else { ("BS0612", Severity::Warning) };
    let (ground, on, screen) = weak
        .first()
        .map_or(("paper", String::new(), ""), |weak| (weak.ground, weak.on.to_string(), weak.screen.words()));
    let message = format!(
        "`{ground}`, {on}{screen}, leaves colours of the theme too little contrast, to 1: {}",
        names.join(", ")
    );
    let help = format!(
        "text needs {OF_TEXT} and lines {OF_LINES}: choose another `{ground}`, or these colours with it"
    );
    Diagnostic { severity, ..Diagnostic::error(code, place.clone(), message) }.help(help)
}

fn place(settings: &Settings, path: &[&str]) -> Place {
    let path: Vec<String> = ["look"].iter().chain(path).map(|key| (*key).to_owned()).collect();
    match &settings.location {
        Some(location) => location.field(&path),
        None => Place::file(&super::settings::FILE.into()),
    }
}

/// Colours that are there and say nothing: `#` opens a comment in YAML.
fn unreadable(settings: &Settings) -> Vec<Diagnostic> {
    let Some(Ok(written)) = settings.location.as_ref().map(yaml::parse) else { return Vec::new() };
    let mut found = Vec::new();
    for screen in ["colours", "dark"] {
        let named = written.get("look").and_then(|look| look.get(screen)?.as_mapping());
        for (name, _) in named.into_iter().flatten().filter(|(_, value)| value.is_null()) {
            let Some(name) = name.as_str() else { continue };
            let message = format!("`{name}` has no colour: `#` begins a comment in YAML");
            let help = format!("put the colour in quotes: `{name}: \"#7d1f2e\"`");
            found.push(Diagnostic::error("BS0610", place(settings, &[screen, name]), message).help(help));
        }
    }
    found
}

fn no_colour(written: &str, place: Place) -> Diagnostic {
    Diagnostic::error("BS0610", place, format!("`{written}` is no colour that can be read"))
        .help("write it in quotes with six digits: `\"#7d1f2e\"`")
}

/// Names of fonts with commas between them: nothing that could end the declaration.
fn is_stack(stack: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || " ,-_.\"'".contains(c);
    stack.chars().all(fits) && ["\"", "'"].iter().all(|mark| stack.matches(mark).count().is_multiple_of(2))
}

fn no_stack(stack: &str, place: Place) -> Diagnostic {
    Diagnostic::error("BS0614", place, format!("`{stack}` is no list of fonts"))
        .help("write names with commas between them, the last for any reader: `Charter, Georgia, serif`")
}

fn logo(look: &Fields, settings: &Settings, project: &Project) -> Option<Diagnostic> {
    let logo = look.map("logo")?;
    let file = logo.text("file").map(|file| format!("content/static/{file}"));
    let there = project.media.iter().any(|medium| file.as_deref() == Some(&*medium.path));
    if there && logo.text("alt").is_some() {
        return None;
    }
    let message = "`logo` needs a picture in `content/static/` as its `file`, and words for it as `alt`";
    let help =
        "an SVG, or a PNG of twice the height it is shown at; `alt` is most often the name of the site";
    Some(Diagnostic::error("BS0615", place(settings, &["logo"]), message).help(help))
}
