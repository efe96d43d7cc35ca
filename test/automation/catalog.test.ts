import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { catalogOfBucket, type ListingApi, readCatalog } from "../../automation/catalog.ts";
import { PantherError } from "../../model/error.ts";
import { recommendedCatalog } from "../../model/release/catalog.ts";

const failure = async (work: Promise<unknown>): Promise<PantherError> => {
  const error = await work.then(
    () => new Error("nothing failed"),
    (thrown: unknown) => thrown,
  );
  if (error instanceof PantherError) return error;
  throw error;
};

describe("a release catalog", () => {
  let directory: string;
  let server: Server;
  let base: string;
  const answers: Record<string, { readonly status: number; readonly body: string }> = {
    "/releases.json": { status: 200, body: '{"versions": ["1.39.7", "1.38.5"]}' },
    "/missing.json": { status: 404, body: "" },
  };

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "catalog-"));
    server = createServer(({ url = "" }, response) => {
      const answer = answers[url.replace(/\?.*/, "")];
      // What is not listed never answers.
      if (answer) response.writeHead(answer.status).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(directory, { recursive: true });
  });

  const file = async (text: string) => {
    const path = join(directory, "releases.json");
    await writeFile(path, text);
    return path;
  };

  it("is the recommended one where no other is given", async () => {
    expect(await readCatalog()).to.equal(recommendedCatalog);
  });

  it("is read from a file, by path or file URL", async () => {
    const path = await file('{"versions": ["1.39.7", "1.38.5"]}');
    for (const from of [path, pathToFileURL(path).href]) {
      expect(await readCatalog({ from })).to.deep.include({ source: from, releases: ["1.38.5", "1.39.7"] });
    }
  });

  it("is read from a URL, and its source shows no query, which may be a signature", async () => {
    expect(await readCatalog({ from: `${base}/releases.json?X-Amz-Signature=abc` })).to.deep.include({
      source: `${base}/releases.json`,
      releases: ["1.38.5", "1.39.7"],
    });
  });

  it("is refused with all its problems", async () => {
    const error = await failure(readCatalog({ from: await file('{"versions": ["1.39", 7]}') }));
    expect(error).to.include({ code: "catalog-invalid" });
    expect(error.message).to.match(
      /releases\.json is not valid:\n- versions\[0\] "1\.39" lacks.*\n- versions\[1\] must/,
    );
  });

  for (const [what, from, why] of [
    ["a file that isn't there", "/nowhere/releases.json", /ENOENT/],
    [
      "an answer that is none",
      "/missing.json?token=abc",
      /missing\.json can't be read: the server says 404 Not Found\.$/,
    ],
    ["plain http elsewhere", "http://mirror.example/releases.json", /is read from a file or over https/],
    ["another scheme", "s3://bucket/releases.json", /s3:\/\/bucket\/releases\.json can't be read: a catalog is read/],
    ["a URL that is none", "https://", /it is no well-formed URL/],
  ] as const) {
    it(`can't be had from ${what}`, async () => {
      const error = await failure(readCatalog({ from: from.startsWith("/missing") ? base + from : from }));
      expect(error).to.include({ code: "catalog-unavailable" });
      expect(error.message).to.match(why);
    });
  }

  it("is waited for no longer than the timeout, or until the caller gives up", async () => {
    const from = `${base}/silent.json`;
    expect((await failure(readCatalog({ from, timeout: 20 }))).message).to.match(/timeout/);
    expect((await failure(readCatalog({ from, signal: AbortSignal.abort() }))).message).to.match(/aborted/);
  });

  it("says what kept a server from answering", async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const error = await failure(readCatalog({ from: `http://127.0.0.1:${port}/releases.json` }));
    expect(error.message).to.include("ECONNREFUSED");
  });
});

describe("a release bucket's catalog", () => {
  const bucketOf = (pages: readonly (readonly string[])[]) => {
    const asked: unknown[] = [];
    const listObjectsV2 = async (input: { readonly ContinuationToken?: string }) => {
      asked.push(input);
      const page = Number(input.ContinuationToken ?? "0");
      const more = page + 1 < pages.length;
      const Contents = pages[page]?.map((Key) => ({ Key }));
      return {
        ...(Contents && { Contents }),
        IsTruncated: more,
        ...(more && { NextContinuationToken: `${page + 1}` }),
      };
    };
    return { asked, objects: { listObjectsV2 } as unknown as ListingApi };
  };

  it("has the releases of every page, and asks for release folders only", async () => {
    const { asked, objects } = bucketOf([["v1.39.7/panther.yml", "v1.39.7/proxy_panther.yml"], ["v1.9.0/panther.yml"]]);
    expect(await catalogOfBucket(objects, "releases")).to.deep.include({
      source: "s3://releases",
      releases: ["1.9.0", "1.39.7"],
    });
    expect(asked).to.deep.equal([
      { Bucket: "releases", Prefix: "v" },
      { Bucket: "releases", Prefix: "v", ContinuationToken: "1" },
    ]);
  });

  it("can't be had of a bucket without releases, or one that may not be listed", async () => {
    expect((await failure(catalogOfBucket(bucketOf([]).objects, "empty"))).message).to.equal(
      "The release catalog s3://empty can't be read: it holds no v<version>/panther.yml.",
    );
    const denied = { listObjectsV2: () => Promise.reject(new Error("Access Denied")) } as unknown as ListingApi;
    expect(await failure(catalogOfBucket(denied, "closed"))).to.include({
      code: "catalog-unavailable",
      message: "The release catalog s3://closed can't be read: Access Denied.",
    });
  });
});
