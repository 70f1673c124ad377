//! Every rule and every state change of Klartecken, as plain functions of plain data.
//!
//! The browser runs this crate to guide, the store runs the same code to decide.
//!
//! What is here, from the smallest to the largest:
//!
//! - what a single answer means: [`text`], [`order`], [`name`], [`email`], [`phone`], [`date`],
//!   [`personnummer`], [`address`], [`holiday`]; how texts become HTML: [`html`]; lists in order: [`sort`];
//! - what a form is: [`field`], [`draft`], `meaning`, [`form`], `place`, [`journey`],
//!   [`reading`], [`finding`], and on paper: [`sheet`];
//! - what the organisation has decided: [`guideline`], [`policy`], [`unit`];
//! - the two forms of employees: [`application`] (start an account) and [`change`] (close or change one);
//! - what happens to them afterwards: [`permission`], [`case`], [`account`];
//! - who has said yes to being on pictures, and what becomes of it: [`consent`];
//! - what may be published, what has been, and what is taken down again: [`publication`];
//! - the public list: [`register`]; days and moments on the wire: [`wire`];
//! - the pages of the app, in one table: [`page`];
//! - every form and every rule by id: [`catalogue`], the only module that names them all.
//!
//! What is not here, and must never be: the time, the network, the browser, the database, HTTP and
//! conditional compilation. Today's date is an argument.

pub mod account;
pub mod catalogue;
pub mod consent;
pub mod form;
pub mod page;
pub mod paper_form;
pub mod permission;
pub mod policy;
pub mod publication;
pub mod register;
pub mod value;

#[cfg(test)]
mod tests;
