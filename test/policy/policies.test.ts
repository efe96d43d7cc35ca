import type { ResourceValidationArgs, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { Ajv } from "ajv";
import { expect } from "chai";
import { policyRules } from "../../model/rules/policy/policyRules.ts";
import { policies } from "../../policy/policies.ts";

type Both = ResourceValidationPolicy & StackValidationPolicy;

/** A resource of which a preview does not know the name, as Pulumi hands it out: it throws when somebody reads that. */
const unknownName: ResourceValidationArgs["props"] = {
  templateUrl: "https://panther-enterprise-us-east-1.s3.amazonaws.com/v1.39.7/panther.yml",
  parameters: { OpsRoleIdentityAccountId: "888888888888" },
  get name(): string {
    throw new Error("string value at .name can't be known during preview");
  },
};

function asked(policy: Both, config: object, more: Partial<ResourceValidationArgs> = {}): readonly string[] {
  const reports: string[] = [];
  const args = {
    type: "aws:cloudformation/stack:Stack",
    name: "root",
    urn: "urn:pulumi:test::panther::aws:cloudformation/stack:Stack::root",
    props: unknownName,
    opts: { protect: false, ignoreChanges: [], customTimeouts: { createSeconds: 0, updateSeconds: 0 } },
    stackTags: new Map(),
    getConfig: () => config,
    ...more,
  } as unknown as ResourceValidationArgs;
  (policy.validateResource as (args: ResourceValidationArgs, report: (message: string) => void) => void)(
    args,
    (message) => reports.push(message),
  );
  return reports;
}

describe("the policies that Pulumi is handed", () => {
  const pack = (now = "2026-11-21T23:59:59Z") => {
    const all = policies(() => new Date(now)) as readonly Both[];
    return (name: string) => all.find((policy) => policy.name === name) as Both;
  };

  it("are the rules, between one that notes secrets and one that says what could not be told", () => {
    const names = policies(() => new Date()).map(({ name }) => name);
    expect(names).to.deep.equal(["secret-marks", ...policyRules.map(({ name }) => name), "could-not-tell"]);
  });

  it("have settings that are JSON Schema, with defaults that fit", () => {
    for (const { name, configSchema } of policies(() => new Date())) {
      const validate = new Ajv({ useDefaults: true }).compile({ type: "object", ...configSchema });
      expect(validate({}), name).to.equal(true);
    }
    const [schema] = [pack()("support-role").configSchema];
    const validate = new Ajv().compile({ type: "object", ...schema });
    for (const wrong of [{ wanted: "perhaps" }, { accounts: ["12"] }, { accounts: "123456789012" }]) {
      expect(validate(wrong), JSON.stringify(wrong)).to.equal(false);
    }
  });

  it("say what could not be told by the last one alone, once, and not of rules that are excepted", () => {
    const policy = pack();
    expect(asked(policy("root-stack-name"), {})).to.deep.equal([]);
    expect(asked(policy("could-not-tell"), {})).to.deep.equal([
      "root-stack-name: The root stack's name is not known yet.",
    ]);
    expect(asked(policy("could-not-tell"), {})).to.deep.equal([]);
    asked(policy("root-stack-name"), {});
    expect(asked(policy("could-not-tell"), { except: ["root-stack-name"] })).to.deep.equal([]);
  });

  it("put what is wrong with a resource into one message, with what to do and a link", () => {
    const { remediation, link } = policyRules.find(({ name }) => name === "root-stack-kept") ?? {};
    const [message, ...more] = asked(pack()("root-stack-kept"), {});
    expect(more).to.deep.equal([]);
    expect(message).to.match(/^The root stack is not protected.*\nThe root stack lacks .*\nPulumi waits for less/);
    expect(message?.endsWith(`\n${remediation}\n${link}`)).to.equal(true);
  });

  it("know today's date", () => {
    const until = { until: "2026-11-21" };
    expect(asked(pack()("operations-role"), until)).to.deep.equal([]);
    expect(asked(pack("2026-11-22T00:00:00Z")("operations-role"), until)).to.have.length(1);
  });
});
