import { expect } from "chai";
import type { PolicySide } from "../../../model/permissions/command.ts";
import { commandPermissions } from "../../../model/permissions/commands.ts";
import { examplePlace } from "../../../model/permissions/placesOf.ts";
import { policyOf, statementsOf } from "../../../model/permissions/policy.ts";
import type { PolicyPlace } from "../../../model/permissions/statement.ts";
import { unprovoked } from "../../../model/permissions/unprovoked.ts";
import { sourceStackNames } from "../../../model/teardown/sourceStacks.ts";

const full: PolicyPlace = {
  ...examplePlace,
  ownBucket: "own-releases",
  source: "panther-enterprise-ap-southeast-1",
  secret: "panther/china",
  rolePolicies: "Panther",
  secretKey: "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-4000-8000-000000000000",
};
const all = commandPermissions.flatMap(({ command, statements }) =>
  (Object.keys(statements) as readonly PolicySide[]).map((side) => ({ command, side })),
);

describe("policies of commands", () => {
  it("are what IAM takes: each fits one managed policy, with names of letters and digits, once each", () => {
    for (const { command, side } of all) {
      const { Statement } = policyOf([command], side, full);
      const sids = Statement.map(({ Sid }) => Sid);
      expect(new Set(sids).size, `${command} ${side}: ${sids}`).to.equal(sids.length);
      for (const { Sid, Action, Resource } of Statement) {
        expect(Sid).to.match(/^[A-Za-z0-9]+$/);
        expect(
          Action.concat(Resource).filter((text) => /[{}]|undefined/.test(text)),
          `${command} ${Sid}`,
        ).to.deep.equal([]);
        expect(Action.filter((action) => !/^[a-z0-9-]+:[A-Z]\w+$/.test(action))).to.deep.equal([]);
      }
      // IAM counts a managed policy without its white space.
      expect(JSON.stringify({ Version: "2012-10-17", Statement }).length, `${command} ${side}`).to.be.at.most(6144);
    }
  });

  it("limit what has no resource: to the region, where it is a region's", () => {
    const open = all.flatMap(({ command, side }) =>
      policyOf([command], side, full)
        .Statement.filter(({ Resource, Condition }) => Resource.includes("*") && !Condition)
        .flatMap(({ Action }) => Action),
    );
    expect(open.filter((action) => !/^(iam|organizations):|^s3:ListAllMyBuckets$/.test(action))).to.deep.equal([]);
  });

  it("let nobody carry out a change set, assume a role, pass it elsewhere, or make roles past CloudFormation", () => {
    for (const { command, side } of all) {
      for (const { Action, Condition } of policyOf([command], side, full).Statement) {
        expect(Action).to.not.include.members(["cloudformation:ExecuteChangeSet", "sts:AssumeRole"]);
        if (Action.includes("iam:PassRole"))
          expect(Condition).to.deep.equal({ StringEquals: { "iam:PassedToService": "cloudformation.amazonaws.com" } });
        if (Action.some((action) => /^iam:(Create|Put|Attach|Update|Delete)/.test(action)))
          expect(Condition).to.have.property("ForAnyValue:StringEquals");
      }
    }
  });

  it("of several commands are put together, each statement once", () => {
    const sids = (commands: readonly string[]) => policyOf(commands, "standard", full).Statement.map(({ Sid }) => Sid);
    const both = sids(["status", "watch", "status"]);
    expect(both).to.have.members(sids(["status"]));
    // What another statement has already allowed: ExplainFailure lists stacks.
    expect(sids(["plan --changes"])).to.include("ListStacks");
    expect(sids(["diagnose", "plan --changes"]))
      .to.include("ExplainFailure")
      .and.not.include("ListStacks");
    const [read] = policyOf(["status", "watch"], "standard", full).Statement;
    expect(read?.Action).to.include.members(["cloudformation:DescribeStackEvents", "cloudformation:GetTemplate"]);
    expect(statementsOf("status --drift", "standard").length).to.be.greaterThan(
      statementsOf("status --drift", "standard", "alone").length,
    );
    expect(statementsOf("fly", "standard")).to.deep.equal([]);
  });

  it("of teardown name the stacks of a deployment from source, their buckets, and what any deployment left", () => {
    const resourcesOf = (side: PolicySide, place: PolicyPlace) => {
      const { Statement } = policyOf(["teardown"], side, place);
      return (action: string) =>
        Statement.filter(({ Action }) => Action.includes(action)).flatMap(({ Resource }) => Resource);
    };
    const stack = (name: string) => `arn:aws:cloudformation:us-east-1:123456789012:stack/${name}/*`;
    const source = resourcesOf("standard", { ...examplePlace, fromSource: "panther" });
    for (const action of ["DescribeStacks", "ListStackResources", "UpdateTerminationProtection", "DeleteStack"]) {
      expect(source(`cloudformation:${action}`)).to.include.members(sourceStackNames.map(stack));
    }
    expect(source("s3:DeleteBucket")).to.deep.equal([
      "arn:aws:s3:::panther-prod-*",
      "arn:aws:s3:::panther-bootstrap-*",
    ]);
    const usual = resourcesOf("standard", examplePlace);
    expect(usual("s3:DeleteObjectVersion")).to.deep.equal(["arn:aws:s3:::panther-prod-*/*"]);
    expect(usual("cloudformation:DeleteStack")).to.not.include(stack("panther-web"));
    expect(usual("cloudformation:ListChangeSets")).to.include(stack("panther-prod"));
    const logGroup = (name: string) => `arn:aws:logs:us-east-1:123456789012:log-group:${name}`;
    expect(resourcesOf("web", full)("logs:DeleteLogGroup")).to.include.members(
      ["/aws/appsync/apis/*", "aws-waf-logs-*panther*", "panther-prod-*"].map(logGroup),
    );
    expect(resourcesOf("web", full)("s3:GetBucketTagging")).to.deep.equal(["arn:aws:s3:::*"]);
  });

  it("have the role's managed policies only where it brings some, and only through CloudFormation", () => {
    for (const command of ["deploy", "upgrade", "recover", "teardown", "pulumi up", "pulumi destroy"]) {
      const onPolicies = (rolePolicies: string) =>
        policyOf([command], "standard", { ...examplePlace, rolePolicies }).Statement.filter(({ Resource }) =>
          Resource.includes("arn:aws:iam::123456789012:policy/Panther*"),
        );
      expect(onPolicies(""), command).to.deep.equal([]);
      const found = onPolicies("Panther");
      const through = { "ForAnyValue:StringEquals": { "aws:CalledVia": "cloudformation.amazonaws.com" } };
      for (const { Condition } of found) expect(Condition).to.deep.equal(through);
      expect(found.flatMap(({ Action }) => Action)).to.include.members(["iam:DeletePolicy", "iam:ListPolicyVersions"]);
    }
  });

  it("leave out what an environment does not have", () => {
    const others = { ...full, roleStack: "", ownRole: "", role: "arn:aws:iam::123456789012:role/Theirs" };
    const { Statement } = policyOf(["deploy"], "standard", others);
    expect(Statement.map(({ Sid }) => Sid))
      .to.include("PassRole")
      .and.not.include("ManageRole");
    expect(JSON.stringify(Statement)).to.not.include("panther-deployment-role/*");
    expect(policyOf(["--journal"], "standard", { ...full, journal: "" }).Statement).to.deep.equal([]);
  });

  it("have every action that is excused from being provoked", () => {
    const allowed = new Set(
      all.flatMap(({ command, side }) => statementsOf(command, side).flatMap(({ actions }) => actions)),
    );
    expect(unprovoked.flatMap(({ actions }) => actions.filter((action) => !allowed.has(action)))).to.deep.equal([]);
    for (const { actions, commands = [] } of unprovoked) {
      for (const command of commands) {
        const own = (["standard", "backend", "web"] as const).flatMap((side) => statementsOf(command, side));
        const has = actions.some((action) => own.some((statement) => statement.actions.includes(action)));
        expect(has, `${command}: ${actions}`).to.equal(true);
      }
    }
  });
});
