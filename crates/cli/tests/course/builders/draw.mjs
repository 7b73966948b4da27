// Compiles the MDX on standard input and prints what React draws.
import { evaluate } from "@mdx-js/mdx";
import { readFileSync } from "node:fs";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import * as runtime from "react/jsx-runtime";

const { default: Page } = await evaluate(readFileSync(0, "utf8"), { ...runtime, baseUrl: "file:///" });
process.stdout.write(renderToStaticMarkup(createElement(Page)));
