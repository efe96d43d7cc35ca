// Panther's releases, in the vendor's buckets. Published when somebody first asks for one: all of them in all regions would be
// hundreds of megabytes and a minute.
import { createHash } from "node:crypto";
import type { EmulatorClient } from "./emulatorClient.ts";
import { scopeOf, vendorAccount } from "./scope.ts";

/** What `local/releases/releases.ts` provides. */
export interface ReleaseSource {
  readonly releaseVersions: readonly string[];
  releaseObjects(version: string, region: string, ballast?: number): readonly ReleaseObject[];
  roleObjects(): readonly ReleaseObject[];
}

interface ReleaseObject {
  readonly bucket: string;
  readonly key: string;
  readonly body: Uint8Array;
  readonly contentType: string;
}

// Panther publishes nothing in China.
const releaseBucket = /^panther-enterprise-(?!cn-)([a-z]{2}(?:-[a-z]+)+-\d)$/;
const roleBucket = "panther-public-cloudformation-templates";
const roleRegion = "us-west-2";

export class Releases {
  readonly #emulator: EmulatorClient;
  readonly #source: ReleaseSource;
  readonly #ballast: number;
  readonly #published = new Map<string, Promise<void>>();

  /** @param ballast bytes that each function's code has besides */
  constructor(emulator: EmulatorClient, source: ReleaseSource, ballast = 0) {
    this.#ballast = ballast;
    this.#emulator = emulator;
    this.#source = source;
  }

  /** Makes sure that an object which should be published is; the key is empty when the bucket itself or a listing is asked for. */
  async prepare(bucket: string, key: string): Promise<void> {
    if (bucket === roleBucket) return this.#once(bucket, roleRegion, "roles", () => this.#source.roleObjects());
    const region = releaseBucket.exec(bucket)?.[1];
    if (!region) return;
    const versions = this.#source.releaseVersions.filter((version) => key === "" || key.startsWith(`v${version}/`));
    for (const version of versions)
      await this.#once(bucket, region, version, () => this.#source.releaseObjects(version, region, this.#ballast));
  }

  #once(bucket: string, region: string, what: string, objects: () => readonly ReleaseObject[]): Promise<void> {
    const name = `${bucket} ${what}`;
    const known = this.#published.get(name);
    if (known) return known;
    const publishing = this.#publish(bucket, region, objects());
    this.#published.set(name, publishing);
    publishing.catch(() => this.#published.delete(name));
    return publishing;
  }

  async #publish(bucket: string, region: string, objects: readonly ReleaseObject[]): Promise<void> {
    // The root template goes last and names all others by their contents: where it is as it would be made today, everything
    // else is, too. A saved state may be of an older checkout. Roles have none: there the last one tells.
    const last = objects.find(({ key }) => key.endsWith("/panther.yml")) ?? objects.at(-1);
    if (last && (await this.#stands(region, last))) return;
    const location = `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
    await this.#send("PUT", region, `/${bucket}`, region === "us-east-1" ? "" : location);
    await this.#send("DELETE", region, `/${bucket}?publicAccessBlock`);
    await this.#send("PUT", region, `/${bucket}?policy`, JSON.stringify(readableByAll(bucket)));
    for (const object of objects) if (object !== last) await this.#putObject(region, object);
    if (last) await this.#putObject(region, last);
  }

  async #stands(region: string, object: ReleaseObject): Promise<boolean> {
    const { status, headers } = await this.#call("HEAD", region, path(object));
    return status === 200 && headers.etag === `"${createHash("md5").update(object.body).digest("hex")}"`;
  }

  async #putObject(region: string, object: ReleaseObject): Promise<void> {
    const status = await this.#send("PUT", region, path(object), object.body, { "content-type": object.contentType });
    if (status !== 200)
      throw new Error(`Local AWS could not publish s3://${object.bucket}/${object.key}: HTTP status ${status}`);
  }

  async #send(
    method: string,
    region: string,
    at: string,
    body?: string | Uint8Array,
    headers?: Readonly<Record<string, string>>,
  ): Promise<number> {
    return (await this.#call(method, region, at, body, headers)).status;
  }

  #call(
    method: string,
    region: string,
    at: string,
    body: string | Uint8Array = "",
    headers: Readonly<Record<string, string>> = {},
  ) {
    const scope = scopeOf(vendorAccount, region);
    return this.#emulator.call({ scope, service: "s3", method, path: at, body, headers });
  }
}

function path({ bucket, key }: ReleaseObject): string {
  return `/${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;
}

function readableByAll(bucket: string): unknown {
  const arn = `arn:aws:s3:::${bucket}`;
  const Statement = [
    { Effect: "Allow", Principal: "*", Action: ["s3:GetObject", "s3:ListBucket"], Resource: [arn, `${arn}/*`] },
  ];
  return { Version: "2012-10-17", Statement };
}

/** The generator of releases, or undefined where it can't be loaded; `notice` is told why. */
export async function loadReleases(notice: (text: string) => void): Promise<ReleaseSource | undefined> {
  try {
    // Not a literal: the generator is a part of its own, and local AWS works without it.
    const module = "../releases/releases.ts";
    return (await import(module)) as ReleaseSource;
  } catch (error) {
    notice(`Local AWS publishes no Panther releases: local/releases/releases.ts can't be loaded (${String(error)})`);
    return undefined;
  }
}
