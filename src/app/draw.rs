//! How anything gets onto the page: the elements and texts that `view!` writes, drawn at once.
//!
//! Leptos keeps what changes (signals, effects, owners); this draws what people see of it. Leptos's
//! own way of drawing gives every element, attribute and closure a type of its own with code of its
//! own, which was a third of all that a phone had to download. Here there is one type of element,
//! one of view, and a closure is no more than its own call.
//!
//! A closure in braces is drawn anew as a whole when a signal it reads changes: what must keep focus
//! stays out of it, or reads a `Memo`. Within it nothing is compared, but for a text, which is changed
//! only when it reads differently, since screen readers tell of every change.

use std::borrow::Cow;
use std::pin::Pin;

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlTemplateElement, Node, Text};

use crate::browser;
pub(crate) use crate::event;
pub(crate) use crate::window::*;
pub(crate) use reactive_graph::callback::{Callable, Callback};
pub(crate) use reactive_graph::computed::Memo;
pub(crate) use reactive_graph::graph::untrack;
pub(crate) use reactive_graph::owner::{
    LocalStorage, Owner, StoredValue, expect_context, on_cleanup, provide_context, use_context,
};
pub(crate) use reactive_graph::prelude::*;
pub(crate) use reactive_graph::signal::RwSignal;
pub(crate) use reactive_graph::wrappers::read::Signal;
pub(crate) use view::view;

use reactive_graph::computed::ScopedFuture;
use reactive_graph::effect::{Effect, RenderEffect};

const SVG: &str = "http://www.w3.org/2000/svg";

/// Something that has been drawn and waits for its place: a node, several in a fragment, or nothing.
pub(crate) struct AnyView(Option<Node>);

impl AnyView {
    /// What is written as HTML. What people have typed goes through [`escape`] first.
    pub(crate) fn html(html: &str) -> Self {
        let template: HtmlTemplateElement = create("template").unchecked_into();
        template.set_inner_html(html);
        Self(Some(template.content().into()))
    }

    /// Puts it last in `parent`.
    pub(crate) fn put_into(self, parent: &Node) {
        if let Some(node) = self.0 {
            // Refused only where a node would be put into itself.
            let _ = parent.append_child(&node);
        }
    }
}

/// What can stand in braces.
pub(crate) trait IntoView {
    /// Draws it.
    fn into_view(self) -> AnyView;
}

impl IntoView for AnyView {
    fn into_view(self) -> AnyView {
        self
    }
}

impl IntoView for () {
    fn into_view(self) -> AnyView {
        AnyView(None)
    }
}

impl IntoView for &str {
    fn into_view(self) -> AnyView {
        AnyView(Some(document().create_text_node(self).into()))
    }
}

impl IntoView for String {
    fn into_view(self) -> AnyView {
        self.as_str().into_view()
    }
}

impl IntoView for Cow<'_, str> {
    fn into_view(self) -> AnyView {
        (*self).into_view()
    }
}

impl IntoView for usize {
    fn into_view(self) -> AnyView {
        self.to_string().into_view()
    }
}

impl<T: IntoView> IntoView for Option<T> {
    fn into_view(self) -> AnyView {
        self.map_or(AnyView(None), T::into_view)
    }
}

impl<T: IntoView> IntoView for Vec<T> {
    fn into_view(self) -> AnyView {
        self.into_iter().collect_view()
    }
}

impl IntoView for RwSignal<String> {
    fn into_view(self) -> AnyView {
        (move || self.get()).into_view()
    }
}

impl IntoView for Signal<String> {
    fn into_view(self) -> AnyView {
        (move || self.get()).into_view()
    }
}

impl<F, T> IntoView for F
where
    F: Fn() -> T + 'static,
    T: IntoView,
{
    fn into_view(self) -> AnyView {
        place(Box::new(move || self().into_view()))
    }
}

/// Everything that comes, one after another.
pub(crate) trait CollectView {
    /// Draws all of it.
    fn collect_view(self) -> AnyView;
}

impl<I: IntoIterator<Item: IntoView>> CollectView for I {
    fn collect_view(self) -> AnyView {
        let several = Element::several();
        for item in self {
            item.into_view().put_into(&several.0);
        }
        several.into_view()
    }
}

/// An element being put together.
pub(crate) struct Element(Node);

impl Element {
    /// An element with the attributes that never change.
    pub(crate) fn new(name: &str, attributes: &[(&str, &str)]) -> Self {
        let element = create(name);
        for (name, text) in attributes {
            let _ = element.set_attribute(name, text);
        }
        Self(element.into())
    }

    /// No element, but several things that stand side by side.
    pub(crate) fn several() -> Self {
        Self(document().create_document_fragment().into())
    }

    fn element(&self) -> &web_sys::Element {
        self.0.unchecked_ref()
    }

    /// Puts a view last in it.
    pub(crate) fn child(self, child: impl IntoView) -> Self {
        child.into_view().put_into(&self.0);
        self
    }

    /// Puts a text last in it.
    pub(crate) fn text(self, text: &str) -> Self {
        self.child(text)
    }

    /// Puts what is written as HTML last in it.
    pub(crate) fn html(self, html: &str) -> Self {
        match self.0.dyn_ref::<web_sys::Element>() {
            Some(element) => {
                let _ = element.insert_adjacent_html("beforeend", html);
            }
            None => AnyView::html(html).put_into(&self.0),
        }
        self
    }

    /// An attribute that is known when it is drawn, or follows signals.
    pub(crate) fn attribute(self, name: &'static str, value: impl IntoAttribute) -> Self {
        let element = self.element().clone();
        match value.into_attribute() {
            Attribute::Is(None) => {}
            Attribute::Is(text) => put_attribute(&element, name, text.as_deref()),
            Attribute::Follows(read) => {
                let mut before = None;
                follow(Box::new(move || {
                    let text = read();
                    if before != text {
                        put_attribute(&element, name, text.as_deref());
                        before = text;
                    }
                }));
            }
        }
        self
    }

    /// A class that it wears for as long as the condition holds.
    pub(crate) fn class(self, name: &'static str, worn: impl IntoFlag) -> Self {
        let element = self.element().clone();
        let wear = move |worn: bool| {
            let _ = element.class_list().toggle_with_force(name, worn);
        };
        match worn.into_flag() {
            Flag::Is(worn) => {
                // An element of no class is left without the attribute.
                if worn {
                    wear(worn);
                }
            }
            Flag::Follows(read) => follow(Box::new(move || wear(read()))),
        }
        self
    }

    /// A property of the element, such as what stands in a field, that follows signals.
    pub(crate) fn property<T: Into<JsValue>>(
        self,
        name: &'static str,
        read: impl Fn() -> T + 'static,
    ) -> Self {
        follow_property(self.0.clone(), name, Box::new(move || read().into()));
        self
    }

    /// Listens to an event. The handler runs as part of what the element was drawn in.
    pub(crate) fn on<E: JsCast>(
        self,
        event: event::Named<E>,
        mut handler: impl FnMut(E) + 'static,
    ) -> Self {
        let handler = move |event: Event| handler(event.unchecked_into());
        listen(&self.0, event.0, Box::new(handler));
        self
    }

    /// Makes the element known to whoever holds `known`.
    pub(crate) fn known_as<T: JsCast + Clone + 'static>(self, known: NodeRef<T>) -> Self {
        known.0.set_value(Some(self.0.clone().unchecked_into()));
        self
    }
}

impl IntoView for Element {
    fn into_view(self) -> AnyView {
        AnyView(Some(self.0))
    }
}

/// An element that a page must reach after it has been drawn.
pub(crate) struct NodeRef<T: 'static>(StoredValue<Option<T>, LocalStorage>);

impl<T> Clone for NodeRef<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for NodeRef<T> {}

impl<T: Clone + 'static> NodeRef<T> {
    /// Of no element yet.
    pub(crate) fn new() -> Self {
        Self(StoredValue::new_local(None))
    }

    /// The element, once it is drawn and for as long as its page is.
    pub(crate) fn get(self) -> Option<T> {
        self.0.try_get_value().flatten()
    }
}

type AttributeText = Cow<'static, str>;

/// What an attribute says; none takes it away.
pub(crate) enum Attribute {
    /// It stays so.
    Is(Option<AttributeText>),
    /// It follows signals.
    Follows(Box<dyn Fn() -> Option<AttributeText>>),
}

/// What an attribute can be set to.
pub(crate) trait IntoAttribute {
    /// How it is set.
    fn into_attribute(self) -> Attribute;
}

/// What an attribute can say.
pub(crate) trait AttributeValue {
    /// Its text; none takes the attribute away.
    fn into_text(self) -> Option<AttributeText>;
}

impl AttributeValue for &'static str {
    fn into_text(self) -> Option<AttributeText> {
        Some(Cow::Borrowed(self))
    }
}

impl AttributeValue for String {
    fn into_text(self) -> Option<AttributeText> {
        Some(Cow::Owned(self))
    }
}

/// There without a text, or not there.
impl AttributeValue for bool {
    fn into_text(self) -> Option<AttributeText> {
        self.then_some(Cow::Borrowed(""))
    }
}

impl<T: AttributeValue> AttributeValue for Option<T> {
    fn into_text(self) -> Option<AttributeText> {
        self.and_then(T::into_text)
    }
}

/// Two blanket implementations would overlap, so these are written out.
macro_rules! stays {
    ($($kind:ty),*) => {
        $(impl IntoAttribute for $kind {
            fn into_attribute(self) -> Attribute {
                Attribute::Is(self.into_text())
            }
        })*
    };
}

stays!(&'static str, String, bool);

impl<T: AttributeValue> IntoAttribute for Option<T> {
    fn into_attribute(self) -> Attribute {
        Attribute::Is(self.into_text())
    }
}

impl<F, T> IntoAttribute for F
where
    F: Fn() -> T + 'static,
    T: AttributeValue,
{
    fn into_attribute(self) -> Attribute {
        Attribute::Follows(Box::new(move || self().into_text()))
    }
}

impl IntoAttribute for Memo<Option<&'static str>> {
    fn into_attribute(self) -> Attribute {
        (move || self.get()).into_attribute()
    }
}

/// Whether something holds.
pub(crate) enum Flag {
    /// It stays so.
    Is(bool),
    /// It follows signals.
    Follows(Box<dyn Fn() -> bool>),
}

/// What a flag can be set to.
pub(crate) trait IntoFlag {
    /// How it is set.
    fn into_flag(self) -> Flag;
}

impl IntoFlag for bool {
    fn into_flag(self) -> Flag {
        Flag::Is(self)
    }
}

impl<F: Fn() -> bool + 'static> IntoFlag for F {
    fn into_flag(self) -> Flag {
        Flag::Follows(Box::new(self))
    }
}

/// What follows signals without being seen: it runs when what is being drawn stands on the page, and
/// again when a signal that it read has changed. `run` is given what it answered the time before.
pub(crate) fn effect<T: 'static>(mut run: impl FnMut(Option<T>) -> T + 'static) {
    let mut before = None;
    later(Box::new(move || before = Some(run(before.take()))));
}

/// The part of an effect that is the same whatever it does.
fn later(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_: Option<()>| run());
}

/// Begins what takes its time.
pub(crate) fn spawn_local(task: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(Box::pin(task) as Task);
}

/// The same as part of what is being drawn, for what asks for something of its page afterwards.
pub(crate) fn spawn_local_scoped(task: impl Future<Output = ()> + 'static) {
    spawn_local(ScopedFuture::new(Box::pin(task) as Task));
}

/// What is not seen at first, drawn when the rest is on the screen.
pub(crate) fn afterwards(draw: impl Fn() -> AnyView + 'static) -> AnyView {
    let is_time = RwSignal::new(false);
    spawn_local(async move {
        browser::shown().await;
        // The page may be gone by then.
        let _ = is_time.try_set(true);
    });
    (move || is_time.get().then(|| untrack(&draw))).into_view()
}

/// One type for all that takes its time, since each type brings its own code.
pub(crate) type Task = Pin<Box<dyn Future<Output = ()>>>;

/// Runs at once, and again when a signal that it read has changed, for as long as what it is part
/// of is shown.
fn follow(mut run: Box<dyn FnMut()>) {
    let effect = RenderEffect::new(move |_: Option<()>| run());
    // The owner keeps it, and lets it go together with everything else drawn here.
    StoredValue::new_local(effect);
}

/// A place on the page whose content follows signals, between two marks that nobody sees.
fn place(draw: Box<dyn Fn() -> AnyView>) -> AnyView {
    let (first, last) = (mark(), mark());
    let fragment: Node = document().create_document_fragment().into();
    for mark in [&first, &last] {
        let _ = fragment.append_child(mark);
    }
    follow(Box::new(move || {
        let drawn = draw();
        let shown = first.next_sibling().filter(|node| *node != last);
        if let (Some(old), Some(new)) = (shown.as_ref().and_then(only_text(&last)), text(&drawn)) {
            if old.data() != new.data() {
                old.set_data(&new.data());
            }
            return;
        }
        let Some(parent) = last.parent_node() else {
            return;
        };
        let mut shown = shown;
        while let Some(node) = shown {
            shown = node.next_sibling().filter(|next| *next != last);
            let _ = parent.remove_child(&node);
        }
        if let Some(node) = drawn.0 {
            let _ = parent.insert_before(&node, Some(&last));
        }
    }));
    AnyView(Some(fragment))
}

fn mark() -> Node {
    document().create_text_node("").into()
}

/// The text of a view that is nothing else.
fn text(view: &AnyView) -> Option<&Text> {
    view.0.as_ref()?.dyn_ref()
}

/// The node as a text, if it is the only one before `last`.
fn only_text(last: &Node) -> impl Fn(&Node) -> Option<Text> {
    move |node| {
        node.next_sibling()
            .filter(|next| next == last)
            .and_then(|_| node.dyn_ref::<Text>().cloned())
    }
}

fn create(name: &str) -> web_sys::Element {
    let element = match name {
        "svg" | "path" => document().create_element_ns(Some(SVG), name),
        _ => document().create_element(name),
    };
    // Names are written out in our own code, and each of them is a name.
    element.unwrap_or_else(|_| unreachable!())
}

fn put_attribute(element: &web_sys::Element, name: &str, text: Option<&str>) {
    // Refused only for a name that is no name.
    let _ = match text {
        Some(text) => element.set_attribute(name, text),
        None => element.remove_attribute(name),
    };
}

fn follow_property(node: Node, name: &'static str, read: Box<dyn Fn() -> JsValue>) {
    let name = JsValue::from_str(name);
    follow(Box::new(move || {
        let _ = js_sys::Reflect::set(&node, &name, &read());
    }));
}

fn listen(node: &Node, name: &str, mut handler: Box<dyn FnMut(Event)>) {
    let owner = Owner::current().unwrap_or_default();
    let call = Closure::<dyn FnMut(Event)>::new(move |event| owner.with(|| handler(event)));
    // The listener is the browser's to let go of, together with the node.
    let _ = node.add_event_listener_with_callback(name, call.into_js_value().unchecked_ref());
}

/// Rows that stay what they are for as long as their key is among those shown, so that focus stays
/// where it is while the list changes around it. Each is one element.
pub(crate) fn keyed<T: 'static, K: PartialEq + 'static>(
    rows: impl Fn() -> Vec<T> + 'static,
    key: impl Fn(&T) -> K + 'static,
    draw: impl Fn(T) -> AnyView + 'static,
) -> AnyView {
    let last = mark();
    let fragment: Node = document().create_document_fragment().into();
    let _ = fragment.append_child(&last);
    let list = Owner::current().unwrap_or_default();
    let mut shown: Vec<(K, Owner, Node)> = Vec::new();
    follow(Box::new(move || {
        let Some(parent) = last.parent_node() else {
            return;
        };
        let mut before = std::mem::take(&mut shown);
        for row in rows() {
            let key = key(&row);
            let kept = before.iter().position(|(known, ..)| *known == key);
            if let Some(kept) = kept {
                shown.push(before.remove(kept));
                continue;
            }
            let owner = list.child();
            if let AnyView(Some(node)) = owner.with(|| untrack(|| draw(row))) {
                shown.push((key, owner, node));
            }
        }
        for (_, owner, node) in before {
            owner.cleanup();
            let _ = parent.remove_child(&node);
        }
        let mut next = last.clone();
        for (.., node) in shown.iter().rev() {
            if node.next_sibling().as_ref() != Some(&next) {
                let _ = parent.insert_before(node, Some(&next));
            }
            next = node.clone();
        }
    }));
    AnyView(Some(fragment))
}

/// The text as it may stand in HTML, also inside a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}
