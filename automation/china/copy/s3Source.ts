import type { Readable } from "node:stream";
import type { S3 } from "@aws-sdk/client-s3";
import { releaseBucket, roleTemplateBucket, roleTemplateBucketRegion } from "../../../model/release/templateUrl.ts";
import { publishedRoles } from "../../publishedRoles.ts";
import { md5OfEtag } from "./contentHash.ts";
import { endingWith, soonOver } from "./copyClients.ts";
import type { ObjectLocation } from "./copyPlace.ts";
import { DirectCalls } from "./directCalls.ts";
import { listedAssets } from "./listedAssets.ts";
import type { ReleaseSource } from "./releaseSource.ts";
import { isMissing, s3Problem } from "./s3Problem.ts";

export interface S3SourceOptions {
  /** With credentials of an account that Panther has approved. */
  readonly client: S3;
  readonly region: string;
  /** Left out: Panther's of that region. */
  readonly bucket?: string;
}

/** Panther's buckets: the region's with the releases, and the one with the deployment role's templates. */
export function s3Source({ client, region, bucket = releaseBucket(region) }: S3SourceOptions): ReleaseSource {
  const placeOf = (location: ObjectLocation) => ({
    side: "source" as const,
    bucket: location.bucket,
    region: location.bucket === roleTemplateBucket ? roleTemplateBucketRegion : region,
  });
  const direct = new DirectCalls(client, bucket);
  const ask = async <T>(location: ObjectLocation, call: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await call();
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw s3Problem(error, { place: placeOf(location), key: location.key, what: "be read" });
    }
  };
  return {
    name: `s3://${bucket}`,
    bucket,
    stat: (location) =>
      ask(location, async () => {
        const head = await client.headObject({ Bucket: location.bucket, Key: location.key });
        const { ContentLength: size = 0, ETag: etag, ContentType: contentType } = head;
        const md5 = md5OfEtag(etag, head.ServerSideEncryption);
        return {
          size,
          ...(etag !== undefined && { etag }),
          ...(md5 !== undefined && { md5 }),
          ...(contentType !== undefined && { contentType }),
        };
      }),
    listed: (keys) => listedAssets(client, bucket, keys),
    open: (location, { offset, size = Number.POSITIVE_INFINITY, etag, signal }) =>
      ask(location, async () => {
        // With the ETag it is certain that somebody has looked, and that the bucket is where it is asked for.
        if (offset === 0 && etag !== undefined && size <= soonOver && location.bucket === bucket) {
          const body = await direct.get(location.key, { "if-match": etag });
          if (body) return body;
        }
        const range = offset > 0 ? { Range: `bytes=${offset}-` } : {};
        const same = etag === undefined ? {} : { IfMatch: etag };
        const request = { Bucket: location.bucket, Key: location.key, ...range, ...same };
        const { Body } = await client.getObject(request, endingWith(signal, size));
        // In Node.js a body is a readable stream.
        return Body as Readable;
      }),
    roleVersions: async (release) => {
      try {
        return await publishedRoles(client, release, { region, source: { kind: "panther" } });
      } catch (error) {
        const place = placeOf({ bucket: roleTemplateBucket, key: "" });
        throw s3Problem(error, { place, what: "be listed" });
      }
    },
  };
}
