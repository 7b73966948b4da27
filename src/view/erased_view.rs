//! A view of any kind, as one type: like the framework's `AnyView`, at half the size.
//!
//! An `AnyView` brings along code that turns an earlier view of its type into the new one. An
//! [`ErasedView`] that changes is built anew and takes the place of the old one.

use leptos::prelude::*;
use leptos::tachys::renderer::types::{Element, Node};
use leptos::tachys::view::Mountable;

/// A view of any kind.
pub struct ErasedView(Box<dyn FnOnce() -> Built + Send>);

/// What an [`ErasedView`] became in the page.
pub struct Built(Box<dyn Mountable>);

/// Every view can become an [`ErasedView`].
pub trait Erase {
    /// This view, erased.
    fn erased(self) -> ErasedView;
}

impl<V: IntoView + 'static> Erase for V {
    fn erased(self) -> ErasedView {
        ErasedView(Box::new(move || Built(Box::new(self.into_view().into_inner().build()))))
    }
}

impl Render for ErasedView {
    type State = Built;

    fn build(self) -> Built {
        (self.0)()
    }

    fn rebuild(self, built: &mut Built) {
        let mut new = self.build();
        built.insert_before_this(&mut new);
        built.unmount();
        *built = new;
    }
}

impl Mountable for Built {
    fn unmount(&mut self) {
        self.0.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.0.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.0.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        self.0.elements()
    }
}

/// What the framework asks of a view for pages that a web server makes; ours are made in the browser.
macro_rules! in_the_browser_only {
    ($view:ty, $state:ty) => {
        impl leptos::tachys::view::add_attr::AddAnyAttr for $view {
            type Output<NewAttr: leptos::tachys::html::attribute::Attribute> = Self;

            fn add_any_attr<NewAttr: leptos::tachys::html::attribute::Attribute>(
                self,
                _: NewAttr,
            ) -> Self {
                self
            }
        }

        impl leptos::prelude::RenderHtml for $view {
            type AsyncOutput = Self;
            type Owned = Self;

            const MIN_LENGTH: usize = 0;

            fn dry_resolve(&mut self) {}

            async fn resolve(self) -> Self {
                self
            }

            fn to_html_with_buf(
                self,
                _: &mut String,
                _: &mut leptos::tachys::view::Position,
                _: bool,
                _: bool,
                _: Vec<leptos::tachys::html::attribute::any_attribute::AnyAttribute>,
            ) {
                panic!("the page is made in the browser, not on a web server");
            }

            fn hydrate<const FROM_SERVER: bool>(
                self,
                _: &leptos::tachys::hydration::Cursor,
                _: &leptos::tachys::view::PositionState,
            ) -> $state {
                panic!("the page is made in the browser, not on a web server");
            }

            fn into_owned(self) -> Self {
                self
            }
        }
    };
}
pub(crate) use in_the_browser_only;

in_the_browser_only!(ErasedView, Built);
