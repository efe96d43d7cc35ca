import { expect } from "chai";
import type { Environment } from "../../../model/environment/environment.ts";
import { recommendedCatalog } from "../../../model/release/catalog.ts";
import {
  environmentPlan,
  isPlanRefused,
  type PlanFacts,
  releasesOnTheWay,
} from "../../../model/release/environmentPlan.ts";
import { parseVersion } from "../../../model/release/version.ts";

const [v137, v138, v139] = [parseVersion("1.37.11"), parseVersion("1.38.5"), parseVersion("1.39.7")];
const environment: Environment = {
  name: "prod",
  version: v139,
  topology: { kind: "standard" },
  region: "us-east-1",
  expectedAccountId: "123456789012",
  rootStackName: "panther-prod",
  parameters: { A: "1" },
  secretParameterNames: [],
  firstDeployParameters: [],
  deploymentRole: { kind: "deploy", stackName: "role", roleName: "Role", parameters: {} },
  tags: {},
  timeouts: { create: "3h", update: "3h", delete: "3h" },
  templateSource: { kind: "panther" },
};
const key = { NoEcho: true, Default: "" };
const template = (parameters: object) => ({ Parameters: parameters });
const facts = (more: Partial<PlanFacts> = {}): PlanFacts => ({
  environment,
  running: { version: v137, source: "nested-stack-tag" },
  live: {
    template: template({ Old: { Default: 1 }, Kept: { Default: 1 }, Key: key }),
    parameters: { Old: "7", Kept: "1", Key: "****" },
    tags: { owner: "somebody" },
  },
  to: v139,
  toSource: "file",
  catalog: recommendedCatalog,
  hops: [
    { from: v137, to: v138 },
    { from: v138, to: v139 },
  ],
  releases: [
    {
      root: template({ Old: { Default: 1 }, Kept: { Default: 2 }, Key: key, New: {} }),
      runtimes: [],
      leftOut: ["A"],
      findings: [],
    },
    {
      root: template({ Kept: { Default: 2 }, Key: key, New: {}, A: { Default: "" } }),
      runtimes: [],
      leftOut: [],
      findings: [],
    },
  ],
  publishedRoles: [v138, parseVersion("1.39.0")],
  findings: [],
  accept: [],
  durations: [],
  now: new Date("2026-11-21"),
  ...more,
});
const codes = (more: Partial<PlanFacts>) =>
  environmentPlan(facts(more)).findings.map(({ severity, code }) => `${severity} ${code}`);

describe("a plan of an environment", () => {
  it("compares no settings where nothing stands", () => {
    const { live: _, ...rest } = facts();
    expect(environmentPlan(rest).settings).to.equal(null);
  });

  it("says where it is, what runs and what is wanted", () => {
    const { hops, findings, ...rest } = environmentPlan(facts());
    expect(rest).to.deep.equal({
      environment: "prod",
      accountId: "123456789012",
      region: "us-east-1",
      rootStackName: "panther-prod",
      from: "1.37.11",
      fromSource: "nested-stack-tag",
      to: "1.39.7",
      toSource: "file",
      catalog: recommendedCatalog.source,
      settings: { parameters: [{ name: "Old", wanted: "1", live: "7" }], notComparable: ["Key"], tags: ["owner"] },
      manualSteps: [],
      seconds: null,
    });
    expect(environmentPlan(facts({ running: null }))).to.include({ from: null, fromSource: null });
    const { live: _, ...nothing } = facts();
    expect(environmentPlan(nothing).settings).to.equal(null);
  });

  it("has each hop's templates, and what it changes from the one before", () => {
    const { hops } = environmentPlan(facts());
    const names = (changes: readonly { readonly name: string }[]) => changes.map(({ name }) => name);
    expect(
      hops.map(({ parameters, ...hop }) => ({
        ...hop,
        added: names(parameters.added),
        removed: names(parameters.removed),
        defaultChanged: names(parameters.defaultChanged),
        newlyRequired: names(parameters.newlyRequired),
        leftOut: parameters.leftOut,
      })),
    ).to.deep.equal([
      {
        from: "1.37.11",
        to: "1.38.5",
        roleVersion: "1.38.5",
        roleChoice: "exact",
        roleTemplateUrl:
          "https://panther-public-cloudformation-templates.s3.amazonaws.com/panther-deployment-role/v1.38.5/template.yml",
        rootTemplateUrl: "https://panther-enterprise-us-east-1.s3.amazonaws.com/v1.38.5/panther.yml",
        seconds: null,
        added: ["New"],
        removed: [],
        defaultChanged: ["Kept"],
        newlyRequired: ["New"],
        leftOut: ["A"],
      },
      {
        from: "1.38.5",
        to: "1.39.7",
        roleVersion: "1.39.0",
        roleChoice: "same-minor",
        roleTemplateUrl:
          "https://panther-public-cloudformation-templates.s3.amazonaws.com/panther-deployment-role/v1.39.0/template.yml",
        rootTemplateUrl: "https://panther-enterprise-us-east-1.s3.amazonaws.com/v1.39.7/panther.yml",
        seconds: null,
        added: ["A"],
        removed: ["Old"],
        defaultChanged: [],
        newlyRequired: [],
        leftOut: [],
      },
    ]);
  });

  it("of a first deploy tells what has to be set", () => {
    const [hop] = environmentPlan(facts({ running: null, hops: [{ from: null, to: v138 }] })).hops;
    expect(hop?.parameters.newlyRequired.map(({ name }) => name)).to.deep.equal(["New"]);
    expect(hop?.parameters.added).to.deep.equal([]);
  });

  it("tells nothing of parameters where templates can't be read, and says why", () => {
    const unreadable = { severity: "error", code: "template-unavailable", message: "no", fix: "so" } as const;
    const releases = [{ runtimes: [], leftOut: [], findings: [unreadable] }, ...facts().releases.slice(1)];
    const plan = environmentPlan(facts({ releases }));
    expect(plan.hops.map(({ parameters }) => parameters.added)).to.deep.equal([[], []]);
    expect(plan.findings.map(({ code, message }) => `${code} ${message}`)).to.deep.equal([
      "template-unavailable v1.38.5: no",
    ]);
    expect(isPlanRefused(plan)).to.equal(true);
    expect(environmentPlan(facts({ releases: [] })).hops[0]?.parameters.leftOut).to.deep.equal([]);
  });

  it("looks at the role's templates only where it deploys the role", () => {
    const arn = "arn:aws:iam::123456789012:role/Role";
    const managed = { ...environment, deploymentRole: { kind: "existing", arn } as const };
    const plan = environmentPlan(facts({ environment: managed, publishedRoles: [] }));
    expect(plan.hops[1]).to.include({
      roleVersion: null,
      roleChoice: "managed-elsewhere",
      roleTemplateUrl: null,
      rootTemplateUrl: "https://panther-enterprise-us-east-1.s3.amazonaws.com/v1.39.7/panther.yml",
    });
    expect(isPlanRefused(plan)).to.equal(false);
    expect(environmentPlan(facts({ publishedRoles: undefined })).hops[1]).to.include({
      roleVersion: "1.39.7",
      roleChoice: "assumed",
    });
    expect(codes({ publishedRoles: [] })).to.include("error role-template-missing");
  });

  it("says once of a parameter where it is left out, and whether that ends", () => {
    const lastWithout = facts().releases.map((release) => ({ ...release, leftOut: ["Gone"] }));
    const [first, ...more] = environmentPlan(facts({ releases: lastWithout })).findings;
    expect(more).to.deep.equal([]);
    expect(first).to.deep.include({
      severity: "warning",
      code: "parameter-left-out",
      message: "v1.38.5, v1.39.7: Gone is no parameter there, so it is left out.",
      releases: ["1.38.5", "1.39.7"],
    });
    expect(first?.fix).to.include("remove Gone");
    expect(environmentPlan(facts()).findings[0]?.fix).to.include("a later release on the way has A");
  });

  it("gathers what was found on the way and at releases, without a second word about what is left out", () => {
    const finding = (code: string) => ({ severity: "warning", code, message: `${code}.`, fix: "" }) as const;
    const [one, two] = facts().releases;
    const releases = one && two ? [{ ...one, findings: [finding("odd"), finding("parameter-left-out")] }, two] : [];
    const { findings } = environmentPlan(facts({ findings: [finding("way")], releases, accept: ["odd"] }));
    expect(findings.map(({ code, accepted }) => `${code} ${accepted}`)).to.deep.equal([
      "way false",
      "odd true",
      "parameter-left-out false",
    ]);
  });

  it("warns of runtimes by what AWS says at the time", () => {
    const releases = [
      { root: template({}), runtimes: [{ runtime: "go1.x", functions: 2, parameters: [] }], leftOut: [], findings: [] },
    ];
    expect(codes({ releases, now: new Date("2024-01-07") })).to.deep.equal([]);
    expect(codes({ releases })).to.deep.equal(["warning runtime-not-creatable"]);
  });

  it("knows manual steps by secret parameters too, and time by earlier runs", () => {
    const snowflake = { ...environment, secretParameterNames: ["SnowflakeAPISecretARN"] };
    const durations = [{ step: "root", release: "1.38.5", seconds: 60 }];
    const plan = environmentPlan(facts({ environment: snowflake, durations }));
    expect(plan.manualSteps.map(({ code }) => code)).to.deep.equal(["snowflake-account-admin"]);
    expect(plan.hops.map(({ seconds }) => seconds)).to.deep.equal([60, 60]);
    expect(plan.seconds).to.equal(120);
  });
});

describe("the releases on the way", () => {
  it("are those of both sides of a split, each once and in order", () => {
    const { hops } = environmentPlan(facts());
    const [hop] = hops;
    if (!hop) throw new Error("The plan has no hop.");
    const to = (release: string) => ({ ...hop, to: parseVersion(release) });
    expect(releasesOnTheWay({ hops: [to("1.10.0")] })).to.deep.equal(["1.10.0"]);
    const web = { ...environmentPlan(facts()), hops: [to("1.9.0"), to("1.10.0")] };
    expect(releasesOnTheWay({ hops: [to("1.10.0"), to("1.11.0")], web })).to.deep.equal(["1.9.0", "1.10.0", "1.11.0"]);
  });
});
