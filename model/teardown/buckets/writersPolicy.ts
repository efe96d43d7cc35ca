import { partitionOf } from "../../release/partition.ts";

/** Sid of the statement that a teardown adds to a bucket's policy. */
export const writersSid = "PantherTeardownStopsWriters";

interface Policy {
  readonly Version?: string;
  readonly Statement?: Statement | readonly Statement[];
}

interface Statement {
  readonly Sid?: string;
}

/**
 * A bucket's policy with all writing denied to everybody, services that deliver logs among them: a bucket's ACL, which used to
 * let them in, does not exist where the owner of the bucket owns all objects. Reading and deleting stay as they were, and so
 * do locks, which whoever may lift one has to write.
 * @param standing the policy as S3 gave it; undefined where there is none
 * @returns undefined where it denies that already, or where what stands is no policy that a statement can be added to
 */
export function withoutWriters(standing: string | undefined, name: string, region: string): string | undefined {
  const policy = standing === undefined ? {} : parsed(standing);
  if (!policy) return undefined;
  const { Version = "2012-10-17", Statement = [], ...rest } = policy;
  const statements = Array.isArray(Statement) ? Statement : [Statement];
  if (statements.some(({ Sid }) => Sid === writersSid)) return undefined;
  const ours = {
    Sid: writersSid,
    Effect: "Deny",
    Principal: "*",
    // Copies and parts of uploads are written by s3:PutObject, too; replication has actions of its own.
    Action: ["s3:PutObject", "s3:ReplicateObject", "s3:ReplicateDelete"],
    Resource: `arn:${partitionOf(region).name}:s3:::${name}/*`,
  };
  return JSON.stringify({ ...rest, Version, Statement: [...statements, ours] });
}

function parsed(text: string): Policy | undefined {
  try {
    const policy: unknown = JSON.parse(text);
    return typeof policy === "object" && policy !== null ? policy : undefined;
  } catch {
    return undefined;
  }
}
