import type { BucketContents, BucketLook, BucketPlan } from "../../model/teardown/buckets/bucketPlan.ts";
import { bytesText } from "./bytesText.ts";
import { labelled } from "./wrap.ts";

/** A bucket with what is in it, and what becomes of it. */
export function lookText(look: BucketLook): readonly string[] {
  if (look.kind === "unreadable") {
    const { name, why, fix } = look;
    return [`    ? ${name}`, labelled("      ", `left as it is: ${why}`), labelled("      → ", fix)];
  }
  const { bucket } = look;
  const size = bucket.bytes === undefined ? "" : `, ${bytesText(bucket.bytes)}`;
  return [
    `    ${bucket.way === "keep" ? "=" : "-"} ${bucket.name}`,
    labelled("      ", `${contentsText(bucket.contents)}${size}: ${wayText(bucket)}`),
    ...(bucket.obstacle ? [labelled("      ! ", bucket.obstacle.why), labelled("      → ", bucket.obstacle.fix)] : []),
  ];
}

function contentsText(contents: BucketContents): string {
  if (contents.kind === "at-least") return `at least ${number(contents.versions)} versions`;
  const { versions, deleteMarkers, uploads } = contents;
  if (versions + deleteMarkers + uploads === 0) return "empty";
  return [
    ...(versions > 0 ? [counted(versions, "version")] : []),
    ...(deleteMarkers > 0 ? [counted(deleteMarkers, "delete marker")] : []),
    ...(uploads > 0 ? [counted(uploads, "unfinished upload")] : []),
  ].join(", ");
}

function wayText({ way, expiring }: BucketPlan): string {
  if (way === "keep") return "kept, as asked for; the same command without --keep-data removes it";
  if (way === "delete") return "emptied and deleted";
  return expiring
    ? `expiring since ${day(expiring.since)}; it can go after ${day(expiring.canGoAfter)}, with the same command`
    : "left to an expiration rule; a later run of the same command deletes it";
}

export function counted(count: number, thing: string): string {
  return `${number(count)} ${count === 1 ? thing : `${thing}s`}`;
}

function number(count: number): string {
  return count.toLocaleString("en-US");
}

/** Of a time in ISO 8601, its date. */
export function day(time: string): string {
  return time.slice(0, 10);
}
