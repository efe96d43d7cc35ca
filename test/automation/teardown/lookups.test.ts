import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { stringify } from "yaml";
import { loadEnvironment } from "../../../automation/environmentFile.ts";
import type { RoleApi, TeardownApis } from "../../../automation/teardown/apis.ts";
import { environmentsWithRole } from "../../../automation/teardown/environmentsWithRole.ts";
import { liveRole } from "../../../automation/teardown/liveRole.ts";
import { lookForStaying } from "../../../automation/teardown/stayingSources.ts";
import { whyRoleStays } from "../../../automation/teardown/whyRoleStays.ts";

const arn = "arn:aws:iam::123456789012:role/team/PantherDeploymentRole";
const named = (name: string, message = name) => Object.assign(new Error(message), { name });
const fake = <T>(calls: object): T => calls as T;

describe("the role that CloudFormation acts with", () => {
  const document = { Statement: [{ Effect: "Deny", Action: "s3:DeleteBucket", Resource: "*" }] };
  const encoded = encodeURIComponent(JSON.stringify(document));

  it("is read with all its policies, page by page and decoded", async () => {
    const asked: unknown[] = [];
    const iam = fake<RoleApi>({
      getRole: async ({ RoleName }: { RoleName: string }) => void asked.push(RoleName),
      listRolePolicies: async ({ Marker }: { Marker?: string }) =>
        Marker ? { PolicyNames: ["Two"] } : { PolicyNames: ["One"], IsTruncated: true, Marker: "next" },
      getRolePolicy: async () => ({ PolicyDocument: encoded }),
      listAttachedRolePolicies: async () => ({ AttachedPolicies: [{ PolicyName: "Three", PolicyArn: "arn:three" }] }),
      getPolicy: async () => ({ Policy: { DefaultVersionId: "v7" } }),
      getPolicyVersion: async ({ VersionId }: { VersionId: string }) => {
        asked.push(VersionId);
        // What is in no encoding is left as it is.
        return { PolicyVersion: { Document: "100%" } };
      },
    });
    expect(await liveRole(iam, arn)).to.deep.equal({
      kind: "known",
      arn,
      policies: [
        { name: "One", document: JSON.stringify(document) },
        { name: "Two", document: JSON.stringify(document) },
        { name: "Three", document: "100%" },
      ],
    });
    expect(asked).to.deep.equal(["PantherDeploymentRole", "v7"]);
  });

  it("may be none, gone, or nobody's to read", async () => {
    const failing = (error: Error) => fake<RoleApi>({ getRole: () => Promise.reject(error) });
    expect(await liveRole(failing(named("never asked")), undefined)).to.deep.equal({ kind: "none" });
    expect(await liveRole(failing(named("NoSuchEntityException")), arn)).to.deep.equal({ kind: "gone", arn });
    const why = "not authorized to perform: iam:GetRole";
    expect(await liveRole(failing(named("AccessDenied", why)), arn)).to.deep.equal({ kind: "unreadable", arn, why });
  });
});

describe("what a teardown leaves, looked for", () => {
  it("is all that can be listed, each once; what can't be stops nothing", async () => {
    const apis = fake<TeardownApis>({
      iam: {
        listRoles: async () => ({ Roles: [{ RoleName: "PantherAuditRole-us-east-1" }] }),
        listPolicies: () => Promise.reject(named("AccessDenied", "denied (test)")),
        listServerCertificates: async ({ PathPrefix, Marker }: { PathPrefix: string; Marker?: string }) => ({
          ServerCertificateMetadataList: [{ ServerCertificateName: `${PathPrefix} ${Marker ?? "first"}` }],
          ...(!Marker && { IsTruncated: true, Marker: "second" }),
        }),
      },
      keys: { listAliases: async () => ({ Aliases: [] }) },
      // Without tags.
      tables: { listTables: async () => ({ TableNames: ["panther-compliance", "orders"] }) },
      topics: { listTopics: async () => ({ Topics: [{ TopicArn: "arn:aws:sns:us-east-1:1:panther-cw-alarms" }] }) },
      queues: { listQueues: () => Promise.reject(named("AccessDenied", "no queues (test)")) },
      tagged: {
        getResources: async () => ({
          ResourceTagMappingList: [
            { ResourceARN: "arn:aws:ecr:us-east-1:123456789012:repository/panther-web", Tags: [] },
          ],
        }),
      },
      repositories: {
        describeRepositories: async ({ nextToken }: { nextToken?: string }) =>
          nextToken
            ? { repositories: [{ repositoryName: "panther-web-dev" }] }
            : { repositories: [{ repositoryName: "panther-web" }], nextToken: "next" },
      },
      layers: {
        listLayers: async ({ Marker }: { Marker?: string }) =>
          Marker
            ? { Layers: [{ LayerName: "panther-analysis" }] }
            : { Layers: [{ LayerName: "own" }], NextMarker: "next" },
      },
      secrets: {
        listSecrets: async () => ({
          SecretList: [{ Name: "panther-managed" }, { Name: "panther/china", DeletedDate: new Date(0) }],
        }),
      },
      buckets: {
        buckets: { listBuckets: async () => ({ Buckets: [{ Name: "panther-state", BucketRegion: "us-east-1" }] }) },
      },
    });
    const { existing, unread } = await lookForStaying(apis, "us-east-1");
    expect(existing.map(({ type, name }) => `${type.split("::").at(-1)} ${name}`)).to.have.members([
      "Role PantherAuditRole-us-east-1",
      "ServerCertificate /panther/us-east-1/ first",
      "ServerCertificate /panther/us-east-1/ second",
      "Repository panther-web",
      "Repository panther-web-dev",
      "LayerVersion own",
      "LayerVersion panther-analysis",
      "Secret panther-managed",
      "Bucket panther-state",
      "Table panther-compliance",
      "Table orders",
      "Topic panther-cw-alarms",
    ]);
    expect(unread).to.deep.equal([
      { things: "policies", why: "denied (test)" },
      { things: "queues", why: "no queues (test)" },
    ]);
    // A web app has none, and its policy lets nobody list them.
    const web = await lookForStaying(apis, "us-east-1", "web");
    expect(web.unread.map(({ things }) => things)).to.deep.equal(["policies"]);
  });
});

describe("a role that several environments use", () => {
  let project: string;
  const environment = (name: string, config: Readonly<Record<string, unknown>>) => {
    const all = {
      version: "v1.39.7",
      region: "us-east-1",
      expectedAccountId: "210987654321",
      rootStackName: `panther-${name}`,
      parameters: { FirstUserEmail: "a@example.com" },
      ...config,
    };
    const entries = Object.entries(all).map(([key, value]) => [`panther:${key}`, value]);
    writeFileSync(join(project, `stacks/Pulumi.${name}.yaml`), stringify({ config: Object.fromEntries(entries) }));
  };
  before(() => {
    project = mkdtempSync(join(tmpdir(), "panther teardown-"));
    mkdirSync(join(project, "stacks"));
    writeFileSync(join(project, "Pulumi.yaml"), "name: panther\nruntime: nodejs\n");
  });
  after(() => rmSync(project, { recursive: true }));

  it("is known by its ARN in the others' files", async () => {
    const roleOf = (account: string) => ({ arn: `arn:aws:iam::${account}:role/PantherDeploymentRole` });
    environment("east", {});
    environment("west", { region: "us-west-2", deploymentRole: roleOf("210987654321") });
    environment("elsewhere", { expectedAccountId: "310987654321", deploymentRole: roleOf("310987654321") });
    environment("cn", {
      topology: "china",
      region: "cn-north-1",
      expectedAccountId: "410987654321",
      releaseBucket: "panther-releases-410987654321",
      china: {
        webRegion: "ap-southeast-1",
        webAccountId: "210987654321",
        webParameters: { FirstUserEmail: "a@example.com" },
        webDeploymentRole: roleOf("210987654321"),
      },
    });
    const load = (name: string) => loadEnvironment(project, name);
    const usersOf = async (name: string) =>
      (await environmentsWithRole(project, await load(name))).map((user) => `${user.name} ${user.kind}`);
    expect(await usersOf("east")).to.deep.equal(["cn uses", "west uses"]);
    expect(await usersOf("west")).to.deep.equal([]);
    const stays = async (name: string, isEnvironments = true) =>
      whyRoleStays({ environment: await load(name), projectDirectory: project }, isEnvironments);
    expect(await stays("east")).to.equal("environment cn, west uses its role");
    expect(await stays("east", false)).to.match(/^it is east's, and --stack names another/);
  });

  it("is kept for a file that can't be read, which is named", async () => {
    for (const name of ["west", "cn", "elsewhere"]) rmSync(join(project, `stacks/Pulumi.${name}.yaml`));
    const stays = async () =>
      whyRoleStays({ environment: await loadEnvironment(project, "east"), projectDirectory: project }, true);
    expect(await stays()).to.equal(undefined);
    writeFileSync(join(project, "stacks/Pulumi.broken.yaml"), "config: [");
    expect(await stays()).to.equal(
      "whether stacks/Pulumi.broken.yaml uses its role can't be told: the file is not valid",
    );
  });
});
