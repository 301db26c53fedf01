//! The nouns of the house: what the stages hand to one another.
//! Nothing here knows a stage, a file or a template; nothing here does more than describe itself.

pub mod colour;
pub mod date;
pub mod days;
pub mod diagnostic;
pub mod document;
pub mod edit;
pub mod explanation;
pub mod figure;
pub mod hash;
pub mod input;
pub mod lines;
pub mod on_first_use;
pub mod outgoing;
pub mod output;
pub mod parts;
pub mod plan;
pub mod quote_anchor;
pub mod record;
pub mod run;
pub mod settings;
pub mod site;
pub mod suggestion;
pub mod text;
pub mod theme;
pub mod verbatim;
pub mod view;
pub mod written;
