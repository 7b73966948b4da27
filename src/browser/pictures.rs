//! Pictures in dots, of SVG documents: drawn by the browser itself, on a canvas that nobody sees.

use super::files::save_blob;
use super::script::{call, member};
use js_sys::{Array, Reflect, encode_uri_component};
use leptos::prelude::document;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, Element};

/// A pixel is two dots wide, so that it is sharp on a projector.
const DOTS_PER_PX: f64 = 2.0;
/// More dots than these to a side, or in all, no canvas has in every browser.
const SIDE_MAX: f64 = 16_000.0;
const DOTS_MAX: f64 = 120_000_000.0;

/// Saves a document of this size, in CSS pixels, as a PNG; tells whether it could be drawn. What is too
/// large has as many dots as there can be, down to one a pixel.
pub fn save_png(name: &str, svg: &str, (width, height): (f64, f64), tell: impl Fn(bool) + 'static) {
    let most =
        [DOTS_PER_PX, SIDE_MAX / width, SIDE_MAX / height, (DOTS_MAX / width / height).sqrt()];
    let scale = most.into_iter().fold(f64::INFINITY, f64::min);
    if scale < 1.0 {
        return tell(false);
    }
    let Ok(image) = document().create_element("img") else { return tell(false) };
    let (name, tell) = (name.to_owned(), std::rc::Rc::new(tell));
    let drawn = {
        let (image, tell) = (image.clone(), tell.clone());
        Closure::once_into_js(move || {
            let told = tell.clone();
            let save = move |blob: JsValue| match blob.dyn_ref::<Blob>() {
                Some(blob) => told(save_blob(&name, blob).is_some()),
                None => told(false),
            };
            if draw(&image, [width * scale, height * scale], save).is_none() {
                tell(false);
            }
        })
    };
    let failed = Closure::once_into_js(move || tell(false));
    let once: JsValue = js_sys::Object::new().into();
    Reflect::set(&once, &"once".into(), &JsValue::TRUE).ok();
    for (event, listener) in [("load", &drawn), ("error", &failed)] {
        let arguments = Array::of3(&event.into(), listener, &once);
        call(&image, "addEventListener", &arguments);
    }
    let address = String::from(encode_uri_component(svg));
    image.set_attribute("src", &["data:image/svg+xml,", &address].concat()).ok();
}

fn draw(
    image: &Element,
    [width, height]: [f64; 2],
    save: impl FnOnce(JsValue) + 'static,
) -> Option<()> {
    let canvas = document().create_element("canvas").ok()?;
    Reflect::set(&canvas, &"width".into(), &width.ceil().into()).ok()?;
    Reflect::set(&canvas, &"height".into(), &height.ceil().into()).ok()?;
    let surface = call(&canvas, "getContext", &Array::of1(&"2d".into()))?;
    let corner = JsValue::from(0.0);
    let area = [JsValue::from(image), corner.clone(), corner, width.into(), height.into()];
    call(&surface, "drawImage", &area.iter().collect::<Array>())?;
    // It is there in every browser; where it is not, nothing is saved, and that is told.
    member(&canvas, "toBlob").filter(JsValue::is_function)?;
    call(&canvas, "toBlob", &Array::of1(&Closure::once_into_js(save)))?;
    Some(())
}
