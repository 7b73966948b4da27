//! Reads the import section of a WebAssembly module (Core Specification 2.0 §5.5.5).

#[derive(Debug, PartialEq, Eq)]
pub struct Import {
    pub module: String,
    pub name: String,
}

const IMPORT_SECTION: u8 = 2;

/// What the module asks its host for, or what is wrong with the module.
pub fn imports(module: &[u8]) -> Result<Vec<Import>, &'static str> {
    let mut reader = Reader { rest: module };
    if reader.take(8)? != b"\0asm\x01\0\0\0" {
        return Err("it does not start as one");
    }
    while !reader.rest.is_empty() {
        let id = reader.octet()?;
        let length = reader.number()?;
        let section = reader.take(length)?;
        if id == IMPORT_SECTION {
            return (Reader { rest: section }).imports();
        }
    }
    Ok(Vec::new())
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

    const HEADER: &[u8] = b"\0asm\x01\0\0\0";
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
    fn what_is_cut_or_foreign_is_told() {
        let module = [HEADER, SECTIONS].concat();
        for length in [0, 7, 9, 12, module.len() - 1] {
            assert_eq!(imports(&module[..length]), Err("it is cut short"), "cut at {length}");
        }
        assert_eq!(imports(b"<!DOCTYPE html>"), Err("it does not start as one"));
    }
}
