import type { BucketResult } from "../../model/teardown/buckets/bucketResult.ts";
import type { Outcome } from "../command.ts";
import type { TeardownResult } from "./teardownEvents.ts";

/** Whether a bucket came to what was planned. */
export function isWell({ kind }: BucketResult): boolean {
  return kind !== "failed" && kind !== "refilling";
}

/** What was to go and did not. What was kept or expires is as it was to be. */
export function outcomeOf({ sides, releaseBucket, pulumi }: TeardownResult): Outcome {
  const buckets = [...sides.flatMap((side) => side.buckets), ...(releaseBucket ? [releaseBucket] : [])];
  const problems = [
    ...buckets.flatMap((one) =>
      one.kind === "failed" || one.kind === "refilling" ? [{ of: `Bucket ${one.name}`, ...one }] : [],
    ),
    ...sides.flatMap((side) =>
      side.logGroups.flatMap((one) => (one.kind === "failed" ? [{ of: `Log group ${one.name}`, ...one }] : [])),
    ),
    ...(pulumi.kind === "left" ? [{ of: "Pulumi's state", ...pulumi }] : []),
  ];
  if (problems.length === 0) return { kind: "done" };
  return {
    kind: "failed",
    event: {
      type: "failed",
      code: "teardown-incomplete",
      message: problems.map(({ of, why }) => `${of}: ${why}`).join("\n"),
      fix: [...new Set(problems.map(({ fix }) => fix))].join("\n"),
    },
  };
}
