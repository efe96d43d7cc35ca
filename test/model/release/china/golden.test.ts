import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { done, newUrlOf, rootKey } from "./support.ts";

const folder = (side: "before" | "after") => {
  const url = new URL(`golden/${side}/`, import.meta.url);
  return Object.fromEntries(readdirSync(url).map((name) => [name, readFileSync(new URL(name, url), "utf8")]));
};

describe("a small release, by hand", () => {
  const { "panther.yml": root = "", ...nested } = folder("before");
  const result = done(root, nested);

  it("comes out as it was written down", () => {
    // By the names that the files had, since the new ones are made of their bytes.
    const named = (text: string) =>
      [...result.origins].reduce((all, [key, name]) => all.replaceAll(newUrlOf(key), newUrlOf(name)), text);
    const written = Array.from(result.templates, ([key, text]) => {
      const name = result.origins.get(key) ?? "";
      return [name === rootKey ? "panther.yml" : name, named(text)];
    });
    expect(Object.fromEntries(written)).to.deep.equal(folder("after"));
  });

  it("needs its code and layer, and nothing of the web app's", () => {
    expect(result.assets.map(({ kind, key }) => `${kind} ${key}`)).to.deep.equal([
      "code users-api.zip",
      "layer layer.zip",
    ]);
    expect(result.images).to.deep.equal([]);
  });
});
