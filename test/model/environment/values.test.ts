import { expect } from "chai";
import type { RawConfiguration } from "../../../model/environment/environment.ts";
import { described, environment, keys } from "./reading.ts";

/** What stands at its key and is taken. */
const taken: readonly RawConfiguration[] = [
  { version: "1.39.7" },
  { version: "v1.21.3-china-web-proxy" },
  { expectedAccountId: "000000000000" },
  { rootStackName: `panther-${"x".repeat(120)}` },
  { parameters: { ["A".repeat(255)]: "" } },
  { parameters: { A: Number.MAX_SAFE_INTEGER, B: -1, C: 0.5, D: true } },
  { tags: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`tag${index}`, ""])) },
  { tags: { ["n".repeat(128)]: "v".repeat(256) } },
  { tags: { "Größe: a.b/c=d+e-f@g_h": "für 日本" } },
  { timeouts: { create: "30m", update: "12h", delete: "1h30m" } },
  { timeouts: { create: "1800s", update: "11h59m60s" } },
  { opsRoleUntil: "2028-02-29" },
  { releaseCatalog: "C:\\releases.json" },
  { releaseCatalog: "https://example.com/releases.json" },
  { releaseCatalog: "file:///srv/releases.json" },
  { releaseCatalog: "http://127.0.0.1:8080/releases.json" },
  { firstDeployParameters: [] },
];

/** What stands at a key and is refused: where, and what the text says. */
const refused: readonly (readonly [RawConfiguration, key: string, says: string])[] = [
  [{ version: "" }, "version", "is blank"],
  [{ version: " " }, "version", "is blank"],
  [{ version: 1.39 }, "version", "(1.39) must be text such as v1.39.7"],
  [{ version: "1.39" }, "version", "lacks numbers"],
  [{ version: null }, "version", "has no value"],
  [{ topology: "China" }, "topology", "must be standard or china"],
  [{ region: "" }, "region", "is blank"],
  [{ region: null }, "region", "has no value"],
  [{ region: ["us-east-1"] }, "region", "must be an AWS region"],
  [{ region: "eu-south-1" }, "region", "no region that Panther supports"],
  [{ region: "eu-west-3", version: "1.14.0" }, "region", "Choose v1.15.0 or newer"],
  [{ expectedAccountId: 12345678901 }, "expectedAccountId", "(12345678901) must be text: write it in quotes"],
  // What the program gets of a number.
  [{ expectedAccountId: "12345678901" }, "expectedAccountId", "must be the 12 digits of an AWS account ID, in quotes"],
  [{ expectedAccountId: "0123456789012" }, "expectedAccountId", "must be the 12 digits"],
  [{ rootStackName: "" }, "rootStackName", "is blank"],
  [{ rootStackName: "panther" }, "rootStackName", "must begin with panther-"],
  [{ rootStackName: `panther-${"x".repeat(121)}` }, "rootStackName", "at most 128"],
  [{ parameters: ["A"] }, "parameters", 'Write it as a mapping: "name: value" a line'],
  [{ parameters: "A=1" }, "parameters", "must be a mapping"],
  [{ parameters: null }, "parameters", "has no value"],
  [{ parameters: { A: null } }, "parameters.A", 'has no value. Give it one (blank is "")'],
  [{ parameters: { A: ["a"] } }, "parameters.A", "must be text, a number, true or false"],
  [{ parameters: { A: {} } }, "parameters.A", "must be text, a number, true or false"],
  [{ parameters: { A: 2 ** 53 } }, "parameters.A", "put it in quotes"],
  [{ parameters: { A: 1e-9 } }, "parameters.A", "put it in quotes"],
  [{ parameters: { A: Number.NaN } }, "parameters.A", "must be text, a number"],
  [{ parameters: { "a-b": "x" } }, "parameters.a-b", "no parameter's name"],
  [{ parameters: { ["A".repeat(256)]: "x" } }, `parameters.${"A".repeat(256)}`, "Correct the name"],
  [{ firstDeployParameters: "A" }, "firstDeployParameters", "Write it as a list"],
  [{ firstDeployParameters: [1] }, "firstDeployParameters.0", "'panther:firstDeployParameters[0]'"],
  [{ firstDeployParameters: ["A"] }, "firstDeployParameters.0", "(A) has no value"],
  [{ tags: [] }, "tags", "must be a mapping"],
  [
    { tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`tag${index}`, ""])) },
    "tags",
    "has more than 50 tags",
  ],
  [{ tags: { "": "x" } }, "tags.", "1 to 128 characters"],
  [{ tags: { ["n".repeat(129)]: "x" } }, `tags.${"n".repeat(129)}`, "1 to 128 characters"],
  [{ tags: { "AWS:x": "x" } }, "tags.AWS:x", "must not begin with aws:"],
  [{ tags: { "a*": "x" } }, "tags.a*", "may have letters"],
  [{ tags: { a: "v".repeat(257) } }, "tags.a", "at most 256 characters"],
  [{ tags: { "a b": "*" } }, "tags.a b", `(*) may have letters, digits, spaces and _.:/=+-@ only`],
  [{ tags: { "a b": "*" } }, "tags.a b", `'panther:tags["a b"]' <value>`],
  [{ opsRoleUntil: "2026-02-30" }, "opsRoleUntil", "(2026-02-30) is no day"],
  [{ opsRoleUntil: "2026-13-01" }, "opsRoleUntil", "is no day"],
  [{ opsRoleUntil: "2026-12-31T00:00:00Z" }, "opsRoleUntil", "is no day such as 2026-12-31"],
  [{ opsRoleUntil: 20261231 }, "opsRoleUntil", "must be a day such as 2026-12-31"],
  [{ timeouts: "3h" }, "timeouts", "must be a mapping"],
  [{ organizations: "audit" }, "organizations", "must be a mapping"],
  [{ timeouts: { create: 3 } }, "timeouts.create", "(3) must be text such as 3h"],
  [{ timeouts: { create: "soon" } }, "timeouts.create", "is no duration"],
  [{ timeouts: { create: "0h" } }, "timeouts.create", "is no duration"],
  [{ timeouts: { update: "29m59s" } }, "timeouts.update", "must be at least 30m"],
  [{ timeouts: { delete: "12h1s" } }, "timeouts.delete", "must be at most 12h"],
  [{ timeouts: { read: "3h" } }, "timeouts.read", "Known keys there: create, update, delete"],
  [{ releaseCatalog: "" }, "releaseCatalog", "is blank"],
  [{ releaseCatalog: "http://example.com/releases.json" }, "releaseCatalog", "must be a path or an https URL"],
  [{ releaseCatalog: "s3://bucket/releases.json" }, "releaseCatalog", "must be a path or an https URL"],
  [{ releaseCatalog: "https://" }, "releaseCatalog", "must be a path or an https URL"],
  [{ releaseCatalog: "http://x/y?Signature=abc" }, "releaseCatalog", "(http://x/y?…) must be"],
  [{ deploymentRole: "arn:aws:iam::012345678901:role/R" }, "deploymentRole", "must be a mapping"],
  [{ china: [], topology: "china" }, "china", "must be a mapping"],
  [{ colour: "red" }, "colour", "is no configuration key of this project. Remove it. Known keys: version, topology"],
];

describe("values of an environment's configuration", () => {
  for (const values of taken) {
    it(`takes ${JSON.stringify(values).slice(0, 80)}`, () => {
      expect(() => environment(values)).not.to.throw();
    });
  }

  for (const [values, key, says] of refused) {
    it(`refuses ${JSON.stringify(values).slice(0, 80)}: ${says}`, () => {
      expect(keys(values)).to.include(`panther:${key}`);
      expect(described(values)).to.include(says);
    });
  }

  it("says one thing of one wrong value", () => {
    const several = refused.filter(([values]) => !("china" in values) && keys(values).length > 1);
    expect(several).to.deep.equal([]);
  });
});
