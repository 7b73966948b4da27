//! Which modules a crate has, and which of them name which others: read from the tokens of its
//! sources, so that comments, texts and the insides of macros are taken for what they are.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A module's path within its crate; the root's is empty.
pub type Module = Vec<String>;

/// Who names whom. What is compiled for tests alone is left out: a test may look at anything.
#[derive(Default)]
pub struct Crate {
    /// Every module, with the file that it is in.
    pub modules: BTreeMap<Module, PathBuf>,
    /// A module, and a path of names that it has written, from the crate's root.
    paths: Vec<(Module, Vec<String>)>,
}

impl Crate {
    /// Reads a crate from the file of its root module.
    pub fn read(root: &Path) -> Self {
        let mut read = Self::default();
        let folder = root.parent().expect("a file is in a folder");
        read.file(Module::new(), root, folder);
        read
    }

    /// Reads a crate that has this one file.
    #[cfg(test)]
    pub fn of_text(text: &str) -> Self {
        let mut read = Self::default();
        let tokens = text.parse().expect("the text is Rust");
        read.module(Module::new(), tokens, Path::new("lib.rs"), Path::new(""));
        read
    }

    /// Pairs of modules, of which the first names the second or something in it.
    pub fn references(&self) -> impl Iterator<Item = (&Module, &[String])> {
        self.paths.iter().map(|(from, path)| {
            let is_module = |len: &usize| self.modules.contains_key(&path[..*len]);
            let len = (0..=path.len()).rev().find(is_module).unwrap_or_default();
            (from, &path[..len])
        })
    }

    fn file(&mut self, module: Module, file: &Path, folder: &Path) {
        let text = fs::read_to_string(file).unwrap_or_else(|error| {
            panic!("{}, a module's file, cannot be read: {error}", file.display())
        });
        let tokens = text.parse().unwrap_or_else(|_| panic!("{} is not Rust", file.display()));
        self.module(module, tokens, file, folder);
    }

    /// Reads a module; those within it are in `folder`, where they have files of their own.
    fn module(&mut self, module: Module, tokens: TokenStream, file: &Path, folder: &Path) {
        self.modules.insert(module.clone(), file.to_owned());
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut rest = &tokens[..];
        while let Some(token) = rest.first() {
            if is_for_tests(rest) {
                let ends = |token: &TokenTree| match token {
                    TokenTree::Punct(punct) => punct.as_char() == ';',
                    TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                    _ => false,
                };
                let end = rest.iter().position(ends).expect("an item ends");
                rest = &rest[end + 1..];
                continue;
            }
            rest = match rest {
                [TokenTree::Ident(word), TokenTree::Ident(name), body, ..] if word == "mod" => {
                    let inner = [&module[..], &[name.to_string()]].concat();
                    let folder = folder.join(name.to_string());
                    match body {
                        TokenTree::Group(group) => {
                            self.module(inner, group.stream(), file, &folder);
                        }
                        _ => {
                            let beside = folder.with_extension("rs");
                            let within = folder.join("mod.rs");
                            let file = if beside.is_file() { beside } else { within };
                            self.file(inner, &file, &folder);
                        }
                    }
                    &rest[3..]
                }
                _ => self.names(&module, token, rest),
            };
        }
    }

    /// Takes a path of names from the start of `rest`, or goes into its first token, and gives what
    /// comes behind.
    fn names<'a>(
        &mut self,
        module: &[String],
        token: &TokenTree,
        rest: &'a [TokenTree],
    ) -> &'a [TokenTree] {
        if let TokenTree::Group(group) = token {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            let mut inner = &inner[..];
            while let Some(token) = inner.first() {
                inner = self.names(module, token, inner);
            }
            return &rest[1..];
        }
        let start = match token {
            TokenTree::Ident(word) if word == "crate" => Module::new(),
            TokenTree::Ident(word) if word == "self" => module.to_vec(),
            TokenTree::Ident(word) if word == "super" => parent(module),
            _ => return &rest[1..],
        };
        match behind_colons(&rest[1..]) {
            Some(behind) => self.path(module, start, behind),
            None => &rest[1..],
        }
    }

    /// Takes what comes behind `start::`.
    fn path<'a>(
        &mut self,
        module: &[String],
        mut start: Module,
        rest: &'a [TokenTree],
    ) -> &'a [TokenTree] {
        match rest.first() {
            Some(TokenTree::Ident(name)) => {
                if name == "super" {
                    start = parent(&start);
                } else {
                    start.push(name.to_string());
                }
                if let Some(behind) = behind_colons(&rest[1..]) {
                    return self.path(module, start, behind);
                }
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for one in inner.split(|token| is_punct(Some(token), ',')) {
                    if !one.is_empty() {
                        self.path(module, start.clone(), one);
                    }
                }
                return &rest[1..];
            }
            _ => {}
        }
        self.paths.push((module.to_vec(), start));
        rest.get(1..).unwrap_or_default()
    }
}

/// Whether an item begins here that is compiled for tests alone.
fn is_for_tests(tokens: &[TokenTree]) -> bool {
    match tokens {
        [TokenTree::Punct(mark), TokenTree::Group(attribute), ..] if mark.as_char() == '#' => {
            attribute.stream().to_string().replace(' ', "") == "cfg(test)"
        }
        _ => false,
    }
}

fn behind_colons(tokens: &[TokenTree]) -> Option<&[TokenTree]> {
    let is_path = is_punct(tokens.first(), ':') && is_punct(tokens.get(1), ':');
    is_path.then(|| &tokens[2..])
}

fn is_punct(token: Option<&TokenTree>, character: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == character)
}

fn parent(module: &[String]) -> Module {
    let (_, parent) = module.split_last().expect("the root of a crate has no parent");
    parent.to_vec()
}
