import { expect } from "chai";
import { leftoverChecks } from "../../../automation/preflight/leftoverChecks.ts";
import { environmentOf, type FakeContext, fakeContext, refusals, resultOf } from "./fakeContext.ts";

const look = (code: string, fake: FakeContext) => resultOf(leftoverChecks, code, fake);
const named = (type: string, name: string) => [{ type, name, resource: "Core/It" }];
const facts = { names: [], owned: [], others: [], stacks: [], observation: { kind: "nothing" }, resources: [] };

interface Case {
  readonly code: string;
  /** What AWS answers where something is in the way, and what the release names. */
  readonly taken: FakeContext;
  readonly free: FakeContext;
  /** Which call is refused. */
  readonly refused: (error: Error) => FakeContext;
}

/** A check of names, by what its call answers. */
function names(
  code: string,
  type: string,
  name: string,
  { answer, none, call }: { answer: unknown; none: unknown; call: (answer: unknown) => Omit<FakeContext, "facts"> },
): Case {
  const expected = { ...facts, names: named(type, name) };
  return {
    code,
    taken: { ...call(answer), facts: expected },
    free: { ...call(none), facts: expected },
    refused: (error) => ({ ...call(error), facts: expected }),
  };
}

const cases: readonly Case[] = [
  names("leftover-roles", "AWS::IAM::Role", "PantherAuditRole-us-east-1", {
    answer: { Roles: [{ RoleName: "PantherAuditRole-us-east-1" }], IsTruncated: false },
    none: { Roles: [{ RoleName: "Deployer" }] },
    call: (listRoles) => ({ apis: { iam: { listRoles } } }),
  }),
  names("leftover-policies", "AWS::IAM::ManagedPolicy", "PantherInfraManagementDenies", {
    answer: {
      Policies: [
        {
          PolicyName: "PantherInfraManagementDenies",
          Arn: "arn:aws:iam::123456789012:policy/PantherInfraManagementDenies",
        },
      ],
    },
    none: { Policies: [{ PolicyName: "PantherInfraManagementDenies", Arn: "arn:aws:iam::aws:policy/x" }] },
    call: (listPolicies) => ({ apis: { iam: { listPolicies } } }),
  }),
  names("leftover-log-groups", "AWS::Logs::LogGroup", "/ecs/odd", {
    answer: { logGroups: [{ logGroupName: "/ecs/odd" }] },
    none: {},
    call: (describeLogGroups) => ({ apis: { logs: { describeLogGroups } } }),
  }),
  names("leftover-aliases", "AWS::KMS::Alias", "alias/panther-sqs", {
    answer: { Aliases: [{ AliasName: "alias/panther-sqs" }], Truncated: false },
    none: { Aliases: [{ AliasName: "alias/aws/s3" }] },
    call: (listAliases) => ({ apis: { keys: { listAliases } } }),
  }),
  names("leftover-project", "AWS::CodeBuild::Project", "panther-pulumi", {
    answer: { projects: [{ name: "panther-pulumi" }] },
    none: { projects: [], projectsNotFound: ["panther-pulumi"] },
    call: (batchGetProjects) => ({ aws: { builds: { batchGetProjects } } }),
  }),
  names("leftover-tagged", "AWS::DynamoDB::Table", "panther-resources", {
    answer: {
      PaginationToken: "",
      ResourceTagMappingList: [
        { ResourceARN: "arn:aws:dynamodb:us-east-1:123456789012:table/panther-resources", Tags: [] },
        { ResourceARN: "arn:aws:s3:::abc", Tags: [{ Key: "Application", Value: "Panther" }] },
      ],
    },
    none: { ResourceTagMappingList: [{ ResourceARN: "arn:aws:ec2:us-east-1:123456789012:vpc/panther", Tags: [] }] },
    call: (getResources) => ({ apis: { tagged: { getResources } } }),
  }),
  {
    code: "leftover-stacks",
    taken: { facts: { ...facts, stacks: [{ stackId: "a", name: "panther-bootstrap", status: "X", tags: {} }] } },
    free: { facts: { ...facts, stacks: [{ stackId: "a", name: "panther-prod", status: "X", tags: {} }] } },
    refused: (error) => ({ facts: { ...facts, stacks: error } }),
  },
  {
    code: "leftover-detector",
    taken: {
      facts: { ...facts, resources: [{ type: "AWS::GuardDuty::Detector" }] },
      apis: { detectors: { listDetectors: { DetectorIds: ["12abc"] } } },
    },
    free: {
      facts: {
        ...facts,
        resources: [{ type: "AWS::GuardDuty::Detector" }],
        owned: [{ type: "AWS::GuardDuty::Detector", id: "12abc" }],
      },
      apis: { detectors: { listDetectors: { DetectorIds: ["12abc"] } } },
    },
    refused: (error) => ({
      facts: { ...facts, resources: [{ type: "AWS::GuardDuty::Detector" }] },
      apis: { detectors: { listDetectors: error } },
    }),
  },
];

describe("leftovers, checked", () => {
  for (const { code, taken, free, refused } of cases) {
    it(`${code}: in the way, not there, not to be told`, async () => {
      expect((await look(code, taken)).verdict, "taken").to.equal("failure");
      expect((await look(code, free)).verdict, "free").to.equal("pass");
      for (const error of refusals) expect((await look(code, refused(error))).verdict).to.equal("could-not-tell");
    });
  }

  it("leftover-secrets: a deleted secret holds its name", async () => {
    const secrets = (SecretList: unknown) => ({ apis: { secrets: { listSecrets: SecretList } } });
    const deleted = {
      SecretList: [{ Name: "panther/china", DeletedDate: new Date("2026-11-01") }, { Name: "panther/b" }],
    };
    const found = await look("leftover-secrets", secrets(deleted));
    expect(found.verdict).to.equal("warning");
    expect(found.observations[0]?.fix).to.include("restore-secret --secret-id 'panther/china' --region us-east-1");
    expect((await look("leftover-secrets", secrets({}))).verdict).to.equal("pass");
    for (const error of refusals)
      expect((await look("leftover-secrets", secrets(error))).verdict).to.equal("could-not-tell");
  });

  it("leftover-secrets: of the name that the web side of a split makes, in its own region", async () => {
    const china = environmentOf({
      topology: "china",
      region: "cn-north-1",
      releaseBucket: "my-releases",
      china: {
        webProfile: "web",
        sourceRegion: "ap-southeast-1",
        webRegion: "ap-southeast-1",
        webAccountId: "222222222222",
        webParameters: { FirstUserEmail: "first.user@example.com" },
      },
    });
    const secrets = { listSecrets: { SecretList: [{ Name: "panther/china", DeletedDate: new Date("2026-11-01") }] } };
    const result = await look("leftover-secrets", {
      environment: { ...china, region: "ap-southeast-1" },
      backend: china,
      side: "web",
      apis: { secrets },
    });
    expect(result.verdict).to.equal("failure");
    expect(result.observations[0]?.fix).to.include("--secret-id 'panther/china' --region ap-southeast-1");
  });

  it("leftover-detector: nothing is asked where the release makes none", async () => {
    expect((await look("leftover-detector", { facts })).verdict).to.equal("pass");
  });

  it("read listings to their last page", async () => {
    const pages: Readonly<Record<string, unknown>> = {
      first: { Roles: [{ RoleName: "a" }], IsTruncated: true, Marker: "m" },
      m: { Roles: [{ RoleName: "panther-z" }] },
    };
    const listRoles = ({ Marker = "first" }: { Marker?: string }) => pages[Marker];
    const { observations } = await look("leftover-roles", { facts, apis: { iam: { listRoles } } });
    expect(observations[0]?.evidence).to.deep.equal(["panther-z"]);
    const tagged = ({ PaginationToken }: { PaginationToken?: string }) =>
      PaginationToken
        ? { ResourceTagMappingList: [{ ResourceARN: "arn:aws:sns:us-east-1:1:panther-t" }] }
        : { PaginationToken: "t" };
    const topics = await look("leftover-tagged", { facts, apis: { tagged: { getResources: tagged } } });
    expect(topics.observations[0]?.evidence).to.deep.equal(["panther-t"]);
  });

  it("have a case here for every check", () => {
    const told = [...cases.map(({ code }) => code), "leftover-secrets"];
    expect(leftoverChecks.map(({ code }) => code)).to.have.members(told);
    expect(fakeContext({}).run.environment.name).to.equal("prod");
  });
});
