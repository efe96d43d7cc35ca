import { expect } from "chai";
import type { KeyReference } from "../../../model/environment/reference/keyReference.ts";
import { environmentReference } from "../../../model/environment/reference.ts";
import {
  chinaEntries,
  deployedRoleEntries,
  environmentEntries,
  existingRoleEntries,
  organizationsEntries,
  timeoutEntries,
} from "../../../model/environment/schema.ts";
import { sourceDeployerEntries } from "../../../model/environment/sourceDeployerEntries.ts";

const role = { ...deployedRoleEntries, ...existingRoleEntries };

/** The schema's mappings by the place of each. */
const levels: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "": environmentEntries,
  deploymentRole: role,
  timeouts: timeoutEntries,
  organizations: organizationsEntries,
  sourceDeployer: sourceDeployerEntries,
  china: chinaEntries,
  "china.webDeploymentRole": role,
};

function documented(keys: readonly KeyReference[], at = ""): Record<string, string[]> {
  const below = keys.flatMap(({ name, inner }) => (inner ? [documented(inner, at ? `${at}.${name}` : name)] : []));
  return Object.assign({ [at]: keys.map(({ name }) => name) }, ...below);
}

describe("the reference of the configuration's keys", () => {
  it("has the schema's keys at every level, in its order", () => {
    const known = Object.entries(levels).map(([at, entries]) => [at, Object.keys(entries)]);
    expect(documented(environmentReference)).to.deep.equal(Object.fromEntries(known));
  });

  it("has an example of each that begins with its key", () => {
    const wrong = (keys: readonly KeyReference[], prefix: string): string[] =>
      keys.flatMap(({ name, example, inner = [] }) => [
        ...(example.startsWith(`${prefix}${name}:`) ? [] : [name]),
        ...wrong(inner, ""),
      ]);
    expect(wrong(environmentReference, "panther:")).to.deep.equal([]);
  });
});
