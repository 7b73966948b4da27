//! Reads the imports of a WebAssembly module, and gives what it shares with its script short names
//! (Core Specification 2.0 §5.5.5 and §5.5.10).

use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, PartialEq, Eq)]
pub struct Import {
    pub module: String,
    pub name: String,
}

const MAGIC: &[u8] = b"\0asm\x01\0\0\0";
const IMPORT_SECTION: u8 = 2;
const EXPORT_SECTION: u8 = 7;

/// What the module asks its host for, or what is wrong with the module.
pub fn imports(module: &[u8]) -> Result<Vec<Import>, &'static str> {
    match sections(module)?.into_iter().find(|(id, _)| *id == IMPORT_SECTION) {
        Some((_, section)) => (Reader { rest: section }).imports(),
        None => Ok(Vec::new()),
    }
}

/// Gives short names to what a module imports from `from`, and to its exports that end with a hash,
/// in the module and in the script that shares them. wasm-bindgen ends most names with a hash, which
/// no compression makes shorter.
pub fn shorten(module: &[u8], script: &str, from: &str) -> Result<(Vec<u8>, String), &'static str> {
    let sections = sections(module)?;
    let mut long = Vec::new();
    for (id, section) in &sections {
        let mut reader = Reader { rest: section };
        match *id {
            IMPORT_SECTION => {
                let own = reader.imports()?.into_iter().filter(|import| import.module == from);
                long.extend(own.map(|import| import.name));
            }
            EXPORT_SECTION => {
                long.extend(reader.exports()?.into_iter().filter(|name| ends_with_hash(name)));
            }
            _ => {}
        }
    }
    let short: BTreeMap<&str, String> =
        long.iter().enumerate().map(|(n, name)| (name.as_str(), format!("${n}"))).collect();
    let mut shortened = MAGIC.to_vec();
    for (id, section) in sections {
        let mut reader = Reader { rest: section };
        let section = match id {
            IMPORT_SECTION => reader.renamed_imports(from, &short)?,
            EXPORT_SECTION => reader.renamed_exports(&short)?,
            _ => section.to_vec(),
        };
        shortened.push(id);
        push_number(&mut shortened, section.len());
        shortened.extend(section);
    }
    Ok((shortened, with_names(script, &short)))
}

/// The module without the exports whose names are not in its script.
pub fn without_exports_unnamed_in(module: &[u8], script: &str) -> Result<Vec<u8>, &'static str> {
    let named: BTreeSet<&str> = script.split(|c| !is_part(c)).collect();
    let mut kept = MAGIC.to_vec();
    for (id, section) in sections(module)? {
        let section = match id {
            EXPORT_SECTION => (Reader { rest: section }).exports_in(&named)?,
            _ => section.to_vec(),
        };
        kept.push(id);
        push_number(&mut kept, section.len());
        kept.extend(section);
    }
    Ok(kept)
}

/// The parts of a module, each with its id.
fn sections(module: &[u8]) -> Result<Vec<(u8, &[u8])>, &'static str> {
    let mut reader = Reader { rest: module };
    if reader.take(8)? != MAGIC {
        return Err("it does not start as one");
    }
    let mut sections = Vec::new();
    while !reader.rest.is_empty() {
        let id = reader.octet()?;
        let length = reader.number()?;
        sections.push((id, reader.take(length)?));
    }
    Ok(sections)
}

/// Whether a name ends as Rust's symbols do: `…__h` and 16 hexadecimal digits.
fn ends_with_hash(name: &str) -> bool {
    name.rsplit_once("__h").is_some_and(|(_, hash)| {
        hash.len() == 16 && hash.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

/// The script with these identifiers in place of those.
fn with_names(script: &str, names: &BTreeMap<&str, String>) -> String {
    let mut written = String::with_capacity(script.len());
    let mut rest = script;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let (identifier, behind) = rest.split_at(end);
        written.push_str(names.get(identifier).map_or(identifier, String::as_str));
        let start = behind.find(is_part).unwrap_or(behind.len());
        let (others, behind) = behind.split_at(start);
        written.push_str(others);
        rest = behind;
    }
    written
}

/// Whether a character may be in an identifier of a script.
fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '$')
}

/// Writes an unsigned number in LEB128.
fn push_number(octets: &mut Vec<u8>, mut number: usize) {
    while number > 0x7f {
        octets.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    octets.push(number as u8);
}

fn push_name(octets: &mut Vec<u8>, name: &str) {
    push_number(octets, name.len());
    octets.extend(name.as_bytes());
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn imports(&mut self) -> Result<Vec<Import>, &'static str> {
        let count = self.number()?;
        let mut imports = Vec::new();
        for _ in 0..count {
            imports.push(Import { module: self.name()?, name: self.name()? });
            self.skip_description()?;
        }
        Ok(imports)
    }

    /// The section with other names for what is imported from `from`.
    fn renamed_imports(
        &mut self,
        from: &str,
        names: &BTreeMap<&str, String>,
    ) -> Result<Vec<u8>, &'static str> {
        let mut section = Vec::new();
        let count = self.number()?;
        push_number(&mut section, count);
        for _ in 0..count {
            let (module, name) = (self.name()?, self.name()?);
            let start = self.rest;
            self.skip_description()?;
            let name = names.get(name.as_str()).filter(|_| module == from).unwrap_or(&name);
            push_name(&mut section, &module);
            push_name(&mut section, name);
            section.extend(&start[..start.len() - self.rest.len()]);
        }
        Ok(section)
    }

    /// The names of what the module offers.
    fn exports(&mut self) -> Result<Vec<String>, &'static str> {
        let count = self.number()?;
        let mut names = Vec::new();
        for _ in 0..count {
            names.push(self.name()?);
            self.skip_export()?;
        }
        Ok(names)
    }

    /// The section with other names for what the module offers.
    fn renamed_exports(&mut self, names: &BTreeMap<&str, String>) -> Result<Vec<u8>, &'static str> {
        let mut section = Vec::new();
        let count = self.number()?;
        push_number(&mut section, count);
        for _ in 0..count {
            let name = self.name()?;
            let start = self.rest;
            self.skip_export()?;
            push_name(&mut section, names.get(name.as_str()).unwrap_or(&name));
            section.extend(&start[..start.len() - self.rest.len()]);
        }
        Ok(section)
    }

    /// The section with those exports alone that have one of these names.
    fn exports_in(&mut self, names: &BTreeSet<&str>) -> Result<Vec<u8>, &'static str> {
        let mut kept: Vec<u8> = Vec::new();
        let mut count = 0;
        for _ in 0..self.number()? {
            let start = self.rest;
            let name = self.name()?;
            self.skip_export()?;
            if names.contains(name.as_str()) {
                count += 1;
                kept.extend(&start[..start.len() - self.rest.len()]);
            }
        }
        let mut section = Vec::new();
        push_number(&mut section, count);
        section.extend(kept);
        Ok(section)
    }

    /// What an export is: a kind and an index.
    fn skip_export(&mut self) -> Result<(), &'static str> {
        self.octet().and_then(|_| self.number()).map(drop)
    }

    fn skip_description(&mut self) -> Result<(), &'static str> {
        match self.octet()? {
            // A function: the index of its type.
            0 => self.number().map(drop),
            // A table: its element type and limits.
            1 => self.octet().and_then(|_| self.skip_limits()),
            // A memory: its limits.
            2 => self.skip_limits(),
            // A global: its type and whether it changes.
            3 => self.take(2).map(drop),
            // A tag: an attribute and the index of its type.
            4 => self.octet().and_then(|_| self.number()).map(drop),
            _ => Err("it has an import of an unknown kind"),
        }
    }

    fn skip_limits(&mut self) -> Result<(), &'static str> {
        let flags = self.octet()?;
        self.number()?;
        if flags & 1 == 1 {
            self.number()?;
        }
        Ok(())
    }

    fn name(&mut self) -> Result<String, &'static str> {
        let length = self.number()?;
        String::from_utf8(self.take(length)?.to_vec())
            .map_err(|_| "it has a name that is not UTF-8")
    }

    /// An unsigned number in LEB128.
    fn number(&mut self) -> Result<usize, &'static str> {
        let mut value = 0u64;
        for shift in (0..35).step_by(7) {
            let octet = self.octet()?;
            value |= u64::from(octet & 0x7f) << shift;
            if octet & 0x80 == 0 {
                return usize::try_from(value).map_err(|_| "it has a number that is too big");
            }
        }
        Err("it has a number that is too long")
    }

    fn octet(&mut self) -> Result<u8, &'static str> {
        self.take(1).map(|octets| octets[0])
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], &'static str> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or("it is cut short")?;
        self.rest = rest;
        Ok(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &[u8] = MAGIC;
    /// Type section with one empty function type, then a function and a memory from "env".
    const SECTIONS: &[u8] =
        b"\x01\x04\x01\x60\0\0\x02\x13\x02\x03env\x01f\0\0\x03env\x01m\x02\x01\x01\x02";

    #[test]
    fn imports_are_listed() {
        let imports = imports(&[HEADER, SECTIONS].concat()).expect("a good module");
        let names: Vec<String> =
            imports.iter().map(|import| format!("{}.{}", import.module, import.name)).collect();
        assert_eq!(names, ["env.f", "env.m"]);
    }

    #[test]
    fn a_module_without_imports_has_none() {
        assert_eq!(imports(HEADER), Ok(Vec::new()));
    }

    #[test]
    fn imports_get_short_names_in_module_and_script() {
        let module = [HEADER, SECTIONS, b"\x0a\x01\0"].concat();
        let script = "const offered = {\nf: function() { return g.f1(f$, my_f); },\nm: memory };";
        let (shortened, script) = shorten(&module, script, "env").expect("a good module");
        let names: Vec<String> =
            imports(&shortened).unwrap().into_iter().map(|import| import.name).collect();
        assert_eq!(names, ["$0", "$1"]);
        assert!(shortened.ends_with(b"\x0a\x01\0"), "what is behind stays");
        assert_eq!(
            script,
            "const offered = {\n$0: function() { return g.f1(f$, my_f); },\n$1: memory };"
        );
        assert_eq!(shorten(&module, "", "elsewhere"), Ok((module, String::new())));
    }

    /// A module that exports functions by these names, and nothing else.
    fn module_of_exports(names: &[&str]) -> Vec<u8> {
        let mut section = vec![names.len() as u8];
        for name in names {
            push_name(&mut section, name);
            section.extend(b"\0\x07");
        }
        let mut module = [HEADER, &[EXPORT_SECTION]].concat();
        push_number(&mut module, section.len());
        [module, section].concat()
    }

    #[test]
    fn exports_that_end_with_a_hash_get_short_names_and_others_keep_theirs() {
        let long = "invoke__h0123456789abcdef";
        let script = format!("wasm.memory; wasm.{long}(1);");
        let shortened = shorten(&module_of_exports(&["memory", long]), &script, "env");
        let expected = module_of_exports(&["memory", "$0"]);
        assert_eq!(shortened, Ok((expected, "wasm.memory; wasm.$0(1);".to_owned())));
    }

    #[test]
    fn exports_that_the_script_does_not_name_are_left_out() {
        let module = module_of_exports(&["memory", "call", "$0"]);
        let kept = without_exports_unnamed_in(&module, "a.memory.b;a.$0(recall,call_it)");
        assert_eq!(kept, Ok(module_of_exports(&["memory", "$0"])));
    }

    #[test]
    fn what_is_cut_or_foreign_is_told() {
        let module = [HEADER, SECTIONS].concat();
        for length in [0, 7, 9, 12, module.len() - 1] {
            assert_eq!(imports(&module[..length]), Err("it is cut short"), "cut at {length}");
        }
        assert_eq!(imports(b"<!DOCTYPE html>"), Err("it does not start as one"));
    }
}
