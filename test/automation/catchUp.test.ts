import { expect } from "chai";
import { isBehind } from "../../automation/catchUp.ts";
import type { StateResource } from "../../automation/importedState.ts";
import { parseVersion } from "../../model/release/version.ts";

const urn = (type: string) => `urn:pulumi:prod::panther::${type}::panther`;
const url = (release: string) => `https://panther-enterprise-us-east-1.s3.amazonaws.com/v${release}/panther.yml`;

/** State with the releases that the root stack, its component and the program's outputs tell of. */
function state(stack: string, component: string, version: string, pending: readonly unknown[] = []) {
  const component_ = "panther:index:PantherRootStack";
  const stackType = "aws:cloudformation/stack:Stack";
  const resources: readonly StateResource[] = [
    { urn: urn("pulumi:pulumi:Stack"), type: "pulumi:pulumi:Stack", outputs: { version } },
    { urn: urn(component_), type: component_, outputs: { templateUrl: component } },
    { urn: urn(`${component_}$${stackType}`), type: stackType, inputs: { templateUrl: stack } },
  ];
  return { deployment: { resources, pending_operations: pending } };
}

describe("Pulumi's state against the release that runs", () => {
  const running = parseVersion("1.38.5");
  const isOf = (...args: Parameters<typeof state>) => isBehind(state(...args), running, { isFollowed: true });

  it("is behind where the stack or its component is of another release", () => {
    expect(isOf(url("1.38.5"), url("1.38.5"), "v1.38.5")).to.equal(false);
    expect(isOf(url("1.37.11"), url("1.37.11"), "v1.37.11")).to.equal(true);
    // Killed after the stack was done and before its component was.
    expect(isOf(url("1.38.5"), url("1.37.11"), "v1.37.11")).to.equal(true);
  });

  it("may have old outputs and something pending, where another up follows", () => {
    const left = state(url("1.38.5"), url("1.38.5"), "v1.37.11");
    const pending = state(url("1.38.5"), url("1.38.5"), "v1.38.5", [{ type: "updating" }]);
    expect([left, pending].map((one) => isBehind(one, running, { isFollowed: true }))).to.deep.equal([false, false]);
    expect([left, pending].map((one) => isBehind(one, running, { isFollowed: false }))).to.deep.equal([true, true]);
  });

  it("is not behind where a private template's URL names no release, or nothing was deployed", () => {
    const own = "https://example-templates.s3.amazonaws.com/panther.yml";
    expect(isOf(own, own, "v1.38.5")).to.equal(false);
    expect(isBehind({ deployment: {} }, running, { isFollowed: false })).to.equal(false);
  });
});
