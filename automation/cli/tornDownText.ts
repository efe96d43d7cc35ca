import type { Finding } from "../../model/finding.ts";
import type { BucketResult } from "../../model/teardown/buckets/bucketResult.ts";
import type { BucketEvent } from "../teardown/buckets/bucketEvents.ts";
import type { SideResult, TeardownEvent, TeardownResult, TeardownStep } from "../teardown/teardownEvents.ts";
import { counted, day } from "./bucketText.ts";
import { stayLines, teardownText } from "./teardownText.ts";
import { labelled } from "./wrap.ts";

const stepNames: Readonly<Record<TeardownStep, string>> = {
  stack: "stack",
  buckets: "buckets",
  "log-groups": "log groups",
  "gateway-keys": "gateway keys",
  secret: "secret",
  "release-bucket": "release bucket",
  pulumi: "Pulumi's state",
  look: "what is left",
};

type Of<Type extends TeardownEvent["type"]> = Extract<TeardownEvent, { readonly type: Type }>;

/** What a step is called on the screen: a stack by its name. */
export function teardownStepName({ step, stack, side }: Of<"teardown-step-started">): string {
  const name = stack ?? stepNames[step];
  return side === "web" ? `web ${name}` : name;
}

/** The line that stays on the screen after an event of a teardown; undefined for what only the live part shows. */
export function teardownLine(event: TeardownEvent): string | undefined {
  switch (event.type) {
    case "teardown-planned":
      return `\n${teardownText(event)}\n`;
    case "teardown-step-started":
    case "bucket-started":
    case "bucket-progress":
      return undefined;
    case "teardown-step-finished": {
      const mark = event.outcome === "done" ? "✓ done" : "✗ failed";
      return `  ${teardownStepName({ ...event, type: "teardown-step-started" }).padEnd(30)} ${mark.padEnd(10)} ${event.seconds.toFixed(1).padStart(7)} s`;
    }
    case "bucket-notice":
      return labelled("    ! ", `${event.bucket}: ${event.message}`);
    case "bucket-refilled":
      return labelled("    ! ", `${event.bucket} fills up while it is emptied: ${event.key} is new.`);
    case "bucket-finished":
      return bucketLine(event.result);
    case "log-group-finished": {
      const { name, kind } = event.result;
      return kind === "failed" ? labelled("    ✗ ", `${name}: ${event.result.why}`) : `    ${kind}: ${name}`;
    }
    case "torn-down":
      return `\n${tornDownText(event)}`;
  }
}

/** How far buckets are, for the live part. */
export function bucketDetail({ bucket, versions }: Extract<BucketEvent, { type: "bucket-progress" }>): string {
  return `${bucket}: ${counted(versions, "version")} deleted`;
}

function bucketLine(result: BucketResult): string {
  const { name, versions } = result;
  switch (result.kind) {
    case "deleted":
      return labelled("    deleted: ", versions === 0 ? name : `${name}, with ${counted(versions, "version")}`);
    case "expiring":
      return labelled("    expires: ", `${name}; it can go after ${day(result.canGoAfter)}`);
    case "kept":
    case "gone":
      return `    ${result.kind}: ${name}`;
    case "refilling":
    case "failed":
      return labelled("    ✗ ", `${name}: ${result.why}`);
  }
}

/** What is gone, what is left, and what to do about that. */
function tornDownText({ sides, keys, secret, releaseBucket, pulumi }: TeardownResult): string {
  const buckets = [...sides.flatMap((side) => side.buckets), ...(releaseBucket ? [releaseBucket] : [])];
  const expiring = buckets.flatMap((one) => (one.kind === "expiring" ? [one] : []));
  const gone = (list: readonly { readonly kind: string }[]) => list.filter(({ kind }) => kind === "deleted").length;
  const groups = sides.flatMap(({ logGroups }) => logGroups);
  const said = [
    counted(
      sides.reduce((sum, { stacks }) => sum + stacks.length, 0),
      "stack",
    ),
    counted(gone(buckets), "bucket"),
    counted(gone(groups), "log group"),
    ...(keys.length > 0 ? [counted(keys.length, "API key")] : []),
  ];
  return [
    `Gone: ${said.join(", ")}${pulumi.kind === "removed" ? ", and the Pulumi stack" : ""}.`,
    ...(expiring.length === 0
      ? []
      : [
          labelled(
            "",
            `Objects expire in ${expiring.map(({ name }) => name).join(", ")}. Run the same command again after ${day(latest(expiring))}: it deletes what is empty then.`,
          ),
        ]),
    ...(secret?.until === undefined
      ? []
      : [labelled("", `Secret ${secret.name} is gone on ${day(secret.until)}; until then its name is taken.`)]),
    ...(pulumi.kind === "bucket-kept"
      ? [
          labelled(
            "",
            `Release bucket ${pulumi.bucket} stays, and Pulumi's state and stack with it: the next deploy goes on with it. To remove that as well: --delete-release-bucket`,
          ),
        ]
      : []),
    ...(pulumi.kind === "kept"
      ? [labelled("", `Pulumi's state is left: ${pulumi.why}. To remove that: ${pulumi.fix}`)]
      : []),
    ...sides.flatMap((side) => leftText(side, sides.length > 1)),
  ].join("\n");
}

function latest(expiring: readonly { readonly canGoAfter: string }[]): string {
  return (
    expiring
      .map(({ canGoAfter }) => canGoAfter)
      .sort()
      .at(-1) ?? ""
  );
}

function leftText(
  { region, stays, unreadable, blocking, unclear, buckets, logGroups }: SideResult,
  isSplit: boolean,
): readonly string[] {
  const where = isSplit ? ` in ${region}` : "";
  const kept = buckets.flatMap(({ kind, name }) => (kind === "kept" ? [name] : []));
  const others = logGroups.flatMap(({ kind, name }) => (kind === "kept" ? [name] : []));
  return [
    ...(kept.length > 0
      ? [labelled(`Kept${where}: `, `${kept.join(", ")}; the same command without --keep-data removes them`)]
      : []),
    ...(others.length > 0 ? [labelled(`Log groups left${where}: `, others.join(", "))] : []),
    ...(unreadable.length > 0 ? [labelled(`Not looked at${where}: `, unreadable.join(", "))] : []),
    ...stayLines(stays, `Left${where}, with how it is removed`),
    ...(blocking.length === 0 ? [] : [`In the way of another deployment${where}`, ...findingLines(blocking, "!")]),
    ...(unclear.length === 0 ? [] : [`Could not be told${where}`, ...findingLines(unclear, "?")]),
    ...(blocking.length > 0 ? [] : [nothingInTheWay(where, unclear.length === 0)]),
  ];
}

function nothingInTheWay(where: string, isSeen: boolean): string {
  return isSeen
    ? `Nothing${where} is in the way of another deployment.`
    : labelled("", `Of what could be looked at${where}, nothing is in the way of another deployment.`);
}

function findingLines(findings: readonly Finding[], mark: string): readonly string[] {
  return findings.flatMap(({ message, fix }) => [
    ...message.split("\n").map((line, index) => labelled(index === 0 ? `  ${mark} ` : "      ", line)),
    ...fix.split("\n").map((line) => (/^(?:aws|for) /.test(line) ? `      ${line}` : labelled("    ", line))),
  ]);
}
