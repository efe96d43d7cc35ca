import { expect } from "chai";
import { changesOf } from "../../../local/standins/aws/diff.ts";
import { handlerFor } from "../../../local/standins/aws/resources.ts";
import { unknown } from "../../../local/standins/aws/values.ts";

const stack = await handlerFor("aws:cloudformation/stack:Stack");
const role = await handlerFor("aws:iam/role:Role");

const state = {
  name: "one",
  capabilities: ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
  parameters: { Size: "a", Password: "****" },
  templateBody: '{"a":1,"b":2}',
  disableRollback: false,
  tags: { "a.b": "c" },
};
const inputs = {
  name: "one",
  capabilities: ["CAPABILITY_NAMED_IAM", "CAPABILITY_IAM"],
  parameters: { Size: "a", Password: "****" },
  templateBody: '{ "b": 2, "a": 1 }',
  tags: { "a.b": "c" },
};

describe("stand-in diff", () => {
  it("sees no difference in order, JSON form, and unset values that state shows", () => {
    expect(changesOf(stack, state, inputs, [])).to.deep.equal([]);
  });

  it("names each changed leaf, and replaces for what can't be updated", () => {
    const changed = {
      ...inputs,
      name: "two",
      parameters: { Size: "b", Password: "secret", More: "" },
      tags: {},
      templateBody: unknown,
    };
    expect(
      changesOf(stack, state, changed, []).map(({ path, kind, replaces }) => [path, kind, replaces]),
    ).to.deep.equal([
      ["name", "update", true],
      ["parameters.Size", "update", false],
      ["parameters.Password", "update", false],
      ["parameters.More", "add", false],
      ['tags["a.b"]', "delete", false],
      ["templateBody", "update", false],
    ]);
  });

  it("leaves out what the program ignores and what it leaves to AWS", () => {
    const { templateBody: _, parameters: __, ...rest } = inputs;
    expect(changesOf(stack, state, { ...rest, name: "two" }, ["name"])).to.deep.equal([]);
  });

  it("takes equivalent policies for equal", () => {
    const before = { assumeRolePolicy: '{"Statement":[{"Action":["sts:AssumeRole"],"Principal":{"AWS":["1","2"]}}]}' };
    const after = { assumeRolePolicy: '{"Statement":{"Principal":{"AWS":["2","1"]},"Action":"sts:AssumeRole"}}' };
    expect(changesOf(role, before, after, [])).to.deep.equal([]);
    const other = { assumeRolePolicy: '{"Statement":{"Principal":{"AWS":["3","1"]},"Action":"sts:AssumeRole"}}' };
    expect(changesOf(role, before, other, [])).to.have.length(1);
  });
});
