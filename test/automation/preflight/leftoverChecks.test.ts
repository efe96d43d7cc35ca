import { expect } from "chai";
import { leftoverChecks } from "../../../automation/preflight/leftoverChecks.ts";
import { environmentOf, type FakeContext, resultOf } from "./fakeContext.ts";

const look = (code: string, fake: FakeContext) => resultOf(leftoverChecks, code, fake);
const facts = { names: [], owned: [], others: [], stacks: [], observation: { kind: "nothing" }, resources: [] };

describe("leftovers, checked", () => {
  it("leftover-secrets: a deleted secret holds its name", async () => {
    const secrets = (SecretList: unknown) => ({ apis: { secrets: { listSecrets: SecretList } } });
    const deleted = {
      SecretList: [{ Name: "panther/china", DeletedDate: new Date("2026-11-01") }, { Name: "panther/b" }],
    };
    const found = await look("leftover-secrets", secrets(deleted));
    expect(found.verdict).to.equal("warning");
    expect(found.observations[0]?.fix).to.include("restore-secret --secret-id 'panther/china' --region us-east-1");
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
    const result = (kind: string) =>
      look("leftover-secrets", {
        environment: { ...china, region: "ap-southeast-1" },
        backend: china,
        side: "web",
        apis: { secrets },
        facts: { observation: { kind } },
      });
    const gone = await result("nothing");
    expect(gone.verdict).to.equal("failure");
    // The name: Pulumi creates a secret that its state does not have, and that fails where it was restored.
    const command = "aws secretsmanager delete-secret --force-delete-without-recovery";
    expect(gone.observations[0]?.fix?.split("\n")[1]).to.equal(
      `${command} --secret-id 'panther/china' --region ap-southeast-1`,
    );
    expect(gone.observations[0]?.fix).to.not.include("restore-secret");
    const running = await result("running");
    expect(running.observations[0]?.fix?.split("\n")[1]).to.include("restore-secret --secret-id 'panther/china'");
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
        ? { ResourceTagMappingList: [{ ResourceARN: "arn:aws:ecs:us-east-1:1:cluster/panther-t" }] }
        : { PaginationToken: "t" };
    const clusters = await look("leftover-tagged", { facts, apis: { tagged: { getResources: tagged } } });
    expect(clusters.observations[0]?.evidence).to.deep.equal(["panther-t"]);
    const listTables = ({ ExclusiveStartTableName: from }: { ExclusiveStartTableName?: string }) =>
      from ? { TableNames: [`${from}-z`] } : { TableNames: ["panther-a"], LastEvaluatedTableName: "panther-a" };
    const tables = await look("leftover-tables", { facts, apis: { tables: { listTables } } });
    expect(tables.observations[0]?.evidence).to.deep.equal(["panther-a", "panther-a-z"]);
    const listBuckets = ({ ContinuationToken }: { ContinuationToken?: string }) =>
      ContinuationToken ? { Buckets: [{ Name: "panther-z" }] } : { Buckets: [{ Name: "b" }], ContinuationToken: "t" };
    const buckets = await look("leftover-buckets", { facts, apis: { buckets: { listBuckets } } });
    expect(buckets.observations[0]?.evidence).to.deep.equal(["panther-z"]);
  });

  it("by name: queues that begin otherwise are asked for by the name that the release gives", async () => {
    const asked: string[] = [];
    const listQueues = ({ QueueNamePrefix }: { QueueNamePrefix: string }) => {
      asked.push(QueueNamePrefix);
      return QueueNamePrefix === "odd" ? { QueueUrls: ["https://sqs.us-east-1.amazonaws.com/1/odd"] } : {};
    };
    const names = [{ type: "AWS::SQS::Queue", name: "odd", resource: "Core/Odd" }];
    const found = await look("leftover-queues", { facts: { ...facts, names }, apis: { queues: { listQueues } } });
    expect(asked).to.deep.equal(["panther", "Panther", "odd"]);
    expect(found.observations[0]).to.include({ verdict: "failure" });
    expect(found.observations[0]?.fix).to.include("aws sqs delete-queue");
  });

  it("leftover-detector: with the command that removes it", async () => {
    const resources = [{ type: "AWS::GuardDuty::Detector" }];
    const detectors = { listDetectors: { DetectorIds: ["12abc"] } };
    const { observations } = await look("leftover-detector", { facts: { ...facts, resources }, apis: { detectors } });
    expect(observations[0]?.fix).to.include("aws guardduty delete-detector --detector-id '12abc' --region us-east-1");
  });
});
