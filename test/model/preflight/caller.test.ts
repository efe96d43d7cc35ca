import { expect } from "chai";
import { type CallerRequests, type CallerWork, callerActions } from "../../../model/preflight/callerActions.ts";
import { callerQuestions } from "../../../model/preflight/callerContext.ts";
import { principalsOf } from "../../../model/preflight/principal.ts";
import { releaseResources } from "../../../model/preflight/releaseResources.ts";
import { roleStackActions } from "../../../model/preflight/roleStackActions.ts";
import { parseTemplate } from "../../../model/release/templateText.ts";

const accountId = "123456789012";
const place = { accountId, region: "eu-west-1", rootStackName: "panther-prod" };
const role = { name: "team/PantherDeploymentRole" };
const roleArn = `arn:aws:iam::${accountId}:role/team/PantherDeploymentRole`;
const stack = {
  name: "role",
  work: "create",
  needed: [{ actions: ["iam:CreateRole"], resources: [roleArn] }],
} as const;

const actionsOf = (requests: readonly CallerRequests[], of = "") =>
  requests
    .flatMap(({ needed }) => needed)
    .filter(({ resources }) => resources.some((one) => one.includes(of)))
    .flatMap(({ actions }) => actions)
    .filter((action) => !/:(?:Describe|GetTemplate)/.test(action));

describe("what the caller is asked for", () => {
  const of = (work: Partial<CallerWork>) =>
    callerActions(place, { root: "update", protects: false, builds: true, role, ...work });

  it("is by what is done to each stack, and by side", () => {
    const build = ["codebuild:BatchGetProjects", "codebuild:StartBuild", "codebuild:BatchGetBuilds"];
    expect(actionsOf(of({ root: "create", protects: true }), "stack/panther-prod/*")).to.deep.equal(
      ["CreateStack", "UpdateStack", "UpdateTerminationProtection"].map((name) => `cloudformation:${name}`),
    );
    expect(actionsOf(of({}))).to.deep.equal(["cloudformation:UpdateStack", ...build, "iam:PassRole"]);
    expect(actionsOf(of({ builds: false }))).to.deep.equal(["cloudformation:UpdateStack", "iam:PassRole"]);
    for (const [work, expected] of [
      ["create", ["cloudformation:CreateStack"]],
      ["update", ["cloudformation:UpdateStack"]],
      ["keep", []],
    ] as const) {
      expect(actionsOf(of({ role: { ...role, stack: { ...stack, work } } }), "stack/role/*"), work).to.deep.equal(
        expected,
      );
    }
  });

  it("comes about in three ways, each with the context that AWS has then", () => {
    const requests = of({ root: "create", role: { ...role, stack } });
    const at = { ...place, principalArn: roleArn, tags: { team: "security" }, now: new Date("2026-11-21T12:00:00Z") };
    const asked = callerQuestions(requests, at, "arn:aws:iam::aws:policy/Boundary");
    const valuesOf = (action: string) => {
      const found = asked.filter(({ needed }) => needed.some(({ actions }) => actions.includes(action)));
      expect(found, action).to.have.length(1);
      return Object.fromEntries(
        Object.entries(found[0]?.values ?? {}).map(([key, { values }]) => [key, values.join(",")]),
      );
    };
    const via = { "aws:CalledVia": "cloudformation.amazonaws.com", "aws:ViaAWSService": "true" };
    const tags = { "aws:RequestTag/team": "security", "aws:TagKeys": "team" };
    expect(valuesOf("cloudformation:CreateStack")).to.include({
      ...tags,
      "aws:RequestedRegion": "eu-west-1",
      "aws:PrincipalArn": roleArn,
      "aws:ViaAWSService": "false",
    });
    expect(valuesOf("cloudformation:CreateStack")).to.not.have.any.keys("aws:CalledVia", "iam:PassedToService");
    expect(valuesOf("cloudformation:DescribeStacks")).to.not.have.any.keys("aws:TagKeys", "aws:RequestTag/team");
    expect(valuesOf("iam:PassRole")).to.include({ "iam:PassedToService": "cloudformation.amazonaws.com" });
    expect(valuesOf("iam:PassRole")).to.not.have.property("aws:CalledVia");
    // IAM's endpoint is in one region.
    const made = { ...via, ...tags, "aws:RequestedRegion": "us-east-1" };
    expect(valuesOf("iam:CreateRole")).to.include({
      ...made,
      "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/Boundary",
    });
    expect(callerQuestions(of({}), at)).to.have.length(3);
  });
});

describe("what is done with the caller's permissions in the role's stack", () => {
  const template = parseTemplate(`
Resources:
  Role: {Type: AWS::IAM::Role, Properties: {RoleName: PantherDeploymentRole, Policies: [], Tags: []}}
  More: {Type: AWS::IAM::ManagedPolicy}
  Odd: {Type: AWS::Odd::Thing}
`);
  const at = { accountId, region: "eu-west-1", stackName: "role", tags: {} };
  const resources = releaseResources(template, {}, {}, at);
  const made = (holds?: readonly string[], tagsChange = false) =>
    roleStackActions(resources, at, holds ? "update" : "create", holds && { holds: new Set(holds), tagsChange });
  const actions = (...given: Parameters<typeof made>) => made(...given).needed.flatMap((one) => one.actions);

  it("is its creation, without handing it to anybody", () => {
    expect(actions()).to.have.members([
      "iam:CreateRole",
      "iam:GetRole",
      "iam:PutRolePolicy",
      "iam:TagRole",
      "iam:CreatePolicy",
    ]);
  });

  it("is an update of what stands, and the creation of what a later template adds", () => {
    expect(actions(["Role"])).to.have.members(["iam:PutRolePolicy", "iam:CreatePolicy"]);
    expect(actions(["Role", "More", "Odd"], true)).to.have.members([
      "iam:PutRolePolicy",
      "iam:CreatePolicyVersion",
      "iam:TagRole",
    ]);
    expect(made(["Role", "More"]).unknownTypes).to.deep.equal(["AWS::Odd::Thing"]);
  });

  it("is nothing where it stays as it is", () => {
    expect(roleStackActions(resources, at, "keep")).to.deep.equal({ needed: [], unknownTypes: [] });
  });
});

describe("who is asked about instead of the caller", () => {
  const sides = [
    { expectedAccountId: "111111111111", region: "cn-north-1" },
    { expectedAccountId: accountId, region: "eu-west-1" },
  ] as const;
  const refusal = (...arns: readonly string[]) => {
    try {
      principalsOf(arns, sides);
    } catch (error) {
      return String(error);
    }
    return expect.fail("it was taken");
  };

  it("is a user or a role of one of the environment's accounts, one of each", () => {
    const arns = ["arn:aws-cn:iam::111111111111:role/team/Upgrade", `arn:aws:iam::${accountId}:user/jane`];
    expect(principalsOf(arns, sides).map(({ name }) => name)).to.deep.equal(["role/team/Upgrade", "user/jane"]);
    expect(refusal(`arn:aws:iam::${accountId}:role/A`, `arn:aws:iam::${accountId}:role/B`)).to.include("Two are named");
    expect(refusal("arn:aws:iam::222222222222:role/A")).to.include("nothing to do with");
    expect(refusal("arn:aws:iam::111111111111:role/A")).to.include("another partition");
  });

  it("is no session, nor anything else", () => {
    expect(() => principalsOf([`arn:aws:sts::${accountId}:assumed-role/Up/jane`], sides))
      .to.throw("is no ARN")
      .with.property("fix")
      .that.includes("role/Up");
    for (const arn of ["Upgrade", `arn:aws:iam::${accountId}:root`, `arn:aws:iam::${accountId}:role/`]) {
      expect(refusal(arn), arn).to.include("is no ARN");
    }
  });
});
