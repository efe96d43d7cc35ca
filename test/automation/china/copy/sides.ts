// Two partitions on this machine: Panther's buckets outside China, an empty one in China.
import { S3 } from "@aws-sdk/client-s3";
import { copyClientSettings, preparedClient } from "../../../../automation/china/copy/copyClients.ts";
import type { CopyEvent } from "../../../../automation/china/copy/copyEvents.ts";
import type { CopyRequest } from "../../../../automation/china/copy/copyRequest.ts";
import { s3Source } from "../../../../automation/china/copy/s3Source.ts";
import { realTiming, type Timing } from "../../../../automation/timing.ts";
import { type MadeKeys, makeRelease, makeRole } from "../../../../local/s3/madeRelease.ts";
import { type LeanS3, type LeanS3Options, startLeanS3 } from "../../../../local/s3/server.ts";
import { parseVersion } from "../../../../model/release/version.ts";

export const release = parseVersion("1.39.7");
export const sourceRegion = "us-west-1";
export const targetRegion = "cn-north-1";
export const targetBucket = "example-panther-releases";
export const outsideKey = "AKIAOUTSIDE";
export const chinaKey = "AKIACHINA";

export const mebibyte = 1024 * 1024;
/** Of parts: two that are cut, one that just isn't, and small ones. */
export const usualSizes = [20 * mebibyte + 1, 8 * mebibyte + 1, 8 * mebibyte, 100_000, 1, 0];

export interface Sides {
  readonly outside: LeanS3;
  readonly china: LeanS3;
  readonly keys: MadeKeys;
  readonly roleKey: string;
  readonly request: CopyRequest;
  readonly events: CopyEvent[];
  /** As `request`, with the events collected. */
  readonly reported: CopyRequest & { readonly report: (event: CopyEvent) => void };
  clientFor(side: "source" | "target", how?: { readonly accessKey?: string; readonly region?: string }): S3;
  stop(): Promise<void>;
}

/** A clock on which no time passes by waiting. */
export const impatient: Timing = { ...realTiming(), sleep: async (_, signal) => signal.throwIfAborted() };

export async function startSides(
  options: {
    readonly sizes?: readonly number[];
    readonly china?: LeanS3Options;
    /** One server is both, where only one endpoint can be named. */
    readonly together?: boolean;
  } = {},
): Promise<Sides> {
  const china = await startLeanS3(options.china);
  const outside = options.together ? china : await startLeanS3();
  const bucket = outside.store.createBucket(`panther-enterprise-${sourceRegion}`, {
    region: sourceRegion,
    accessKeys: [outsideKey],
  });
  const keys = makeRelease(bucket, { tag: "v1.39.7", sizes: options.sizes ?? usualSizes, nested: 3 });
  const roleBucket = outside.store.createBucket("panther-public-cloudformation-templates", {
    region: "us-west-2",
    accessKeys: [outsideKey],
  });
  const roleKey = makeRole(roleBucket, "v1.39.7");
  china.store.createBucket(targetBucket, { region: targetRegion, accessKeys: [chinaKey] });
  const clients: S3[] = [];
  const clientFor: Sides["clientFor"] = (side, how = {}) => {
    const region = how.region ?? (side === "source" ? sourceRegion : targetRegion);
    const accessKeyId = how.accessKey ?? (side === "source" ? outsideKey : chinaKey);
    const client = preparedClient(
      new S3({
        ...copyClientSettings({ side, region, runId: "test" }),
        endpoint: side === "source" ? outside.endpoint : china.endpoint,
        credentials: { accessKeyId, secretAccessKey: "secret" },
        // The usual number of attempts takes a minute.
        maxAttempts: 2,
      }),
    );
    clients.push(client);
    return client;
  };
  const request: CopyRequest = {
    release,
    source: s3Source({ client: clientFor("source"), region: sourceRegion }),
    target: { client: clientFor("target"), bucket: targetBucket, region: targetRegion },
    timing: impatient,
    signal: new AbortController().signal,
  };
  const events: CopyEvent[] = [];
  return {
    outside,
    china,
    keys,
    roleKey,
    request,
    events,
    reported: { ...request, report: (event) => events.push(event) },
    clientFor,
    stop: async () => {
      for (const client of clients) client.destroy();
      await Promise.all([outside.stop(), china.stop()]);
    },
  };
}
