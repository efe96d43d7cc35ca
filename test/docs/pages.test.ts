import { readFileSync } from "node:fs";
import { expect } from "chai";
import { generatedPages } from "../../docs/generate/pages.ts";

describe("generated pages of docs/", () => {
  for (const { file, content } of generatedPages) {
    it(`docs/${file} is what \`npm run docs\` would write`, () => {
      expect(readFileSync(new URL(`../../docs/${file}`, import.meta.url), "utf8")).to.equal(content());
    });
  }
});
