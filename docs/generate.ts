// Writes the pages of docs/ that are made from the project's own data; with --check it only says which are out of date.
import { readFileSync, writeFileSync } from "node:fs";
import { generatedPages } from "./generate/pages.ts";

const check = process.argv.includes("--check");
for (const { file, content } of generatedPages) {
  const path = new URL(file, import.meta.url);
  if (!check) writeFileSync(path, content());
  else if (readFileSync(path, "utf8") !== content()) {
    process.stderr.write(`docs/${file} is out of date.\n  npm run docs\n`);
    process.exitCode = 1;
  }
}
