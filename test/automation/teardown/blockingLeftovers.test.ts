import { expect } from "chai";
import { inTheWay } from "../../../automation/teardown/blockingLeftovers.ts";
import { PantherError } from "../../../model/error.ts";
import { awsError, type FakeContext, fakeContext } from "../preflight/fakeContext.ts";

const facts = { names: [], owned: [], others: [], stacks: [], observation: { kind: "nothing" }, resources: [] };
const apis = {
  iam: { listRoles: {}, listPolicies: {} },
  logs: { describeLogGroups: {} },
  keys: { listAliases: {} },
  buckets: { listBuckets: {} },
  tables: { listTables: {} },
  topics: { listTopics: {} },
  queues: { listQueues: {} },
  tagged: { getResources: {} },
  secrets: { listSecrets: {} },
};
const aws = { builds: { batchGetProjects: {} } };
const standing = {
  ...apis,
  tables: { listTables: { TableNames: ["panther-compliance", "orders"] } },
  iam: { listRoles: { Roles: [{ RoleName: "PantherAuditRole-us-east-1" }] }, listPolicies: {} },
};

async function told(fake: FakeContext, ofUnknownRelease = false) {
  const { blocking, unclear } = await inTheWay(fakeContext({ aws, apis, facts, ...fake }), { ofUnknownRelease });
  const lines = (list: typeof blocking) =>
    list.map(({ code, message }) => `${code}: ${message.split("\n").slice(1).join(", ")}`);
  return { blocking: lines(blocking), unclear: lines(unclear), words: unclear.map(({ message }) => message).join() };
}

describe("what is in the way after a teardown", () => {
  it("is told by the release's own names, and nothing is where none of them is taken", async () => {
    const own = await told({ apis: standing });
    expect([own.blocking, own.unclear]).to.deep.equal([[], []]);
  });

  it("is told by names that every Panther gives where the release can't be read, and that it can't is said", async () => {
    const names = new PantherError("release-not-readable", "S3 refuses s3:GetObject (test).", "Ask Panther.");
    const { blocking, unclear, words } = await told({ apis: standing, facts: { ...facts, names, resources: names } });
    expect(blocking).to.deep.equal([
      "leftover-roles: PantherAuditRole-us-east-1 (a name of v1.16.0)",
      "leftover-tables: panther-compliance (a name of v1.16.0)",
    ]);
    expect(unclear).to.deep.equal(["leftover-names: "]);
    expect(words).to.include("Which names v1.39.7 gives could not be read").and.include("s3:GetObject (test)");
  });

  it("is told by both where what went was no release of the environment's", async () => {
    const { blocking } = await told({ apis: standing }, true);
    expect(blocking.map((line) => line.split(":")[0])).to.deep.equal(["leftover-roles", "leftover-tables"]);
  });

  it("is not known where somebody may not look; of a web app nobody asks for data", async () => {
    const denied = awsError("AccessDeniedException", "not authorized to perform: dynamodb:ListTables");
    const without = { apis: { ...apis, tables: { listTables: denied } } };
    const { blocking, unclear } = await told(without);
    expect(blocking).to.deep.equal([]);
    expect(unclear).to.have.length(1);
    expect(unclear[0]).to.match(/^leftover-tables: .*dynamodb:ListTables/);
    expect((await told({ ...without, side: "web" })).unclear).to.deep.equal([]);
  });
});
