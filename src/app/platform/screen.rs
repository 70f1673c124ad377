//! Screens that take each other's place.
//!
//! Where a closure draws again, Leptos changes what it drew before into what it draws now, and with
//! erased types it does so with screens that have nothing in common: the heading would not be a new
//! one that takes focus, and a field would keep what was typed into its like. Drawn on the other side
//! of an [`enum@Either`] each time, a screen is always a new one.

use std::pin::Pin;

use leptos::either::Either;

use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped_with_cancellation;
use leptos::task::spawn_local;

use super::browser;

/// A screen, on the other side than the one before it.
pub(crate) type Screen = Either<AnyView, AnyView>;

/// On which side the next screen of a place is drawn.
#[derive(Clone, Copy)]
pub(crate) struct Side(StoredValue<bool>);

impl Side {
    /// A place where nothing has been drawn.
    pub(crate) fn new() -> Self {
        Self(StoredValue::new(false))
    }

    /// The screen that takes the place of the one before it.
    pub(crate) fn next(self, screen: AnyView) -> Screen {
        let is_left = !self.0.get_value();
        self.0.set_value(is_left);
        if is_left {
            Either::Left(screen)
        } else {
            Either::Right(screen)
        }
    }
}

/// What `draw` draws, wholly anew each time that a signal it reads has changed.
pub(crate) fn anew<V: IntoAny>(draw: impl Fn() -> V + Send + 'static) -> AnyView {
    let side = Side::new();
    view! { {move || side.next(draw().into_any())} }.into_any()
}

/// Puts what `asking` comes to into `told`, and gives it up when what is being drawn goes away.
///
/// A `LocalResource` does that too. It is also made for servers and suspense, and compiled anew for
/// each thing that is asked for.
pub(crate) fn ask<T: 'static>(
    told: RwSignal<Option<T>, LocalStorage>,
    asking: impl Future<Output = T> + 'static,
) {
    let asking: Pin<Box<dyn Future<Output = ()>>> = Box::pin(async move {
        let answer = asking.await;
        // The page may be gone by then, where nothing was being drawn.
        let _ = told.try_set(Some(answer));
    });
    // What is read on the way is of the moment: nothing is asked again because it has changed.
    untrack(|| spawn_local_scoped_with_cancellation(asking));
}

/// An effect that does `act` now and again when a signal it reads has changed. `Effect::new` is
/// compiled anew for each closure, and this only once.
pub(crate) fn follow(act: impl FnMut() + 'static) {
    fn boxed(mut act: Box<dyn FnMut()>) {
        Effect::new(move |_| act());
    }
    boxed(Box::new(act));
}

/// What is not seen at first, drawn when the rest is on the screen.
pub(crate) fn afterwards(draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let is_time = RwSignal::new(false);
    spawn_local(async move {
        browser::shown().await;
        // The page may be gone by then.
        let _ = is_time.try_set(true);
    });
    view! { {move || is_time.get().then(|| untrack(&draw))} }.into_any()
}
