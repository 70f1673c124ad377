//! The events that elements and the window are listened to for, each with what the browser tells of
//! it, and named as it is.

#![expect(non_upper_case_globals, reason = "named as the events are")]

use std::marker::PhantomData;

use web_sys::{BeforeUnloadEvent, Event, KeyboardEvent, MouseEvent, SubmitEvent};

/// An event's name, and in its type what comes with it.
pub(crate) struct Named<E>(pub(crate) &'static str, PhantomData<fn(E)>);

impl<E> Clone for Named<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Named<E> {}

macro_rules! events {
    ($($name:ident $told:ty,)+) => {
        $(pub(crate) const $name: Named<$told> = Named(stringify!($name), PhantomData);)+
    };
}

events! {
    afterprint Event,
    beforeprint Event,
    beforeunload BeforeUnloadEvent,
    blur Event,
    cancel Event,
    change Event,
    click MouseEvent,
    focus Event,
    hashchange Event,
    input Event,
    keydown KeyboardEvent,
    mousedown MouseEvent,
    online Event,
    popstate Event,
    resize Event,
    scroll Event,
    submit SubmitEvent,
    visibilitychange Event,
}
