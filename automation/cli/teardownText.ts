import type { BucketLook } from "../../model/teardown/buckets/bucketPlan.ts";
import type { LogGroupPlan } from "../../model/teardown/logGroups/logGroupPlan.ts";
import type {
  JoinTeardown,
  PulumiTeardown,
  SideTeardown,
  StackTeardown,
  Staying,
  TeardownFinding,
  TeardownPlan,
} from "../../model/teardown/teardownPlan.ts";
import { counted, day, lookText } from "./bucketText.ts";
import { bytesText } from "./bytesText.ts";
import { onSideText } from "./onSideText.ts";
import { labelled } from "./wrap.ts";

/** What a teardown has found and will do, at 80 columns but for commands, which are to be copied in one piece. */
export function teardownText(plan: TeardownPlan): string {
  const { confirmation, deployment, sides, join, pulumi, findings } = plan;
  const what =
    deployment === "source"
      ? "the separate stacks of a deployment from source"
      : deployment === "none"
        ? "no stack of it stands any more"
        : "its root stack stands";
  return [
    `Teardown of ${confirmation}: ${what}`,
    ...sides.flatMap(sideText),
    ...(join ? ["", ...joinText(join)] : []),
    ...pulumiText(pulumi),
    ...findings.flatMap(findingText),
  ].join("\n");
}

function sideText({ side, accountId, region, stacks, buckets, logGroups, stays }: SideTeardown): readonly string[] {
  return [
    "",
    `${side === undefined ? "" : `${side} side: `}account ${accountId}, ${region}`,
    ...stackLines(stacks),
    ...bucketLines(buckets),
    ...logGroupLines(logGroups),
    ...stayLines(stays),
  ];
}

function stackLines(stacks: readonly StackTeardown[]): readonly string[] {
  if (stacks.length === 0) return ["  Stacks: none"];
  return ["  Stacks, deleted in this order", ...stacks.flatMap(stackText)];
}

function stackText(stack: StackTeardown): readonly string[] {
  const { name, stage, status, kind, nested, resources, retained, terminationProtection, roleArn } = stack;
  const holds = [
    ...(nested > 0 ? [counted(nested, "nested stack")] : []),
    counted(resources, "resource"),
    ...(retained > 0 ? [`${retained} of them retained`] : []),
  ];
  const number = `  ${String(stage).padStart(3)}. `;
  return [
    labelled(number, `${name} (${status}): ${kind === "empty" ? "empty, left by a change set" : holds.join(", ")}`),
    ...(terminationProtection ? ["       termination protection is lifted first"] : []),
    ...(roleArn === undefined ? [] : [labelled("       ", `with ${roleArn}`)]),
  ];
}

function bucketLines(buckets: readonly BucketLook[]): readonly string[] {
  if (buckets.length === 0) return ["  Buckets: none"];
  return ["  Buckets, once all stacks are gone", ...buckets.flatMap(lookText)];
}

function logGroupLines(groups: readonly LogGroupPlan[]): readonly string[] {
  const own = groups.filter(({ way }) => way === "delete");
  const bytes = own.reduce((sum, { storedBytes }) => sum + storedBytes, 0);
  return [
    own.length === 0
      ? "  Log groups: none of this deployment's"
      : `  Log groups of this deployment, deleted: ${own.length}, ${bytesText(bytes)}`,
    ...own.map(({ name }) => `    - ${name}`),
    ...groups
      .filter(({ way }) => way !== "delete")
      .flatMap(({ name, why, way }) => [
        `    ${way === "ask" ? "?" : "="} ${name}`,
        labelled("      ", way === "ask" ? `asked about: ${why}` : why),
      ]),
  ];
}

/** Things with the same reason are told together. */
export function stayLines(stays: readonly Staying[], heading = "  Stays, with how it is removed"): readonly string[] {
  if (stays.length === 0) return [];
  const groups = new Map<string, Staying[]>();
  for (const one of stays) groups.set(`${one.type} ${one.why}`, [...(groups.get(`${one.type} ${one.why}`) ?? []), one]);
  return [
    heading,
    ...[...groups.values()].flatMap((group) => [
      labelled("    = ", `${shortType(group[0]?.type ?? "")}: ${group[0]?.why}`),
      ...group.flatMap(({ name, command }) => [`      ${name}`, `        ${command}`]),
    ]),
  ];
}

function shortType(type: string): string {
  return type.replace(/^AWS::/, "").replace("::", " ");
}

function joinText({ keys, secret, releaseBucket }: JoinTeardown): readonly string[] {
  return [
    "Between the sides",
    labelled(
      "  - ",
      keys.length === 0
        ? "API keys of the gateway: none of this project's"
        : `API keys of the gateway, deleted: ${keys.map(({ name }) => name).join(", ")}`,
    ),
    ...secretText(secret),
    ...releaseBucketText(releaseBucket),
  ];
}

function secretText(secret: JoinTeardown["secret"]): readonly string[] {
  switch (secret.kind) {
    case "none":
      return [];
    case "scheduled":
      return [
        labelled("  = ", `Secret ${secret.name}: gone on ${day(secret.until)}; at once with --delete-secret-now`),
      ];
    case "delete":
      return [
        labelled(
          "  - ",
          secret.recoveryDays === 0
            ? `Secret ${secret.name}: deleted at once, for good`
            : `Secret ${secret.name}: deleted; for ${secret.recoveryDays} days it can be had back, and its name is taken`,
        ),
      ];
  }
}

function releaseBucketText(bucket: JoinTeardown["releaseBucket"]): readonly string[] {
  switch (bucket.kind) {
    case "none":
      return [];
    case "keep":
      return [labelled("  = ", `Release bucket ${bucket.name}: kept, since ${bucket.why}`)];
    case "remove":
      return ["  Release bucket", ...lookText(bucket.look)];
  }
}

function pulumiText(pulumi: PulumiTeardown): readonly string[] {
  switch (pulumi.kind) {
    case "none":
      return [];
    case "unavailable":
      return ["", labelled("Pulumi: ", pulumi.message)];
    case "kept":
      return ["", labelled("Pulumi: ", `its state is left: ${pulumi.why}. To remove that: ${pulumi.fix}`)];
    case "found": {
      const { resources, kept, removeStack, releaseBucket } = pulumi;
      const protectedText = kept > 0 ? `, ${kept} of them protected` : "";
      const state =
        resources === 0
          ? releaseBucket === undefined
            ? "its state is empty"
            : "its state has nothing that goes"
          : `its state forgets ${counted(resources, "resource")}${protectedText}, once they are gone`;
      return [
        "",
        labelled("Pulumi: ", `${state}; the stack ${removeStack ? "is removed, with its history" : "itself stays"}.`),
        ...(releaseBucket === undefined
          ? []
          : [labelled("  ", `It keeps the release bucket ${releaseBucket}, which the next deploy goes on with.`)]),
      ];
    }
  }
}

function findingText({ severity, code, message, fix, side, accepted }: TeardownFinding): readonly string[] {
  const mark = severity === "error" ? "✗ " : "! ";
  return [
    "",
    labelled(mark, onSideText(side, message)),
    labelled("  ", `${fix} (${accepted ? `accepted: ${code}` : code})`),
  ];
}
