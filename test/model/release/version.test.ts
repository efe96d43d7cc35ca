import { expect } from "chai";
import fc from "fast-check";
import { PantherError } from "../../../model/error.ts";
import {
  compareVersions,
  minorOf,
  newestOf,
  parseVersion,
  readVersion,
  sortedVersions,
  tagOf,
  versionsAmong,
} from "../../../model/release/version.ts";

const number = fc.nat({ max: 300 });
const numbers = fc.tuple(number, number, number);

describe("release versions", () => {
  it("are read as Panther's documents and buckets spell them", () => {
    for (const text of ["1.27.3", "v1.27.3", "v.1.27.3", " v1.27.3\n", "1.27.3-china-web-proxy"]) {
      expect(parseVersion(text), text).to.equal("1.27.3");
    }
  });

  it("are the same release in the China web proxy, which is no prerelease of it", () => {
    const shown = "v1.21.3-china-web-proxy";
    expect(readVersion(shown)).to.include({ release: "1.21.3", edition: "china-web-proxy" });
    expect(compareVersions(parseVersion(shown), parseVersion("1.21.3"))).to.equal(0);
    expect(newestOf(["1.21.2", "1.21.3-china-web-proxy", "1.20.3"].map(parseVersion))).to.equal("1.21.3");
  });

  for (const [text, reason] of [
    ["", "is empty"],
    ["  ", "is empty"],
    ["1.39", "lacks numbers: a release has three, as in v1.39.7"],
    ["v1", "lacks numbers: a release has three, as in v1.39.7"],
    ["1.39.7.1", "has more than three numbers"],
    ["1.039.7", "has a number with a leading zero"],
    ["01.39.7", "has a number with a leading zero"],
    ["1.39.7-", "has a malformed suffix or too large a number"],
    ["1.39.99999999999999999999", "has a malformed suffix or too large a number"],
    ["1.39.7-beta", 'has the suffix "-beta"; the only one that Panther has is -china-web-proxy'],
    [
      "1.39.7-china-web-proxy.1",
      'has the suffix "-china-web-proxy.1"; the only one that Panther has is -china-web-proxy',
    ],
    ["1.39.7+x", 'has build metadata ("+x"), which no release has'],
    ["1.39.7+x.1", 'has build metadata ("+x.1"), which no release has'],
    ["^1.39.7", "is a range, not one release"],
    ["1.39.x", "is a range, not one release"],
    ["latest", "is not three numbers with dots between them"],
    ["vv1.39.7", "is not three numbers with dots between them"],
    ["V1.39.7", "is not three numbers with dots between them"],
    ["x1.39.7.1", "is not three numbers with dots between them"],
    ["1.39.7.1x", "is not three numbers with dots between them"],
    ["1,39,7", "is not three numbers with dots between them"],
  ] as const) {
    it(`are not read from "${text}", which ${reason}`, () => {
      expect(readVersion(text)).to.deep.equal({ kind: "refused", reason });
      expect(() => parseVersion(text))
        .to.throw(PantherError, `"${text}" is no Panther release version: it ${reason}.`)
        .with.property("code", "version-malformed");
    });
  }

  it("are read back from every spelling", () => {
    fc.assert(
      fc.property(numbers, fc.constantFrom("panther", "china-web-proxy"), fc.constantFrom("", "v", "v."), (n, e, v) => {
        const release = parseVersion(n.join("."));
        const text = e === "panther" ? release : `${release}-${e}`;
        expect(readVersion(v + text)).to.deep.equal({ kind: "version", release, edition: e });
        expect(parseVersion(tagOf(release))).to.equal(release);
        expect(minorOf(release)).to.equal(`${n[0]}.${n[1]}`);
      }),
    );
  });

  it("are ordered as numbers", () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const byNumber = a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
        const [left, right] = [parseVersion(a.join(".")), parseVersion(b.join("."))];
        expect(Math.sign(compareVersions(left, right))).to.equal(Math.sign(byNumber));
      }),
    );
    expect(newestOf(["1.24.7", "1.24.12", "1.9.0"].map(parseVersion))).to.equal("1.24.12");
    expect(newestOf([])).to.equal(undefined);
  });

  it("are sorted, each once", () => {
    expect(sortedVersions(["1.10.0", "1.9.0", "1.10.0", "1.24.12"].map(parseVersion))).to.deep.equal([
      "1.9.0",
      "1.10.0",
      "1.24.12",
    ]);
  });

  it("are found among texts that are none", () => {
    expect(versionsAmong(["latest", "v1.2.3", "01.2.3"])).to.deep.equal(["1.2.3"]);
  });
});
