//! The `view!` macro of the app: Leptos's own notation for HTML, drawn by the app's `draw` module.
//!
//! Leptos's macro gives every element a type of its own, and each type brings its own code to every
//! phone. This one makes plain calls of one type. What never changes is written out as HTML already
//! here, so that the browser's parser draws it in one call.
//!
//! What is known: elements, texts in quotation marks, `{expressions}`, and the attributes `name`,
//! `name="text"`, `name=expression`, `class:name=expression`, `prop:name=expression`,
//! `on:event=handler`, `node_ref=node` and `inner_html=text`.
//!
//! Absent on purpose: components (a function call in braces is one), and any knowledge of the
//! browser. A macro must be a crate of its own; this one is the app's and nobody else's.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeBlock, NodeElement};
use syn::{Error, Expr, Lit, Stmt};

/// Elements without an end.
const VOID: &[&str] = &["br", "hr", "img", "input"];

/// Draws elements, texts and expressions.
#[proc_macro]
pub fn view(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    rstml::parse2(tokens.into())
        .and_then(|nodes| drawn(&nodes))
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}

fn drawn(nodes: &[Node]) -> Result<TokenStream, Error> {
    if let Some(html) = fixed_all(nodes) {
        return Ok(quote! { crate::draw::AnyView::html(#html) });
    }
    let root = match nodes {
        [Node::Element(element)] => self::element(element)?,
        _ => {
            let children = children(nodes)?;
            quote! { crate::draw::Element::several() #children }
        }
    };
    Ok(quote! { crate::draw::IntoView::into_view(#root) })
}

/// The element with everything that is put on it and in it.
fn element(element: &NodeElement<rstml::Infallible>) -> Result<TokenStream, Error> {
    let name = element.name().to_string();
    let mut fixed = Vec::new();
    let mut parts = TokenStream::new();
    // Properties come last, for what is chosen in a list must be in it first.
    let mut properties = TokenStream::new();
    for attribute in element.attributes() {
        let NodeAttribute::Attribute(attribute) = attribute else {
            return Err(Error::new_spanned(attribute, "an attribute has a name"));
        };
        let key = attribute.key.to_string();
        if let Some(text) = fixed_text(attribute) {
            fixed.push(quote! { (#key, #text) });
            continue;
        }
        let Some(value) = attribute.value() else {
            return Err(Error::new_spanned(attribute, "expected an expression"));
        };
        match key.split_once(':') {
            None if key == "inner_html" => parts.extend(quote! { .html(&#value) }),
            None if key == "node_ref" => parts.extend(quote! { .known_as(#value) }),
            None => parts.extend(quote! { .attribute(#key, #value) }),
            Some(("class", class)) => parts.extend(quote! { .class(#class, #value) }),
            Some(("prop", property)) => properties.extend(quote! { .property(#property, #value) }),
            Some(("on", event)) => {
                let event = format_ident!("{event}");
                parts.extend(quote! { .on(crate::draw::event::#event, #value) });
            }
            Some(_) => {
                let known = "expected class:, prop: or on:";
                return Err(Error::new_spanned(&attribute.key, known));
            }
        }
    }
    let children = children(&element.children)?;
    Ok(quote! {
        crate::draw::Element::new(#name, &[#(#fixed),*]) #parts #children #properties
    })
}

/// The calls that put the nodes into an element; neighbours that never change in one.
fn children(nodes: &[Node]) -> Result<TokenStream, Error> {
    let mut calls = TokenStream::new();
    let mut rest = nodes;
    while let Some((first, after)) = rest.split_first() {
        let same = rest
            .iter()
            .take_while(|node| fixed_node(node).is_some())
            .count();
        if let Some((together, after)) = rest.split_at_checked(same).filter(|_| 0 < same) {
            let only_text: Option<String> = together.iter().map(text).collect();
            calls.extend(match only_text {
                Some(text) => quote! { .text(#text) },
                None => {
                    let html = fixed_all(together);
                    quote! { .html(#html) }
                }
            });
            rest = after;
            continue;
        }
        calls.extend(match first {
            Node::Element(inner) => {
                let inner = element(inner)?;
                quote! { .child(#inner) }
            }
            Node::Block(block) => {
                let inner = expression(block);
                quote! { .child(#inner) }
            }
            other => return Err(Error::new_spanned(other, "texts stand in quotation marks")),
        });
        rest = after;
    }
    Ok(calls)
}

/// What stands in braces, without them when it is but one expression.
fn expression(block: &NodeBlock) -> TokenStream {
    if let NodeBlock::ValidBlock(block) = block
        && let [Stmt::Expr(expression, None)] = block.stmts.as_slice()
    {
        return quote! { #expression };
    }
    quote! { #block }
}

/// The text of a node that is nothing else.
fn text(node: &Node) -> Option<String> {
    match node {
        Node::Text(text) => Some(text.value_string()),
        _ => None,
    }
}

/// The attribute's text, when it is written out or is only a name.
fn fixed_text(attribute: &KeyedAttribute) -> Option<String> {
    match attribute.value() {
        None => Some(String::new()),
        Some(Expr::Lit(literal)) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        Some(_) => None,
    }
}

/// The HTML of the nodes, when nothing in them can change.
fn fixed_all(nodes: &[Node]) -> Option<String> {
    nodes.iter().map(fixed_node).collect()
}

fn fixed_node(node: &Node) -> Option<String> {
    let element = match node {
        Node::Element(element) => element,
        other => return text(other).map(|text| escape(&text)),
    };
    let name = element.name().to_string();
    let mut html = format!("<{name}");
    for attribute in element.attributes() {
        let NodeAttribute::Attribute(attribute) = attribute else {
            return None;
        };
        let (key, text) = (attribute.key.to_string(), fixed_text(attribute)?);
        html += &format!(" {key}");
        if !text.is_empty() {
            html += &format!("=\"{}\"", escape(&text));
        }
    }
    html.push('>');
    if !VOID.contains(&name.as_str()) {
        html += &fixed_all(&element.children)?;
        html += &format!("</{name}>");
    }
    Some(html)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
