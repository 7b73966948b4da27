//! The page as a person meets it: by role and name, by mouse and keyboard.

use crate::dist::{Dist, Faults};
use crate::drive::{Browser, Driver, start};
use fantoccini::Client;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(50);

/// What WebDriver names an element by (WebDriver §11).
const WEB_ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser that shows the page. Everything that was started for it ends with it.
pub struct Page {
    /// What speaks to the browser.
    pub client: Client,
    driver: Driver,
}

/// A kind of element, as assistive technology names it.
#[derive(Debug, Clone, Copy)]
pub enum Role {
    /// `button`.
    Button,
    /// `textbox`.
    Textbox,
    /// `combobox`.
    Combobox,
    /// `radio`.
    Radio,
    /// `slider`.
    Slider,
    /// `list`.
    List,
    /// `region`.
    Region,
}

impl Role {
    /// The role's name in ARIA.
    pub fn name(self) -> &'static str {
        match self {
            Self::Button => "button",
            Self::Textbox => "textbox",
            Self::Combobox => "combobox",
            Self::Radio => "radio",
            Self::Slider => "slider",
            Self::List => "list",
            Self::Region => "region",
        }
    }

    fn selector(self) -> &'static str {
        match self {
            Self::Button => "button",
            Self::Textbox => "input[type=text], textarea",
            Self::Combobox => "select",
            Self::Radio => "input[type=radio]",
            Self::Slider => "input[type=range]",
            Self::List => "ol, ul",
            Self::Region => "section",
        }
    }
}

impl Page {
    /// Opens the page.
    pub async fn open() -> Self {
        Self::open_with(Faults::none()).await
    }

    /// Opens the page where some files are not what they should be.
    pub async fn open_with(faults: Faults) -> Self {
        let page = Self::load(faults).await;
        page.element(Role::Textbox, "URL").await;
        page
    }

    /// Loads the page, whatever comes of it.
    pub async fn load(faults: Faults) -> Self {
        Self::load_served(Dist::serve(faults)).await
    }

    /// Loads the page that is in another folder.
    pub async fn load_from(folder: PathBuf) -> Self {
        Self::load_served(Dist::serve_from(folder, Faults::none())).await
    }

    /// A browser that shows nothing yet.
    pub async fn blank() -> Self {
        let (driver, client) = start(Browser::chosen()).await;
        Self { client, driver }
    }

    async fn load_served(dist: Dist) -> Self {
        let (driver, client) = start(Browser::chosen()).await;
        client.goto(&dist.url).await.expect("the page loads");
        Self { client, driver }
    }

    /// Ends the browser. A test that fails does so too, by dropping the page.
    pub async fn close(self) {
        let Self { client, mut driver } = self;
        client.close().await.expect("the browser closes");
        driver.is_closed();
    }

    /// The element that is shown with this role and a name that starts with `name`.
    pub async fn element(&self, role: Role, name: &str) -> Element {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if let Some(element) = self.find(role, name).await {
                return element;
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("no {} named “{name}” is shown", role.name());
    }

    /// Like [`Self::element`], without waiting.
    pub async fn find(&self, role: Role, name: &str) -> Option<Element> {
        for candidate in self.candidates(role).await {
            // An element may go away while it is looked at.
            let is_shown = candidate.is_displayed().await.unwrap_or(false);
            if is_shown && self.label(&candidate).await.is_some_and(|label| label.starts_with(name))
            {
                return Some(candidate);
            }
        }
        None
    }

    /// What may have this role and takes room on the page, asked for in one go: closed menus have
    /// many buttons. Of the screen that stands before the program is there, nothing.
    async fn candidates(&self, role: Role) -> Vec<Element> {
        let script = "return document.getElementById('shell') ? [] : [...document.querySelectorAll(arguments[0])]
            .filter(element => element.checkVisibility())";
        let found = self.client.execute(script, vec![json!(role.selector())]).await;
        let found = found.ok().and_then(|found| found.as_array().cloned()).unwrap_or_default();
        let ids = found.iter().filter_map(|element| element.as_object()?.values().next()?.as_str());
        let element = |id: &str| {
            Element::from_element_id(self.client.clone(), ElementRef::from(id.to_owned()))
        };
        ids.map(element).collect()
    }

    /// The accessible name of an element, as the browser computes it.
    pub async fn label(&self, element: &Element) -> Option<String> {
        self.computed(element, "computedlabel").await
    }

    /// The role of an element, as the browser computes it.
    pub async fn role(&self, element: &Element) -> Option<String> {
        self.computed(element, "computedrole").await
    }

    async fn computed(&self, element: &Element, what: &'static str) -> Option<String> {
        let id = element.element_id().to_string();
        let said = self.client.issue_cmd(Computed { id, what }).await.ok()?;
        said.as_str().map(str::to_owned)
    }

    /// Clicks the button with this name, once it is out from under what stays at the page's edge.
    pub async fn click(&self, name: &str) {
        let button = self.element(Role::Button, name).await;
        let reference = json!({ WEB_ELEMENT: button.element_id().to_string() });
        self.run("arguments[0].scrollIntoView({ block: 'nearest' })", vec![reference]).await;
        button.click().await.unwrap_or_else(|error| panic!("“{name}” cannot be clicked: {error}"));
    }

    /// Replaces what stands in a field.
    pub async fn fill(&self, name: &str, text: &str) {
        let field = self.element(Role::Textbox, name).await;
        field.clear().await.expect("the field can be cleared");
        field.send_keys(text).await.expect("the field can be typed into");
    }

    /// What stands in a field.
    pub async fn value(&self, name: &str) -> String {
        let field = self.element(Role::Textbox, name).await;
        field.prop("value").await.expect("a field has a value").unwrap_or_default()
    }

    /// Chooses from the menu “Method”.
    pub async fn choose_method(&self, method: &str) {
        let menu = self.element(Role::Combobox, "Method").await;
        menu.select_by_value(method).await.expect("the method is offered");
    }

    /// Chooses the one of several that has this name.
    pub async fn choose(&self, name: &str) {
        let choice = self.element(Role::Radio, name).await;
        choice.click().await.expect("it can be chosen");
    }

    /// The text of the Response card.
    pub async fn response(&self) -> String {
        let card = self.element(Role::Region, "Response").await;
        card.text().await.expect("the card has text")
    }

    /// Waits until `text` stands in the Response card.
    pub async fn see_response(&self, text: &str) {
        self.see_in("section.response", text).await;
    }

    /// Waits until `text` stands in the first element that `selector` finds.
    pub async fn see_in(&self, selector: &str, text: &str) {
        let started = Instant::now();
        let mut seen = String::new();
        while started.elapsed() < PATIENCE {
            seen = self.text_of(selector).await;
            if seen.contains(text) {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("“{text}” does not come to stand in {selector}, but “{seen}”");
    }

    /// The text of the first element that `selector` finds, shown or not.
    pub async fn text_of(&self, selector: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.textContent ?? ''";
        self.run(script, vec![json!(selector)]).await.as_str().unwrap_or_default().to_owned()
    }

    /// What the slider says.
    pub async fn position(&self) -> String {
        let slider = self.element(Role::Slider, "Position").await;
        slider.attr("aria-valuetext").await.expect("the slider can be read").unwrap_or_default()
    }

    /// Waits until the slider says that this step is shown, e.g. `Step 3 of 9`.
    pub async fn see_step(&self, step: &str) {
        let started = Instant::now();
        let mut position = String::new();
        while started.elapsed() < PATIENCE {
            position = self.position().await;
            if position.starts_with(&format!("{step}:")) {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("“{step}” is not reached, but “{position}”");
    }

    /// Presses and lets go at a place of the window, with `mouse` or `touch`.
    pub async fn press_at(&self, x: i64, y: i64, pointer: &str) {
        let actions = json!({ "actions": [{
            "type": "pointer", "id": pointer, "parameters": { "pointerType": pointer },
            "actions": [
                { "type": "pointerMove", "duration": 0, "x": x, "y": y },
                { "type": "pointerDown", "button": 0 },
                { "type": "pointerUp", "button": 0 },
            ],
        }] });
        self.client.issue_cmd(Act(actions)).await.expect("a pointer can be pressed");
    }

    /// Turns the wheel over a place of the window by so many pixels.
    pub async fn turn_wheel(&self, x: i64, y: i64, by: i64) {
        let actions = json!({ "actions": [{
            "type": "wheel", "id": "wheel",
            "actions": [
                { "type": "scroll", "duration": 0, "x": x, "y": y, "deltaX": 0, "deltaY": by },
            ],
        }] });
        self.client.issue_cmd(Act(actions)).await.expect("a wheel can be turned");
    }

    /// Like [`Self::see_step`], where the slider is not shown.
    pub async fn see_step_quietly(&self, step: usize) {
        self.see_in(".where", &format!("Step {step} of")).await;
    }

    /// Presses keys, one after the other, wherever the focus is.
    pub async fn press(&self, keys: &[char]) {
        let actions = keys.iter().fold(KeyActions::new("keyboard".to_owned()), |actions, key| {
            actions.then(KeyAction::Down { value: *key }).then(KeyAction::Up { value: *key })
        });
        self.client.perform_actions(actions).await.expect("keys can be pressed");
    }

    /// Presses keys at the same time.
    pub async fn press_together(&self, keys: &[char]) {
        let keys = || keys.iter().copied();
        let actions = KeyActions::new("keyboard".to_owned());
        let actions =
            keys().fold(actions, |actions, value| actions.then(KeyAction::Down { value }));
        let actions = keys().fold(actions, |actions, value| actions.then(KeyAction::Up { value }));
        self.client.perform_actions(actions).await.expect("keys can be pressed");
    }

    /// The accessible name of what has the focus.
    pub async fn focus(&self) -> String {
        let focused = self.client.active_element().await.expect("something has the focus");
        self.label(&focused).await.unwrap_or_default()
    }

    /// Runs a script in the page.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute(script, arguments).await.expect("the script runs")
    }

    /// Tells the browser something in the language of its developer tools.
    pub async fn devtools(&self, command: &'static str, parameters: Value) {
        self.devtools_answer(command, parameters).await;
    }

    /// The same, with what the browser answers.
    pub async fn devtools_answer(&self, command: &'static str, parameters: Value) -> Value {
        let told = self.client.issue_cmd(DevTools { command, parameters }).await;
        told.unwrap_or_else(|error| panic!("the browser cannot be told {command}: {error}"))
    }

    /// Has the browser run a script before the page's own, from the next load on.
    pub async fn before_the_page(&self, script: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }

    /// Has the browser run no script, from the next load on.
    pub async fn forbid_scripts(&self) {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    }

    /// Has the browser run a script before the page's own, and loads the page again.
    pub async fn reload_after(&self, script: &str) {
        self.before_the_page(script).await;
        self.client.refresh().await.expect("the page loads again");
        self.element(Role::Textbox, "URL").await;
    }

    /// Has the browser believe that the reader prefers a dark or a light page.
    pub async fn prefer(&self, scheme: &str) {
        let scheme = json!({ "name": "prefers-color-scheme", "value": scheme });
        // Colours that fade would depend on how busy the machine is.
        let motion = json!({ "name": "prefers-reduced-motion", "value": "reduce" });
        let parameters = json!({ "features": [scheme, motion] });
        let command = DevTools { command: "Emulation.setEmulatedMedia", parameters };
        self.client.issue_cmd(command).await.expect("the browser can be told");
    }

    /// Has the browser believe that media features have these values, e.g. `forced-colors`, and that
    /// the page is shown on this medium.
    pub async fn pretend(&self, medium: &str, features: &[(&str, &str)]) {
        let feature = |(name, value): &(&str, &str)| json!({ "name": name, "value": value });
        let motion = json!({ "name": "prefers-reduced-motion", "value": "reduce" });
        let features: Vec<Value> = features.iter().map(feature).chain([motion]).collect();
        let parameters = json!({ "media": medium, "features": features });
        let command = DevTools { command: "Emulation.setEmulatedMedia", parameters };
        self.client.issue_cmd(command).await.expect("the browser can be told");
    }

    /// Has the browser show the page on a phone of this size, to be touched.
    pub async fn resize_phone(&self, width: u32, height: u32) {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": true });
        let touch = json!({ "enabled": true, "maxTouchPoints": 5 });
        let commands = [
            ("Emulation.setDeviceMetricsOverride", size),
            ("Emulation.setTouchEmulationEnabled", touch),
        ];
        for (command, parameters) in commands {
            let command = DevTools { command, parameters };
            self.client.issue_cmd(command).await.expect("the browser can be told");
        }
    }

    /// Has the browser show the page in this size.
    pub async fn resize(&self, width: u32, height: u32) {
        if Browser::chosen() == Browser::Chromium {
            let parameters = json!({
                "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false
            });
            let command = DevTools { command: "Emulation.setDeviceMetricsOverride", parameters };
            self.client.issue_cmd(command).await.expect("the browser can be resized");
            return;
        }
        // The window is larger than the page by what the browser shows around it.
        let (mut outer_width, mut outer_height) = (width, height);
        for _ in 0..2 {
            let set = self.client.set_window_size(outer_width, outer_height).await;
            set.expect("the browser can be resized");
            tokio::time::sleep(PAUSE).await;
            let inner = self.run("return [innerWidth, innerHeight]", vec![]).await;
            let inner = |at: usize| inner[at].as_u64().unwrap_or_default() as u32;
            outer_width = (outer_width + width).saturating_sub(inner(0));
            outer_height = (outer_height + height).saturating_sub(inner(1));
        }
    }
}

/// Get Computed Role and Get Computed Label (WebDriver §12.4).
#[derive(Debug)]
struct Computed {
    id: String,
    what: &'static str,
}

impl WebDriverCompatibleCommand for Computed {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        let session = session.unwrap_or_default();
        base.join(&format!("session/{session}/element/{}/{}", self.id, self.what))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::GET, None)
    }
}

/// Perform Actions (WebDriver §15.7).
#[derive(Debug)]
struct Act(Value);

impl WebDriverCompatibleCommand for Act {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/actions", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.0.to_string()))
    }
}

/// A command of the browser's own debugging protocol.
#[derive(Debug)]
struct DevTools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (http::Method::POST, Some(body.to_string()))
    }
}
