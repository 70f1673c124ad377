//! Where each field of a form stands in it, found at once and not by looking through them all.

use std::ptr;

use crate::form::field::Field;

/// Most fields of a form.
pub(crate) const FIELDS_MAX: usize = 64;
/// Twice as many, so that the first or the second slot looked at is nearly always right.
const SLOTS: usize = 2 * FIELDS_MAX;

/// The places of a form's fields, by where the fields stand in memory, since every field is one static.
pub(crate) struct FieldIndex([Option<(&'static Field, u8)>; SLOTS]);

impl FieldIndex {
    /// At most [`FIELDS_MAX`] fields have places.
    pub(crate) fn of(fields: &[&'static Field]) -> Self {
        let mut places = Self([None; SLOTS]);
        for (at, field) in (0..).zip(fields) {
            let mut slot = slot(field);
            while places.0[slot % SLOTS].is_some() {
                slot += 1;
            }
            places.0[slot % SLOTS] = Some((field, at));
        }
        places
    }

    // By word, since a build for size would not, and every rule asks for fields.
    #[inline(always)]
    pub(crate) fn get(&self, field: &Field) -> Option<usize> {
        let mut slot = slot(field);
        while let Some((known, at)) = self.0[slot % SLOTS] {
            if ptr::eq(known, field) {
                return Some(usize::from(at));
            }
            slot += 1;
        }
        None
    }
}

/// The slot looked at first. Neighbours in memory are spread over all slots by the golden ratio.
fn slot(field: &Field) -> usize {
    let address = ptr::from_ref(field).addr() as u32;
    (address.wrapping_mul(0x9E37_79B9) >> (u32::BITS - SLOTS.ilog2())) as usize
}

#[cfg(test)]
mod tests;
