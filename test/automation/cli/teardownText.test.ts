import { expect } from "chai";
import { teardownText } from "../../../automation/cli/teardownText.ts";
import { teardownLine } from "../../../automation/cli/tornDownText.ts";
import type { TeardownResult } from "../../../automation/teardown/teardownEvents.ts";
import type { Finding } from "../../../model/finding.ts";
import type { BucketPlan } from "../../../model/teardown/buckets/bucketPlan.ts";
import type { Staying, TeardownPlan } from "../../../model/teardown/teardownPlan.ts";

const bucket: BucketPlan = {
  name: "panther-prod-bootstrap-abcdefghijkl-auditlogs-0123456789abc",
  region: "us-east-1",
  versioned: true,
  way: "delete",
  contents: { kind: "counted", versions: 12_345, deleteMarkers: 1, uploads: 0 },
  bytes: 1_234_000_000,
};
const stay = (name: string): Staying => ({
  type: "AWS::ECR::Repository",
  name,
  why: "it holds images, and is in no stack of this deployment",
  command: `aws ecr delete-repository --repository-name '${name}' --force --region us-east-1`,
});
const expiring = { since: "2026-11-20T00:00:00Z", canGoAfter: "2026-11-25T00:00:00Z" };
const plan: TeardownPlan = {
  environment: "prod",
  confirmation: "prod",
  deployment: "root-stack",
  sides: [
    {
      side: "backend",
      accountId: "123456789012",
      region: "us-east-1",
      stacks: [
        {
          name: "panther-prod",
          stackId: "arn:root",
          status: "UPDATE_COMPLETE",
          kind: "root",
          stage: 1,
          nested: 13,
          resources: 374,
          retained: 9,
          terminationProtection: true,
          roleArn: "arn:aws:iam::123456789012:role/PantherDeploymentRole",
        },
      ],
      buckets: [
        { kind: "planned", bucket },
        {
          kind: "planned",
          bucket: { ...bucket, way: "expire", contents: { kind: "at-least", versions: 10_000 }, expiring },
        },
        {
          kind: "planned",
          bucket: { ...bucket, way: "keep", contents: { kind: "counted", versions: 0, deleteMarkers: 0, uploads: 0 } },
        },
        { kind: "unreadable", name: "somebodys", why: "S3 refuses s3:GetBucketTagging on it.", fix: "Allow that." },
      ],
      logGroups: [
        { name: "/aws/lambda/panther-alerts-api", storedBytes: 2048, belongs: "deployment", way: "delete", why: "" },
        {
          name: "/aws/lambda/panther-billing",
          storedBytes: 0,
          belongs: "unknown",
          way: "ask",
          why: "nothing tells whose it is",
        },
      ],
      stays: [stay("panther-web-dev"), stay("panther-dev-master")],
    },
  ],
  join: {
    keys: [{ id: "k", name: "panther-prod-1" }],
    secret: { kind: "delete", name: "panther/china", recoveryDays: 30 },
    releaseBucket: { kind: "keep", name: "panther-releases", why: "somebody else made it" },
  },
  pulumi: { kind: "found", resources: 6, kept: 2, strangers: [], removeStack: false },
  findings: [
    {
      severity: "error",
      code: "role-denies",
      message: "The role forbids it. ".repeat(8),
      fix: "Give another.",
      side: "backend",
    },
  ],
};

/** Lines that are longer than a terminal, but for commands, which are to be copied in one piece. */
const tooLong = (text: string) => text.split("\n").filter((line) => line.length > 80 && !/^\s*aws /.test(line));

describe("the words of panther teardown", () => {
  it("show the whole plan within 80 columns, but for commands", () => {
    const text = teardownText(plan);
    expect(tooLong(text)).to.deep.equal([]);
    for (const words of [
      "panther-prod (UPDATE_COMPLETE): 13 nested stacks, 374 resources, 9 of them retained",
      "termination protection is lifted first",
      "12,345 versions, 1 delete marker, 1.23 GB: emptied and deleted",
      "at least 10,000 versions, 1.23 GB: expiring since 2026-11-20; it can go after 2026-11-25",
      "empty, 1.23 GB: kept, as asked for; the same command without --keep-data removes it",
      "? somebodys",
      "Log groups of this deployment, deleted: 1, 2.05 kB",
      "asked about: nothing tells whose it is",
      "for 30 days it can be had back",
      "Release bucket panther-releases: kept, since somebody else made it",
      "6 resources, 2 of them protected",
      "(role-denies)",
    ]) {
      expect(text.replace(/\s+/g, " ")).to.include(words);
    }
    // One reason for both.
    expect(text.match(/it holds images/g)).to.have.length(1);
  });

  it("show what is gone and what is left", () => {
    const result: TeardownResult = {
      environment: "prod",
      sides: [
        {
          accountId: "123456789012",
          region: "us-east-1",
          stacks: ["panther-prod", "panther-deployment-role"],
          buckets: [
            { kind: "deleted", name: "a", versions: 7 },
            { kind: "expiring", name: "b", versions: 0, canGoAfter: "2026-11-25T00:00:00Z" },
            { kind: "kept", name: "c", versions: 0 },
          ],
          unreadable: ["d"],
          logGroups: [
            { kind: "deleted", name: "g" },
            { kind: "kept", name: "/aws/lambda/panther-billing" },
          ],
          stays: [stay("panther-web-dev")],
          blocking: [
            {
              severity: "warning",
              code: "leftover-roles",
              message: "Names are taken.\nPantherAuditRole",
              fix: "If nothing uses it any more:\naws iam delete-role --role-name 'PantherAuditRole'",
            },
          ],
          unclear: [],
        },
      ],
      keys: [],
      secret: { name: "panther/china", until: "2026-12-21T00:00:00Z" },
      pulumi: { kind: "emptied" },
    };
    const text = teardownLine({ type: "torn-down", ...result }) ?? "";
    expect(tooLong(text)).to.deep.equal([]);
    for (const words of [
      "Gone: 2 stacks, 1 bucket, 1 log group.",
      "Run the same command again after 2026-11-25",
      "Secret panther/china is gone on 2026-12-21",
      "Kept: c; the same command without --keep-data removes them",
      "Log groups left: /aws/lambda/panther-billing",
      "Not looked at: d",
      "In the way of another deployment",
      "      aws iam delete-role --role-name 'PantherAuditRole'",
    ]) {
      expect(text).to.include(words);
    }
  });

  it("say that Pulumi keeps a release bucket that stays, before and afterwards", () => {
    const pulumi = { ...plan.pulumi, resources: 0, kept: 0, releaseBucket: "panther-releases" } as const;
    const before = teardownText({ ...plan, pulumi }).replace(/\s+/g, " ");
    expect(before).to.include("its state has nothing that goes; the stack itself stays. It keeps the release bucket");
    const done = {
      environment: "prod",
      sides: [],
      keys: [],
      pulumi: { kind: "bucket-kept", bucket: "panther-releases" },
    } as const;
    const after = teardownLine({ type: "torn-down", ...done }) ?? "";
    expect(after).to.include("Release bucket panther-releases stays, and Pulumi's state and stack with it");
    expect(tooLong(after)).to.deep.equal([]);
  });

  it("say that nothing is in the way only where everything was looked at", () => {
    const side = { accountId: "123456789012", region: "us-east-1", stacks: [], buckets: [], unreadable: [] };
    const unread = {
      severity: "warning" as const,
      code: "leftover-tables",
      message: "The caller may not look (dynamodb:ListTables).\nAccessDenied: not authorized",
      fix: "Allow dynamodb:ListTables to the caller.",
    };
    const textOf = (unclear: readonly Finding[]) => {
      const sides = [{ ...side, logGroups: [], stays: [], blocking: [], unclear }];
      const told = { environment: "prod", sides, keys: [], pulumi: { kind: "none" } } as const;
      return teardownLine({ type: "torn-down", ...told }) ?? "";
    };
    expect(textOf([])).to.include("Nothing is in the way of another deployment.");
    const text = textOf([unread]);
    expect(text).to.not.include("Nothing is in the way");
    expect(text).to.include("Could not be told\n  ? The caller may not look (dynamodb:ListTables).");
    expect(text).to.include("Of what could be looked at, nothing is in the way of another deployment.");
    expect(tooLong(text)).to.deep.equal([]);
  });
});
