import type { ListObjectsV2CommandInput, ListObjectsV2CommandOutput, S3 } from "@aws-sdk/client-s3";
import { releasesAmong } from "../../model/release/releaseListing.ts";
import { roleTemplateBucket, roleTemplatesPrefix } from "../../model/release/templateUrl.ts";
import type { ReleaseVersion } from "../../model/release/version.ts";
import type { ObjectApi } from "../clients.ts";
import type { ReleaseSource } from "./copy/releaseSource.ts";

/** What is looked at where the release bucket in China does not have it yet. */
export interface ToCome {
  /** Panther's buckets, with credentials outside China. */
  readonly source: ReleaseSource;
  readonly published: Pick<S3, "listObjectsV2">;
  readonly target: { readonly bucket: string; readonly region: string };
  readonly signal: AbortSignal;
}

/**
 * S3 in China for whoever plans: a template that is not in the release bucket yet is as a copy would put it there, and of the
 * deployment role's templates there are those, too, that are published. Nothing is written.
 */
export function releasesToCome(own: ObjectApi, toCome: ToCome): ObjectApi {
  const releases = new Map<ReleaseVersion, Promise<ReadonlyMap<string, string>>>();
  const textsOf = (release: ReleaseVersion) => {
    const known = releases.get(release);
    if (known) return known;
    const made = templatesToCome(toCome, release);
    releases.set(release, made);
    // A later look may fare better.
    made.catch(() => releases.delete(release));
    return made;
  };
  const textToCome = async (key: string): Promise<string | undefined> => {
    const [release] = releasesAmong([key]);
    if (release !== undefined) return (await textsOf(release)).get(key);
    // The key of a nested template is a hash: whoever asks has it from a root template.
    for (const made of releases.values()) {
      const text = (await made.catch(() => undefined))?.get(key);
      if (text !== undefined) return text;
    }
    return undefined;
  };
  const getObject = async (...[input, ...rest]: Parameters<typeof own.getObject>) => {
    try {
      return await own.getObject(input, ...rest);
    } catch (error) {
      const text = isNotThere(error) && input.Key !== undefined ? await textToCome(input.Key) : undefined;
      if (text === undefined) throw error;
      return { Body: { transformToString: async () => text } };
    }
  };
  const listObjectsV2 = async (input: ListObjectsV2CommandInput) => {
    if (!input.Prefix?.startsWith(roleTemplatesPrefix)) return await own.listObjectsV2(input);
    const found = await own.listObjectsV2(input).catch((error: unknown) => {
      if (isNotThere(error)) return { Contents: [] };
      throw error;
    });
    // Asked once, and where nobody may list it, or the network fails, what the own bucket has is all that is known.
    if (input.ContinuationToken !== undefined) return found;
    const published = await publishedKeys(toCome.published, input.Prefix).catch(() => []);
    return { ...found, Contents: [...(found.Contents ?? []), ...published] };
  };
  return { getObject, listObjectsV2 } as unknown as ObjectApi;
}

async function publishedKeys(published: ToCome["published"], Prefix: string) {
  const found: NonNullable<ListObjectsV2CommandOutput["Contents"]> = [];
  let token: string | undefined;
  do {
    const page = await published.listObjectsV2({
      ...{ Bucket: roleTemplateBucket, Prefix },
      ...(token !== undefined && { ContinuationToken: token }),
    });
    found.push(...(page.Contents ?? []));
    token = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (token);
  return found;
}

/** A bucket that is still to be made has nothing in it; without s3:ListBucket S3 says 403 of what is not there. */
function isNotThere(error: unknown): boolean {
  return error instanceof Error && ["NoSuchKey", "NoSuchBucket", "AccessDenied", "Forbidden"].includes(error.name);
}

async function templatesToCome(
  { source, target, signal }: ToCome,
  release: ReleaseVersion,
): Promise<ReadonlyMap<string, string>> {
  // What it takes is needed for a plan in China alone.
  const { readInputs } = await import("./copy/releaseInputs.ts");
  const { wantedInChina } = await import("./copy/wantedInChina.ts");
  const inputs = await readInputs(source, { release }, signal);
  const { root, others } = await wantedInChina(source, inputs, target, signal);
  return new Map(
    [root, ...others].flatMap((wanted) =>
      wanted.kind === "text" ? [[wanted.key, Buffer.from(wanted.bytes).toString("utf8")] as const] : [],
    ),
  );
}
