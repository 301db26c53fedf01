//! The pieces of a text become the blocks of an article.

use super::lines::Form;
use super::passages::Passage;
use super::pictures::Piece;
use super::words::is_rule;
use crate::convert::article::{Block, Line, List};

/// The blocks: items of one list and paragraphs of one quotation are put together.
pub(super) fn blocks(pieces: Vec<Piece>) -> Vec<Block> {
    let headings: Vec<bool> =
        pieces.iter().enumerate().map(|(at, piece)| is_heading(piece, pieces.get(at + 1))).collect();
    let mut blocks: Vec<Block> = Vec::new();
    // The form and the number of the passage before.
    let mut before = None;
    for (piece, heading) in pieces.into_iter().zip(headings) {
        let form = match &piece {
            Piece::Text(passage) => Some((passage.form, passage.block)),
            Piece::Picture { .. } => None,
        };
        match piece {
            Piece::Picture { alt, caption, credit } => {
                blocks.push(Block::Picture { alt, caption: caption.map(Line::plain), credit });
            }
            Piece::Text(passage) if heading => blocks.push(Block::Heading(2, Line::plain(passage.whole()))),
            Piece::Text(passage) => add(&mut blocks, &passage, before),
        }
        before = form;
    }
    blocks
}

fn add(blocks: &mut Vec<Block>, passage: &Passage, before: Option<(Form, usize)>) {
    let paragraph = Block::Paragraph(Line::plain(passage.whole()));
    let same_block = before.is_some_and(|(_, block)| block == passage.block);
    match (passage.form, blocks.last_mut(), before.map(|(form, _)| form)) {
        (Form::Quote, Some(Block::Quote(quoted)), Some(Form::Quote)) if same_block => quoted.push(paragraph),
        (Form::Quote, ..) => blocks.push(Block::Quote(vec![paragraph])),
        (Form::Bullet, Some(Block::List(list)), Some(Form::Bullet))
        | (Form::Number(..), Some(Block::List(list)), Some(Form::Number(..)))
            if same_block || list.loose || list.items.len() == 1 =>
        {
            list.loose |= !same_block;
            list.items.push(vec![paragraph]);
        }
        (Form::Bullet, ..) => {
            blocks.push(Block::List(List { items: vec![vec![paragraph]], ..List::default() }))
        }
        (Form::Number(number, mark), ..) => {
            let number = Some((u64::from(number), mark));
            blocks.push(Block::List(List { number, items: vec![vec![paragraph]], ..List::default() }));
        }
        (Form::Plain, ..) if is_rule(&passage.text) => blocks.push(Block::Rule),
        (Form::Plain, ..) => blocks.push(paragraph),
    }
}

/// Something that may be a heading is one when it has something under it.
fn is_heading(piece: &Piece, next: Option<&Piece>) -> bool {
    let Piece::Text(passage) = piece else { return false };
    let under = match next {
        Some(Piece::Text(next)) => !next.may_be_heading() && !is_rule(&next.text),
        Some(Piece::Picture { .. }) => true,
        None => false,
    };
    under && passage.may_be_heading()
}
